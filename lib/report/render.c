/* render: see render.h. */
#include "report/render.h"

static bool condition_holds(const struct node *node)
{
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
	if (grid_print(d, node, r->binding, r->definitions, r->template_name, r->diag, &e))
		return true;
	r->diag->say(r->diag, &e);
	return false;
}

bool render_markdown(const struct render *r, struct document *d)
{
	const struct template *t = r->template;
	bool good = true;
	for (size_t i = 0; i < t->count; i++) {
		const struct node *node = &t->nodes[i];
		switch (node->kind) {
		case NODE_TEXT:
			document_markdown(d, node->text);
			break;
		case NODE_FIGURE:
			print_reference(d, &node->references[0]);
			break;
		case NODE_NAMES:
			names_print(r->names, node, text_behind(t, i), d);
			break;
		case NODE_TABLE:
			good = print_table(r, node, d) && good;
			break;
		case NODE_IF:
			if (!condition_holds(node))
				i = node->next;
			break;
		case NODE_ELSE: /* the part before it was kept */
			i = node->next;
			break;
		case NODE_END:
			break;
		}
	}
	return good;
}
