/* cell_uscc: credit codes as people write them. Their characters are never put right. */
#include "base/uscc.h"
#include "base/utf8.h"
#include "import/cell_internal.h"

enum { OLD_NUMBER = 15, CODE_LENGTH = 18, DOUBLE_DIGITS = 15 };

/* Capitals, without blanks, hyphens and the ' that marks a text; in place. */
static struct str squeeze(struct str text)
{
	char *p = (char *)(uintptr_t)text.p;
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == ' ' || c == '-' || (c == '\'' && n == 0))
			continue;
		p[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return str_first(text, n);
}

static bool is_allowed(const struct cell_rules *rules, struct str code)
{
	for (size_t i = 0; i < rules->allowed_count; i++)
		if (str_equal_text(code, rules->allowed[i]))
			return true;
	return false;
}

static bool is_digits(struct str text)
{
	struct str rest = text;
	return cell_take_digits(&rest).n == text.n;
}

/* A double has 15 or 16 digits: those behind them have become zeros. */
static bool is_lost(const struct cell_job *job, struct str code)
{
	if (cell_is_lost_number(job->text))
		return true;
	if (!is_digits(code))
		return false;
	return (job->asked->kind == SHEET_NUMBER && code.n > DOUBLE_DIGITS) ||
	       (code.n == CODE_LENGTH && str_equal(str_from(code, DOUBLE_DIGITS), STR("000")));
}

static enum cell_verdict refuse(const struct cell_job *job, struct str code)
{
	const char *quoted = error_quote(job->asked->text);
	struct uscc_result result = uscc_check(code);
	if (is_lost(job, code))
		error_set(job->e, ERROR_ROW,
		    _("credit code '%s' was lost by a spreadsheet program that took it for a "
		      "number; it must be typed anew from its source, as text"),
		    quoted);
	else if (code.n == OLD_NUMBER && is_digits(code))
		error_set(job->e, ERROR_ROW,
		    _("'%s' is a registration number of 15 digits as they were before 2015, no "
		      "credit code of 18 characters"),
		    quoted);
	else if (result.fault == USCC_LENGTH)
		error_set(job->e, ERROR_ROW,
		    _("credit code '%1$s' has %2$zu characters, 18 were expected"), quoted,
		    utf8_count(code));
	else if (result.fault == USCC_CHARACTER)
		error_set(job->e, ERROR_ROW,
		    _("character %zu of credit code '%s' is none that codes have: digits and "
		      "capitals but I, O, S, V, Z"),
		    utf8_count(str_first(code, result.position - 1)) + 1, error_quote(code));
	else
		error_set(job->e, ERROR_ROW,
		    _("check character %zu of credit code '%s' is '%c', '%c' was expected; "
		      "--allow-code takes a real code that does not conform"),
		    result.position, error_quote(code), code.p[result.position - 1],
		    result.expected);
	return CELL_REFUSED;
}

enum cell_verdict cell_read_uscc(struct cell_job *job)
{
	struct str code = squeeze(job->text);
	if (uscc_check(code).fault != USCC_OK && !is_allowed(job->rules, code))
		return refuse(job, code);
	*job->out = code;
	return str_equal(code, str_trim(job->asked->text)) ? CELL_GOOD : cell_change(job, code);
}
