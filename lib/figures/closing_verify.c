/* closing_verify: see closing_verify.h. An edition is the lines of closed.csv that share period and
 * edition; they were written together. */
#include "figures/closing_verify.h"
#include "csv/reader.h"
#include "figures/closing.h"
#include "figures/closing_count.h"
#include "register/canonical.h"
#include "register/closed.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct verifying {
	const struct directory *directory;
	const struct snapshot *snapshot;
	struct closing_diag diag;
	struct csv_writer *writer;
	struct closing_verification *result;
	struct closings closings;
	bool told;    /* bad rows of the registers were told … */
	bool damaged; /* … and there are some */
	/* the edition at hand */
	const struct closing *first;
	struct buf name; /* "2024-06", "2024-06.2" */
};

/* --- telling --------------------------------------------------------------------------------- */

static void tell(struct verifying *v, const struct str cells[7])
{
	csv_writer_field(v->writer, buf_str(&v->name));
	for (size_t i = 0; i < 7; i++)
		csv_writer_field(v->writer, cells[i]);
	csv_writer_end_row(v->writer);
	v->result->differences++;
}

/* Of a row, of all of a register (no key), or of a file that was kept. */
static void tell_digest(
    struct verifying *v, const char *what, struct str key, struct str was, struct str is)
{
	const struct str cells[7] = {str_of(what), key, {NULL, 0}, {NULL, 0}, {NULL, 0}, was, is};
	tell(v, cells);
}

/* was or is NULL: there is no such figure. */
static void tell_figure(struct verifying *v, const struct figure *was, const struct figure *is)
{
	struct buf before = BUF_INIT, after = BUF_INIT;
	const struct figure *key = was ? was : is;
	if (was)
		figure_print_value(was, &before);
	if (is)
		figure_print_value(is, &after);
	const struct str cells[7] = {{NULL, 0}, {NULL, 0}, key->figure, key->area, key->group,
	    buf_str(&before), buf_str(&after)};
	tell(v, cells);
	buf_release(&before);
	buf_release(&after);
}

/* Damage of what was kept is found, it does not end the work. */
static void say_found(struct verifying *v, const struct error *e)
{
	struct error said = *e;
	said.kind = ERROR_FOUND;
	v->diag.outer->say(v->diag.outer, &said);
}

/* --- what was kept --------------------------------------------------------------------------- */

static bool same_edition(const struct closing *a, const struct closing *b)
{
	return strcmp(a->cells[CLOSING_PERIOD], b->cells[CLOSING_PERIOD]) == 0 &&
	       a->edition == b->edition;
}

/* The line of the edition about something, or NULL. */
static const struct closing *line_about(const struct verifying *v, const char *what)
{
	for (size_t i = 0; i < v->closings.count; i++)
		if (same_edition(&v->closings.items[i], v->first) &&
		    strcmp(v->closings.items[i].cells[CLOSING_WHAT], what) == 0)
			return &v->closings.items[i];
	return NULL;
}

static struct str digest_of(const struct closing *line)
{
	return str_of(line ? line->cells[CLOSING_SHA256] : "");
}

/* The content of a kept file; compares its digest. False and *e when it cannot be read; a file that
 * is not there is a difference, and *there false. */
static bool read_kept(struct verifying *v, const char *what, struct buf *name, struct buf *text,
    bool *there, struct error *e)
{
	char digest[SHA256_TEXT_SIZE] = "";
	struct buf file = BUF_INIT;
	const struct closing *line = line_about(v, what);
	closing_file_name(v->first->cells[CLOSING_PERIOD], v->first->edition, what, &file);
	char *path = directory_file(v->directory, buf_text(&file));
	buf_add_text(name, path);
	*there = access(path, F_OK) == 0 || errno != ENOENT;
	bool good = !*there || closing_read_whole(input_open(path, e), text, e);
	if (*there && good)
		sha256_of(buf_str(text), digest);
	if (good && (*there || line) && !str_equal(digest_of(line), str_of(digest)))
		tell_digest(v, what, (struct str){NULL, 0}, digest_of(line), str_of(digest));
	buf_release(&file);
	free(path);
	return good;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* A row of the file that was kept, or of a register: slices of text that stays. */
struct kept_row {
	struct str key, digest;
};

struct kept_rows {
	struct kept_row *items;
	size_t count, capacity;
};

static void add_kept(struct kept_rows *rows, struct str key, struct str digest)
{
	rows->items = mem_room(rows->items, &rows->capacity, rows->count + 1, sizeof(*rows->items));
	rows->items[rows->count++] = (struct kept_row){key, digest};
}

static int by_key(const void *a, const void *b)
{
	const struct kept_row *left = a, *right = b;
	int order = str_compare(left->key, right->key);
	return order ? order : str_compare(left->digest, right->digest);
}

static void sort_kept(struct kept_rows *rows)
{
	if (rows->count)
		qsort(rows->items, rows->count, sizeof(*rows->items), by_key);
}

/* The lines `register,id,since,sha256` of one register. None of their cells is ever quoted. */
static void find_kept(struct kept_rows *rows, const char *name, struct str text)
{
	struct str line, cell;
	while (text.n && str_split(&text, '\n', &line)) {
		struct str rest = line;
		if (!str_split(&rest, ',', &cell) || !str_equal_text(cell, name))
			continue;
		size_t n = rest.n;
		while (n > 0 && rest.p[n - 1] != ',')
			n--;
		if (n > 0)
			add_kept(rows, str_first(rest, n - 1), str_from(rest, n));
	}
	sort_kept(rows);
}

/* "U1@2024-01-01", or "V1" where there are no versions. */
static void tell_row(
    struct verifying *v, const struct schema *s, struct str key, struct str was, struct str is)
{
	struct buf shown = BUF_INIT;
	size_t comma = str_find(key, STR(","));
	buf_add_str(&shown, str_first(key, comma == SIZE_MAX ? key.n : comma));
	struct str since = comma == SIZE_MAX ? (struct str){NULL, 0} : str_from(key, comma + 1);
	if (s->versioned || since.n) {
		buf_add_char(&shown, '@');
		buf_add_str(&shown, since);
	}
	tell_digest(v, s->name, buf_str(&shown), was, is);
	buf_release(&shown);
}

/* Walks through both in the order of their keys. */
static void compare_rows(struct verifying *v, const struct schema *s, const struct kept_rows *kept,
    const struct kept_rows *now)
{
	static const struct str none = {NULL, 0};
	size_t i = 0, j = 0;
	while (i < kept->count || j < now->count) {
		const struct kept_row *was = i < kept->count ? &kept->items[i] : NULL;
		const struct kept_row *is = j < now->count ? &now->items[j] : NULL;
		int order = !was ? 1 : !is ? -1 : str_compare(was->key, is->key);
		if (order != 0 || !str_equal(was->digest, is->digest))
			tell_row(v, s, order <= 0 ? was->key : is->key,
			    order <= 0 ? was->digest : none, order >= 0 ? is->digest : none);
		i += order <= 0;
		j += order >= 0;
	}
}

static void digest_rows(
    const struct canonical *c, struct kept_rows *rows, char (*digests)[SHA256_TEXT_SIZE])
{
	for (size_t i = 0; i < c->count; i++) {
		canonical_row_digest(c, i, digests[i]);
		add_kept(rows, canonical_key(c, i), str_of(digests[i]));
	}
	sort_kept(rows);
}

/* Without a list of rows that was kept, only the register as a whole can be compared. */
static bool verify_register(struct verifying *v, const struct schema *s,
    const struct closing_count *count, const struct str *list, struct error *e)
{
	struct canonical c;
	struct kept_rows kept = {0}, now = {0};
	char digest[SHA256_TEXT_SIZE];
	size_t before = v->result->differences;
	const struct closing *line = line_about(v, s->name);
	const char *header = line && line->cells[CLOSING_HOW][0] ? line->cells[CLOSING_HOW] : NULL;
	const struct table_spec spec = closing_spec(count, v->directory, s->id);
	if (!canonical_read(&c, &spec, header, e)) {
		canonical_release(&c);
		return false;
	}
	char(*digests)[SHA256_TEXT_SIZE] = mem_alloc(c.count, sizeof(*digests));
	canonical_digest(&c, digest);
	bool same = str_equal(digest_of(line), str_of(digest));
	if (list) {
		find_kept(&kept, s->name, *list);
		digest_rows(&c, &now, digests);
		compare_rows(v, s, &kept, &now);
	}
	if (!same && v->result->differences == before)
		tell_digest(v, s->name, (struct str){NULL, 0}, digest_of(line), str_of(digest));
	free(digests);
	free(kept.items);
	free(now.items);
	canonical_release(&c);
	return true;
}

static bool verify_rows(struct verifying *v, const struct closing_count *count, struct error *e)
{
	struct buf name = BUF_INIT, text = BUF_INIT;
	bool there;
	bool good = read_kept(v, "rows", &name, &text, &there, e);
	struct str list = buf_str(&text);
	size_t bad = v->diag.bad;
	v->diag.silent = v->told;
	for (int i = 0; i < REGISTER_COUNT && good; i++)
		good = verify_register(
		    v, schema_of((enum register_id)i), count, there ? &list : NULL, e);
	v->damaged = v->diag.bad > bad;
	v->told = v->diag.again = true;
	v->diag.silent = false;
	buf_release(&name);
	buf_release(&text);
	return good;
}

/* --- figures --------------------------------------------------------------------------------- */

/* areas.csv may have got further areas since, which only have zeros; they had no figures then. */
static bool is_new_area(const struct figures *was, const struct figure *is)
{
	if (is->area.n == 0 || is->value.units != 0 || (is->has_of && is->of.units != 0))
		return false;
	for (size_t i = 0; i < was->count; i++)
		if (str_equal(was->rows[i].area, is->area))
			return false;
	return true;
}

static void compare_figures(struct verifying *v, struct figures *was, struct figures *is)
{
	figures_sort(was);
	figures_sort(is);
	for (size_t i = 0; i < was->count; i++) {
		const struct figure *f = &was->rows[i];
		const struct figure *now =
		    figures_find(is, f->figure, f->area, f->period, f->group);
		if (!now || !figure_same_value(f, now))
			tell_figure(v, f, now);
	}
	for (size_t i = 0; i < is->count; i++) {
		const struct figure *f = &is->rows[i];
		if (!figures_find(was, f->figure, f->area, f->period, f->group) &&
		    !is_new_area(was, f))
			tell_figure(v, NULL, f);
	}
}

/* The definitions as they were kept. False and *e when they cannot be read. */
static bool read_definitions(
    struct verifying *v, struct definitions *d, bool *there, struct error *e)
{
	struct buf name = BUF_INIT, text = BUF_INIT;
	bool good = read_kept(v, "definitions", &name, &text, there, e);
	good = good &&
	       (!*there || definitions_read(d, input_of_text(buf_str(&text), buf_text(&name)), e));
	buf_release(&name);
	buf_release(&text);
	return good;
}

static bool read_figures(struct verifying *v, struct figures *was, bool *there, struct error *e)
{
	struct buf name = BUF_INIT, text = BUF_INIT;
	bool good = read_kept(v, "figures", &name, &text, there, e);
	good = good && (!*there || figures_read(was, input_of_text(buf_str(&text), buf_text(&name)),
				       &v->diag.diag, e));
	buf_release(&name);
	buf_release(&text);
	return good;
}

/* Counts the figures again with the settings and definitions that were kept. */
static bool count_again(struct verifying *v, struct closing_count *count,
    struct definitions *definitions, struct figures *is, struct error *e)
{
	struct closing_settings settings = {0};
	bool there = false;
	const struct closing *line = line_about(v, "figures");
	bool good = read_definitions(v, definitions, &there, e) &&
		    closing_settings_parse(&settings, line ? line->cells[CLOSING_HOW] : "", e);
	count->settings = &settings;
	count->definitions = there ? definitions : NULL;
	v->diag.silent = v->damaged;
	good = good && closing_count_figures(count, is, e);
	v->diag.silent = false;
	closing_settings_release(&settings);
	return good;
}

static bool verify_figures(struct verifying *v, struct closing_count *count, struct error *e)
{
	struct figures was, is;
	struct definitions definitions = {0};
	bool there = false;
	figures_init(&was);
	figures_init(&is);
	bool good = read_figures(v, &was, &there, e) && count_again(v, count, &definitions, &is, e);
	if (good && there)
		compare_figures(v, &was, &is);
	figures_release(&was);
	figures_release(&is);
	definitions_release(&definitions);
	return good;
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool verify_edition(struct verifying *v, struct error *e)
{
	struct closing_count count = {.directory = v->directory,
	    .snapshot = v->snapshot,
	    .period = v->first->period,
	    .at = v->first->at,
	    .diag = &v->diag.diag};
	v->name.n = 0;
	buf_add_text(&v->name, v->first->cells[CLOSING_PERIOD]);
	if (v->first->edition > 1)
		buf_printf(&v->name, ".%lld", (long long)v->first->edition);
	v->result->editions++;
	if (!verify_rows(v, &count, e))
		return false;
	if (verify_figures(v, &count, e))
		return true;
	/* what was kept was changed so that it cannot be read */
	if (e->kind != ERROR_DATA && e->kind != ERROR_USAGE)
		return false;
	say_found(v, e);
	return true;
}

static bool is_first(const struct verifying *v, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (same_edition(&v->closings.items[i], &v->closings.items[number]))
			return false;
	return true;
}

static void write_header(struct csv_writer *w)
{
	static const char *const names[] = {
	    "period", "register", "key", "figure", "area", "group", "was", "is"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		csv_writer_field(w, str_of(names[i]));
	csv_writer_end_row(w);
}

bool closing_verify(const struct directory *d, const struct snapshot *snapshot,
    const struct period *period, struct diag *diag, struct csv_writer *w,
    struct closing_verification *result, struct error *e)
{
	struct verifying v = {.directory = d, .snapshot = snapshot, .writer = w, .result = result};
	*result = (struct closing_verification){0};
	closing_diag_init(&v.diag, diag, true);
	bool good = closings_read(&v.closings, snapshot, e);
	if (good)
		write_header(w);
	for (size_t i = 0; i < v.closings.count && good; i++) {
		const struct closing *c = &v.closings.items[i];
		bool wanted =
		    !period || (c->period.from == period->from && c->period.to == period->to);
		if (!wanted || !is_first(&v, i))
			continue;
		v.first = c;
		good = verify_edition(&v, e);
	}
	closings_release(&v.closings);
	buf_release(&v.name);
	return good;
}
