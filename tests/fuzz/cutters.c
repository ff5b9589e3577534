/*
 * The reader against libcsv alone: every line cut by libcsv in strict mode, whether it has a quote
 * or not, must give the same rows and the same faults at the same line and column as each of the
 * reader's own ways. Input: a file. Some have a long line put behind their header, so that a border
 * of the reader's window lies in what follows.
 */
#include "fuzz.h"

#include "base/utf8.h"

#include <csv.h>
#include <stdlib.h>

/* The header as libcsv gives it, and what is expected, in the form of fuzz_log_rows. */
struct expected {
	struct buf *log;
	struct buf fields, header; /* of the line at hand, of the header: "3:abc|0:" */
	size_t count, header_count;
	bool first;
};

static void on_field(void *bytes, size_t n, void *context)
{
	struct expected *x = context;
	buf_printf(&x->fields, "%s%zu:", x->count++ ? "|" : "", n);
	buf_add_str(&x->fields, (struct str){bytes, n});
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/* Where libcsv stops; SIZE_MAX when the line is good. */
static size_t cut(struct expected *x, struct str line)
{
	struct csv_parser p;
	x->fields.n = x->count = 0;
	if (line.n == 0) { /* what a byte order mark alone leaves: one empty field */
		on_field(NULL, 0, x);
		return SIZE_MAX;
	}
	CHECK(csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_space_func(&p, never);
	csv_set_term_func(&p, never);
	size_t done = csv_parse(&p, line.p, line.n, on_field, NULL, x);
	if (done == line.n && csv_fini(&p, on_field, NULL, x) == 0)
		done = SIZE_MAX;
	csv_free(&p);
	return done;
}

/* The first byte that no line may hold, or what is no UTF-8; SIZE_MAX when there is none. What
 * comes first in this order is told, wherever it stands. */
static size_t bad_byte(struct str line)
{
	if (line.n == 0)
		return 0;
	for (const char *c = "\0\r"; c < (const char *)"\0\r" + 2; c++) {
		const char *at = memchr(line.p, *c, line.n);
		if (at)
			return (size_t)(at - line.p);
	}
	size_t good = utf8_valid_prefix(line);
	return good < line.n ? good : SIZE_MAX;
}

static void fault(struct expected *x, size_t number, struct str line, size_t at)
{
	buf_printf(x->log, "!%zu:%zu\n", number, utf8_count(str_first(line, at)) + 1);
}

/* Where field number `field` begins. */
static size_t start_of_field(struct str line, size_t field)
{
	bool quoted = false;
	for (size_t i = 0; i < line.n; i++) {
		if (field == 0)
			return i;
		quoted ^= line.p[i] == '"';
		field -= line.p[i] == ',' && !quoted;
	}
	return line.n;
}

static struct str without_mark(struct str line)
{
	return str_starts(line, STR("\xEF\xBB\xBF")) ? str_from(line, 3) : line;
}

/* Whether the fields are those of the header, but for a byte order mark in front. */
static bool is_header(struct expected *x, struct str line)
{
	if (x->count != x->header_count)
		return false;
	if (str_equal(buf_str(&x->fields), buf_str(&x->header)))
		return true;
	return without_mark(line).n < line.n && cut(x, without_mark(line)) == SIZE_MAX &&
	       x->count == x->header_count && str_equal(buf_str(&x->fields), buf_str(&x->header));
}

static void expect_line(struct expected *x, struct str line, size_t number, bool ended)
{
	struct str bare = without_mark(line);
	if (bare.n < line.n && bare.n && bare.p[0] == '"')
		line = bare;
	size_t at = bad_byte(line);
	if (at == SIZE_MAX)
		at = cut(x, line);
	if (at != SIZE_MAX) {
		fault(x, number, line, at);
		return;
	}
	if (is_header(x, line))
		return;
	CHECK(cut(x, line) == SIZE_MAX);
	if (x->count != x->header_count) {
		size_t odd = x->count > x->header_count ? x->header_count : x->count - 1;
		fault(x, number, line, start_of_field(line, odd));
		return;
	}
	buf_printf(x->log, "%zu[", number);
	buf_add_str(x->log, buf_str(&x->fields));
	buf_add_text(x->log, ended ? "]\n" : "]-\n");
}

/* The rows and faults of a file whose header is good. */
static void expect_file(struct expected *x, struct str file)
{
	struct str rest = file, line;
	for (size_t number = 1; str_split(&rest, '\n', &line); number++) {
		bool ended = rest.p != NULL;
		if (!ended && line.n == 0)
			break;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (number > 1) {
			expect_line(x, line, number, ended);
			continue;
		}
		CHECK(cut(x, without_mark(line)) == SIZE_MAX);
		buf_add_str(&x->header, buf_str(&x->fields));
		x->header_count = x->count;
	}
}

static void log_rows(struct csv_reader *r, struct buf *log)
{
	struct csv_row row;
	struct error e = ERROR_INIT;
	enum csv_status status;
	while ((status = csv_reader_next(r, &row, &e)) != CSV_STATUS_END) {
		CHECK(status != CSV_STATUS_FAILED);
		if (status == CSV_STATUS_BAD) {
			buf_printf(log, "!%zu:%zu\n", (size_t)e.line, (size_t)e.column);
			continue;
		}
		buf_printf(log, "%zu[", (size_t)row.number);
		for (size_t i = 0; i < row.count; i++) {
			buf_printf(log, "%s%zu:", i ? "|" : "", row.fields[i].n);
			buf_add_str(log, row.fields[i]);
		}
		buf_add_text(log, row.ended ? "]\n" : "]-\n");
	}
}

/* What the reader gives, by the scanner of that name (csv/scan.h); false for a bad header. */
static bool read_by(const char *scanner, struct str file, struct buf *log)
{
	struct error e;
	setenv("TAIZHANG_SIMD", scanner, 1);
	struct csv_reader *r = csv_reader_open(input_of_text(file, "fuzz"), &e);
	log->n = 0;
	if (r)
		log_rows(r, log);
	csv_reader_close(r);
	return r != NULL;
}

static void compare(struct str file)
{
	static const char *const scanners[] = {"", "none", "sse2", "libcsv"};
	struct buf got = BUF_INIT, want = BUF_INIT;
	struct expected x = {.log = &want};
	bool good = read_by(scanners[0], file, &got);
	if (good)
		expect_file(&x, file);
	for (size_t i = 0; i < sizeof(scanners) / sizeof(scanners[0]); i++) {
		CHECK(read_by(scanners[i], file, &got) == good);
		CHECK(str_equal(buf_str(&got), buf_str(&want)));
	}
	buf_release(&x.fields);
	buf_release(&x.header);
	buf_release(&got);
	buf_release(&want);
}

static void compare_across_windows(struct str file, size_t header)
{
	enum { WINDOW = 128 * 1024 };
	struct buf longer = BUF_INIT;
	buf_add_str(&longer, str_first(file, header));
	while (longer.n + (file.n - header) / 2 + 1 < WINDOW)
		buf_add_char(&longer, 'x');
	buf_add_char(&longer, '\n');
	buf_add_str(&longer, str_from(file, header));
	compare(buf_str(&longer));
	buf_release(&longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str file = fuzz_text(bytes, n);
	size_t header = str_find(file, STR("\n"));
	compare(file);
	if (header != SIZE_MAX && n % 16 == 5)
		compare_across_windows(file, header + 1);
	return 0;
}
