/*
 * The last line of a register or journal that an interrupted write has left, as the next writer
 * mends it. Input: "REGISTER\n" or "REGISTER.journal\n", then the file.
 */
#include "fuzz.h"

#include "register/tail.h"

#include <fcntl.h>
#include <unistd.h>

/* The rows as a reader of the directory sees them, and what it is told. */
static bool read_register(const struct schema *s, struct str text, struct buf *log, size_t told[])
{
	struct fuzz_diag diag = FUZZ_DIAG;
	struct table_spec spec = {.schema = s,
	    .directory = fuzz_district(),
	    .text_name = "register",
	    .text = text,
	    .known_by = INSTANT_NONE,
	    .diag = &diag.diag};
	struct error e = ERROR_INIT;
	struct row row;
	struct table *t = table_open(&spec, &e);
	log->n = 0;
	while (t && table_next(t, &row, &e) == TABLE_ROW) {
		for (int i = 0; i < s->column_count; i++) {
			buf_add_str(log, row.values[i]);
			buf_add_char(log, ',');
		}
		buf_add_char(log, '\n');
	}
	table_close(t);
	memcpy(told, diag.told, sizeof(diag.told));
	return t != NULL;
}

/* Readers see the same rows before and after, and nothing torn after. */
static void check_rows(const struct schema *s, struct str before, struct str after)
{
	struct buf old = BUF_INIT, new = BUF_INIT;
	size_t told_old[ERROR_NOTE + 1], told_new[ERROR_NOTE + 1];
	CHECK(read_register(s, before, &old, told_old));
	CHECK(read_register(s, after, &new, told_new));
	CHECK(str_equal(buf_str(&old), buf_str(&new)));
	CHECK(told_old[ERROR_ROW] == told_new[ERROR_ROW] && told_new[ERROR_TORN] == 0);
	buf_release(&old);
	buf_release(&new);
}

/* No byte is lost, none is moved, and what follows begins a line of its own. */
static void check_bytes(struct str before, struct str after, struct str torn)
{
	struct buf all = BUF_INIT;
	CHECK(after.n > 0 && after.p[after.n - 1] == '\n');
	buf_add_str(&all, before);
	if (torn.n) {
		CHECK(torn.p[torn.n - 1] == '\n' && str_starts(before, after));
		CHECK(str_equal(str_from(before, after.n), str_first(torn, torn.n - 1)));
	} else {
		if (before.p[before.n - 1] != '\n')
			buf_add_char(&all, '\n');
		CHECK(str_equal(buf_str(&all), after));
	}
	buf_release(&all);
}

static void mend(const struct schema *s, bool journal, struct str before)
{
	struct fuzz_diag told = FUZZ_DIAG;
	struct error e = ERROR_INIT;
	struct buf after = BUF_INIT, torn = BUF_INIT;
	uint64_t length = before.n;
	fuzz_put("rows.csv", before);
	int fd = open(fuzz_path("rows.csv"), O_RDWR | O_APPEND | O_CLOEXEC);
	CHECK(fd >= 0);
	const struct tail_file f = {
	    fuzz_district(), s, fuzz_path("rows.csv"), fd, journal, &told.diag};
	bool good = tail_mend(&f, &length, &e);
	close(fd);
	CHECK(fuzz_get("rows.csv", &after));
	fuzz_get("rows.torn", &torn);
	fuzz_remove("rows.torn");
	if (good) {
		CHECK(length == after.n);
		check_bytes(before, buf_str(&after), buf_str(&torn));
		if (!journal && before.p[before.n - 1] != '\n')
			check_rows(s, before, buf_str(&after));
	} else {
		fuzz_check_error(&e);
		CHECK(str_equal(buf_str(&after), before) && torn.n == 0);
	}
	buf_release(&after);
	buf_release(&torn);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), name, word;
	str_split(&rest, '\n', &name);
	str_split(&name, '.', &word);
	mend(fuzz_schema(word), name.p != NULL, rest.p ? rest : STR(""));
	return 0;
}
