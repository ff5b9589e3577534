/* reference: see reference.h. */
#include "report/reference.h"
#include "base/utf8.h"

/* What an input method turns the ASCII signs into. */
static bool refuse_full_width(struct str text, struct error *e)
{
	static const struct {
		const char *wide, *ascii;
	} signs[] = {{"｜", "|"}, {"：", ":"}, {"＠", "@"}, {"［", "["}, {"］", "]"}, {"＝", "="},
	    {"＞", ">"}, {"＜", "<"}, {"≥", ">="}, {"≤", "<="}, {"≠", "!="}};
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_find(text, str_of(signs[i].wide)) != SIZE_MAX)
			return error_set(e, ERROR_USAGE,
			    _("'%s' holds the full-width sign %s, write %s"), error_quote(text),
			    signs[i].wide, signs[i].ascii);
	return true;
}

/* Cuts what stands before the first of `stops` off the front of *rest. */
static struct str take_until(struct str *rest, const char *stops)
{
	size_t n = 0;
	while (n < rest->n && !strchr(stops, rest->p[n]))
		n++;
	struct str part = str_first(*rest, n);
	*rest = str_from(*rest, n);
	return part;
}

static bool take_sign(struct str *rest, char sign)
{
	if (rest->n == 0 || rest->p[0] != sign)
		return false;
	*rest = str_from(*rest, 1);
	return true;
}

static bool parse_group(struct reference *r, struct str *rest, struct error *e)
{
	r->group = take_until(rest, "]");
	if (!take_sign(rest, ']'))
		return error_set(
		    e, ERROR_USAGE, _("'[' without ']' in '%s'"), error_quote(r->text));
	if (str_equal_text(r->group, ".")) /* that of the turn of a loop */
		return true;
	size_t equals = str_find(r->group, STR("="));
	if (equals == SIZE_MAX || equals == 0)
		return error_set(e, ERROR_USAGE, _("'[%s]' names no group, write [field=value]"),
		    error_quote(r->group));
	return true;
}

static bool refuse_end(const struct reference *r, struct str rest, struct error *e)
{
	if (rest.p[0] == ' ' || rest.p[0] == '\t')
		return error_set(
		    e, ERROR_USAGE, _("a blank inside the figure '%s'"), error_quote(r->text));
	return error_set(e, ERROR_USAGE,
	    _("'%s' does not belong there in '%s', the order is figure@area[field=value]:period"),
	    error_quote(str_first(rest, utf8_length(rest))), error_quote(r->text));
}

static bool parse_name(struct reference *r, struct error *e)
{
	struct str rest = r->text;
	r->figure = take_until(&rest, "@[]: \t");
	if (r->figure.n == 0)
		return error_set(e, ERROR_USAGE, _("'%s' names no figure"), error_quote(r->text));
	if (take_sign(&rest, '@')) {
		r->area = take_until(&rest, "@[]: \t");
		if (r->area.n == 0)
			return error_set(
			    e, ERROR_USAGE, _("'@' without an area in '%s'"), error_quote(r->text));
	}
	if (take_sign(&rest, '[') && !parse_group(r, &rest, e))
		return false;
	if (take_sign(&rest, ':')) {
		r->period = take_until(&rest, "@[]: \t");
		if (r->period.n == 0)
			return error_set(e, ERROR_USAGE, _("':' without a period in '%s'"),
			    error_quote(r->text));
	}
	return rest.n == 0 || refuse_end(r, rest, e);
}

/* Where the filters begin: the first '|' outside of "[…]". */
static size_t filters_at(struct str text)
{
	bool inside = false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '[' || text.p[i] == ']')
			inside = text.p[i] == '[';
		if (text.p[i] == '|' && !inside)
			return i;
	}
	return text.n;
}

bool reference_parse(struct reference *r, struct str text, struct error *e)
{
	size_t end = filters_at(text);
	*r = (struct reference){.text = str_trim(str_first(text, end)), .style = STYLE_INIT};
	if (!refuse_full_width(text, e) || !parse_name(r, e))
		return false;
	struct str filters = str_from(text, end + 1), filter;
	if (end == text.n)
		return true;
	while (str_split(&filters, '|', &filter)) {
		filter = str_trim(filter);
		if (growth_is_filter(filter) ? !growth_add(&r->growth, filter, e)
					     : !style_add(&r->style, filter, e))
			return false;
	}
	return growth_settle(&r->growth, &r->style, e);
}
