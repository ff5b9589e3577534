/* str: see str.h. */
#define _GNU_SOURCE /* memmem, MADV_HUGEPAGE */
#include "base/str.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str a, struct str needle)
{
	if (needle.n == 0)
		return 0;
	const char *at = a.n ? memmem(a.p, a.n, needle.p, needle.n) : NULL;
	return at ? (size_t)(at - a.p) : SIZE_MAX;
}

/* Length of the blank that a starts with (or ends with), 0 when there is none. */
static size_t blank_at_start(struct str a)
{
	if (a.n && (a.p[0] == ' ' || a.p[0] == '\t'))
		return 1;
	return str_starts(a, STR("\xE3\x80\x80")) ? 3 : 0;
}

static size_t blank_at_end(struct str a)
{
	if (a.n && (a.p[a.n - 1] == ' ' || a.p[a.n - 1] == '\t'))
		return 1;
	return a.n >= 3 && memcmp(a.p + a.n - 3, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

struct str str_trim(struct str a)
{
	size_t blank;
	while ((blank = blank_at_start(a)) > 0)
		a = str_from(a, blank);
	while ((blank = blank_at_end(a)) > 0)
		a.n -= blank;
	return a;
}

bool str_split(struct str *rest, char separator, struct str *part)
{
	if (!rest->p)
		return false;
	const char *at = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	if (!at) {
		*part = *rest;
		*rest = (struct str){NULL, 0};
		return true;
	}
	*part = (struct str){rest->p, (size_t)(at - rest->p)};
	*rest = (struct str){at + 1, rest->n - part->n - 1};
	return true;
}

char *str_dup(struct str a)
{
	char *copy = mem_alloc(a.n + 1, 1);
	if (a.n)
		memcpy(copy, a.p, a.n);
	return copy;
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = BUF_INIT;
}

void buf_reserve(struct buf *b, size_t more)
{
	if (more > SIZE_MAX - b->n)
		mem_fail();
	b->p = mem_room(b->p, &b->capacity, b->n + more, 1);
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	buf_reserve(b, n);
	memcpy(b->p + b->n, bytes, n);
	b->n += n;
}

void buf_add_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_vprintf(struct buf *b, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int n = vsnprintf(NULL, 0, format, arguments);
	if (n < 0)
		mem_fail();
	buf_reserve(b, (size_t)n + 1);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
	va_end(again);
	b->n += (size_t)n;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	buf_vprintf(b, format, arguments);
	va_end(arguments);
}

const char *buf_text(struct buf *b)
{
	buf_reserve(b, 1);
	b->p[b->n] = '\0';
	return b->p;
}

struct str buf_pair(struct buf *b, struct str first, struct str second)
{
	b->n = 0;
	buf_add_str(b, first);
	buf_add_char(b, '\n');
	buf_add_str(b, second);
	return buf_str(b);
}

void mem_ask_for_large_pages(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	enum { LARGE = 4 * 1024 * 1024, PAGE = 2 * 1024 * 1024 };
	if (bytes < LARGE)
		return;
	int before = errno;
	uintptr_t from = ((uintptr_t)p + PAGE - 1) / PAGE * PAGE;
	uintptr_t to = ((uintptr_t)p + bytes) / PAGE * PAGE;
	(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
	errno = before;
#else
	(void)p;
	(void)bytes;
#endif
}

void *mem_alloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		mem_fail();
	return p;
}

void *mem_grow(void *old, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		mem_fail();
	size_t bytes = count * size;
	void *p = realloc(old, bytes > 0 ? bytes : 1);
	if (!p)
		mem_fail();
	return p;
}

void *mem_room(void *array, size_t *capacity, size_t need, size_t size)
{
	if (need <= *capacity)
		return array;
	size_t grown = *capacity ? *capacity : 16;
	while (grown < need) {
		if (grown > SIZE_MAX / 2)
			mem_fail();
		grown *= 2;
	}
	array = mem_grow(array, grown, size);
	*capacity = grown;
	return array;
}

_Noreturn void mem_fail(void)
{
	static const char message[] = "taizhang: out of memory; a writer may have written all of "
				      "its rows by now, or none\n";
	fwrite(message, 1, sizeof(message) - 1, stderr);
	_exit(3);
}
