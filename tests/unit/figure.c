/* figure: adding, finding, order, reading and writing. */
#include "unit.h"

#include "figures/figure.h"

static struct figure figure_of(const char *name, const char *area, const char *group, int64_t value)
{
	return (struct figure){.figure = str_of(name),
	    .area = str_of(area),
	    .period = STR("2024-06-30"),
	    .group = str_of(group),
	    .value = {value, 0}};
}

struct listener {
	struct diag diag;
	int count;
	struct error last;
};

static void listen(struct diag *diag, const struct error *e)
{
	struct listener *l = (struct listener *)diag;
	l->count++;
	l->last = *e;
}

/* An input over a text. */
static struct input *lines(const char *text)
{
	return input_of_text(str_of(text), "figures.csv");
}

static void adds_and_finds(void **state)
{
	(void)state;
	struct figures f;
	figures_init(&f);
	assert_null(figures_find(&f, STR("units"), STR(""), STR(""), STR("")));
	for (int i = 0; i < 500; i++) {
		char area[16];
		snprintf(area, sizeof(area), "%d", 500 - i);
		struct figure row = figure_of("units", area, "", i);
		assert_true(figures_add(&f, &row));
	}
	struct figure again = figure_of("units", "500", "", 0),
		      other = figure_of("units", "500", "", 1);
	assert_true(figures_add(&f, &again));
	assert_false(figures_add(&f, &other));
	assert_int_equal(f.count, 500);
	figures_sort(&f);
	const struct figure *found =
	    figures_find(&f, STR("units"), STR("9"), STR("2024-06-30"), STR(""));
	assert_non_null(found);
	assert_int_equal(found->value.units, 491);
	assert_null(figures_find(&f, STR("units"), STR("9"), STR(""), STR("")));
	figures_release(&f);
}

static void denominators_must_agree(void **state)
{
	(void)state;
	struct figures f;
	figures_init(&f);
	struct figure row = figure_of("built", "", "", 1);
	row.has_of = true;
	row.of = (struct fixed){2, 0};
	assert_true(figures_add(&f, &row));
	row.of.units = 3;
	assert_false(figures_add(&f, &row));
	row.has_of = false;
	assert_false(figures_add(&f, &row));
	figures_release(&f);
}

static void sorts_by_bytes_of_each_part(void **state)
{
	(void)state;
	struct figures f;
	figures_init(&f);
	struct figure rows[] = {figure_of("a-b", "", "", 1), figure_of("a", "2", "", 2),
	    figure_of("a", "", "k=\xE4\xB8\x80", 3), figure_of("a", "", "", 4),
	    figure_of("a", "10", "", 5)};
	for (size_t i = 0; i < 5; i++)
		figures_add(&f, &rows[i]);
	figures_sort(&f);
	static const int64_t order[] = {4, 3, 5, 2, 1};
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(f.rows[i].value.units, order[i]);
	figures_release(&f);
}

static void reads_and_writes(void **state)
{
	(void)state;
	struct listener l = {.diag = {listen}};
	struct error e = ERROR_INIT;
	struct figures f;
	figures_init(&f);
	assert_true(figures_read(&f,
	    lines("of,figure,area,period,group,value,extra\n"
		  ",money,,,,50000.00,x\n"
		  "of,figure,area,period,group,value,extra\n"
		  "3,rate,36,2024-06-30,\"k=a,b\",-1,x\n"
		  ",bad,,,,1e3,x\n"),
	    &l.diag, &e));
	assert_int_equal(l.count, 1);
	assert_int_equal(l.last.line, 5);
	assert_int_equal(l.last.column, 9);
	assert_int_equal(l.last.kind, ERROR_ROW);
	assert_int_equal(f.count, 2);
	char directory[TEST_PATH_SIZE], path[2 * TEST_PATH_SIZE];
	assert_true(make_test_directory(directory));
	snprintf(path, sizeof(path), "%s/figures.csv", directory);
	struct output *out = output_open(path, &e);
	struct csv_writer w;
	csv_writer_init(&w, out, false);
	figures_write(&f, &w);
	csv_writer_release(&w);
	assert_true(output_finish(out, &e));
	char text[256] = "";
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	unlink(path);
	rmdir(directory);
	text[n] = '\0';
	assert_string_equal(text, "figure,area,period,group,value,of\n"
				  "money,,,,50000.00,\n"
				  "rate,36,2024-06-30,\"k=a,b\",-1,3\n");
	struct buf printed = BUF_INIT;
	figures_print(&f, &printed);
	assert_string_equal(buf_text(&printed), text);
	buf_release(&printed);
	figures_release(&f);
}

static void refuses(void **state)
{
	(void)state;
	struct listener l = {.diag = {listen}};
	struct error e = ERROR_INIT;
	struct figures f;
	figures_init(&f);
	assert_false(figures_read(
	    &f, lines("figure,area,period,group,value,of\na,36,,,1,2\na,36,,,1,3\n"), &l.diag, &e));
	assert_int_equal(e.kind, ERROR_DATA);
	assert_int_equal(e.line, 3);
	assert_string_equal(
	    e.message, "figure 'a,36,,' comes twice with different values, 1/2 and 1/3");
	assert_false(figures_read(&f, lines("figure,area,period,group,of\n"), &l.diag, &e));
	assert_int_equal(e.kind, ERROR_DATA);
	assert_non_null(strstr(e.message, "lacks column 'value'"));
	assert_int_equal(l.count, 0);
	figures_release(&f);
}

static bool same_kind(int i, int j)
{
	return i % 14 == j % 14 && (i % 3 == 0) == (j % 3 == 0);
}

/* Row i: figure i modulo 7, area i modulo 2, a group or none, and a period of its own. */
static struct figure numbered(int i, char name[16], char period[16])
{
	snprintf(period, 16, "%d", i);
	snprintf(name, 16, "f%d", i % 7);
	return (struct figure){.figure = str_of(name),
	    .area = i % 2 ? STR("36") : STR(""),
	    .group = i % 3 ? STR("") : STR("a=b"),
	    .period = str_of(period),
	    .value = {i, 0}};
}

static void rows_of_all_periods_are_found(void **state)
{
	(void)state;
	struct figures f;
	char name[16], period[16];
	figures_init(&f);
	for (int i = 0; i < 300; i++) {
		struct figure row = numbered(i, name, period);
		assert_true(figures_add(&f, &row) && figures_add(&f, &row));
		const struct figure *like = NULL;
		for (int j = 0; j <= i; j++)
			if (same_kind(i, j)) {
				like = figures_next_like(&f, &row, like);
				assert_non_null(like);
				assert_int_equal(like->value.units, j);
			}
		assert_null(figures_next_like(&f, &row, like));
	}
	figures_sort(&f);
	struct figure first = numbered(0, name, period);
	const struct figure *like = NULL;
	int found = 0;
	while ((like = figures_next_like(&f, &first, like))) {
		assert_true(same_kind(0, (int)like->value.units));
		found++;
	}
	assert_int_equal(found, 8);
	first.figure = STR("g");
	assert_null(figures_next_like(&f, &first, NULL));
	figures_release(&f);
}

static void days_of_periods(void **state)
{
	(void)state;
	day from, to;
	const struct figure day_row = {.period = STR("2024-06-30")};
	assert_true(figure_days(&day_row, &from, &to));
	assert_int_equal(from, DAY_NONE);
	assert_int_equal(to, date_of(2024, 6, 30));
	const struct figure flow = {.period = STR("2024-06-01/2024-06-30")};
	assert_true(figure_days(&flow, &from, &to));
	assert_int_equal(from, date_of(2024, 6, 1));
	static const char *const wrong[] = {"", "2024", "2024-06-30/", "/2024-06-30", "2024-06-31",
	    "2024-06-02/2024-06-01", "2024-06-01/2024-06-02/2024-06-03", "today"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct figure row = {.period = str_of(wrong[i])};
		assert_false(figure_days(&row, &from, &to));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(adds_and_finds),
	    cmocka_unit_test(denominators_must_agree),
	    cmocka_unit_test(sorts_by_bytes_of_each_part),
	    cmocka_unit_test(reads_and_writes),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(days_of_periods),
	    cmocka_unit_test(rows_of_all_periods_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
