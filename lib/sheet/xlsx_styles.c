/* xlsx_styles: see xlsx_styles.h. */
#include "sheet/xlsx_styles.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

static const uint64_t MAX_BYTES = 64 << 20;

enum { SHEET = 1, FORMATS, FORMAT, CELLS, CELL };

static const struct xlsx_step steps[] = {
    {CELLS, "xf", CELL, XLSX_NO_TEXT},
    {FORMATS, "numFmt", FORMAT, XLSX_NO_TEXT},
    {SHEET, "cellXfs", CELLS, XLSX_NO_TEXT},
    {SHEET, "numFmts", FORMATS, XLSX_NO_TEXT},
    {0, "styleSheet", SHEET, XLSX_NO_TEXT},
    {0, NULL, 0, XLSX_NO_TEXT},
};

/* A format of the workbook's own; it goes before a built-in one of the same number. */
struct format {
	uint32_t id;
	enum xlsx_style style;
};

struct reading {
	struct format *formats;
	size_t format_count, format_capacity;
	uint32_t *cells; /* number of the format, by style */
	size_t cell_count, cell_capacity;
};

static void add_format(struct reading *r, uint32_t id, const char *code)
{
	r->formats =
	    mem_room(r->formats, &r->format_capacity, r->format_count + 1, sizeof(*r->formats));
	r->formats[r->format_count++] = (struct format){id, xlsx_format_style(str_of(code))};
}

static void add_cell(struct reading *r, uint32_t format)
{
	r->cells = mem_room(r->cells, &r->cell_capacity, r->cell_count + 1, sizeof(*r->cells));
	r->cells[r->cell_count++] = format;
}

static void start(struct xlsx_xml *x, void *context, int place, const char **attributes)
{
	struct reading *r = context;
	if (place != FORMAT && place != CELL)
		return;
	const char *id_text = xlsx_attribute(attributes, "numFmtId");
	const char *code = xlsx_attribute(attributes, "formatCode");
	uint32_t id = 0;
	bool good = xlsx_number(str_of(id_text), &id) || (place == CELL && !id_text);
	if (!good || (place == FORMAT && !code))
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("the workbook's styles are damaged: a number format without number or code"));
	else if (place == FORMAT)
		add_format(r, id, code);
	else
		add_cell(r, id);
}

static void end(struct xlsx_xml *x, void *context, int place, struct str text)
{
	(void)x, (void)context, (void)place, (void)text;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = ((const struct format *)a)->id, y = ((const struct format *)b)->id;
	return (x > y) - (x < y);
}

static void resolve(struct reading *r, struct xlsx_styles *s)
{
	if (r->format_count)
		qsort(r->formats, r->format_count, sizeof(*r->formats), compare);
	s->styles = mem_alloc(r->cell_count, 1);
	s->count = r->cell_count;
	for (size_t i = 0; i < s->count; i++) {
		struct format key = {r->cells[i], XLSX_PLAIN};
		const struct format *f = NULL;
		if (r->format_count)
			f = bsearch(&key, r->formats, r->format_count, sizeof(key), compare);
		s->styles[i] = (unsigned char)(f ? f->style : xlsx_builtin_style(key.id));
	}
}

bool xlsx_styles_read(struct xlsx_styles *s, struct package *p, struct str part, struct error *e)
{
	static const struct xlsx_reader reader = {steps, start, end};
	struct reading r = {0};
	bool good = xlsx_xml_read(p, part, MAX_BYTES, &reader, &r, e);
	if (good)
		resolve(&r, s);
	free(r.formats);
	free(r.cells);
	return good;
}

void xlsx_styles_release(struct xlsx_styles *s)
{
	free(s->styles);
	*s = (struct xlsx_styles){0};
}

bool xlsx_styles_find(const struct xlsx_styles *s, uint32_t number, enum xlsx_style *style)
{
	*style = XLSX_PLAIN;
	if (number < s->count)
		*style = (enum xlsx_style)s->styles[number];
	return number < s->count || number == 0;
}
