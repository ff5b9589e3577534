/* each: see each.h. */
#include "report/each.h"
#include "report/each_rows.h"
#include "report/nearest.h"
#include "report/order.h"

#include <stdlib.h>

enum { NODES_MAX = 1000000 };

/* What "." stands for. */
struct turn {
	const struct turn *outer;
	const struct node *each; /* its reference is bound */
	const struct keys *keys; /* of a figure; else NULL */
	struct str key;
	const struct list *list; /* of rows; else NULL */
	size_t row;
};

struct unrolling {
	const struct each_sources *sources;
	const struct template *from;
	struct template to; /* only its nodes */
	struct diag *diag;
	struct intern told;
	bool good;
};

static void tell(struct unrolling *u, const struct node *node, struct error *e)
{
	error_at(e, node->file, node->line, node->column);
	binding_say_once(&u->told, u->diag, e);
	u->good = u->good && e->kind == ERROR_NOTE;
}

static void add_node(struct unrolling *u, struct node node)
{
	struct template *t = &u->to;
	t->nodes = mem_room(t->nodes, &t->capacity, t->count + 1, sizeof(*t->nodes));
	t->nodes[t->count++] = node;
}

/* --- putting in ------------------------------------------------------------------------------- */

static const struct turn *turn_of_kind(const struct turn *turn, enum keys_kind kind)
{
	while (turn && !(turn->keys && turn->keys->kind == kind))
		turn = turn->outer;
	return turn;
}

static bool is_dot(struct str text)
{
	return str_equal_text(text, ".");
}

/* Area, group and period of the loop's own figure, where the reference has none of its own. */
static bool put_figure(const struct turn *turn, struct reference *r, struct error *e)
{
	while (turn && !turn->keys)
		turn = turn->outer;
	if (!turn)
		return error_set(e, ERROR_USAGE,
		    _("'%s' stands for the figure of a loop, and there is none around it"),
		    error_quote(r->text));
	const struct reference *own = &turn->each->references[0];
	bool by_area = turn->keys->kind == KEYS_AREAS;
	r->figure = own->figure;
	if (!r->area.p)
		r->area = by_area ? turn->key : own->area;
	if (!r->group.p)
		r->group = by_area ? own->group : turn->key;
	if (!r->period.p)
		r->period = own->period;
	return true;
}

static bool put_key(const struct turn *turn, enum keys_kind kind, const struct reference *r,
    struct str *part, struct error *e)
{
	turn = turn_of_kind(turn, kind);
	if (!turn)
		return error_set(e, ERROR_USAGE,
		    kind == KEYS_AREAS
			? _("'@.' in '%s' stands for the area of a loop by area, and there is none "
			    "around it")
			: _("'[.]' in '%s' stands for the group of a loop by a field, and there is "
			    "none around it"),
		    error_quote(r->text));
	*part = turn->key;
	return true;
}

static bool put_reference(
    const struct areas *areas, const struct turn *turn, struct reference *r, struct error *e)
{
	bool dot = is_dot(r->area) || (is_dot(r->figure) && !r->area.p);
	if (is_dot(r->area) && !put_key(turn, KEYS_AREAS, r, &r->area, e))
		return false;
	if (is_dot(r->group) && !put_key(turn, KEYS_GROUPS, r, &r->group, e))
		return false;
	if (is_dot(r->figure) && !put_figure(turn, r, e))
		return false;
	if (dot && r->area.p && areas_name(areas, r->area).n)
		r->area_name = areas_name(areas, r->area);
	return true;
}

/* --- fields ----------------------------------------------------------------------------------- */

/* Name or code of an area or group. */
static bool field_of_key(
    const struct unrolling *u, const struct turn *turn, struct str field, struct str *data)
{
	struct buf unused = BUF_INIT;
	struct str figure = turn->each->references[0].figure;
	if (str_equal_text(field, "code")) {
		*data = turn->keys->kind == KEYS_GROUPS ? str_from(turn->key, turn->keys->by.n + 1)
							: turn->key;
		return true;
	}
	*data = keys_label(turn->keys, u->sources->definitions, figure, turn->key, &unused);
	return str_equal_text(field, "name");
}

static bool put_field(
    const struct unrolling *u, const struct turn *turn, struct node *node, struct error *e)
{
	if (!turn)
		return error_set(e, ERROR_USAGE,
		    _("'.%s' is of the turn of a loop, and there is no '{{#each}}' around it"),
		    error_quote(node->field));
	error_set(e, ERROR_USAGE,
	    _("no '.%s' in a loop over figures, write {{.name}}, {{.code}} or {{.}}"),
	    error_quote(node->field));
	bool found = false;
	for (; turn && !found; turn = turn->outer) {
		struct error other;
		size_t column =
		    turn->list ? list_find_column(turn->list, node->field, &other) : SIZE_MAX;
		if (turn->list && column == SIZE_MAX)
			*e = other;
		if (column != SIZE_MAX)
			node->data = list_text(turn->list, column, turn->row);
		found = column != SIZE_MAX ||
			(turn->keys && field_of_key(u, turn, node->field, &node->data));
	}
	return found;
}

static bool put_node(
    const struct unrolling *u, const struct turn *turn, struct node *node, struct error *e)
{
	const struct areas *areas = u->sources->binding->areas;
	if (node->field.p && !put_field(u, turn, node, e))
		return false;
	if (node->kind == NODE_FIELD)
		node->kind = NODE_DATA;
	for (size_t i = 0; i < node->reference_count; i++)
		if (!put_reference(areas, turn, &node->references[i], e))
			return false;
	return !node->order.sorted || put_reference(areas, turn, &node->order.by, e);
}

/* --- turns ------------------------------------------------------------------------------------ */

static void unroll_range(struct unrolling *u, size_t begin, size_t end, const struct turn *turn);

static bool check_size(struct unrolling *u, const struct node *each)
{
	struct error e;
	if (u->to.count <= NODES_MAX)
		return true;
	error_set(&e, ERROR_USAGE, _("'{{%s}}' makes the report too long, more than %d parts"),
	    error_quote(each->text), NODES_MAX);
	if (u->good)
		tell(u, each, &e);
	return false;
}

static void unroll_turn(struct unrolling *u, size_t at, size_t number, const struct turn *turn)
{
	const struct node *each = turn->each;
	if (number && each->join.p)
		add_node(
		    u, (struct node){.kind = NODE_JOIN, .file = each->file, .text = each->join});
	unroll_range(u, at + 1, u->from->nodes[at].next, turn);
}

static void note_missing(struct unrolling *u, const struct node *each, const struct keys *keys)
{
	struct keys missing = keys_missing(keys);
	for (size_t i = 0; i < missing.count; i++) {
		struct error e;
		error_set(&e, ERROR_NOTE, _("'%s' has no row for '%s', the loop leaves it out"),
		    error_quote(each->references[0].text), error_quote(missing.items[i]));
		tell(u, each, &e);
	}
	keys_release(&missing);
}

static void unroll_keys(
    struct unrolling *u, size_t at, const struct node *each, const struct turn *outer)
{
	struct keys keys;
	keys_init(&keys, u->sources->binding, each->by);
	keys_add(&keys, each->references, 1);
	if (keys.count == 0) {
		struct error e;
		keys_tell_none(&keys, each->text, &e);
		tell(u, each, &e);
	}
	if (keys.count)
		note_missing(u, each, &keys);
	order_keys(&keys, &each->order);
	for (size_t i = 0; i < keys.count && check_size(u, each); i++) {
		const struct turn turn = {
		    .outer = outer, .each = each, .keys = &keys, .key = keys.items[i]};
		unroll_turn(u, at, i, &turn);
	}
	keys_release(&keys);
}

static void unroll_rows(
    struct unrolling *u, size_t at, const struct node *each, const struct turn *outer)
{
	struct error e;
	struct each_rows rows;
	const struct list *list = lists_find(u->sources->lists, each->list);
	if (!list || !list->columns) /* told by lists_read */
		return;
	if (!each_rows_of(&rows, list, &each->order, &e)) {
		tell(u, each, &e);
		return;
	}
	for (size_t i = 0; i < rows.count && check_size(u, each); i++) {
		const struct turn turn = {
		    .outer = outer, .each = each, .list = list, .row = rows.numbers[i]};
		unroll_turn(u, at, i, &turn);
	}
	each_rows_release(&rows);
}

/* Its figure and the one that it is sorted by. */
static bool bind_loop(const struct unrolling *u, struct node *each, struct error *e)
{
	const struct binding *b = u->sources->binding;
	struct reference *r = each->references;
	if (each->list.p)
		return true;
	if (!binding_check_rows(each, r, e) || !binding_find(b, r, e))
		return false;
	r = &each->order.by;
	return !each->order.sorted || (binding_check_rows(each, r, e) && binding_find(b, r, e));
}

static void unroll_loop(struct unrolling *u, size_t at, const struct turn *outer)
{
	struct error e;
	struct node each = node_copy(&u->from->nodes[at]);
	bool joined = each.join.p != NULL;
	if (!put_node(u, outer, &each, &e) || !bind_loop(u, &each, &e)) {
		tell(u, &each, &e);
		node_release(&each);
		return;
	}
	if (joined)
		add_node(u, (struct node){.kind = NODE_LOOP, .file = each.file});
	if (each.list.p)
		unroll_rows(u, at, &each, outer);
	else
		unroll_keys(u, at, &each, outer);
	if (joined)
		add_node(u, (struct node){.kind = NODE_LOOP_END, .file = each.file});
	node_release(&each);
}

static void unroll_range(struct unrolling *u, size_t begin, size_t end, const struct turn *turn)
{
	for (size_t i = begin; i < end; i++) {
		const struct node *node = &u->from->nodes[i];
		if (node->kind == NODE_EACH) {
			unroll_loop(u, i, turn);
			i = node->next;
			continue;
		}
		struct error e;
		struct node copy = node_copy(node);
		if (!put_node(u, turn, &copy, &e))
			tell(u, node, &e);
		add_node(u, copy);
	}
}

bool each_unroll(struct template *t, const struct each_sources *sources, struct diag *diag)
{
	struct unrolling u = {.sources = sources, .from = t, .diag = diag, .good = true};
	unroll_range(&u, 0, t->count, NULL);
	intern_release(&u.told);
	for (size_t i = 0; i < t->count; i++)
		node_release(&t->nodes[i]);
	free(t->nodes);
	t->nodes = u.to.nodes;
	t->count = u.to.count;
	t->capacity = u.to.capacity;
	template_link(t);
	return u.good;
}
