/*
 * generate: makes large registers for benchmarks and memory checks: the same bytes for the same
 * arguments.
 *
 * usage: generate UNITS DIR     units.csv with UNITS rows, orgs.csv with a fifth, people.csv with a
 * hundredth as many
 */
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 20240630;

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

/* A date of 2020–2023, or the empty text once in `often`. */
static const char *date(unsigned often)
{
	static char text[4][32];
	static unsigned slot;
	char *out = text[slot++ % 4];
	if (next(often) == 0)
		out[0] = '\0';
	else
		snprintf(out, 32, "%04u-%02u-%02u", 2020 + next(4), 1 + next(12), 1 + next(28));
	return out;
}

static FILE *create(const char *directory, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *f = fopen(path, "w");
	if (!f) {
		perror(path);
		exit(3);
	}
	return f;
}

static void finish(FILE *f)
{
	if (ferror(f) || fclose(f) != 0) {
		perror("generate");
		exit(3);
	}
}

/* Provinces 11–15, two districts each, three streets each, nine communities each. */
static void print_area(FILE *f)
{
	fprintf(f, "%02u01%02u%03u%03u", 11 + next(5), 1 + next(2), 1 + next(3), 1 + next(9));
}

static void make_units(const char *directory, unsigned count)
{
	static const char *const kinds[] = {"enterprise", "enterprise", "enterprise", "association",
	    "service", "foundation", "professional", "platform", "self-employed"};
	static const char *const trades[] = {"餐饮", "软件", "家政服务", "建筑装饰", "零售"};
	FILE *f = create(directory, "units.csv");
	fputs("id,uscc,name,kind,trade,dept,area,address,employees,members,league,women,unionists,"
	      "step,operating,since,until,"
	      "recorded\n",
	    f);
	for (unsigned i = 1; i <= count; i++) {
		fprintf(f, "U%u,,示例%u号单位,%s,%s,,", i, i, pick(kinds, 9), pick(trades, 5));
		print_area(f);
		fprintf(f, ",示例路%u号,%u,%u,%u,%u,%u,survey,%s,%s,%s,2024-01-02T00:00:00Z\n",
		    next(900) + 1, next(200), next(6), next(6), next(90), next(40),
		    next(12) ? "yes" : "no", date(10), next(30) ? "" : "2024-03-01");
	}
	finish(f);
}

static void print_units(FILE *f, unsigned units, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		fprintf(f, "%sU%u", i ? ";" : "", next(units) + 1);
}

static void make_orgs(const char *directory, unsigned units)
{
	static const char *const lines[] = {"party", "union", "youth", "women"};
	static const char *const modes[] = {"single", "single", "joint", "regional"};
	FILE *f = create(directory, "orgs.csv");
	fputs("id,line,name,mode,area,units,members,since,until,recorded\n", f);
	for (unsigned i = 1; i <= units / 5; i++) {
		unsigned mode = next(4);
		fprintf(f, "O%u,%s,示例%u号组织,%s,", i, pick(lines, 4), i, modes[mode]);
		print_area(f);
		fputc(',', f);
		print_units(f, units, mode < 2 ? 1 : 2 + next(4));
		fprintf(f, ",%u,%s,%s,2024-01-02T00:00:00Z\n", next(60), date(20),
		    next(30) ? "" : "2024-03-01");
	}
	finish(f);
}

static void make_people(const char *directory, unsigned units)
{
	FILE *f = create(directory, "people.csv");
	fputs("id,name,role,units,area,since,until,recorded\n", f);
	for (unsigned i = 1; i <= units / 100; i++) {
		fprintf(f, "P%u,示例%u号,guide,", i, i);
		print_units(f, units, 1 + next(10));
		fputc(',', f);
		print_area(f);
		fprintf(f, ",%s,,2024-01-02T00:00:00Z\n", date(20));
	}
	finish(f);
}

int main(int argc, char **argv)
{
	int64_t units;
	if (argc != 3 || !number_parse(str_of(argv[1]), &units) || units < 1 || units > 100000000) {
		fputs("usage: generate UNITS DIR\n", stderr);
		return 2;
	}
	make_units(argv[2], (unsigned)units);
	make_orgs(argv[2], (unsigned)units);
	make_people(argv[2], (unsigned)units);
	return 0;
}
