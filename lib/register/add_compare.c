/* add_compare: rows of a feed that stand in the register already, perhaps in another state; see
 * add.h. */
#include "register/add_internal.h"

#include <stdlib.h>

/* The elements of both lists, as lists are stored. */
static struct str join_lists(
    const struct adding *a, int column, struct str one, struct str other, struct buf *scratch)
{
	struct error ignored;
	struct str joined;
	struct buf both = BUF_INIT, made = BUF_INIT;
	struct value_type_of type = value_type_of(a->directory, a->schema, column);
	buf_add_str(&both, one);
	if (one.n && other.n)
		buf_add_char(&both, ';');
	buf_add_str(&both, other);
	scratch->n = 0;
	if (value_read(a->directory, &type, VALUE_STORED, buf_str(&both), &made, &joined, &ignored))
		buf_add_str(scratch, joined);
	buf_release(&both);
	buf_release(&made);
	return buf_str(scratch);
}

/* Whether the input says what is in a cell. */
static bool is_asked(const struct adding *a, size_t row, int column)
{
	struct batch_feed *feed = a->request->source.feed;
	const struct batch_input *in = &a->batch.inputs[a->batch.rows.items[row].input];
	int field = in->fields[column];
	return column != a->id && column != a->schema->recorded && field >= 0 &&
	       in->positions[field] && a->given[column].n &&
	       (!feed->is_told || feed->is_told(feed, row, column));
}

static void set_message(
    const struct adding *a, const struct standing_known *known, int column, struct error *e)
{
	const struct column *c = &a->schema->columns[column];
	error_set(e, ERROR_FOUND,
	    /* TRANSLATORS: id, column, what stands there, what is given */
	    _("this is '%s', but its %s is %s there; --changes makes changes of it for "
	      "register-amend, --again adds another row"),
	    error_quote(known->id), c->name,
	    known->cells[column].n ? value_quote(c, known->cells[column]) : _("empty"));
}

/* False: the row is refused for it. */
static bool take_difference(struct adding *a, size_t row, const struct standing_known *known,
    int column, struct str now, struct error *e)
{
	struct batch_feed *feed = a->request->source.feed;
	if (feed->differs)
		return feed->differs(
		    feed, row, known->cells, a->schema->columns[column].name, now, e);
	set_message(a, known, column, e);
	if (!feed->partial)
		return false;
	batch_place(&a->batch, row, column, e);
	a->diag->say(a->diag, e);
	return true;
}

/* The same for the columns of the user's own. */
static bool take_own_differences(
    struct adding *a, size_t row, const struct standing_known *known, struct error *e)
{
	struct standing_own own = {0};
	struct batch_feed *feed = a->request->source.feed;
	while (standing_own_next(&a->standing, known, a->given, &own)) {
		if (!feed->differs)
			return error_set(e, ERROR_FOUND,
			    _("this is '%s', but its %s, a column of your own, is another there; "
			      "--changes makes changes of it for register-amend, --leave-out does "
			      "without"),
			    error_quote(known->id), error_quote(str_of(own.name)));
		if (!feed->differs(feed, row, known->cells, own.name, a->given[own.cell], e))
			return false;
	}
	return true;
}

enum verdict add_compare(struct adding *a, size_t row, enum verdict verdict, struct str *id,
    int *column, struct error *e)
{
	struct standing_known known;
	struct buf scratch = BUF_INIT;
	struct batch_feed *feed = a->request->source.feed;
	bool taken = true;
	if (!feed || a->request->again || verdict == VERDICT_THERE || !a->resolved ||
	    !standing_find(&a->standing, a->cells, &known))
		return verdict;
	batch_given(&a->batch, row, a->given);
	for (int i = 0; i < a->schema->column_count && taken; i++) {
		struct str now = a->cells[i];
		if (!is_asked(a, row, i) || (i == a->schema->start && known.began_then))
			continue;
		if (feed->partial && type_is_list(a->schema->columns[i].type))
			now = join_lists(a, i, known.cells[i], now, &scratch);
		if (str_equal(now, known.cells[i]))
			continue;
		*column = i;
		taken = take_difference(a, row, &known, i, now, e);
	}
	buf_release(&scratch);
	*id = known.id;
	if (!taken)
		return VERDICT_REFUSED;
	*column = COLUMN_NONE;
	return take_own_differences(a, row, &known, e) ? VERDICT_THERE : VERDICT_REFUSED;
}
