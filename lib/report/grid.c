/* grid: see grid.h. */
#include "report/grid.h"

#include <stdlib.h>

struct grid {
	const struct node *table;
	const struct binding *binding;
	const struct definitions *definitions;
	size_t level; /* digits of the areas; 0: any */
	bool by_area;
	struct str *keys; /* areas, or groups "field=value", sorted and different */
	size_t count, capacity;
};

/* --- keys ------------------------------------------------------------------------------------- */

static bool is_group_of(struct str group, struct str field)
{
	return group.n > field.n && str_starts(group, field) && group.p[field.n] == '=';
}

/* Whether a row of the figures belongs into a column of the table. */
static bool belongs(const struct grid *g, const struct figure *whole, const struct figure *row)
{
	if (!str_equal(row->figure, whole->figure) || !str_equal(row->period, whole->period))
		return false;
	if (!g->by_area)
		return str_equal(row->area, whole->area) && is_group_of(row->group, g->table->by);
	return row->area.n && str_equal(row->group, whole->group) &&
	       (g->level == 0 || row->area.n == g->level);
}

/* By bytes; the group without a value ("mode=") stands last. */
static int compare_keys(const void *a, const void *b)
{
	struct str left = *(const struct str *)a, right = *(const struct str *)b;
	bool left_empty = left.p[left.n - 1] == '=', right_empty = right.p[right.n - 1] == '=';
	return left_empty != right_empty ? left_empty - right_empty : str_compare(left, right);
}

static void add_keys_of(struct grid *g, const struct figure *whole)
{
	const struct figures *figures = g->binding->figures;
	for (size_t i = 0; i < figures->count; i++) {
		const struct figure *row = &figures->rows[i];
		if (!belongs(g, whole, row))
			continue;
		g->keys = mem_room(g->keys, &g->capacity, g->count + 1, sizeof(*g->keys));
		g->keys[g->count++] = g->by_area ? row->area : row->group;
	}
}

static void collect_keys(struct grid *g)
{
	for (size_t i = 0; i < g->table->reference_count; i++)
		add_keys_of(g, g->table->references[i].row);
	if (g->count == 0)
		return;
	qsort(g->keys, g->count, sizeof(*g->keys), compare_keys);
	size_t kept = 1;
	for (size_t i = 1; i < g->count; i++)
		if (!str_equal(g->keys[i], g->keys[kept - 1]))
			g->keys[kept++] = g->keys[i];
	g->count = kept;
}

/* --- head ------------------------------------------------------------------------------------- */

static void print_in_brackets(struct document *d, struct str text)
{
	document_markdown(d, STR("（"));
	document_data(d, text);
	document_markdown(d, STR("）"));
}

static void print_period(struct document *d, struct str period)
{
	if (str_equal_text(period, "month"))
		period = STR("本期");
	else if (str_equal_text(period, "ytd"))
		period = STR("本年累计");
	print_in_brackets(d, period);
}

/* The figure's label, and what else tells this column from others of the figure. */
static void print_column_label(struct document *d, const struct grid *g, const struct reference *r)
{
	struct str value = r->group, field;
	document_data(d, label_of_figure(g->definitions, r->figure));
	if (r->style.form == STYLE_PERCENT)
		document_markdown(d, STR("占比"));
	if (r->group.p) {
		str_split(&value, '=', &field);
		print_in_brackets(d, label_of_value(g->definitions, r->figure, field, value));
	}
	if (r->period.p)
		print_period(d, r->period);
}

static struct str first_label(const struct grid *g)
{
	static const struct {
		size_t digits;
		const char *label;
	} levels[] = {{2, "省份"}, {4, "市"}, {6, "区县"}, {9, "街道"}, {12, "社区"}};
	if (!g->by_area)
		return label_of_field(g->definitions, g->table->references[0].figure, g->table->by);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (levels[i].digits == g->level)
			return str_of(levels[i].label);
	return STR("地区");
}

static void print_head(struct document *d, const struct grid *g)
{
	size_t count = g->table->reference_count;
	document_markdown(d, STR("| "));
	document_data(d, first_label(g));
	for (size_t i = 0; i < count; i++) {
		document_markdown(d, STR(" | "));
		print_column_label(d, g, &g->table->references[i]);
	}
	document_markdown(d, STR(" |\n|---|"));
	for (size_t i = 0; i < count; i++)
		document_markdown(d, STR("---:|"));
	document_markdown(d, STR("\n"));
}

/* --- rows ------------------------------------------------------------------------------------- */

static struct str key_label(const struct grid *g, struct str key)
{
	if (g->by_area) {
		struct str name = areas_name(g->binding->areas, key);
		return name.n ? name : key;
	}
	struct str field = g->table->by, value = str_from(key, field.n + 1);
	return label_of_value(g->definitions, g->table->references[0].figure, field, value);
}

static const struct figure *find_cell(
    const struct grid *g, const struct reference *r, struct str key)
{
	const struct figure *whole = r->row;
	return figures_find(g->binding->figures, whole->figure, g->by_area ? key : whole->area,
	    whole->period, g->by_area ? whole->group : key);
}

/* A percentage needs a denominator; without one the cell is as good as missing. */
static bool can_print(const struct figure *row, const struct style *style)
{
	return row && (style->form != STYLE_PERCENT || row->has_of);
}

static void print_row(
    struct document *d, const struct grid *g, struct str key, const char *name, struct diag *diag)
{
	document_markdown(d, STR("| "));
	document_data(d, key_label(g, key));
	for (size_t i = 0; i < g->table->reference_count; i++) {
		const struct reference *r = &g->table->references[i];
		const struct figure *row = find_cell(g, r, key);
		document_markdown(d, STR(" | "));
		if (can_print(row, &r->style)) {
			document_number(d, row, &r->style);
			continue;
		}
		struct error e;
		error_set(&e, ERROR_NOTE, _("'%s' has no row for '%s', the table shows —"),
		    error_quote(r->text), error_quote(key));
		error_at(&e, name, g->table->line, g->table->column);
		diag->say(diag, &e);
		document_markdown(d, STR("—"));
	}
	document_markdown(d, STR(" |\n"));
}

static void print_total(struct document *d, const struct grid *g)
{
	document_markdown(d, STR("| 合计"));
	for (size_t i = 0; i < g->table->reference_count; i++) {
		document_markdown(d, STR(" | "));
		document_number(d, g->table->references[i].row, &g->table->references[i].style);
	}
	document_markdown(d, STR(" |\n"));
}

bool grid_print(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions, const char *name, struct diag *diag, struct error *e)
{
	struct grid g = {.table = table, .binding = b, .definitions = definitions};
	g.level = area_level(table->by);
	g.by_area = g.level > 0 || str_equal_text(table->by, "area");
	collect_keys(&g);
	if (g.count == 0) {
		error_set(e, ERROR_DATA,
		    g.by_area ? _("no figure of '%s' has rows of that area, count with --by")
			      : _("no figure of '%s' has rows of that group, count with --group"),
		    error_quote(table->text));
		return error_at(e, name, table->line, table->column);
	}
	document_begin_block(d);
	print_head(d, &g);
	for (size_t i = 0; i < g.count; i++)
		print_row(d, &g, g.keys[i], name, diag);
	print_total(d, &g);
	document_end_block(d);
	free(g.keys);
	return true;
}
