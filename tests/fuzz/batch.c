/*
 * Rows that a person gives to a writer. Input: "REGISTER OPERAND…\n" (blanks between the operands),
 * then a file; without a file the operands are the row.
 */
#include "fuzz.h"

#include "csv/writer.h"
#include "register/batch.h"

#include <stdlib.h>

enum { OPERANDS_MAX = 8 };

static bool read_batch(struct batch *b, const struct schema *s, char *const *operands, size_t count,
    const char *file, struct fuzz_diag *told)
{
	const struct batch_source source = {&file, file != NULL, operands, count, NULL};
	struct error e = ERROR_INIT;
	if (batch_read(b, s, fuzz_district(), &source, &told->diag, &e))
		return true;
	fuzz_check_error(&e);
	CHECK(e.kind == ERROR_USAGE || e.kind == ERROR_DATA);
	return false;
}

static void print(const struct batch *b, struct buf *out)
{
	struct str *cells = mem_alloc(b->width, sizeof(*cells));
	size_t known = (size_t)b->schema->column_count;
	for (size_t row = 0; row <= b->rows.count; row++) {
		if (row)
			batch_cells(b, row - 1, cells);
		for (size_t i = 0; i < b->width; i++) {
			struct str name = str_of(
			    i < known ? b->schema->columns[i].name : b->extras[i - known].name);
			buf_add_text(out, i ? "," : "");
			csv_quote(out, row ? cells[i] : name);
		}
		buf_add_char(out, '\n');
	}
	free(cells);
}

/* What was accepted is canonical: given again it is accepted as the same rows. Columns of the
 * user's own that an operand names are for whoever holds the register to accept. */
static void check_again(const struct batch *b)
{
	for (size_t i = 0; i < b->extra_count; i++)
		if (!b->extras[i].in_file)
			return;
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct fuzz_diag told = FUZZ_DIAG;
	struct batch again;
	print(b, &once);
	fuzz_put("again.csv", buf_str(&once));
	CHECK(read_batch(&again, b->schema, NULL, 0, fuzz_path("again.csv"), &told));
	CHECK(told.told[ERROR_ROW] == 0 && again.rows.count == b->rows.count);
	print(&again, &twice);
	CHECK(str_equal(buf_str(&once), buf_str(&twice)));
	batch_release(&again);
	buf_release(&once);
	buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), line, word;
	struct fuzz_diag told = FUZZ_DIAG;
	struct batch b;
	char *operands[OPERANDS_MAX];
	size_t count = 0;
	str_split(&rest, '\n', &line);
	str_split(&line, ' ', &word);
	if (line.p && memchr(line.p, '\0', line.n))
		return 0;
	const struct schema *s = fuzz_schema(word);
	while (count < OPERANDS_MAX && str_split(&line, ' ', &word))
		operands[count++] = str_dup(word);
	if (rest.p)
		fuzz_put("batch.csv", rest);
	if ((rest.p || count) &&
	    read_batch(&b, s, operands, count, rest.p ? fuzz_path("batch.csv") : NULL, &told))
		check_again(&b);
	if (rest.p || count)
		batch_release(&b);
	while (count > 0)
		free(operands[--count]);
	return 0;
}
