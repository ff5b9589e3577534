/* grid: see grid.h. */
#include "report/grid.h"
#include "report/heading.h"
#include "report/order.h"

struct grid {
	const struct node *table;
	const struct definitions *definitions;
	struct keys keys; /* of the rows */
};

/* --- head ------------------------------------------------------------------------------------- */

static void print_head(struct document *d, const struct grid *g)
{
	size_t count = g->table->reference_count;
	document_markdown(d, STR("| "));
	document_data(d, keys_heading(&g->keys, g->definitions, g->table->references[0].figure));
	for (size_t i = 0; i < count; i++) {
		document_markdown(d, STR(" | "));
		heading_print(d, g->definitions, &g->table->references[i]);
	}
	document_markdown(d, STR(" |\n|---|"));
	for (size_t i = 0; i < count; i++)
		document_markdown(d, STR("---:|"));
	document_markdown(d, STR("\n"));
}

/* --- rows ------------------------------------------------------------------------------------- */

/* What is compared or divided needs what it is compared with or divided by. */
static bool can_print(
    const struct figure *row, const struct figure *base, const struct reference *r)
{
	bool rate = r->style.form == STYLE_PERCENT || r->growth.kind == GROWTH_POINTS;
	if (!row || (rate && !row->has_of))
		return false;
	return r->growth.kind == GROWTH_NONE || (base && (!rate || base->has_of));
}

static void note_cell(
    const struct grid *g, const struct reference *r, struct str key, struct diag *diag)
{
	struct error e;
	error_set(&e, ERROR_NOTE, _("'%s' has no row for '%s', the table shows —"),
	    error_quote(r->text), error_quote(key));
	error_at(&e, g->table->file, g->table->line, g->table->column);
	diag->say(diag, &e);
}

/* Cells without a row are told to diag, which may be NULL. */
static void print_row(struct document *d, const struct grid *g, struct str key, struct diag *diag)
{
	struct buf scratch = BUF_INIT;
	document_markdown(d, STR("| "));
	document_data(
	    d, keys_label(&g->keys, g->definitions, g->table->references[0].figure, key, &scratch));
	buf_release(&scratch);
	for (size_t i = 0; i < g->table->reference_count; i++) {
		const struct reference *r = &g->table->references[i];
		const struct figure *row = keys_row(&g->keys, r, key);
		const struct figure *base = keys_base(&g->keys, r, key);
		document_markdown(d, STR(" | "));
		if (can_print(row, base, r)) {
			document_compared(d, row, base, &r->style, &r->growth);
			continue;
		}
		document_markdown(d, STR("—"));
		if (diag)
			note_cell(g, r, key, diag);
	}
	document_markdown(d, STR(" |\n"));
}

static void print_total(struct document *d, const struct grid *g)
{
	document_markdown(d, STR("| 合计"));
	for (size_t i = 0; i < g->table->reference_count; i++) {
		const struct reference *r = &g->table->references[i];
		document_markdown(d, STR(" | "));
		document_compared(d, r->row, r->base, &r->style, &r->growth);
	}
	document_markdown(d, STR(" |\n"));
}

/* --- areas that have not reported ------------------------------------------------------------- */

static void print_missing(struct document *d, const struct grid *g, const struct keys *missing)
{
	struct buf scratch = BUF_INIT;
	for (size_t i = 0; i < missing->count; i++) {
		document_markdown(d, i ? STR("、") : STR("注："));
		document_data(d, keys_label(missing, g->definitions, g->table->references[0].figure,
				     missing->items[i], &scratch));
	}
	if (missing->count) {
		document_markdown(d, STR("未报送。\n"));
		document_end_block(d);
	}
	buf_release(&scratch);
}

/* --- all -------------------------------------------------------------------------------------- */

static void print_grid(struct document *d, struct grid *g, struct diag *diag)
{
	struct keys missing = keys_missing(&g->keys);
	for (size_t i = 0; i < missing.count; i++)
		keys_put(&g->keys, missing.items[i]);
	keys_sort(&g->keys);
	order_keys(&g->keys, &g->table->order);
	document_begin_block(d);
	print_head(d, g);
	for (size_t i = 0; i < g->keys.count; i++)
		print_row(
		    d, g, g->keys.items[i], keys_have(&missing, g->keys.items[i]) ? NULL : diag);
	print_total(d, g);
	document_end_block(d);
	print_missing(d, g, &missing);
	keys_release(&missing);
}

bool grid_print(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions, struct diag *diag, struct error *e)
{
	if (table->column_count) {
		grid_of_figures(d, table, b, definitions);
		return true;
	}
	struct grid g = {.table = table, .definitions = definitions};
	keys_init(&g.keys, b, table->by);
	keys_add(&g.keys, table->references, table->reference_count);
	if (g.keys.count == 0) {
		keys_tell_none(&g.keys, table->text, e);
		return error_at(e, table->file, table->line, table->column);
	}
	print_grid(d, &g, diag);
	keys_release(&g.keys);
	return true;
}
