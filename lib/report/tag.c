/* tag: see tag.h. */
#include "report/tag.h"
#include "report/nearest.h"
#include "report/tag_parts.h"

/* --- #if -------------------------------------------------------------------------------------- */

static const struct sign {
	const char *text;
	enum comparison comparison;
} signs[] = {{"!=", COMPARISON_UNEQUAL}, {"<=", COMPARISON_LESS_EQUAL},
    {">=", COMPARISON_MORE_EQUAL}, {"=", COMPARISON_EQUAL}, {"<", COMPARISON_LESS},
    {">", COMPARISON_MORE}};

/* Where the comparison stands: the first of its characters outside of "[…]". */
static size_t sign_at(struct str text)
{
	size_t n = 0;
	bool inside = false;
	for (; n < text.n && (inside || !strchr("!=<>", text.p[n])); n++)
		if (text.p[n] == '[' || text.p[n] == ']')
			inside = text.p[n] == '[';
	return n;
}

static const struct sign *sign_of(struct str text)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(text, str_of(signs[i].text)))
			return &signs[i];
	return NULL;
}

/* ".name" of a turn, other than "." and ".|percent", the figure of the turn. */
static bool is_field(struct str text)
{
	return text.n > 1 && text.p[0] == '.' && !strchr("@[:|", text.p[1]);
}

static bool ask_for_field(struct node *tag, struct str field, struct str compared, struct error *e)
{
	tag->field = str_from(field, 1);
	if (compared.n == 0)
		return true;
	return error_set(e, ERROR_USAGE, _("'#if %s' asks whether there is a text, leave '%s' out"),
	    error_quote(field), error_quote(compared));
}

static bool parse_if(struct node *tag, struct str rest, struct error *e)
{
	tag->kind = NODE_IF;
	tag->comparison = COMPARISON_UNEQUAL;
	size_t at = sign_at(rest);
	struct str figure = str_trim(str_first(rest, at)), compared = str_from(rest, at);
	if (figure.n == 0)
		return error_set(e, ERROR_USAGE, "%s", _("'#if' must name a figure"));
	if (str_find(figure, STR("|")) != SIZE_MAX)
		return error_set(e, ERROR_USAGE,
		    _("'#if' compares the figure itself, leave out the filter of '%s'"),
		    error_quote(figure));
	if (is_field(figure))
		return ask_for_field(tag, figure, compared, e);
	if (!tag_add_reference(tag, figure, e) || compared.n == 0)
		return compared.n == 0 && e->kind == ERROR_NONE;
	const struct sign *sign = sign_of(compared);
	struct str number = str_trim(str_from(compared, sign ? strlen(sign->text) : compared.n));
	if (!sign || !fixed_parse(number, &tag->number))
		return error_set(e, ERROR_USAGE,
		    _("'%s' is no comparison with a number, write = != < > <= or >= and a number"),
		    error_quote(compared));
	tag->comparison = sign->comparison;
	return true;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool refuse_name_filter(struct str filter, struct error *e)
{
	static const char *const filters[] = {"distinct", "quote", "sort", "first:5"};
	struct nearest nearest = nearest_to(filter);
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		nearest_offer(&nearest, str_of(filters[i]));
	return error_set(e, ERROR_USAGE, _("no filter '%s' of names, the nearest is %s"),
	    error_quote(filter), nearest_first(&nearest));
}

static bool add_name_step(
    struct name_request *names, enum name_step step, struct str filter, struct error *e)
{
	for (size_t i = 0; i < names->step_count; i++)
		if (names->steps[i] == step)
			return error_set(
			    e, ERROR_USAGE, _("'%s' stands twice"), error_quote(filter));
	names->steps[names->step_count++] = step;
	return true;
}

static bool add_name_filter(struct name_request *names, struct str filter, struct error *e)
{
	if (str_equal_text(filter, "quote"))
		return names->quote = true;
	if (str_equal_text(filter, "distinct"))
		return add_name_step(names, NAME_DISTINCT, filter, e);
	if (str_equal_text(filter, "sort"))
		return add_name_step(names, NAME_SORT, filter, e);
	if (!str_starts(filter, STR("first:")))
		return refuse_name_filter(filter, e);
	if (!number_parse(str_from(filter, 6), &names->first) || names->first == 0)
		return error_set(e, ERROR_USAGE, _("'%s' must say how many names, such as first:5"),
		    error_quote(filter));
	return add_name_step(names, NAME_FIRST, filter, e);
}

static bool parse_names(struct node *tag, struct str rest, struct error *e)
{
	tag->kind = NODE_NAMES;
	struct str filters = rest, filter, words;
	str_split(&filters, '|', &words);
	if (!tag_take_word(&words, &tag->names.list) || str_trim(words).n == 0)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name a list and a column, such as 'names sites name'"),
		    error_quote(tag->text));
	tag->names.column = str_trim(words);
	if (!filters.p)
		return true;
	while (str_split(&filters, '|', &filter))
		if (!add_name_filter(&tag->names, str_trim(filter), e))
			return false;
	return true;
}

/* --- all -------------------------------------------------------------------------------------- */

static bool refuse_word(struct str word, struct error *e)
{
	static const char *const words[] = {
	    "names", "table", "chart", "#if", "else", "/if", "#each", "/each", "include"};
	struct nearest nearest = nearest_to(word);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&nearest, str_of(words[i]));
	return error_set(e, ERROR_USAGE,
	    _("no tag '%s', the nearest is %s (the name of a figure has no blank)"),
	    error_quote(word), nearest_first(&nearest));
}

static bool take_end(struct node *tag, struct str word)
{
	static const struct {
		const char *word;
		enum node_kind kind;
	} ends[] = {{"else", NODE_ELSE}, {"/if", NODE_END}, {"/each", NODE_EACH_END}};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_equal_text(word, ends[i].word)) {
			tag->kind = ends[i].kind;
			return true;
		}
	return false;
}

static bool parse_field(struct node *tag, struct error *e)
{
	tag->kind = NODE_FIELD;
	tag->field = str_from(tag->text, 1);
	if (str_find(tag->field, STR("|")) == SIZE_MAX)
		return true;
	return error_set(
	    e, ERROR_USAGE, _("'%s' is a text and takes no filter"), error_quote(tag->text));
}

static bool parse_include(struct node *tag, struct str rest, struct error *e)
{
	tag->kind = NODE_INCLUDE;
	tag->data = rest;
	return rest.n || error_set(e, ERROR_USAGE, "%s",
			     _("'include' must name a file, such as 'include part.md'"));
}

bool tag_parse(struct node *tag, struct error *e)
{
	struct str rest = tag->text, word;
	tag->kind = NODE_TEXT;
	if (!tag_take_word(&rest, &word))
		return error_set(e, ERROR_USAGE, "%s", _("'{{}}' is empty, name a figure"));
	if (str_equal_text(word, "#if"))
		return parse_if(tag, str_trim(rest), e);
	bool bare = str_trim(rest).n == 0;
	if (take_end(tag, word))
		return bare || error_set(e, ERROR_USAGE, _("'%s' has too much behind '%s'"),
				   error_quote(tag->text), error_quote(word));
	if (is_field(tag->text))
		return parse_field(tag, e);
	if (str_equal_text(word, "#each"))
		return tag_parse_each(tag, str_trim(rest), e);
	if (str_equal_text(word, "names"))
		return parse_names(tag, str_trim(rest), e);
	if (str_equal_text(word, "table"))
		return tag_parse_table(tag, str_trim(rest), e);
	if (str_equal_text(word, "include"))
		return parse_include(tag, str_trim(rest), e);
	if (str_equal_text(word, "chart"))
		return tag_parse_chart(tag, str_trim(rest), e);
	bool is_figure = bare || str_trim(rest).p[0] == '|' || str_find(word, STR("|")) != SIZE_MAX;
	if (word.p[0] == '#' || word.p[0] == '/' || !is_figure)
		return refuse_word(word, e);
	tag->kind = NODE_FIGURE;
	return tag_add_reference(tag, tag->text, e);
}
