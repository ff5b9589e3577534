/* uscc: see uscc.h. */
#include "base/uscc.h"

enum { LENGTH = 18, INNER_START = 8, INNER_LENGTH = 8 };

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static char outer_digit(struct str code)
{
	int sum = 0, weight = 1;
	for (size_t i = 0; i + 1 < LENGTH; i++, weight = weight * 3 % 31)
		sum += (int)(strchr(alphabet, code.p[i]) - alphabet) * weight;
	return alphabet[(31 - sum % 31) % 31];
}

static char inner_digit(struct str code)
{
	static const int weights[INNER_LENGTH] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (size_t i = 0; i < INNER_LENGTH; i++) {
		char c = code.p[INNER_START + i];
		sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
	}
	int check = 11 - sum % 11;
	return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
}

struct uscc_result uscc_check(struct str code)
{
	if (code.n != LENGTH)
		return (struct uscc_result){USCC_LENGTH, 0, 0};
	for (size_t i = 0; i < LENGTH; i++)
		if (code.p[i] == '\0' || !strchr(alphabet, code.p[i]))
			return (struct uscc_result){USCC_CHARACTER, i + 1, 0};
	char inner = inner_digit(code), outer = outer_digit(code);
	if (code.p[INNER_START + INNER_LENGTH] != inner)
		return (struct uscc_result){USCC_INNER, INNER_START + INNER_LENGTH + 1, inner};
	if (code.p[LENGTH - 1] != outer)
		return (struct uscc_result){USCC_CHECK, LENGTH, outer};
	return (struct uscc_result){USCC_OK, 0, 0};
}
