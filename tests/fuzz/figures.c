/* Files of figures. Input: a file; behind a line "%%" a second one, which is read into the same
 * set. */
#include "fuzz.h"

#include "figures/figure.h"

static void print(struct figures *f, struct buf *text)
{
	struct csv_writer w;
	struct error e;
	struct output *out = output_open(fuzz_path("figures.csv"), &e);
	CHECK(out);
	csv_writer_init(&w, out, false);
	figures_write(f, &w);
	csv_writer_release(&w);
	CHECK(output_finish(out, &e) && fuzz_get("figures.csv", text));
}

static bool is_sorted(const struct figures *f)
{
	for (size_t i = 1; i < f->count; i++) {
		const struct figure *a = &f->rows[i - 1], *b = &f->rows[i];
		const struct str left[] = {a->figure, a->area, a->period, a->group};
		const struct str right[] = {b->figure, b->area, b->period, b->group};
		int order = 0;
		for (int j = 0; j < 4 && order == 0; j++)
			order = str_compare(left[j], right[j]);
		if (order >= 0)
			return false;
	}
	return true;
}

/* What was read and written is read again without a word, and written the same. */
static void check_round_trip(struct figures *f)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct fuzz_diag told = FUZZ_DIAG;
	struct figures again;
	struct error e;
	figures_init(&again);
	print(f, &once);
	CHECK(is_sorted(f));
	CHECK(figures_read(&again, input_of_text(buf_str(&once), "again"), &told.diag, &e));
	CHECK(told.told[ERROR_ROW] == 0 && again.count == f->count);
	for (size_t i = 0; i < f->count; i++) {
		const struct figure *row = &f->rows[i];
		CHECK(figures_find(&again, row->figure, row->area, row->period, row->group));
	}
	print(&again, &twice);
	CHECK(str_equal(buf_str(&once), buf_str(&twice)));
	figures_release(&again);
	buf_release(&once);
	buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n);
	struct fuzz_diag told = FUZZ_DIAG;
	struct figures f;
	figures_init(&f);
	while (rest.p) {
		struct error e = ERROR_INIT;
		struct input *in = input_of_text(fuzz_part(&rest), "fuzz");
		if (figures_read(&f, in, &told.diag, &e))
			continue;
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA);
	}
	check_round_trip(&f);
	figures_release(&f);
	return 0;
}
