/*
 * uscc: unified social credit codes (统一社会信用代码), GB 32100-2015, whose characters 9–17 are an
 * organisation code with a check digit of its own, GB 11714.
 */
#ifndef BASE_USCC_H
#define BASE_USCC_H

#include "base/str.h"

enum uscc_fault {
	USCC_OK,
	USCC_LENGTH,    /* not 18 characters */
	USCC_CHARACTER, /* a character outside the alphabet at `position` */
	USCC_INNER,     /* character 17 should be `expected` (GB 11714) */
	USCC_CHECK,     /* character 18 should be `expected` (GB 32100) */
};

struct uscc_result {
	enum uscc_fault fault;
	size_t position; /* from 1 */
	char expected;
};

/* Upper-case letters only. */
struct uscc_result uscc_check(struct str code);

#endif
