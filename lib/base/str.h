/*
 * str: a borrowed run of bytes, and buf: a growable one of our own.
 *
 * A struct str owns nothing; it is valid as long as what it points into. It is not NUL-terminated.
 * All text of the toolkit is UTF-8, but a str may hold any bytes. A zero struct is the empty str
 * and the empty buf.
 *
 * Running out of memory ends the process with exit code 3 and a message (mem_fail): nothing here
 * returns NULL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A str over a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* A str over a NUL-terminated string; NULL gives the empty str. */
static inline struct str str_of(const char *text)
{
	return text ? (struct str){text, strlen(text)} : (struct str){NULL, 0};
}

static inline bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order: negative, 0 or positive; a prefix sorts first. */
int str_compare(struct str a, struct str b);
static inline bool str_equal_text(struct str a, const char *text)
{
	return str_equal(a, str_of(text));
}

static inline bool str_starts(struct str a, struct str prefix)
{
	return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

/* Position of needle in a, or SIZE_MAX. The empty needle is found at 0. */
size_t str_find(struct str a, struct str needle);
/* The part of a from byte `from` on (empty when beyond the end). */
static inline struct str str_from(struct str a, size_t from)
{
	if (from >= a.n)
		return (struct str){a.p ? a.p + a.n : NULL, 0};
	return (struct str){a.p + from, a.n - from};
}

static inline struct str str_first(struct str a, size_t n)
{
	return (struct str){a.p, a.n < n ? a.n : n};
}

/* Without ASCII blanks, tabs and ideographic spaces (U+3000) at both ends. */
struct str str_trim(struct str a);
/* Cuts the text up to the first `separator` off the front of *rest. False when *rest is used up
 * (rest->p is NULL then). "a;b" gives "a", "b"; the empty text gives one empty part. */
bool str_split(struct str *rest, char separator, struct str *part);
/* A NUL-terminated copy; free it. */
char *str_dup(struct str a);

struct buf {
	char *p;
	size_t n;
	size_t capacity;
};

#define BUF_INIT ((struct buf){NULL, 0, 0})

void buf_release(struct buf *b);
/* Room for `more` bytes behind the n there are. */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_add_str(struct buf *b, struct str s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* The content with a NUL behind it (not counted in n); borrowed until the next change. */
const char *buf_text(struct buf *b);
/* The content as a str; borrowed until the next change. */
static inline struct str buf_str(const struct buf *b)
{
	return (struct str){b->p, b->n};
}

/* Both texts, a newline between, in the place of what b holds: one key of two texts that have no
 * newline. Borrowed until the next change. */
struct str buf_pair(struct buf *b, struct str first, struct str second);

/* Memory: sizes are checked for overflow, failure ends the process. */
void *mem_alloc(size_t count, size_t size);           /* zeroed */
void *mem_grow(void *old, size_t count, size_t size); /* like reallocarray */
/* Grows *array so that it has room for `need` elements, doubling *capacity. */
void *mem_room(void *array, size_t *capacity, size_t need, size_t size);
/* Memory of some megabytes that will be filled from its beginning on, before it is touched: to be
 * given a small page costs more than to fill it. A wish; of what is touched here and there all
 * would be given. */
void mem_ask_for_large_pages(void *p, size_t bytes);
_Noreturn void mem_fail(void);

#endif
