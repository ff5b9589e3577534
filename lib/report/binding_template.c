/* binding_template: the references of a whole template; see binding.h. */
#include "base/intern.h"
#include "report/binding.h"
#include "report/keys.h"
#include "report/nearest.h"

bool binding_check_rows(const struct node *table, const struct reference *r, struct error *e)
{
	static const char *const signs[] = {"@", "[", ":"};
	const struct str parts[] = {r->area, r->group, r->period};
	enum keys_kind kind = keys_kind_of(table->by);
	if (table->column_count || !parts[kind].p)
		return true;
	return error_set(e, ERROR_USAGE,
	    _("'%s' by '%s': that is what stands behind '%s', leave it out"), error_quote(r->text),
	    error_quote(table->by), signs[kind]);
}

/* A word that is no earlier figures, as *e says, may be meant for a column that is always there. */
static bool refuse_column(struct str name, struct error *e)
{
	enum { FEW = 2 };
	struct nearest nearest = nearest_to(name);
	nearest_offer(&nearest, STR("this"));
	nearest_offer(&nearest, STR("unit"));
	if (nearest.distances[0] > FEW)
		return false;
	return error_set(e, ERROR_USAGE,
	    _("no column '%s', the nearest is %s (earlier figures are given by --against "
	      "%s=FILE)"),
	    error_quote(name), nearest_first(&nearest), error_quote(name));
}

bool binding_cell(const struct binding *b, const struct reference *row,
    const struct figure_column *column, struct reference *cell, struct error *e)
{
	*cell = *row;
	cell->growth = column->growth;
	if (column->kind != TABLE_COMPARED)
		return true;
	if (column->growth.kind == GROWTH_VALUE &&
	    !against_find(b->against, column->growth.base, e))
		return refuse_column(column->growth.base, e);
	if (column->growth.kind == GROWTH_PERCENT && row->style.form == STYLE_PERCENT) {
		cell->growth.kind = GROWTH_POINTS;
		cell->growth.unit = true;
	}
	cell->growth.sign = cell->growth.kind != GROWTH_VALUE;
	if (cell->growth.kind == GROWTH_POINTS && !row->row->has_of) {
		cell->row = NULL;
		return true;
	}
	return binding_compare(b, cell, e);
}

struct binding_all {
	const struct binding *binding;
	struct intern told;
	struct diag *diag;
	bool good;
};

void binding_say_once(struct intern *told, struct diag *diag, const struct error *e)
{
	struct buf text = BUF_INIT;
	bool is_new;
	buf_printf(&text, "%s:%llu:%llu:%s", e->file, (unsigned long long)e->line,
	    (unsigned long long)e->column, e->message);
	intern_add(told, buf_str(&text), &is_new);
	buf_release(&text);
	if (is_new)
		diag->say(diag, e);
}

static void tell(struct binding_all *all, const struct node *node, struct error *e)
{
	error_at(e, node->file, node->line, node->column);
	binding_say_once(&all->told, all->diag, e);
	all->good = false;
}

/* The columns of a table by figure, for one of its rows; the first fault is told. */
static void check_cells(
    struct binding_all *all, const struct node *table, const struct reference *row)
{
	struct reference ignored;
	struct error e;
	for (size_t i = 0; i < table->column_count; i++)
		if (!binding_cell(all->binding, row, &table->columns[i], &ignored, &e)) {
			tell(all, table, &e);
			return;
		}
}

static void bind_node(struct binding_all *all, struct node *node)
{
	struct error e;
	for (size_t i = 0; i < node->reference_count; i++) {
		struct reference *r = &node->references[i];
		bool by = node->kind == NODE_TABLE || node->kind == NODE_CHART;
		bool good =
		    (!by || binding_check_rows(node, r, &e)) && binding_find(all->binding, r, &e);
		if (good)
			check_cells(all, node, r);
		else
			tell(all, node, &e);
	}
	struct reference *by = &node->order.by;
	if (node->order.sorted &&
	    !(binding_check_rows(node, by, &e) && binding_find(all->binding, by, &e)))
		tell(all, node, &e);
}

bool binding_of_template(const struct binding *b, struct template *t, struct diag *diag)
{
	struct binding_all all = {.binding = b, .diag = diag, .good = true};
	for (size_t i = 0; i < t->count; i++)
		bind_node(&all, &t->nodes[i]);
	intern_release(&all.told);
	return all.good;
}
