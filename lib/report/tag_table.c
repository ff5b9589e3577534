/* tag_table: the tag {{table}}, and the parts that it shares with others (tag_parts.h). */
#include "report/tag_parts.h"
#include "report/nearest.h"

/* --- shared parts ----------------------------------------------------------------------------- */

bool tag_take_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	size_t n = 0;
	bool inside = false;
	while (n < rest->n && (inside || (rest->p[n] != ' ' && rest->p[n] != '\t'))) {
		if (rest->p[n] == '[' || rest->p[n] == ']')
			inside = rest->p[n] == '[';
		n++;
	}
	*word = str_first(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

static bool parse_reference(
    const struct node *tag, struct reference *r, struct str text, struct error *e)
{
	bool good = reference_parse(r, text, e);
	r->line = tag->line;
	r->column = tag->column;
	return good;
}

bool tag_add_reference(struct node *tag, struct str text, struct error *e)
{
	tag->references =
	    mem_grow(tag->references, tag->reference_count + 1, sizeof(*tag->references));
	return parse_reference(tag, &tag->references[tag->reference_count++], text, e);
}

bool tag_take_figures(struct node *tag, struct str *rest, bool *whole, struct error *e)
{
	struct str word = {NULL, 0};
	while (tag_take_word(rest, &word) && !str_equal_text(word, "by"))
		if (!tag_add_reference(tag, word, e))
			return false;
	*whole =
	    str_equal_text(word, "by") && tag_take_word(rest, &tag->by) && tag->reference_count > 0;
	return true;
}

static bool add_sort(struct node *tag, struct str word, struct error *e)
{
	struct order *order = &tag->order;
	struct str figure = str_from(word, strlen("sort:"));
	if (order->sorted)
		return error_set(e, ERROR_USAGE, _("'%s' stands twice"), "sort");
	order->sorted = true;
	order->descending = str_starts(figure, STR("-"));
	figure = str_from(figure, order->descending);
	if (figure.n == 0)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name the figure to sort by, such as sort:-party.orgs"),
		    error_quote(word));
	return parse_reference(tag, &order->by, figure, e);
}

static bool add_first(struct node *tag, struct str word, struct error *e)
{
	struct order *order = &tag->order;
	if (order->first)
		return error_set(e, ERROR_USAGE, _("'%s' stands twice"), "first");
	if (number_parse(str_from(word, strlen("first:")), &order->first) && order->first > 0)
		return true;
	return error_set(
	    e, ERROR_USAGE, _("'%s' must say how many rows, such as first:10"), error_quote(word));
}

bool tag_add_order(struct node *tag, struct str word, struct error *e)
{
	if (str_starts(word, STR("sort:")))
		return add_sort(tag, word, e);
	if (str_starts(word, STR("first:")))
		return add_first(tag, word, e);
	return error_set(e, ERROR_USAGE, _("'%s' behind '%s' is too much, only %s can stand there"),
	    error_quote(word),
	    error_quote(str_trim(str_first(tag->text, (size_t)(word.p - tag->text.p)))),
	    tag->kind == NODE_EACH ? "sort:…, first:…, join:…" : "sort:…, first:…");
}

/* --- columns of a table by figure ------------------------------------------------------------- */

/* "grow:NAME" or "points:NAME". */
static bool parse_change(struct figure_column *column, struct str word, struct error *e)
{
	struct str rest = word, name;
	str_split(&rest, ':', &name);
	column->kind = TABLE_COMPARED;
	if (str_equal_text(name, "grow") || str_equal_text(name, "points"))
		return growth_add(&column->growth, word, e);
	struct nearest nearest = nearest_to(name);
	nearest_offer(&nearest, STR("grow"));
	nearest_offer(&nearest, STR("points"));
	return error_set(e, ERROR_USAGE,
	    _("no column '%s', the nearest is %s (columns are this, unit, NAME, grow:NAME and "
	      "points:NAME)"),
	    error_quote(word), nearest_first(&nearest));
}

static bool add_column(struct node *tag, struct str word, struct error *e)
{
	tag->columns = mem_grow(tag->columns, tag->column_count + 1, sizeof(*tag->columns));
	struct figure_column *column = &tag->columns[tag->column_count++];
	*column = (struct figure_column){.kind = TABLE_THIS};
	if (str_equal_text(word, "this"))
		return true;
	if (str_equal_text(word, "unit")) {
		column->kind = TABLE_UNIT;
		return true;
	}
	if (str_find(word, STR(":")) != SIZE_MAX)
		return parse_change(column, word, e);
	column->kind = TABLE_COMPARED;
	column->growth = (struct growth){.kind = GROWTH_VALUE, .base = word};
	return true;
}

static bool parse_columns(struct node *tag, struct str rest, struct error *e)
{
	struct str word;
	for (size_t i = 0; i < tag->reference_count; i++)
		if (tag->references[i].growth.kind != GROWTH_NONE)
			return error_set(e, ERROR_USAGE,
			    _("'%s' is compared by the columns of a table by figure, leave the "
			      "comparison out"),
			    error_quote(tag->references[i].text));
	while (tag_take_word(&rest, &word))
		if (!add_column(tag, word, e))
			return false;
	if (tag->column_count == 0)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must say what the columns are, such as 'by figure: prev this "
		      "grow:prev'"),
		    error_quote(tag->text));
	return true;
}

/* --- table ------------------------------------------------------------------------------------ */

bool tag_parse_table(struct node *tag, struct str rest, struct error *e)
{
	tag->kind = NODE_TABLE;
	struct str word;
	bool whole;
	if (!tag_take_figures(tag, &rest, &whole, e))
		return false;
	if (!whole)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name figures and what the rows are, such as 'table units by "
		      "area'"),
		    error_quote(tag->text));
	if (str_equal_text(tag->by, "figure:") || str_equal_text(tag->by, "figure"))
		return parse_columns(tag, rest, e);
	if (str_find(tag->by, STR(":")) != SIZE_MAX)
		return error_set(e, ERROR_USAGE,
		    _("a table cannot be by '%s', write by area, street …, a field, or 'by "
		      "figure: …'"),
		    error_quote(tag->by));
	while (tag_take_word(&rest, &word))
		if (!tag_add_order(tag, word, e))
			return false;
	return true;
}
