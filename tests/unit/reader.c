/* CSV rows: what is accepted, what is refused and where, and that a damaged line spoils only
 * itself. */
#include "unit.h"

#include "csv/reader.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the reader gives: rows as "[a|b]", faults as "!line:column " or, with `words`, the message
 * too. */
static void log_rows(struct csv_reader *r, struct buf *log, bool words, struct error *e)
{
	struct csv_row row;
	enum csv_status status;
	while ((status = csv_reader_next(r, &row, e)) != CSV_STATUS_END) {
		assert_true(status == CSV_STATUS_ROW || status == CSV_STATUS_BAD);
		if (status == CSV_STATUS_BAD) {
			assert_int_equal(e->kind, ERROR_ROW);
			assert_int_equal(e->line, row.number);
			buf_printf(log, "!%d:%d ", (int)e->line, (int)e->column);
			buf_add_text(log, words ? e->message : "");
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

/* The reader on a text, and in `log` what it gives. */
static bool read_text(struct str content, struct buf *log, struct error *e)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fflush(f), 0);
	struct csv_reader *r =
	    csv_reader_open(input_of_descriptor(fileno(f), "test.csv", INPUT_NO_LIMIT), e);
	log->n = 0;
	if (r)
		log_rows(r, log, false, e);
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

/* Lines of random fields, ragged at times. quoted: 0 none, 1 the first field of all lines, 2 that
 * of some. */
static void add_lines(struct buf *text, uint64_t seed, unsigned quoted)
{
	static const char *const pieces[] = {"", "x", " ", "东湖", "=1", "U1;U2",
	    "0123456789012345678901234567890123456789", "\xFF", "\t", "'"};
	buf_add_text(text, "a,b,c\n");
	for (int line = 0; line < 30; line++) {
		size_t count = random_below(&seed, 12) ? 3 : random_below(&seed, 6) + 1;
		bool quote = quoted == 1 || (quoted == 2 && random_below(&seed, 4) == 0);
		if (random_below(&seed, 12) == 0)
			buf_add_text(
			    text, random_below(&seed, 2) ? "a,b,c\n" : "\xEF\xBB\xBF\"a\",b,c\n");
		for (size_t i = 0; i < count; i++) {
			buf_add_text(text, i ? "," : "");
			buf_add_text(text, quote && i == 0 ? "\"" : "");
			for (size_t n = random_below(&seed, 4); n > 0; n--)
				buf_add_text(text, pieces[random_below(
						       &seed, sizeof(pieces) / sizeof(pieces[0]))]);
			buf_add_text(text, quote && i == 0 ? "\"" : "");
		}
		buf_add_text(text, random_below(&seed, 8) ? "\n" : "\r\n");
	}
}

/* A child writes the text into our standard input, in portions. */
static void read_pipe(struct str content, struct buf *log)
{
	int ends[2];
	struct error e;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		uint64_t seed = content.n + 1;
		for (size_t at = 0, n; at < content.n; at += n) {
			n = 1 + random_below(&seed, 40000);
			n = n < content.n - at ? n : content.n - at;
			if (write(ends[1], content.p + at, n) != (ssize_t)n)
				break;
		}
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	struct csv_reader *r = csv_reader_open(input_open("-", &e), &e);
	assert_non_null(r);
	log_rows(r, log, true, &e);
	assert_non_null(freopen("/dev/null", "r", stdin));
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void read_words(struct str content, struct buf *log)
{
	struct error e;
	struct csv_reader *r = csv_reader_open(input_of_text(content, "test.csv"), &e);
	assert_non_null(r);
	log->n = 0;
	log_rows(r, log, true, &e);
}

/* The same text by every scanner and by libcsv alone, at once and in portions. */
static void expect_one_meaning(struct str text)
{
	static const char *const ways[] = {"libcsv", "none", "sse2", "avx2", "neon", ""};
	struct buf want = BUF_INIT, got = BUF_INIT;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		setenv("TAIZHANG_SIMD", ways[i], 1);
		read_words(text, i ? &got : &want);
		if (i)
			assert_true(str_equal(buf_str(&got), buf_str(&want)));
	}
	got.n = 0;
	read_pipe(text, &got);
	assert_true(str_equal(buf_str(&got), buf_str(&want)));
	unsetenv("TAIZHANG_SIMD");
	buf_release(&want);
	buf_release(&got);
}

static void all_ways_agree(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		text.n = 0;
		add_lines(&text, seed * 7919, (unsigned)(seed % 3));
		expect_one_meaning(buf_str(&text));
	}
	buf_release(&text);
}

/* Lines that end, and are at fault, about the ends of what is read at once. */
static void all_ways_agree_at_the_edges(void **state)
{
	(void)state;
	static const char *const ends[] = {",2,3\n", ",\"2,\"\"\",3\r\n",
	    ",\xE4\xB8\xAD,\xE4\xB8\n", ",2\n\n4,5,6\n", ",\"2\n3\",4\n",
	    (",2,3\r\na,b,c\r\n\xEF\xBB\xBF"
	     "a,b,c\r\n"),
	    ",2,3"};
	struct buf text = BUF_INIT;
	for (size_t window = 64 * 1024; window <= 256 * 1024; window *= 2)
		for (size_t before = 0; before < 8; before++)
			for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
				text.n = 0;
				buf_add_text(&text, "a,b,c\n");
				while (text.n < window - 100 - before)
					buf_add_text(&text, text.n % 3 ? "1,2,3\n" : "4,\"5\",6\n");
				while (text.n < window - before)
					buf_add_char(&text, 'x');
				buf_add_text(&text, ends[i]);
				if (i % 2)
					buf_add_text(&text, "7,8,9\n");
				expect_one_meaning(buf_str(&text));
			}
	buf_release(&text);
}

static void only_wanted_fields(void **state)
{
	(void)state;
	static const char text[] = "a,b,c,d\n1,2,3,4\r\n5,\"6\",7,8\n9,10,11,12\n13,14\n";
	const size_t wanted[] = {3, 1};
	struct error e;
	struct csv_row row;
	struct csv_reader *r = csv_reader_open(input_of_text(STR(text), "t"), &e);
	assert_non_null(r);
	csv_reader_want(r, wanted, 2);
	for (int i = 0; i < 3; i++) {
		static const char *const second[] = {"2", "6", "10"}, *const fourth[] = {
									  "4", "8", "12"};
		assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_ROW);
		assert_int_equal(row.count, 4);
		assert_str(row.fields[1], second[i]);
		assert_str(row.fields[3], fourth[i]);
	}
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_BAD);
	assert_int_equal(e.column, 4);
	csv_reader_want(r, NULL, 0);
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_END);
	csv_reader_close(r);
}

/* Long fields and lines across the borders of the window. */
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
	    cmocka_unit_test(all_ways_agree),
	    cmocka_unit_test(all_ways_agree_at_the_edges),
	    cmocka_unit_test(only_wanted_fields),
	    cmocka_unit_test(long_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
