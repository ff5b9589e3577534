/* workbook: see workbook.h. */
#include "cli/workbook.h"
#include "report/labels.h"

#include <stdlib.h>
#include <strings.h>

enum { FIGURE_COLUMNS = 6 };

static bool ends_in(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n > m && strcasecmp(path + n - m, ending) == 0;
}

bool workbook_is_wanted(const char *path)
{
	return path && ends_in(path, ".xlsx");
}

bool workbook_check(struct program *p, const char *path)
{
	return !path || !ends_in(path, ".xlsx.gz") ||
	       program_usage_error(p,
		   _("-o '%s': a workbook is compressed in itself; end it in .xlsx"),
		   error_quote(str_of(path)));
}

/* --- rows ------------------------------------------------------------------------------------- */

struct xlsx_writer *workbook_of_fields(
    struct output *out, const char *name, const struct field *fields, size_t count)
{
	enum xlsx_kind *kinds = mem_alloc(count, sizeof(*kinds));
	for (size_t i = 0; i < count; i++)
		kinds[i] = fields[i].type == TYPE_INTEGER ? XLSX_NUMBER
			   : fields[i].type == TYPE_MONEY ? XLSX_MONEY
							  : XLSX_TEXT;
	struct xlsx_writer *w = xlsx_writer_new(out, name, kinds, count);
	free(kinds);
	return w;
}

/* A list that is being made a sheet. */
struct sheet_list {
	const struct directory *directory;
	struct table *table;
	struct field *fields;
	struct str *texts;
	size_t count;
	struct xlsx_writer *writer;
};

/* The columns that orgs-count adds have labels, too. */
static struct str label(const struct field *f, struct buf *scratch)
{
	if (f->kind == FIELD_OF_INPUT && strcmp(f->name, "orgs") == 0)
		return STR("所在组织");
	if (f->kind == FIELD_OF_INPUT && strcmp(f->name, "guides") == 0)
		return STR("党建工作指导员");
	scratch->n = 0;
	field_label(f, scratch);
	return buf_str(scratch);
}

static bool list_header(struct sheet_list *l, struct error *e)
{
	struct buf *names = mem_alloc(l->count, sizeof(*names));
	for (size_t i = 0; i < l->count; i++)
		l->texts[i] = label(&l->fields[i], &names[i]);
	bool good = xlsx_writer_header(l->writer, l->texts, e);
	for (size_t i = 0; i < l->count; i++)
		buf_release(&names[i]);
	free(names);
	return good;
}

static bool list_rows(struct sheet_list *l, struct output *out, struct error *e)
{
	struct row row;
	struct str no_date = {NULL, 0};
	enum table_status status = TABLE_END;
	while (!output_failed(out) && (status = table_next(l->table, &row, e)) == TABLE_ROW) {
		for (size_t i = 0; i < l->count; i++)
			l->texts[i] = field_chinese(&l->fields[i], l->directory,
			    field_value(&l->fields[i], l->table, &row, NULL, no_date));
		if (!xlsx_writer_row(l->writer, l->texts, e))
			return false;
	}
	return status != TABLE_FAILED;
}

/* Rows are taken as they stand: whoever listed them has looked at them. */
bool workbook_list(const struct schema *s, const struct directory *d, struct str text,
    struct program *p, struct output *out)
{
	const struct table_spec spec = {.schema = s,
	    .directory = d,
	    .text_name = s->name,
	    .text = text,
	    .known_by = INSTANT_NONE,
	    .unchecked = UINT64_MAX,
	    .diag = &p->diag};
	struct sheet_list l = {.directory = d};
	struct error e;
	l.table = table_open(&spec, &e);
	if (!l.table)
		return program_tell(p, &e);
	table_columns(l.table, &l.count);
	l.fields = mem_alloc(l.count, sizeof(*l.fields));
	l.texts = mem_alloc(l.count, sizeof(*l.texts));
	for (size_t i = 0; i < l.count; i++)
		field_of_column(&l.fields[i], s, d, l.table, i);
	l.writer = workbook_of_fields(out, s->name, l.fields, l.count);
	bool good =
	    list_header(&l, &e) && list_rows(&l, out, &e) && xlsx_writer_finish(l.writer, &e);
	xlsx_writer_free(l.writer);
	for (size_t i = 0; i < l.count; i++)
		field_release(&l.fields[i]);
	free(l.fields);
	free(l.texts);
	table_close(l.table);
	return good || program_tell(p, &e);
}

/* --- figures ---------------------------------------------------------------------------------- */

/* Appends "mode=joint" as 组建方式=联合组建. */
static void add_group(const struct definitions *d, const struct figure *f, struct buf *text)
{
	size_t sign = str_find(f->group, STR("="));
	if (sign == SIZE_MAX) {
		buf_add_str(text, f->group);
		return;
	}
	struct str field = str_first(f->group, sign), value = str_from(f->group, sign + 1);
	buf_add_str(text, label_of_field(d, f->figure, field));
	buf_add_char(text, '=');
	buf_add_str(text, label_of_value(d, f->figure, field, value));
}

static bool add_figure(struct xlsx_writer *w, const struct figure *f, const struct definitions *d,
    const struct directory *directory, struct buf *text, struct error *e)
{
	text->n = 0;
	fixed_print(text, f->value);
	size_t value = text->n;
	if (f->has_of)
		fixed_print(text, f->of);
	size_t of = text->n;
	add_group(d, f, text);
	struct str all = buf_str(text);
	const struct str cells[FIGURE_COLUMNS] = {f->figure,
	    areas_unique_name(&directory->areas, f->area), f->period, str_from(all, of),
	    str_first(all, value), str_from(str_first(all, of), value)};
	return xlsx_writer_row(w, cells, e);
}

bool workbook_figures(struct figures *f, const struct definitions *definitions,
    const struct directory *d, struct program *p, struct output *out)
{
	static const enum xlsx_kind kinds[FIGURE_COLUMNS] = {
	    XLSX_TEXT, XLSX_TEXT, XLSX_TEXT, XLSX_TEXT, XLSX_NUMBER, XLSX_NUMBER};
	const struct str header[FIGURE_COLUMNS] = {
	    STR("指标"), STR("区域"), STR("时期"), STR("分组"), STR("数值"), STR("分母")};
	struct buf text = BUF_INIT;
	struct error e;
	struct xlsx_writer *w = xlsx_writer_new(out, "figures", kinds, FIGURE_COLUMNS);
	bool good = xlsx_writer_header(w, header, &e);
	figures_sort(f);
	for (size_t i = 0; i < f->count && good && !output_failed(out); i++)
		good = add_figure(w, &f->rows[i], definitions, d, &text, &e);
	good = good && xlsx_writer_finish(w, &e);
	xlsx_writer_free(w);
	buf_release(&text);
	return good || program_tell(p, &e);
}
