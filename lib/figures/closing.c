/* closing: see closing.h. */
#include "figures/closing.h"
#include "csv/writer.h"
#include "figures/closing_count.h"
#include "register/canonical.h"
#include "register/closed.h"
#include "register/latest.h"
#include "register/store.h"

#include <errno.h>
#include <stdio.h>

enum kept { KEPT_FIGURES, KEPT_ROWS, KEPT_DEFINITIONS, KEPT_COUNT };

static const char *const kept_names[KEPT_COUNT] = {"figures", "rows", "definitions"};

struct making {
	const struct closing_request *request;
	const struct directory *directory;
	struct closing_diag diag;
	struct closing_result *result;
	struct store *store;
	struct snapshot snapshot;
	bool snapshot_taken;
	struct closings closings;
	struct definitions definitions;
	struct figures published, figures;
	struct buf kept[KEPT_COUNT]; /* the files in closed/ */
	struct buf lines;            /* of closed.csv, as its header asks for */
	char period[PERIOD_NAME_SIZE], at[TIME_SIZE];
	int64_t edition;
	instant time;
};

void closing_file_name(const char *period, int64_t edition, const char *what, struct buf *out)
{
	buf_printf(out, "closed/%s", period);
	if (edition > 1)
		buf_printf(out, ".%lld", (long long)edition);
	buf_printf(out, ".%s.csv", what);
}

static void say(struct diag *diag, const struct error *e)
{
	struct closing_diag *d = (struct closing_diag *)diag; /* the first member */
	struct error said = *e;
	d->bad += e->kind == ERROR_ROW;
	if (e->kind == ERROR_NOTE || d->silent || (e->kind == ERROR_TORN && d->again))
		return;
	if (e->kind == ERROR_ROW && d->found)
		said.kind = ERROR_FOUND;
	d->outer->say(d->outer, &said);
}

void closing_diag_init(struct closing_diag *d, struct diag *outer, bool found)
{
	*d = (struct closing_diag){.diag = {say}, .outer = outer, .found = found};
}

/* --- what is given --------------------------------------------------------------------------- */

bool closing_read_whole(struct input *in, struct buf *out, struct error *e)
{
	enum { BLOCK = 64 * 1024 };
	ssize_t got = -1;
	while (in) {
		buf_reserve(out, BLOCK);
		got = input_read(in, out->p + out->n, BLOCK, e);
		if (got <= 0)
			break;
		out->n += (size_t)got;
	}
	input_close(in);
	return got == 0;
}

static bool read_definitions(struct making *m, struct error *e)
{
	const char *path = m->request->definitions;
	struct buf *text = &m->kept[KEPT_DEFINITIONS];
	return !path ||
	       (closing_read_whole(input_open(path, e), text, e) &&
		   definitions_read(&m->definitions, input_of_text(buf_str(text), path), e));
}

static bool read_published(struct making *m, struct error *e)
{
	if (!m->request->published)
		return true;
	struct input *in = input_open(m->request->published, e);
	return in && figures_read(&m->published, in, &m->diag.diag, e);
}

/* --- the state ------------------------------------------------------------------------------- */

static bool take_state(struct making *m, struct error *e)
{
	if (m->request->dry_run) {
		m->snapshot_taken =
		    snapshot_take(&m->snapshot, m->directory, REGISTER_ALL, true, e);
		return m->snapshot_taken;
	}
	m->store = store_open(m->directory, m->diag.outer, e);
	m->snapshot_taken =
	    m->store && snapshot_take_locked(&m->snapshot, m->directory, REGISTER_ALL, true, e);
	return m->snapshot_taken;
}

static bool set_edition(struct making *m, struct error *e)
{
	period_name(&m->request->period, m->period);
	m->edition = 1;
	for (size_t i = 0; i < m->closings.count; i++) {
		const struct closing *c = &m->closings.items[i];
		if (strcmp(c->cells[CLOSING_PERIOD], m->period) == 0 && c->edition >= m->edition)
			m->edition = c->edition + 1;
	}
	return m->edition == 1 || m->request->again ||
	       error_set(e, ERROR_FOUND,
		   _("%s is closed already; --again --why TEXT adds a further edition"), m->period);
}

static bool set_time(struct making *m, struct error *e)
{
	instant latest;
	if (!latest_recorded(&m->snapshot, &latest, e) ||
	    !latest_next(clock_now(), latest, &m->time, e))
		return false;
	time_print(m->time, m->at);
	return true;
}

/* --- what is kept ---------------------------------------------------------------------------- */

/* The cells as a line of closed.csv, whose columns may stand in another order. */
static void add_line(
    const struct closings *c, const struct str cells[CLOSING_COLUMNS], struct buf *out)
{
	size_t width = c ? c->width : CLOSING_COLUMNS;
	for (size_t field = 0; field < width; field++) {
		if (field > 0)
			buf_add_char(out, ',');
		for (size_t i = 0; i < CLOSING_COLUMNS; i++)
			if ((c ? c->fields[i] : i) == field)
				csv_quote(out, cells[i]);
	}
	buf_add_char(out, '\n');
}

static void keep(
    struct making *m, const char *what, size_t rows, const char *digest, const char *how)
{
	char number[24], edition[24];
	snprintf(number, sizeof(number), "%zu", rows);
	snprintf(edition, sizeof(edition), "%lld", (long long)m->edition);
	const struct str cells[CLOSING_COLUMNS] = {str_of(m->period), str_of(edition),
	    str_of(m->at), str_of(m->request->by), str_of(m->request->why), str_of(what),
	    str_of(number), str_of(digest), str_of(how)};
	add_line(NULL, cells, &m->result->lines);
	add_line(m->closings.width ? &m->closings : NULL, cells, &m->lines);
}

static void add_header(struct buf *out)
{
	struct str cells[CLOSING_COLUMNS];
	for (size_t i = 0; i < CLOSING_COLUMNS; i++)
		cells[i] = str_of(closing_columns[i]);
	add_line(NULL, cells, out);
}

static void keep_text(struct making *m, enum kept what, size_t rows, const char *how)
{
	char digest[SHA256_TEXT_SIZE];
	sha256_of(buf_str(&m->kept[what]), digest);
	keep(m, kept_names[what], rows, digest, how);
}

static bool keep_register(
    struct making *m, const struct closing_count *count, const struct schema *s, struct error *e)
{
	struct canonical c;
	char digest[SHA256_TEXT_SIZE];
	struct buf *rows = &m->kept[KEPT_ROWS];
	const struct table_spec spec = closing_spec(count, m->directory, s->id);
	bool good = canonical_read(&c, &spec, NULL, e);
	if (good && !c.has_recorded) {
		error_set(e, ERROR_DATA, "%s",
		    _("the header lacks column recorded, without which nobody can tell later "
		      "which rows were closed; add it first"));
		good = error_at(e, m->snapshot.registers[s->id].path, 1, 0);
	}
	for (size_t i = 0; i < c.count && good; i++) {
		canonical_row_digest(&c, i, digest);
		buf_printf(rows, "%s,", s->name);
		buf_add_str(rows, canonical_key(&c, i));
		buf_printf(rows, ",%s\n", digest);
	}
	if (good) {
		canonical_digest(&c, digest);
		keep(m, s->name, c.count, digest, c.header);
		m->result->rows += c.count;
	}
	canonical_release(&c);
	return good;
}

static bool keep_figures(struct making *m, const struct closing_count *count, struct error *e)
{
	struct buf how = BUF_INIT;
	if (!closing_count_figures(count, &m->figures, e))
		return false;
	m->result->figures = m->figures.count;
	figures_print(&m->figures, &m->kept[KEPT_FIGURES]);
	closing_settings_print(m->request->settings, &how);
	keep_text(m, KEPT_FIGURES, m->figures.count, buf_text(&how));
	buf_release(&how);
	return true;
}

static bool keep_all(struct making *m, struct error *e)
{
	const struct closing_count count = {.directory = m->directory,
	    .snapshot = &m->snapshot,
	    .settings = m->request->settings,
	    .definitions = m->request->definitions ? &m->definitions : NULL,
	    .period = m->request->period,
	    .at = m->time,
	    .diag = &m->diag.diag};
	add_header(&m->result->lines);
	buf_add_text(&m->kept[KEPT_ROWS], "register,id,since,sha256\n");
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (!keep_register(m, &count, schema_of((enum register_id)i), e))
			return false;
	keep_text(m, KEPT_ROWS, m->result->rows, "");
	if (m->diag.bad)
		return true;
	m->diag.again = true;
	if (!keep_figures(m, &count, e))
		return false;
	if (m->request->definitions)
		keep_text(m, KEPT_DEFINITIONS, m->definitions.count, "");
	return true;
}

/* --- what was published ---------------------------------------------------------------------- */

static void compare(struct making *m, const struct figure *published)
{
	struct buf key = BUF_INIT, was = BUF_INIT, is = BUF_INIT;
	struct error e;
	const struct figure *counted = figures_find(
	    &m->figures, published->figure, published->area, published->period, published->group);
	if (counted && figure_same_value(published, counted))
		return;
	figure_print_key(published, &key);
	figure_print_value(published, &was);
	if (counted)
		figure_print_value(counted, &is);
	if (counted)
		error_set(&e, ERROR_FOUND,
		    /* TRANSLATORS: the key of a figure and two values */
		    _("figure '%1$s' is published as %2$s, it is %3$s"), buf_text(&key),
		    buf_text(&was), buf_text(&is));
	else
		error_set(&e, ERROR_FOUND,
		    _("figure '%1$s' is published as %2$s, it is not among those of the period"),
		    buf_text(&key), buf_text(&was));
	error_at(&e, m->request->published, 0, 0);
	m->result->differences++;
	m->diag.outer->say(m->diag.outer, &e);
	buf_release(&key);
	buf_release(&was);
	buf_release(&is);
}

static void compare_published(struct making *m)
{
	figures_sort(&m->published);
	for (size_t i = 0; i < m->published.count; i++)
		compare(m, &m->published.rows[i]);
}

/* --- writing --------------------------------------------------------------------------------- */

/* What stands in front of the new lines of closed.csv: its header, or the end of a last line that
 * was never ended. */
static bool add_start(
    const struct making *m, const struct store_file *list, struct buf *out, struct error *e)
{
	char last = '\n';
	if (store_file_is_new(list))
		add_header(out);
	else if (store_file_read(list, &last, 1, m->snapshot.closed.size - 1) != 1)
		return error_errno(e, store_file_path(list), errno, "%s", _("cannot be read"));
	if (last != '\n')
		buf_add_char(out, '\n');
	return true;
}

static bool write_all(struct making *m, struct error *e)
{
	struct store_file *list = store_append_other(m->store, "closed.csv", e);
	struct store_file *files[KEPT_COUNT] = {NULL};
	struct buf name = BUF_INIT, start = BUF_INIT;
	bool good = list && add_start(m, list, &start, e);
	for (int i = 0; i < KEPT_COUNT && good; i++) {
		if (i == KEPT_DEFINITIONS && !m->request->definitions)
			continue;
		name.n = 0;
		closing_file_name(m->period, m->edition, kept_names[i], &name);
		files[i] = store_append_other(m->store, buf_text(&name), e);
		good = files[i] != NULL;
	}
	buf_release(&name);
	good = good && store_begin(m->store, false, e);
	if (good) {
		store_write(list, buf_str(&start));
		store_write(list, buf_str(&m->lines));
	}
	buf_release(&start);
	if (!good)
		return false;
	for (int i = 0; i < KEPT_COUNT; i++)
		if (files[i])
			store_write(files[i], buf_str(&m->kept[i]));
	m->result->written = store_commit(m->store, e);
	return m->result->written;
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool make(struct making *m, struct error *e)
{
	if (!read_definitions(m, e) || !read_published(m, e))
		return false;
	if (m->diag.bad == 0 &&
	    (!take_state(m, e) || !closings_read(&m->closings, &m->snapshot, e) ||
		!set_edition(m, e) || !set_time(m, e) || !keep_all(m, e)))
		return false;
	m->result->bad = m->diag.bad;
	if (m->result->bad)
		return true;
	compare_published(m);
	return m->request->dry_run || m->result->differences || write_all(m, e);
}

bool closing_make(const struct closing_request *request, const struct directory *d,
    struct diag *diag, struct closing_result *result, struct error *e)
{
	struct making m = {.request = request, .directory = d, .result = result};
	*result = (struct closing_result){0};
	closing_diag_init(&m.diag, diag, false);
	figures_init(&m.figures);
	figures_init(&m.published);
	bool good = make(&m, e);
	store_close(m.store);
	if (m.snapshot_taken)
		snapshot_release(&m.snapshot);
	closings_release(&m.closings);
	definitions_release(&m.definitions);
	figures_release(&m.figures);
	figures_release(&m.published);
	for (int i = 0; i < KEPT_COUNT; i++)
		buf_release(&m.kept[i]);
	buf_release(&m.lines);
	return good;
}

void closing_result_release(struct closing_result *result)
{
	buf_release(&result->lines);
}
