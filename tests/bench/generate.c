/*
 * generate: makes large registers for benchmarks and memory checks: the same bytes for the same
 * arguments, whatever the compiler.
 *
 * usage: generate UNITS DIR         units.csv with UNITS rows, orgs.csv with a fifth, people.csv
 *                                   with a hundredth as many
 *        generate --new UNITS DIR   new-units.csv: UNITS rows as units-add takes them, without id
 *                                   and recorded, none equal to another
 *        generate --sheet UNITS DIR sheet.csv: UNITS rows as streets send them, in UTF-8, with a
 *                                   title and a line of totals, and the areas.csv for them
 *
 * Every text is put together by hand in one buffer: printf would take longer than what is measured.
 */
#include "base/number.h"
#include "base/uscc.h"

#include <stdio.h>
#include <stdlib.h>

enum { FULL = 1 << 20, ROOM = 4096 }; /* ROOM: the longest row is shorter */

static struct {
	FILE *f;
	size_t n;
	char bytes[FULL + ROOM];
} out;

static void fail(const char *what)
{
	perror(what);
	exit(3);
}

static void create(const char *directory, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	out.f = fopen(path, "w");
	if (!out.f)
		fail(path);
}

/* At the end of a row. */
static void hand_over(size_t when)
{
	if (out.n < when)
		return;
	if (fwrite(out.bytes, 1, out.n, out.f) != out.n)
		fail("generate");
	out.n = 0;
}

static void finish(void)
{
	hand_over(1);
	if (fclose(out.f) != 0)
		fail("generate");
}

static void put(const char *text)
{
	size_t n = strlen(text);
	memcpy(out.bytes + out.n, text, n);
	out.n += n;
}

/* At least `width` digits. */
static void put_number(unsigned number, unsigned width)
{
	char digits[16];
	size_t at = sizeof(digits);
	for (; number || width; number /= 10, width -= width > 0)
		digits[--at] = (char)('0' + number % 10);
	memcpy(out.bytes + out.n, digits + at, sizeof(digits) - at);
	out.n += sizeof(digits) - at;
}

static uint64_t state;

/* 0 … below−1; a 64-bit linear congruential generator (MMIX). */
static unsigned next(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % below);
}

static const char *pick(const char *const *words, unsigned count)
{
	return words[next(count)];
}

struct day {
	unsigned year, month, day; /* year 0: none */
};

/* A day of 2020–2023, or none once in `often`. */
static struct day next_day(unsigned often)
{
	struct day d = {0};
	if (next(often) == 0)
		return d;
	d.day = 1 + next(28);
	d.month = 1 + next(12);
	d.year = 2020 + next(4);
	return d;
}

static void put_day(struct day d)
{
	if (!d.year)
		return;
	put_number(d.year, 4);
	put("-");
	put_number(d.month, 2);
	put("-");
	put_number(d.day, 2);
}

/* What is drawn at random is drawn in a fixed order, here and below from the last to the first: so
 * the rows have been since the first benchmark.
 * Provinces 11–15, two districts each, three streets each, nine communities each. */
static void put_area(void)
{
	unsigned community = 1 + next(9), street = 1 + next(3), district = 1 + next(2);
	put_number(11 + next(5), 2);
	put("01");
	put_number(district, 2);
	put_number(street, 3);
	put_number(community, 3);
}

/* One unit from its name to its last column but `recorded`. */
static void put_unit(unsigned number)
{
	static const char *const kinds[] = {"enterprise", "enterprise", "enterprise", "association",
	    "service", "foundation", "professional", "platform", "self-employed"};
	static const char *const trades[] = {"餐饮", "软件", "家政服务", "建筑装饰", "零售"};
	const char *trade = pick(trades, 5), *kind = pick(kinds, 9);
	put("示例");
	put_number(number, 1);
	put("号单位,");
	put(kind);
	put(",");
	put(trade);
	put(",,");
	put_area();
	const char *until = next(30) ? "" : "2024-03-01";
	struct day since = next_day(10);
	const char *operating = next(12) ? "yes" : "no";
	unsigned people[5]; /* unionists, women, league, members, employees */
	static const unsigned below[] = {40, 90, 6, 6, 200};
	for (size_t i = 0; i < 5; i++)
		people[i] = next(below[i]);
	put(",示例路");
	put_number(next(900) + 1, 1);
	put("号");
	for (size_t i = 5; i-- > 0;) {
		put(",");
		put_number(people[i], 1);
	}
	put(",survey,");
	put(operating);
	put(",");
	put_day(since);
	put(",");
	put(until);
}

#define UNIT_COLUMNS                                                                               \
	"name,kind,trade,dept,area,address,employees,members,league,women,unionists,step,"         \
	"operating,since,until"
#define RECORDED ",2024-01-02T00:00:00Z\n"

static void make_units(const char *directory, unsigned count)
{
	create(directory, "units.csv");
	put("id,uscc," UNIT_COLUMNS ",recorded\n");
	for (unsigned i = 1; i <= count; i++) {
		put("U");
		put_number(i, 1);
		put(",,");
		put_unit(i);
		put(RECORDED);
		hand_over(FULL);
	}
	finish();
}

static void make_new_units(const char *directory, unsigned count)
{
	create(directory, "new-units.csv");
	put(UNIT_COLUMNS "\n");
	for (unsigned i = 1; i <= count; i++) {
		put_unit(i);
		put("\n");
		hand_over(FULL);
	}
	finish();
}

static void put_references(unsigned units, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		put(i ? ";U" : "U");
		put_number(next(units) + 1, 1);
	}
}

static void make_orgs(const char *directory, unsigned units)
{
	static const char *const lines[] = {"party", "union", "youth", "women"};
	static const char *const modes[] = {"single", "single", "joint", "regional"};
	create(directory, "orgs.csv");
	put("id,line,name,mode,area,units,members,since,until,recorded\n");
	for (unsigned i = 1; i <= units / 5; i++) {
		unsigned mode = next(4);
		put("O");
		put_number(i, 1);
		put(",");
		put(pick(lines, 4));
		put(",示例");
		put_number(i, 1);
		put("号组织,");
		put(modes[mode]);
		put(",");
		put_area();
		put(",");
		put_references(units, mode < 2 ? 1 : 2 + next(4));
		const char *until = next(30) ? "" : "2024-03-01";
		struct day since = next_day(20);
		put(",");
		put_number(next(60), 1);
		put(",");
		put_day(since);
		put(",");
		put(until);
		put(RECORDED);
		hand_over(FULL);
	}
	finish();
}

static void make_people(const char *directory, unsigned units)
{
	create(directory, "people.csv");
	put("id,name,role,units,area,since,until,recorded\n");
	for (unsigned i = 1; i <= units / 100; i++) {
		put("P");
		put_number(i, 1);
		put(",示例");
		put_number(i, 1);
		put("号,guide,");
		put_references(units, 1 + next(10));
		put(",");
		put_area();
		put(",");
		put_day(next_day(20));
		put("," RECORDED);
		hand_over(FULL);
	}
	finish();
}

static const char *const streets[] = {"滕王阁街道", "百花洲街道", "墩子塘街道", "大院街道",
    "豫章街道", "董家窑街道", "彭家桥街道", "扬子洲镇", "贤士湖管理处", "扬农管理处"};

enum { STREETS = sizeof(streets) / sizeof(streets[0]) };

static void make_areas(const char *directory)
{
	create(directory, "areas.csv");
	put("code,name\n360102,东湖区\n");
	for (unsigned i = 0; i < STREETS; i++) {
		put("360102");
		put_number(i + 1, 3);
		put(",");
		put(streets[i]);
		put("\n");
	}
	finish();
}

/* A credit code of its own for each number. */
static void put_code(unsigned number)
{
	char *code = out.bytes + out.n;
	put("91360102");
	put_number(number, 8);
	put("00");
	for (int checks = 0; checks < 2; checks++) {
		struct uscc_result result = uscc_check((struct str){code, 18});
		if (result.fault != USCC_OK)
			code[result.position - 1] = result.expected;
	}
}

static unsigned put_sheet_row(unsigned number)
{
	static const char *const kinds[] = {"企业", "企业", "企业", "个体工商户", "社会团体"};
	static const char *const trades[] = {"餐饮", "软件", "家政服务", "建筑装饰", "零售"};
	unsigned employees = next(200);
	put_number(number, 1);
	put(",示例第");
	put_number(number, 1);
	put("号有限公司,");
	put_code(number);
	put(",");
	put(pick(kinds, 5));
	put(",");
	put(pick(trades, 5));
	put(",");
	put(pick(streets, STREETS));
	put(",示例路");
	put_number(next(900) + 1, 1);
	put("号,");
	put_number(employees, 1);
	put(",");
	put_number(next(6), 1);
	put(",");
	put_number(next(6), 1);
	put(next(12) ? ",是," : ",否,");
	put_day(next_day(UINT32_MAX));
	return employees;
}

static void make_sheet(const char *directory, unsigned count)
{
	unsigned employees = 0;
	create(directory, "sheet.csv");
	put("东湖区两新组织摸底表,,,,,,,,,,,\r\n"
	    "序号,单位名称,统一社会信用代码,单位类别,所属行业,所属街道,地址,职工人数,党员数,"
	    "团员数,是否实体运营,纳入日期\r\n");
	for (unsigned i = 1; i <= count; i++) {
		employees += put_sheet_row(i);
		put("\r\n");
		hand_over(FULL);
	}
	put("合计,,,,,,,");
	put_number(employees, 1);
	put(",,,,\r\n");
	finish();
}

int main(int argc, char **argv)
{
	bool new = argc > 1 && strcmp(argv[1], "--new") == 0;
	bool sheet = argc > 1 && strcmp(argv[1], "--sheet") == 0;
	int64_t units, most = sheet ? 10000000 : 100000000;
	argv += new || sheet;
	if (argc != 3 + (new || sheet) || !number_parse(str_of(argv[1]), &units) || units < 1 ||
	    units > most) {
		fputs("usage: generate [--new|--sheet] UNITS DIR\n", stderr);
		return 2;
	}
	state = 20240630;
	if (new) {
		make_new_units(argv[2], (unsigned)units);
		return 0;
	}
	if (sheet) {
		make_areas(argv[2]);
		make_sheet(argv[2], (unsigned)units);
		return 0;
	}
	make_units(argv[2], (unsigned)units);
	make_orgs(argv[2], (unsigned)units);
	make_people(argv[2], (unsigned)units);
	return 0;
}
