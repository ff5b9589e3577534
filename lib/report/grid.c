/* grid: see grid.h. */
#include "report/grid.h"
#include "report/heading.h"
#include "report/keys.h"

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

static void print_row(
    struct document *d, const struct grid *g, struct str key, const char *name, struct diag *diag)
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
		const struct reference *r = &g->table->references[i];
		document_markdown(d, STR(" | "));
		document_compared(d, r->row, r->base, &r->style, &r->growth);
	}
	document_markdown(d, STR(" |\n"));
}

bool grid_print(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions, const char *name, struct diag *diag, struct error *e)
{
	struct grid g = {.table = table, .definitions = definitions};
	keys_init(&g.keys, b, table->by);
	keys_add(&g.keys, table->references, table->reference_count);
	if (g.keys.count == 0) {
		error_set(e, ERROR_DATA,
		    g.keys.kind == KEYS_AREAS
			? _("no figure of '%s' has rows of that area, count with --by")
			: _("no figure of '%s' has rows of that group, count with --group"),
		    error_quote(table->text));
		return error_at(e, name, table->line, table->column);
	}
	document_begin_block(d);
	print_head(d, &g);
	for (size_t i = 0; i < g.keys.count; i++)
		print_row(d, &g, g.keys.items[i], name, diag);
	print_total(d, &g);
	document_end_block(d);
	keys_release(&g.keys);
	return true;
}
