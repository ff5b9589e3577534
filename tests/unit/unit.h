/* What every unit test includes first, and a small reproducible source of random numbers. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* xorshift64: the same numbers on every machine. */
static inline uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline size_t random_below(uint64_t *state, size_t n)
{
	return (size_t)(random_next(state) >> 11) % n;
}

static inline void assert_str(struct str got, const char *want)
{
	char *copy = str_dup(got);
	assert_string_equal(copy, want);
	assert_int_equal(got.n, strlen(want));
	free(copy);
}

/* A str over a heap copy of exactly its size, so that a sanitizer sees every byte read beyond. */
static inline struct str exact_copy(struct str text)
{
	char *copy = malloc(text.n ? text.n : 1);
	assert_non_null(copy);
	if (text.n)
		memcpy(copy, text.p, text.n);
	return (struct str){copy, text.n};
}

enum { TEST_PATH_SIZE = 128 };

/* Makes a directory of the test's own and puts its name into `path`, an array of TEST_PATH_SIZE. */
static inline bool make_test_directory(char *path)
{
	const char *place = getenv("TMPDIR");
	int n =
	    snprintf(path, TEST_PATH_SIZE, "%s/taizhang.XXXXXX", place && *place ? place : "/tmp");
	return n < TEST_PATH_SIZE && mkdtemp(path);
}

#endif
