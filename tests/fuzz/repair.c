/*
 * register-repair on a register or a journal of any bytes. Input: "REGISTER\n" or
 * "REGISTER.journal\n", then the file.
 */
#include "fuzz.h"

#include "register/repair.h"

#include <stdio.h>
#include <stdlib.h>

/* The lines that the reader takes for rows, one after another, but for one without newline; *bad
 * counts the others. False when there is no header. */
static bool read_rows(struct str file, bool journal, struct buf *rows, size_t *bad, bool *unended)
{
	struct error e;
	struct csv_row row;
	enum csv_status status;
	struct input *in = input_of_text(file, "file");
	struct csv_reader *r = journal ? csv_reader_open_journal(in, &e) : csv_reader_open(in, &e);
	rows->n = *bad = 0;
	*unended = false;
	while (r && (status = csv_reader_next(r, &row, &e)) != CSV_STATUS_END) {
		CHECK(status != CSV_STATUS_FAILED);
		*unended = *unended || !row.ended;
		*bad += row.ended && status == CSV_STATUS_BAD;
		if (status == CSV_STATUS_BAD || !row.ended)
			continue;
		buf_add_str(rows, row.line);
		buf_add_char(rows, '\n');
	}
	csv_reader_close(r);
	return r != NULL;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The lines of a text in order of their bytes, with line feeds between. */
static void sort_lines(struct str text, struct buf *out)
{
	struct str *lines = NULL, line;
	size_t count = 0, capacity = 0;
	while (text.n && str_split(&text, '\n', &line)) {
		if (!text.p && line.n == 0)
			break;
		lines = mem_room(lines, &capacity, count + 1, sizeof(*lines));
		lines[count++] = line;
	}
	if (count)
		qsort(lines, count, sizeof(*lines), by_bytes);
	for (size_t i = 0; i < count; i++) {
		buf_add_str(out, lines[i]);
		buf_add_char(out, '\n');
	}
	free(lines);
}

/* Every line of the file is still there: in the file or aside. */
static void check_lines(struct str before, struct str after, struct str aside)
{
	struct buf all = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
	buf_add_str(&all, after);
	if (after.n && after.p[after.n - 1] != '\n')
		buf_add_char(&all, '\n');
	buf_add_str(&all, aside);
	sort_lines(before, &old);
	sort_lines(buf_str(&all), &new);
	CHECK(str_equal(buf_str(&old), buf_str(&new)));
	buf_release(&all);
	buf_release(&old);
	buf_release(&new);
}

/* Runs it; how many things it does or would do. *whole: nothing is left to a person. */
static size_t repair(bool write, bool *whole)
{
	struct fuzz_diag told = FUZZ_DIAG;
	struct error e = ERROR_INIT;
	struct directory d;
	CHECK(directory_open(&d, fuzz_directory(), &e));
	struct repair r = {.directory = &d,
	    .registers = REGISTER_ALL,
	    .write = write,
	    .most = true,
	    .diag = &told.diag};
	*whole = repair_run(&r, &e);
	if (!*whole)
		fuzz_check_error(&e);
	*whole = *whole && told.told[ERROR_DATA] == 0 && told.told[ERROR_SYSTEM] == 0;
	size_t count = r.count;
	repair_release(&r);
	directory_close(&d);
	return count;
}

static void check(const char *name, const char *torn, struct str before, bool journal)
{
	struct buf after = BUF_INIT, aside = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
	size_t bad;
	bool whole, unended, header = read_rows(before, journal, &old, &bad, &unended);
	fuzz_put(name, before);
	size_t would = repair(false, &whole);
	CHECK(fuzz_get(name, &after) && str_equal(buf_str(&after), before));
	after.n = 0;
	CHECK(repair(true, &whole) == would);
	bool there = fuzz_get(name, &after);
	fuzz_get(torn, &aside);
	check_lines(before, buf_str(&after), buf_str(&aside));
	if (header && whole) {
		CHECK(there && read_rows(buf_str(&after), journal, &new, &bad, &unended));
		CHECK(bad == 0 && !unended && str_starts(buf_str(&new), buf_str(&old)));
		CHECK(repair(false, &whole) == 0);
	}
	fuzz_remove(name);
	fuzz_remove(torn);
	buf_release(&after);
	buf_release(&aside);
	buf_release(&old);
	buf_release(&new);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), name, word;
	char file[64], torn[64];
	str_split(&rest, '\n', &name);
	str_split(&name, '.', &word);
	const struct schema *s = fuzz_schema(word);
	bool journal = name.p != NULL;
	snprintf(file, sizeof(file), "%s%s.csv", s->name, journal ? ".journal" : "");
	snprintf(torn, sizeof(torn), "%s%s.torn", s->name, journal ? ".journal" : "");
	fuzz_put("sites.csv", STR("id,name,kind,area\n")); /* so that it is a register directory */
	check(file, torn, rest.p ? rest : STR(""), journal);
	return 0;
}
