/* coverage_options: the rules of coverage as a person writes them; see coverage.h. */
#include "figures/coverage.h"

bool coverage_read_due(struct coverage_options *c, const char *text, struct error *e)
{
	const char *sign = strchr(text, '=');
	enum line line =
	    sign ? line_find(str_first(str_of(text), (size_t)(sign - text))) : LINE_COUNT;
	if (line == LINE_COUNT)
		return error_set(e, ERROR_USAGE,
		    _("--due '%s' names no line; party=FILTER, union=FILTER, youth=FILTER "
		      "or women=FILTER was expected"),
		    error_quote(str_of(text)));
	if (c->due[line])
		return error_set(e, ERROR_USAGE, _("--due %s is given twice"), line_name(line));
	c->due[line] = sign + 1;
	return true;
}

bool coverage_read_work(struct coverage_options *c, const char *kinds, struct error *e)
{
	static const struct {
		const char *word;
		unsigned kind;
	} known[] = {{"guide", WORK_GUIDE}, {"liaison", WORK_LIAISON}, {"union", WORK_UNION},
	    {"youth", WORK_YOUTH}};
	struct str rest = str_of(kinds), word;
	while (str_split(&rest, ',', &word)) {
		unsigned found = 0;
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (str_equal_text(str_trim(word), known[i].word))
				found = known[i].kind;
		if (!found)
			return error_set(e, ERROR_USAGE,
			    _("--work: no kind '%s'; some of guide,liaison,union,youth were "
			      "expected"),
			    error_quote(word));
		c->work |= found;
	}
	return true;
}
