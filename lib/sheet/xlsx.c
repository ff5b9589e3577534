/* xlsx: the reader of workbooks; see sheet.h. What a workbook has for all sheets is in
 * xlsx_workbook.h, the rows of one in xlsx_cells.h. */
#include "sheet/sheet_internal.h"
#include "sheet/xlsx_cells.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

struct xlsx {
	struct sheet *sheet;
	struct xlsx_workbook workbook;
	struct xlsx_cells *cells;
};

static bool fail_at_path(const struct sheet *s, struct error *e)
{
	return error_at(e, s->path, e->line, e->column);
}

/* The names of sheets, of those that are not hidden or of all; behind ten of them there are dots.
 */
static void list_names(const struct xlsx_workbook *w, bool hidden_too, struct buf *out)
{
	size_t listed = 0;
	for (size_t i = 0; i < w->count; i++) {
		if (w->tabs[i].hidden && !hidden_too)
			continue;
		if (listed++ == 10) {
			buf_add_text(out, ", …");
			return;
		}
		buf_printf(out, "%s'%s'", out->n ? ", " : "", error_quote(str_of(w->tabs[i].name)));
	}
}

static bool fail_choice(
    const struct xlsx_workbook *w, const char *wanted, bool none_shown, struct error *e)
{
	struct buf names = BUF_INIT;
	list_names(w, none_shown || wanted, &names);
	if (wanted)
		error_set(e, ERROR_USAGE, _("the workbook has no sheet '%1$s'; it has %2$s"),
		    error_quote(str_of(wanted)), buf_text(&names));
	else if (none_shown)
		error_set(e, ERROR_USAGE,
		    _("the workbook shows no sheet with cells; choose one of %s with --sheet"),
		    buf_text(&names));
	else
		error_set(e, ERROR_USAGE,
		    _("the workbook has several sheets: %s; choose one with --sheet"),
		    buf_text(&names));
	buf_release(&names);
	return false;
}

/* By name, hidden or not; else by number among those that a person sees. */
static const struct xlsx_tab *find_tab(const struct xlsx_workbook *w, const char *wanted)
{
	uint32_t number;
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->tabs[i].name, wanted) == 0)
			return w->tabs + i;
	if (!xlsx_number(str_of(wanted), &number) || number == 0)
		return NULL;
	for (size_t i = 0; i < w->count; i++)
		if (!w->tabs[i].hidden && --number == 0)
			return w->tabs + i;
	return NULL;
}

/* 1: it has a row that is not empty, 0: none, −1 and *e. */
static int has_rows(const struct xlsx_workbook *w, const struct xlsx_tab *tab, struct error *e)
{
	struct sheet_row row;
	struct sheet_facts facts = {0};
	struct xlsx_cells *c = xlsx_cells_open(w, tab->part, e);
	int status = c ? xlsx_cells_next(c, &row, &facts, e) : -1;
	xlsx_cells_close(c);
	return status;
}

/* The only sheet that is shown and not empty; when all are empty, the first. */
static const struct xlsx_tab *only_tab(const struct xlsx_workbook *w, struct error *e)
{
	const struct xlsx_tab *only = NULL, *first = NULL;
	size_t shown = 0;
	for (size_t i = 0; i < w->count; i++)
		shown += !w->tabs[i].hidden && w->tabs[i].part;
	for (size_t i = 0; i < w->count; i++) {
		const struct xlsx_tab *tab = w->tabs + i;
		if (tab->hidden || !tab->part)
			continue;
		first = first ? first : tab;
		int status = shown == 1 ? 1 : has_rows(w, tab, e);
		if (status < 0)
			return NULL;
		if (status && only) {
			fail_choice(w, NULL, false, e);
			return NULL;
		}
		only = status ? tab : only;
	}
	if (!first)
		fail_choice(w, NULL, true, e);
	return only ? only : first;
}

static const struct xlsx_tab *choose(
    const struct xlsx_workbook *w, const char *wanted, struct error *e)
{
	if (!wanted)
		return only_tab(w, e);
	const struct xlsx_tab *tab = find_tab(w, wanted);
	if (tab && tab->part)
		return tab;
	if (tab)
		error_set(e, ERROR_USAGE,
		    _("the sheet '%s' is a chart or dialogue and has no rows"),
		    error_quote(str_of(tab->name)));
	else
		fail_choice(w, wanted, true, e);
	return NULL;
}

static int next(void *state, struct sheet_row *row, struct error *e)
{
	struct xlsx *x = state;
	int status = xlsx_cells_next(x->cells, row, &x->sheet->facts, e);
	if (status < 0)
		fail_at_path(x->sheet, e);
	return status;
}

static void close_workbook(void *state)
{
	struct xlsx *x = state;
	xlsx_cells_close(x->cells);
	xlsx_workbook_release(&x->workbook);
	free(x);
}

bool sheet_open_xlsx(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e)
{
	static const struct sheet_format format = {.next = next, .close = close_workbook};
	struct xlsx *x = mem_alloc(1, sizeof(*x));
	const struct xlsx_tab *tab = NULL;
	x->sheet = s;
	if (xlsx_workbook_read(&x->workbook, content, e))
		tab = choose(&x->workbook, options ? options->sheet : NULL, e);
	if (tab)
		x->cells = xlsx_cells_open(&x->workbook, tab->part, e);
	if (!x->cells) {
		close_workbook(x);
		return fail_at_path(s, e);
	}
	s->format = &format;
	s->state = x;
	s->facts = (struct sheet_facts){.format = "XLSX", .name = tab->name};
	return true;
}
