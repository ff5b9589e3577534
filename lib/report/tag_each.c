/* tag_each: the tag {{#each}} (tag_parts.h). */
#include "report/tag_parts.h"

static bool add_join(struct node *tag, struct str word, struct error *e)
{
	if (tag->join.p)
		return error_set(e, ERROR_USAGE, _("'%s' stands twice"), "join");
	tag->join = str_from(word, strlen("join:"));
	if (tag->join.n)
		return true;
	return error_set(e, ERROR_USAGE,
	    _("'%s' must say what stands between the turns, such as join:、"), error_quote(word));
}

/* The rows of a list are sorted by one of its columns, not by a figure. */
static bool add_list_sort(struct node *tag, struct str word, struct error *e)
{
	struct order *order = &tag->order;
	struct str column = str_from(word, strlen("sort:"));
	if (order->column.p)
		return error_set(e, ERROR_USAGE, _("'%s' stands twice"), "sort");
	order->descending = str_starts(column, STR("-"));
	order->column = str_from(column, order->descending);
	if (order->column.n)
		return true;
	return error_set(e, ERROR_USAGE,
	    _("'%s' must name the column to sort by, such as sort:name"), error_quote(word));
}

static bool add_word(struct node *tag, struct str word, struct error *e)
{
	if (str_starts(word, STR("join:")))
		return add_join(tag, word, e);
	if (tag->list.p && str_starts(word, STR("sort:")))
		return add_list_sort(tag, word, e);
	return tag_add_order(tag, word, e);
}

/* "by area": what the turns of a figure are. */
static bool parse_by(struct node *tag, struct str *rest, struct error *e)
{
	if (!tag_take_word(rest, &tag->by))
		return error_set(e, ERROR_USAGE, _("'%s' must say by what, such as by street"),
		    error_quote(tag->text));
	if (str_find(tag->by, STR(":")) != SIZE_MAX || str_equal_text(tag->by, "period") ||
	    str_equal_text(tag->by, "figure"))
		return error_set(e, ERROR_USAGE,
		    _("a loop cannot be by '%s', write by area, street … or a field"),
		    error_quote(tag->by));
	if (tag->references[0].style.form_given || tag->references[0].style.over ||
	    tag->references[0].growth.kind != GROWTH_NONE)
		return error_set(e, ERROR_USAGE,
		    _("'#each %s' prints nothing itself, leave the filter out"),
		    error_quote(tag->references[0].text));
	return true;
}

bool tag_parse_each(struct node *tag, struct str rest, struct error *e)
{
	struct str first, word, behind;
	tag->kind = NODE_EACH;
	if (!tag_take_word(&rest, &first))
		return error_set(e, ERROR_USAGE, "%s",
		    _("'#each' must name a figure and by what, such as '#each units by street', "
		      "or a list"));
	behind = rest;
	if (tag_take_word(&behind, &word) && str_equal_text(word, "by")) {
		rest = behind;
		if (!tag_add_reference(tag, first, e) || !parse_by(tag, &rest, e))
			return false;
	} else {
		tag->list = first;
	}
	while (tag_take_word(&rest, &word))
		if (!add_word(tag, word, e))
			return false;
	return true;
}
