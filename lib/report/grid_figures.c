/* grid_figures: tables with figures as rows, {{table FIGURE… by figure: prev this grow:prev}}; see
 * grid.h. */
#include "report/grid.h"
#include "report/heading.h"

struct grid {
	const struct node *table;
	const struct binding *binding;
	const struct definitions *definitions;
};

/* Unbound when the column says nothing of that figure. */
static struct reference cell_of(
    const struct grid *g, size_t row, const struct figure_column *column)
{
	struct reference cell;
	struct error ignored;
	if (!binding_cell(g->binding, &g->table->references[row], column, &cell, &ignored))
		cell.row = NULL;
	return cell;
}

/* How the periods of a column lie to each other, when it is the same in all rows. */
static enum relation relation_of_column(const struct grid *g, const struct figure_column *column)
{
	enum relation relation = RELATION_NONE;
	for (size_t i = 0; i < g->table->reference_count; i++) {
		struct reference cell = cell_of(g, i, column);
		if (!cell.row)
			continue;
		enum relation found = relation_of(cell.row->period, cell.base->period);
		if (relation != RELATION_NONE && found != relation)
			return RELATION_LIKE;
		relation = found;
	}
	return relation;
}

static void print_heading(
    struct document *d, const struct grid *g, const struct figure_column *column)
{
	struct growth growth = column->growth;
	growth.sign = true;
	if (column->kind == TABLE_UNIT)
		document_markdown(d, STR("单位"));
	else if (column->kind == TABLE_THIS)
		document_markdown(d, STR("本期"));
	else
		heading_of_growth(d, &growth, relation_of_column(g, column));
}

static void print_head(struct document *d, const struct grid *g)
{
	const struct node *table = g->table;
	document_markdown(d, STR("| 指标"));
	for (size_t i = 0; i < table->column_count; i++) {
		document_markdown(d, STR(" | "));
		print_heading(d, g, &table->columns[i]);
	}
	document_markdown(d, STR(" |\n|---|"));
	for (size_t i = 0; i < table->column_count; i++)
		document_markdown(
		    d, table->columns[i].kind == TABLE_UNIT ? STR("---|") : STR("---:|"));
	document_markdown(d, STR("\n"));
}

/* The unit of the definitions; a percentage brings its own. */
static void print_unit(struct document *d, const struct grid *g, const struct reference *r)
{
	const struct definition *definition = definitions_find(g->definitions, r->figure);
	if (definition && r->style.form != STYLE_PERCENT)
		document_data(d, str_of(definition->cells[DEFINITION_UNIT]));
}

static void print_cell(
    struct document *d, const struct grid *g, size_t row, const struct figure_column *column)
{
	if (column->kind == TABLE_UNIT) {
		print_unit(d, g, &g->table->references[row]);
		return;
	}
	struct reference cell = cell_of(g, row, column);
	if (cell.row)
		document_compared(d, cell.row, cell.base, &cell.style, &cell.growth);
	else
		document_markdown(d, STR("—"));
}

void grid_of_figures(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions)
{
	const struct grid g = {table, b, definitions};
	document_begin_block(d);
	print_head(d, &g);
	for (size_t i = 0; i < table->reference_count; i++) {
		document_markdown(d, STR("| "));
		heading_of_figure(d, definitions, &table->references[i]);
		for (size_t j = 0; j < table->column_count; j++) {
			document_markdown(d, STR(" | "));
			print_cell(d, &g, i, &table->columns[j]);
		}
		document_markdown(d, STR(" |\n"));
	}
	document_end_block(d);
}
