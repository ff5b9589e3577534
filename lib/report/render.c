/* render: see render.h. */
#include "report/render.h"
#include "report/charting.h"
#include "report/tree_code.h"

static bool condition_holds(const struct node *node)
{
	if (node->field.p)
		return node->data.n > 0;
	int order = fixed_compare(node->references[0].row->value, node->number);
	switch (node->comparison) {
	case COMPARISON_EQUAL:
		return order == 0;
	case COMPARISON_UNEQUAL:
		return order != 0;
	case COMPARISON_LESS:
		return order < 0;
	case COMPARISON_MORE:
		return order > 0;
	case COMPARISON_LESS_EQUAL:
		return order <= 0;
	default:
		return order >= 0;
	}
}

/* The literal text behind a node, empty when a tag follows. */
static struct str text_behind(const struct template *t, size_t node)
{
	bool is_text = node + 1 < t->count && t->nodes[node + 1].kind == NODE_TEXT;
	return is_text ? t->nodes[node + 1].text : (struct str){NULL, 0};
}

static void print_reference(struct document *d, const struct reference *r)
{
	document_compared(d, r->row, r->base, &r->style, &r->growth);
}

static bool print_table(const struct render *r, const struct node *node, struct document *d)
{
	struct error e;
	if (grid_print(d, node, r->binding, r->definitions, r->diag, &e))
		return true;
	r->diag->say(r->diag, &e);
	return false;
}

static bool print_chart(const struct render *r, const struct node *node, struct document *d)
{
	struct error e;
	struct chart *chart = document_new_chart(d);
	if (charting_make(chart, node, r->binding, r->definitions, r->diag, &e)) {
		chart_add_to(chart, d);
		return true;
	}
	r->diag->say(r->diag, &e);
	return false;
}

/* --- separators of loops ---------------------------------------------------------------------- */

/* What stands between turns, but not beside one that printed nothing. */
struct loop {
	bool printed;          /* a turn has printed something */
	size_t before, behind; /* where the separator of the last turn stands; the text up to it */
};

struct loops {
	struct loop open[LOOPS_MAX];
	size_t count;
};

static void begin_loop(struct loops *loops, const struct document *d)
{
	loops->open[loops->count++] = (struct loop){false, d->text.n, d->text.n};
}

/* A turn is over: takes its separator back when it printed nothing. */
static void end_turn(struct loop *loop, struct document *d)
{
	if (d->text.n > loop->behind)
		loop->printed = true;
	else
		d->text.n = loop->before;
}

static void join_turns(struct loops *loops, struct str separator, struct document *d)
{
	struct loop *loop = &loops->open[loops->count - 1];
	end_turn(loop, d);
	loop->before = d->text.n;
	if (loop->printed)
		document_markdown(d, separator);
	loop->behind = d->text.n;
}

/* --- all -------------------------------------------------------------------------------------- */

bool render_markdown(const struct render *r, struct document *d)
{
	const struct template *t = r->template;
	struct loops loops = {.count = 0};
	bool good = true;
	for (size_t i = 0; i < t->count; i++) {
		const struct node *node = &t->nodes[i];
		document_begin_source(d, node);
		switch (node->kind) {
		case NODE_TEXT:
			document_markdown(d, node->text);
			break;
		case NODE_DATA:
			document_data(d, node->data);
			break;
		case NODE_FIGURE:
			print_reference(d, &node->references[0]);
			break;
		case NODE_NAMES:
			names_print(r->lists, node, text_behind(t, i), d);
			break;
		case NODE_TABLE:
			good = print_table(r, node, d) && good;
			break;
		case NODE_CHART:
			good = print_chart(r, node, d) && good;
			break;
		case NODE_IF:
			if (!condition_holds(node))
				i = node->next;
			break;
		case NODE_ELSE: /* the part before it was kept */
			i = node->next;
			break;
		case NODE_LOOP:
			begin_loop(&loops, d);
			break;
		case NODE_JOIN:
			join_turns(&loops, node->text, d);
			break;
		case NODE_LOOP_END:
			end_turn(&loops.open[--loops.count], d);
			break;
		case NODE_END:
		case NODE_EACH: /* unrolled, as its end and its fields */
		case NODE_EACH_END:
		case NODE_FIELD:
		case NODE_INCLUDE:
			break;
		}
	}
	tree_mend_code(d);
	return good;
}
