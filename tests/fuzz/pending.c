/*
 * .pending and what the next writer does with it. Input: the file; it stands in a directory with
 * two registers, the prepared content of one and files that are nobody's business.
 */
#include "fuzz.h"

#include "register/pending.h"
#include "register/store.h"

#define UNITS "id,name,kind,area\nU1,甲,enterprise,360102\n"
#define UNITS_NEW "id,name,kind,area\nU1,甲,association,360102\n"
#define ORGS "id,line,name,mode,area\nO1,party,某支部,single,360102\n"
#define NOTES "not a register\n"

static bool holds(const char *name, const char *content)
{
	struct buf text = BUF_INIT;
	bool same = fuzz_get(name, &text) && str_equal_text(buf_str(&text), content);
	buf_release(&text);
	return same;
}

/* Whether the file is gone, or the beginning of what it was. */
static bool is_cut(const char *name, const char *content)
{
	struct buf text = BUF_INIT;
	bool there = fuzz_get(name, &text);
	bool cut = !there || str_starts(str_of(content), buf_str(&text));
	buf_release(&text);
	return cut;
}

static void put_files(struct str pending)
{
	fuzz_put("units.csv", STR(UNITS));
	fuzz_put(".units.csv.new", STR(UNITS_NEW));
	fuzz_put("orgs.csv", STR(ORGS));
	fuzz_put("notes.csv", STR(NOTES));
	fuzz_put(".pending", pending);
}

/* What is understood is exactly what is written. */
static bool check_reading(struct str file, bool *replaces)
{
	struct pending p;
	struct error e = ERROR_INIT;
	struct buf printed = BUF_INIT;
	bool exists, good = pending_read(&p, fuzz_directory(), &exists, &e);
	CHECK(exists);
	if (good) {
		pending_print(&p, &printed);
		CHECK(str_equal(buf_str(&printed), file));
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA);
	}
	*replaces = p.replaces;
	pending_release(&p);
	buf_release(&printed);
	return good;
}

/* The next writer ends it; or it says why not, and nothing is undone. */
static void check_recovery(bool understood, bool replaces)
{
	struct fuzz_diag told = FUZZ_DIAG;
	struct error e = ERROR_INIT;
	struct directory d;
	CHECK(directory_open(&d, fuzz_directory(), &e));
	struct store *s = store_open(&d, &told.diag, &e);
	CHECK(holds("notes.csv", NOTES));
	if (s) {
		CHECK(understood && told.told[ERROR_NOTE] == 1 && is_cut(".pending", ""));
		if (replaces)
			CHECK(holds("units.csv", UNITS) || holds("units.csv", UNITS_NEW));
		else
			CHECK(is_cut("units.csv", UNITS));
		CHECK(replaces ? holds("orgs.csv", ORGS) : is_cut("orgs.csv", ORGS));
	} else {
		fuzz_check_error(&e);
		CHECK(holds("orgs.csv", ORGS));
		CHECK(holds("units.csv", UNITS) || (replaces && holds("units.csv", UNITS_NEW)));
	}
	store_close(s);
	directory_close(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str file = fuzz_text(bytes, n);
	bool replaces;
	put_files(file);
	bool understood = check_reading(file, &replaces);
	check_recovery(understood, replaces);
	return 0;
}
