/* uscc: see uscc.h. */
#include "base/uscc.h"

#include <limits.h>

enum { LENGTH = 18, INNER_START = 8, INNER_LENGTH = 8 };

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* One more than the value of a character; 0 for those that codes do not have. */
static const unsigned char values[256] = {['0'] = 1,
    ['1'] = 2,
    ['2'] = 3,
    ['3'] = 4,
    ['4'] = 5,
    ['5'] = 6,
    ['6'] = 7,
    ['7'] = 8,
    ['8'] = 9,
    ['9'] = 10,
    ['A'] = 11,
    ['B'] = 12,
    ['C'] = 13,
    ['D'] = 14,
    ['E'] = 15,
    ['F'] = 16,
    ['G'] = 17,
    ['H'] = 18,
    ['J'] = 19,
    ['K'] = 20,
    ['L'] = 21,
    ['M'] = 22,
    ['N'] = 23,
    ['P'] = 24,
    ['Q'] = 25,
    ['R'] = 26,
    ['T'] = 27,
    ['U'] = 28,
    ['W'] = 29,
    ['X'] = 30,
    ['Y'] = 31};

/* 3^i mod 31 */
static const unsigned char outer_weights[LENGTH - 1] = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

static unsigned value_of(char c)
{
	return values[(unsigned char)c];
}

static struct uscc_result bad_character(struct str code)
{
	size_t i = 0;
	while (value_of(code.p[i]))
		i++;
	return (struct uscc_result){USCC_CHARACTER, i + 1, 0};
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
	unsigned sum = 0, bad = value_of(code.p[LENGTH - 1]) - 1;
	for (size_t i = 0; i + 1 < LENGTH; i++) {
		unsigned value = value_of(code.p[i]) - 1; /* none: beyond INT_MAX */
		bad |= value;
		sum += value * outer_weights[i];
	}
	if (bad > INT_MAX)
		return bad_character(code);
	char inner = inner_digit(code), outer = alphabet[(31 - sum % 31) % 31];
	if (code.p[INNER_START + INNER_LENGTH] != inner)
		return (struct uscc_result){USCC_INNER, INNER_START + INNER_LENGTH + 1, inner};
	if (code.p[LENGTH - 1] != outer)
		return (struct uscc_result){USCC_CHECK, LENGTH, outer};
	return (struct uscc_result){USCC_OK, 0, 0};
}
