/* xlsx_workbook: see xlsx_workbook.h. */
#include "sheet/xlsx_workbook.h"
#include "sheet/xlsx_relations.h"
#include "sheet/xlsx_text.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

static const uint64_t MAX_BYTES = 16 << 20;
enum { MAX_TABS = 10000 };

enum { BOOK = 1, PROPERTIES, TABS, TAB };

static const struct xlsx_step steps[] = {
    {TABS, "sheet", TAB, XLSX_NO_TEXT},
    {BOOK, "sheets", TABS, XLSX_NO_TEXT},
    {BOOK, "workbookPr", PROPERTIES, XLSX_NO_TEXT},
    {0, "workbook", BOOK, XLSX_NO_TEXT},
    {0, NULL, 0, XLSX_NO_TEXT},
};

struct reading {
	struct xlsx_workbook *workbook;
	struct xlsx_relations relations;
};

static bool is_hidden(const char *state)
{
	return state && strcmp(state, "visible") != 0;
}

/* A name with control characters is kept with blanks for them: messages show it. */
static char *tab_name(const char *raw)
{
	struct buf name = BUF_INIT;
	if (xlsx_text_add(str_of(raw), &name) != XLSX_TEXT_GOOD) {
		name.n = 0;
		buf_add_text(&name, raw);
	}
	char *copy = str_dup(buf_str(&name));
	buf_release(&name);
	return copy;
}

static void add_tab(struct xlsx_xml *x, struct reading *r, const char **attributes)
{
	struct xlsx_workbook *w = r->workbook;
	const char *name = xlsx_attribute(attributes, "name");
	const char *id = xlsx_prefixed(attributes, "id");
	const struct xlsx_relation *to = id ? xlsx_relations_by_id(&r->relations, id) : NULL;
	char *part = NULL;
	if (!name || !to || w->count == MAX_TABS) {
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("the workbook is damaged: a sheet without name or place, or too many"));
		return;
	}
	if (strcmp(to->kind, "worksheet") == 0) {
		struct error e;
		part = xlsx_relation_part(&r->relations, to, &e);
		if (!part) {
			*xlsx_xml_fail(x) = e;
			return;
		}
	}
	w->tabs = mem_room(w->tabs, &w->capacity, w->count + 1, sizeof(*w->tabs));
	w->tabs[w->count++] =
	    (struct xlsx_tab){tab_name(name), part, is_hidden(xlsx_attribute(attributes, "state"))};
}

static void start(struct xlsx_xml *x, void *context, int place, const char **attributes)
{
	struct reading *r = context;
	if (place == TAB)
		add_tab(x, r, attributes);
	else if (place == PROPERTIES)
		r->workbook->since_1904 = xlsx_is_true(xlsx_attribute(attributes, "date1904"));
}

static void end(struct xlsx_xml *x, void *context, int place, struct str text)
{
	(void)x, (void)context, (void)place, (void)text;
}

/* Reads the part of that kind, when the workbook has one. */
static bool read_tables(struct reading *r, const char *kind, struct error *e)
{
	struct xlsx_workbook *w = r->workbook;
	const struct xlsx_relation *to = xlsx_relations_by_kind(&r->relations, kind);
	if (!to)
		return true;
	char *part = xlsx_relation_part(&r->relations, to, e);
	if (!part)
		return false;
	bool good = strcmp(kind, "styles") == 0
			? xlsx_styles_read(&w->styles, w->package, str_of(part), e)
			: xlsx_strings_read(&w->strings, w->package, str_of(part), e);
	free(part);
	return good;
}

static bool read_book(struct reading *r, const char *part, struct error *e)
{
	static const struct xlsx_reader reader = {steps, start, end};
	struct xlsx_workbook *w = r->workbook;
	if (!xlsx_relations_read(&r->relations, w->package, part, e) ||
	    !xlsx_xml_read(w->package, str_of(part), MAX_BYTES, &reader, r, e))
		return false;
	if (w->count == 0)
		return error_set(e, ERROR_DATA, _("the workbook has no sheets"));
	return read_tables(r, "styles", e) && read_tables(r, "sharedStrings", e);
}

/* The part that the package is about; NULL and *e when it is no workbook. */
static char *find_book(struct package *p, struct error *e)
{
	struct xlsx_relations root = {0};
	char *part = NULL;
	if (!package_has(p, STR("_rels/.rels"))) {
		error_set(e, ERROR_DATA, "%s",
		    package_has(p, STR("content.xml"))
			? _("an OpenDocument file (.ods); save it as .xlsx or .csv")
			: _("a zip archive that is no workbook (.xlsx)"));
	} else if (xlsx_relations_read(&root, p, "", e)) {
		const struct xlsx_relation *to = xlsx_relations_by_kind(&root, "officeDocument");
		if (to)
			part = xlsx_relation_part(&root, to, e);
		else
			error_set(e, ERROR_DATA, _("a zip archive that is no workbook (.xlsx)"));
	}
	xlsx_relations_release(&root);
	return part;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

bool xlsx_workbook_read(struct xlsx_workbook *w, struct str content, struct error *e)
{
	*w = (struct xlsx_workbook){.package = package_open(content, e)};
	char *part = w->package ? find_book(w->package, e) : NULL;
	if (!part)
		return false;
	struct reading r = {.workbook = w};
	bool good = false;
	if (ends_with(part, ".bin"))
		error_set(e, ERROR_DATA, _("a binary workbook (.xlsb); save it as .xlsx"));
	else if (strncmp(part, "word/", 5) == 0 || strncmp(part, "ppt/", 4) == 0)
		error_set(e, ERROR_DATA,
		    _("a text document or slides, no workbook; save the table as .xlsx"));
	else
		good = read_book(&r, part, e);
	xlsx_relations_release(&r.relations);
	free(part);
	return good;
}

void xlsx_workbook_release(struct xlsx_workbook *w)
{
	for (size_t i = 0; i < w->count; i++) {
		free(w->tabs[i].name);
		free(w->tabs[i].part);
	}
	free(w->tabs);
	xlsx_strings_release(&w->strings);
	xlsx_styles_release(&w->styles);
	package_close(w->package);
	*w = (struct xlsx_workbook){0};
}
