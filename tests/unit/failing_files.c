/*
 * Reading and writing files while system calls fail: what is read is all of it or an error, what is
 * written appears whole or not at all, and success means that nothing is missing.
 */
#include "failing.h"

#include "csv/output.h"
#include "register/directory.h"
#include "register/latest.h"
#include "register/rejects.h"
#include "register/store.h"
#include "register/table.h"

#include <zlib.h>

#define UNITS "id,name,kind,area,recorded\n"
#define ROW1 "U1,甲公司,enterprise,360102007,2024-01-02T00:00:00Z\n"
#define ROW2 "U2,乙公司,enterprise,360102007,2024-01-03T00:00:00Z\n"
#define JOURNAL "at,op,by,why,id,name,kind,area,recorded\n"
#define JOURNAL_ROW                                                                                \
	"2024-01-04T00:00:00Z,void,me,误,U3,丙公司,enterprise,360102007,2024-01-01T00:00:00Z\n"

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

static struct diag diag = {say_nothing};
static struct buf got; /* what was read */

/* --- input ----------------------------------------------------------------------------------- */

static bool read_input(struct input *in, struct error *e)
{
	char bytes[7];
	ssize_t n = -1;
	got.n = 0;
	while (in && (n = input_read(in, bytes, sizeof(bytes), e)) > 0)
		buf_add(&got, bytes, (size_t)n);
	input_close(in);
	return n == 0;
}

static void put_plain(void)
{
	place_put("units.csv", STR(UNITS ROW1 ROW2));
}

/* Two members. */
static void put_folded(void)
{
	static const char *const members[] = {UNITS ROW1, ROW2};
	for (int i = 0; i < 2; i++) {
		gzFile f = gzopen(place_path("units.csv"), i ? "ab" : "wb");
		assert_non_null(f);
		assert_int_equal(gzputs(f, members[i]), strlen(members[i]));
		assert_int_equal(gzclose(f), Z_OK);
	}
}

static bool run_input(struct error *e)
{
	return read_input(input_open(place_path("units.csv"), e), e);
}

static bool run_standard_input(struct error *e)
{
	return read_input(input_open("-", e), e);
}

static bool run_descriptor(struct error *e)
{
	int fd = __real_open(place_path("units.csv"), O_RDONLY);
	bool good = read_input(input_of_descriptor(fd, "units.csv", INPUT_NO_LIMIT), e);
	__real_close(fd);
	return good;
}

static void all_is_read(bool done, const struct error *e)
{
	(void)e;
	if (done)
		assert_string_equal(buf_text(&got), UNITS ROW1 ROW2);
}

static void put_standard_input(void)
{
	put_folded();
	int fd = __real_open(place_path("units.csv"), O_RDONLY);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	__real_close(fd);
}

static void inputs(void **state)
{
	(void)state;
	failing_sweep(&(struct failing_work){"a file", put_plain, run_input, all_is_read, false});
	failing_sweep(&(struct failing_work){"a .gz", put_folded, run_input, all_is_read, false});
	failing_sweep(
	    &(struct failing_work){"a descriptor", put_folded, run_descriptor, all_is_read, false});
	failing_sweep(&(struct failing_work){
	    "standard input", put_standard_input, run_standard_input, all_is_read, false});
}

/* --- output ---------------------------------------------------------------------------------- */

static const char *output_name;
static const struct str content = {UNITS ROW1 ROW2, sizeof(UNITS ROW1 ROW2) - 1};

static void put_old(void)
{
	place_put(output_name, STR("old\n"));
}

static void put_nothing(void)
{
}

static bool run_output(struct error *e)
{
	char *path = str_dup(str_of(place_path(output_name)));
	struct output *out = output_open(path, e);
	bool good = out != NULL;
	free(path);
	if (out) {
		output_str(out, content);
		assert_true(output_is_file(out));
		good = output_finish(out, e);
	}
	return good;
}

/* The name stands for the old content, or for all of the new; nothing else is there. */
static void judge_output(bool done, const struct error *e)
{
	(void)e;
	DIR *d = opendir(place);
	int files = 0;
	while (readdir(d))
		files++;
	closedir(d);
	if (done)
		assert_int_equal(files, 3);
	char *text = place_get(output_name);
	bool exists = text != NULL;
	free(text);
	if (failing.how != FAIL_ON) /* where nothing can be removed something stays */
		assert_int_equal(files, 2 + exists);
	if (!exists) {
		assert_false(done);
		return;
	}
	char *path = str_dup(str_of(place_path(output_name)));
	struct error fault;
	assert_true(read_input(input_open(path, &fault), &fault));
	free(path);
	if (done || strcmp(buf_text(&got), "old\n") != 0)
		assert_string_equal(buf_text(&got), UNITS ROW1 ROW2);
}

static void outputs(void **state)
{
	(void)state;
	static const char *const names[] = {"out.csv", "out.csv.gz"};
	for (int i = 0; i < 2; i++) {
		output_name = names[i];
		failing_sweep(&(struct failing_work){
		    "a new file", put_nothing, run_output, judge_output, false});
		failing_sweep(&(struct failing_work){
		    "an old file", put_old, run_output, judge_output, false});
	}
}

static bool run_rejects(struct error *e)
{
	struct rejects r = {0};
	struct error row = {.line = 2, .column = 1};
	snprintf(row.file, sizeof(row.file), "in.csv");
	snprintf(row.message, sizeof(row.message), "wrong");
	rejects_add(&r, &row, STR("x,y"));
	char *path = str_dup(str_of(place_path("rejects.csv")));
	bool good = rejects_write(&r, path, true, e);
	free(path);
	rejects_release(&r);
	return good;
}

static void judge_rejects(bool done, const struct error *e)
{
	(void)e;
	char *text = place_get("rejects.csv");
	if (done || text)
		assert_string_equal(
		    text, "line,column,reason,original\n2,1,in.csv: wrong,\"x,y\"\n");
	free(text);
}

static void rejected_rows(void **state)
{
	(void)state;
	failing_sweep(
	    &(struct failing_work){"rejects", put_nothing, run_rejects, judge_rejects, false});
}

/* --- registers ------------------------------------------------------------------------------- */

static struct directory directory;
static bool folded, pending;

static void put_registers(void)
{
	place_put("units.csv", STR(UNITS ROW1 ROW2));
	if (folded) {
		put_folded();
		assert_int_equal(
		    __real_rename(place_path("units.csv"), place_path("units.csv.gz")), 0);
	}
	place_put("units.journal.csv", STR(JOURNAL JOURNAL_ROW));
	place_put(
	    "sites.csv", STR("id,recorded,kind,name,area\nS1,2024-01-01T00:00:00Z,x,甲,36\n"));
	place_put(".lock", STR(""));
	if (pending)
		place_put(".pending", STR("taizhang-pending 1\nreplace orgs.csv .orgs.csv.new\n"
					  "end\n"));
	if (pending)
		place_put(".orgs.csv.new", STR("id,line,name,mode,area,recorded\n"));
}

/* The ids of the units as they were known at a time, and what was recorded last. */
static bool run_read(struct error *e)
{
	struct snapshot s;
	instant latest;
	struct row row;
	enum table_status status = TABLE_FAILED;
	char time[TIME_SIZE];
	got.n = 0;
	if (!snapshot_take(&s, &directory, REGISTER_ALL, true, e))
		return false;
	struct table_spec spec = {.schema = schema_of(REGISTER_UNITS),
	    .directory = &directory,
	    .snapshot = &s,
	    .diag = &diag};
	assert_true(time_parse(STR("2024-01-03T12:00:00Z"), &spec.known_by));
	struct table *t = latest_recorded(&s, &latest, e) ? table_open(&spec, e) : NULL;
	while (t && (status = table_next(t, &row, e)) == TABLE_ROW) {
		buf_add_str(&got, row.values[schema_column(spec.schema, STR("id"))]);
		buf_add_char(&got, ' ');
	}
	if (status == TABLE_END) {
		time_print(latest, time);
		buf_add_text(&got, time);
	}
	table_close(t);
	snapshot_release(&s);
	return status == TABLE_END;
}

static void all_rows_are_read(bool done, const struct error *e)
{
	(void)e;
	if (done && strcmp(buf_text(&got), "U1 U2 U3 2024-01-04T00:00:00Z") != 0)
		fail_msg("%s (call %ld) failed, read was '%s'", failing.name, failing.at,
		    buf_text(&got));
}

static void registers(void **state)
{
	(void)state;
	struct error e;
	assert_true(directory_open(&directory, place, &e));
	directory.lock_timeout = 0;
	for (int i = 0; i < 4; i++) {
		folded = i & 1;
		pending = i & 2;
		failing_sweep(&(struct failing_work){
		    "registers", put_registers, run_read, all_rows_are_read, false});
	}
	directory_close(&directory);
}

/* Where there are no locks readers go on, since nobody can write there; writers refuse. */
static void no_locks(void **state)
{
	(void)state;
	static const int numbers[] = {ENOLCK, EOPNOTSUPP, EINVAL, ENOSYS, EIO};
	struct error e = ERROR_INIT;
	folded = pending = false;
	assert_true(directory_open(&directory, place, &e));
	failing.only = "fcntl";
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		put_registers();
		failing.how = FAIL_ON;
		failing.number = numbers[i];
		failing.at = 1;
		failing.count = 0;
		failing.armed = true;
		bool read = run_read(&e);
		struct error refused = ERROR_INIT;
		struct store *s = store_open(&directory, &diag, &refused);
		failing.armed = false;
		assert_int_equal(read, numbers[i] != EIO);
		if (read)
			assert_string_equal(buf_text(&got), "U1 U2 U3 2024-01-04T00:00:00Z");
		assert_null(s);
		assert_int_equal(refused.kind, ERROR_SYSTEM);
		assert_non_null(strstr(refused.message, "cannot be locked"));
	}
	failing.only = NULL;
	directory_close(&directory);
}

static void put_words(void)
{
	place_put("codes.csv", STR("field,code,label\nawards.sponsor,city,市委\n"));
	place_put("areas.csv", STR("code,name\n36,江西省\n"));
}

static bool run_words(struct error *e)
{
	struct directory d;
	bool good = directory_open(&d, place, e);
	got.n = 0;
	if (good) {
		buf_printf(&got, "%zu %zu", d.vocabulary.count, d.areas.codes.count);
	}
	directory_close(&d);
	return good;
}

static char words[64];

static void judge_words(bool done, const struct error *e)
{
	(void)e;
	if (done)
		assert_string_equal(buf_text(&got), words);
}

static void words_of_a_directory(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	put_words();
	assert_true(run_words(&e));
	snprintf(words, sizeof(words), "%s", buf_text(&got));
	failing_sweep(&(struct failing_work){
	    "codes.csv and areas.csv", put_words, run_words, judge_words, false});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(inputs),
	    cmocka_unit_test(outputs),
	    cmocka_unit_test(rejected_rows),
	    cmocka_unit_test(registers),
	    cmocka_unit_test(no_locks),
	    cmocka_unit_test(words_of_a_directory),
	};
	int failed = cmocka_run_group_tests(tests, place_make, place_remove);
	buf_release(&got);
	return failed;
}
