/* CSV rows: what is accepted, what is refused and where, and that a damaged line spoils only
 * itself. */
#include "unit.h"

#include "csv/reader.h"

#include <stdio.h>
#include <unistd.h>

/* The reader on a text, and in `log` what it gives: rows as "[a|b]", faults as "!line:column ". */
static bool read_text(struct str content, struct buf *log, struct error *e)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fflush(f), 0);
	struct csv_reader *r =
	    csv_reader_open(input_of_descriptor(fileno(f), "test.csv", INPUT_NO_LIMIT), e);
	log->n = 0;
	if (r) {
		struct csv_row row;
		enum csv_status status;
		while ((status = csv_reader_next(r, &row, e)) != CSV_STATUS_END) {
			assert_true(status == CSV_STATUS_ROW || status == CSV_STATUS_BAD);
			if (status == CSV_STATUS_BAD) {
				assert_int_equal(e->kind, ERROR_ROW);
				assert_int_equal(e->line, row.number);
				buf_printf(log, "!%d:%d ", (int)e->line, (int)e->column);
				continue;
			}
			for (size_t i = 0; i < row.count; i++) {
				buf_add_char(log, i ? '|' : '[');
				buf_add_str(log, row.fields[i]);
			}
			buf_add_text(log, row.ended ? "]" : "]-");
		}
		csv_reader_close(r);
	}
	fclose(f);
	return r != NULL;
}

static void expect_rows(struct str content, const char *want)
{
	struct buf log = BUF_INIT;
	struct error e;
	assert_true(read_text(content, &log, &e));
	assert_string_equal(buf_text(&log), want);
	buf_release(&log);
}

static void expect_refused(struct str content, uint64_t line, uint64_t column)
{
	struct buf log = BUF_INIT;
	struct error e = {0};
	assert_false(read_text(content, &log, &e));
	assert_int_equal(e.kind, ERROR_DATA);
	assert_int_equal(e.line, line);
	assert_int_equal(e.column, column);
	assert_string_equal(e.file, "test.csv");
	buf_release(&log);
}

static void accepted(void **state)
{
	(void)state;
	expect_rows(STR("a,b\n1,2\n"), "[1|2]");
	expect_rows(STR("a,b\n1,2"), "[1|2]-");
	expect_rows(STR("\xEF\xBB\xBF"
			"a,b\r\n1,2\r\n"),
	    "[1|2]");
	expect_rows(STR("a,b\n1,2\na,b\n3,4\n\xEF\xBB\xBF"
			"a,b\r\n5,6\n"),
	    "[1|2][3|4][5|6]");
	expect_rows(STR("a,b\n"), "");
	expect_rows(STR("a,b"), "");
	expect_rows(STR("a,b\n,\n\"\",\"\"\n"), "[|][|]");
	expect_rows(STR("a,b\n 1 ,\t2\n"), "[ 1 |\t2]");
	expect_rows(STR("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n"), "[x,y|say \"hi\"]");
	expect_rows(STR("a\n\"\"\n"), "[]");
	expect_rows(STR("姓名,街道\n张三,\"豫章，街道\"\n"), "[张三|豫章，街道]");
}

static void refused_row_by_row(void **state)
{
	(void)state;
	expect_rows(STR("a,b\n\n1,2\n"), "!2:1 [1|2]");
	expect_rows(STR("a,b\n1\n1,2\n"), "!2:1 [1|2]");
	expect_rows(STR("a,b\n甲,乙,丙\n1,2\n"), "!2:5 [1|2]");
	expect_rows(STR("a,b\n甲\0,2\n1,2\n"), "!2:2 [1|2]");
	expect_rows(STR("a,b\n甲,\xB6\xAB\n1,2\n"), "!2:3 [1|2]");
	expect_rows(STR("a,b\n1,\"open\n1,2\n"), "!2:8 [1|2]");
	expect_rows(STR("a,b\n\"x\"y,2\n1,2\n"), "!2:4 [1|2]");
	expect_rows(STR("a,b\n\"x\" ,2\n1,2\n"), "!2:4 [1|2]");
	expect_rows(STR("a,b\nx\"y,2\n1,2\n"), "!2:2 [1|2]");
	expect_rows(STR("a,b\n1\r,2\n1,2\n"), "!2:2 [1|2]");
	expect_rows(STR("a,b\n1,\"line\nbreak\"\n1,2\n"), "!2:8 !3:6 [1|2]");
}

static void refused_headers(void **state)
{
	(void)state;
	expect_refused(STR(""), 0, 0);
	expect_refused(STR("\xEF\xBB\xBF"), 0, 0);
	expect_refused(STR("a,b,a\n1,2,3\n"), 1, 5);
	expect_refused(STR("\n1,2\n"), 1, 1);
	expect_refused(STR("a,\xB6\n"), 1, 3);
	expect_refused(STR("a,\"b\n"), 1, 5);
	expect_refused(STR("\xEF\xBB\xBF\n"), 1, 1);
}

/* Cut at any byte: the rows before the cut are unchanged, and at most the last line is lost. */
static void every_cut_keeps_the_lines_before(void **state)
{
	(void)state;
	struct str whole = STR("编号,名称\nU1,东湖\nU2,\"引号\"\"内,逗号\"\nU3,末行\n");
	size_t header = str_find(whole, STR("\n")) + 1;
	struct buf log = BUF_INIT, all = BUF_INIT;
	struct error e;
	assert_true(read_text(whole, &all, &e));
	for (size_t cut = header; cut <= whole.n; cut++) {
		struct str part = str_first(whole, cut), lines = part, line;
		size_t complete = 0, given = 0;
		assert_true(read_text(part, &log, &e));
		while (str_split(&lines, '\n', &line) && lines.p)
			complete++;
		struct str text = buf_str(&log);
		for (size_t i = 0; i + 1 <= text.n; i++)
			given += text.p[i] == ']' && (i + 1 == text.n || text.p[i + 1] != '-');
		assert_int_equal(given, complete - 1);
		const char *unended = strstr(buf_text(&log), "]-");
		size_t same = unended ? 0 : log.n;
		for (size_t i = 0; unended && i < log.n; i++)
			if (log.p[i] == '[')
				same = i; /* the start of the last row */
		if (!unended && strchr(buf_text(&log), '!'))
			same = (size_t)(strchr(buf_text(&log), '!') - log.p);
		assert_true(str_starts(buf_str(&all), str_first(buf_str(&log), same)));
	}
	buf_release(&log);
	buf_release(&all);
}

/* Long fields and lines across the borders of the window. */
/* Lines of random fields, ragged at times; `quoted` puts quotes around the first field, which only
 * libcsv cuts. */
static void add_lines(struct buf *text, uint64_t seed, bool quoted)
{
	static const char *const pieces[] = {"", "x", " ", "东湖", "=1", "U1;U2",
	    "0123456789012345678901234567890123456789", "\xFF", "\t", "'"};
	buf_add_text(text, "a,b,c\n");
	for (int line = 0; line < 30; line++) {
		size_t count = random_below(&seed, 12) ? 3 : random_below(&seed, 6) + 1;
		for (size_t i = 0; i < count; i++) {
			buf_add_text(text, i ? "," : "");
			buf_add_text(text, quoted && i == 0 ? "\"" : "");
			buf_add_text(text, i ? "" : "k");
			for (size_t n = random_below(&seed, 4); n > 0; n--)
				buf_add_text(text, pieces[random_below(
						       &seed, sizeof(pieces) / sizeof(pieces[0]))]);
			buf_add_text(text, quoted && i == 0 ? "\"" : "");
		}
		buf_add_text(text, random_below(&seed, 8) ? "\n" : "\r\n");
	}
}

/* Columns of faults differ by the quotes: only the line of a fault is compared. */
static void drop_columns(struct buf *log)
{
	size_t kept = 0;
	for (size_t i = 0; i < log->n; i++) {
		while (i < log->n && log->p[i] == ':' && i + 1 < log->n && log->p[i + 1] >= '0' &&
		       log->p[i + 1] <= '9')
			for (i++; i < log->n && log->p[i] >= '0' && log->p[i] <= '9';)
				i++;
		log->p[kept++] = log->p[i];
	}
	log->n = kept;
}

static void both_ways_of_cutting_agree(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 400; seed++) {
		struct buf plain = BUF_INIT, quoted = BUF_INIT, plain_log = BUF_INIT,
			   quoted_log = BUF_INIT;
		struct error e;
		add_lines(&plain, seed * 7919, false);
		add_lines(&quoted, seed * 7919, true);
		assert_true(read_text(buf_str(&plain), &plain_log, &e));
		assert_true(read_text(buf_str(&quoted), &quoted_log, &e));
		drop_columns(&plain_log);
		drop_columns(&quoted_log);
		assert_string_equal(buf_text(&plain_log), buf_text(&quoted_log));
		buf_release(&plain);
		buf_release(&quoted);
		buf_release(&plain_log);
		buf_release(&quoted_log);
	}
}

static void long_lines(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, log = BUF_INIT;
	struct error e;
	buf_add_text(&text, "a,b\n");
	for (size_t length = 65530; length < 65545; length++) {
		for (size_t i = 0; i < length; i++)
			buf_add_char(&text, 'x');
		buf_add_text(&text, ",\"y\"\n");
	}
	for (size_t i = 0; i < 1024 * 1024; i++)
		buf_add_char(&text, 'z');
	buf_add_text(&text, ",1\n");
	assert_true(read_text(buf_str(&text), &log, &e));
	size_t rows = 0;
	for (size_t i = 0; i < log.n; i++)
		rows += log.p[i] == ']';
	assert_int_equal(rows, 16);
	assert_true(str_find(buf_str(&log), STR("!")) == SIZE_MAX);
	buf_release(&text);
	buf_release(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(accepted),
	    cmocka_unit_test(refused_row_by_row),
	    cmocka_unit_test(refused_headers),
	    cmocka_unit_test(every_cut_keeps_the_lines_before),
	    cmocka_unit_test(both_ways_of_cutting_agree),
	    cmocka_unit_test(long_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
