/* rules: see rules.h. */
#include "register/rules.h"
#include "base/uscc.h"

static bool required_are_filled(
    const struct schema *s, const struct str *cells, int *column, struct error *e)
{
	for (uint64_t left = s->required; left; left &= left - 1) {
		int i = __builtin_ctzll(left);
		const struct column *c = &s->columns[i];
		if (cells[i].n)
			continue;
		*column = i;
		return error_set(
		    e, ERROR_FOUND, _("%s (%s) is empty, it is required"), c->name, c->label);
	}
	return true;
}

/* A row that ends on the day it begins is never in force; a problem may be solved on the day it is
 * raised. */
static bool dates_are_in_order(
    const struct schema *s, const struct str *cells, int *column, struct error *e)
{
	if (s->start == COLUMN_NONE || cells[s->start].n == 0 || cells[s->end].n == 0)
		return true;
	const char *start = s->columns[s->start].name, *end = s->columns[s->end].name;
	bool same_day = s->id == REGISTER_PROBLEMS;
	int order = str_compare(cells[s->start], cells[s->end]);
	if (order < 0 || (order == 0 && same_day))
		return true;
	*column = s->end;
	if (same_day)
		return error_set(e, ERROR_FOUND,
		    _("%s '%s' is before %s '%s', the same day or a later one was expected"), end,
		    error_quote(cells[s->end]), start, error_quote(cells[s->start]));
	return error_set(e, ERROR_FOUND,
	    _("%s '%s' is not after %s '%s', a later day was expected"), end,
	    error_quote(cells[s->end]), start, error_quote(cells[s->start]));
}

static bool code_conforms(struct str code, struct error *e)
{
	struct uscc_result result = uscc_check(code);
	switch (result.fault) {
	case USCC_OK:
		return true;
	case USCC_LENGTH:
		return error_set(e, ERROR_FOUND, _("credit code '%s' is not 18 letters and digits"),
		    error_quote(code));
	case USCC_CHARACTER:
		return error_set(e, ERROR_FOUND,
		    _("character %zu of credit code '%s' is none that codes have: digits and "
		      "capitals but I, O, S, V, Z"),
		    result.position, error_quote(code));
	default:
		return error_set(e, ERROR_FOUND,
		    _("check character %zu of credit code '%s' is '%c', '%c' was expected; "
		      "--allow-code takes a real code that does not conform"),
		    result.position, error_quote(code), code.p[result.position - 1],
		    result.expected);
	}
}

static bool codes_conform(
    const struct schema *s, const struct str *cells, int *column, struct error *e)
{
	for (uint64_t left = s->credit_codes; left; left &= left - 1) {
		int i = __builtin_ctzll(left);
		if (cells[i].n == 0)
			continue;
		*column = i;
		if (!code_conforms(cells[i], e))
			return false;
	}
	return true;
}

static bool mode_fits(const struct schema *s, const struct str *cells, int *column, struct error *e)
{
	if (s->id != REGISTER_ORGS)
		return true;
	int mode = schema_column(s, STR("mode")), units = schema_column(s, STR("units"));
	if (cells[units].n == 0)
		return true;
	size_t count = 1;
	for (size_t i = 0; i < cells[units].n; i++)
		count += cells[units].p[i] == ';';
	*column = units;
	if (str_equal(cells[mode], STR("single")) && count > 1)
		return error_set(e, ERROR_FOUND,
		    _("mode single covers one unit, %zu are given; joint covers several"), count);
	if (str_equal(cells[mode], STR("joint")) && count == 1)
		return error_set(e, ERROR_FOUND, "%s",
		    _("mode joint covers two units or more, 1 is given; single covers one"));
	return true;
}

bool rules_hold(const struct schema *schema, const struct str *cells, bool code_allowed,
    int *column, struct error *e)
{
	return required_are_filled(schema, cells, column, e) &&
	       dates_are_in_order(schema, cells, column, e) &&
	       (code_allowed || codes_conform(schema, cells, column, e)) &&
	       mode_fits(schema, cells, column, e);
}
