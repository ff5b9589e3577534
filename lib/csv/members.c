/* members: see members.h. */
#include "csv/members.h"
#include "base/io.h"
#include "csv/gzip.h"

#include <stdlib.h>
#include <zlib.h>

/* --- where members begin -------------------------------------------------------------------- */

enum { SCANNED = 32 * 1024, TRIED = 4096, HEADER = 4 };

/* 1F 8B, deflate, no flag that RFC 1952 reserves. */
static bool looks_like_header(const unsigned char bytes[HEADER])
{
	return bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8 && (bytes[3] & 0xE0) == 0;
}

/* Four such bytes stand once in 134 million by chance; the first Huffman codes of a block do not.
 */
static bool unfolds(int fd, uint64_t place)
{
	unsigned char in[TRIED], out[TRIED];
	z_stream z = {.next_in = in, .next_out = out, .avail_out = TRIED};
	ssize_t got = io_pread(fd, in, sizeof(in), place);
	if (got < 0 || inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		return false;
	z.avail_in = (uInt)got;
	int result = inflate(&z, Z_SYNC_FLUSH);
	bool good = result == Z_STREAM_END || (result == Z_OK && z.avail_out < TRIED);
	inflateEnd(&z);
	return good;
}

bool members_find(int fd, uint64_t at, uint64_t to, uint64_t *place)
{
	unsigned char bytes[SCANNED];
	size_t n = SCANNED;
	for (; at < to && n == SCANNED; at += SCANNED - (HEADER - 1)) {
		n = to - at < SCANNED ? (size_t)(to - at) : SCANNED;
		if (io_pread(fd, bytes, n, at) != (ssize_t)n)
			return false;
		const unsigned char *next = bytes, *end = bytes + n;
		while ((next = memchr(next, 0x1F, (size_t)(end - next))) && end - next >= HEADER) {
			*place = at + (uint64_t)(next - bytes);
			if (looks_like_header(next) && unfolds(fd, *place))
				return true;
			next++;
		}
	}
	*place = to;
	return true;
}

/* To look through all of a file of one member would cost much of what threads can save. */
bool members_are_many(const struct members *m)
{
	enum { LEAST = 256 * 1024 };
	uint64_t size = m->to - m->from, part = size / 8 > LEAST ? size / 8 : LEAST, place;
	uint64_t from = m->from + (size > part ? (size - part) / 2 : 1);
	uint64_t to = size > part ? from + part : m->to;
	return members_find(m->fd, from, to, &place) && place < to;
}

/* --- parts ---------------------------------------------------------------------------------- */

enum stage {
	BEFORE_ROWS, /* the header is to be passed over */
	BEFORE_LINE, /* the rest of a line is, it belongs to the part before */
	WITHIN,
	BEHIND, /* the rest of the last line stands in the next part */
	OVER,
};

struct members_part {
	struct raw raw;
	struct gzip *gzip;
	enum stage stage;
	uint64_t skip; /* bytes of the header that are yet to come */
	bool last;
};

struct members_part *members_part_new(const struct members *of, uint64_t from, uint64_t to)
{
	struct members_part *p = mem_alloc(1, sizeof(*p));
	raw_init(&p->raw, of->fd, true, of->to - from, STR(""));
	p->raw.position = from;
	p->gzip = gzip_new(&p->raw);
	gzip_until(p->gzip, to - from);
	p->stage = from > of->from ? BEFORE_LINE : of->header ? BEFORE_ROWS : WITHIN;
	p->skip = of->header;
	p->last = to == of->to;
	return p;
}

void members_part_free(struct members_part *p)
{
	if (!p)
		return;
	gzip_free(p->gzip);
	raw_release(&p->raw);
	free(p);
}

bool members_part_is_over(const struct members_part *p)
{
	return p->stage == OVER;
}

/* How many of the bytes belong to nobody, or to the part before. */
static size_t pass_over(struct members_part *p, const char *bytes, size_t n)
{
	if (p->stage == BEFORE_LINE) {
		const char *newline = memchr(bytes, '\n', n);
		p->stage = newline ? WITHIN : BEFORE_LINE;
		return newline ? (size_t)(newline - bytes) + 1 : n;
	}
	if (p->stage != BEFORE_ROWS)
		return 0;
	n = p->skip < n ? (size_t)p->skip : n;
	p->skip -= n;
	if (p->skip == 0)
		p->stage = WITHIN;
	return n;
}

/* Keeps of the bytes what belongs to the part; their number. */
static size_t keep(struct members_part *p, char *bytes, size_t n)
{
	size_t passed = pass_over(p, bytes, n);
	if (passed)
		memmove(bytes, bytes + passed, n - passed);
	const char *newline = p->stage == BEHIND ? memchr(bytes, '\n', n) : NULL;
	if (!newline)
		return n - passed;
	p->stage = OVER;
	return (size_t)(newline - bytes) + 1;
}

/* The members of the part, or those behind it, have ended. A header that goes on in the next part
 * is for that one what any line is that began before it. False: there is less than a header. */
static bool go_on(struct members_part *p)
{
	if (p->stage == BEFORE_ROWS && p->last)
		return false;
	bool behind = p->stage == WITHIN;
	if (behind)
		gzip_until(p->gzip, GZIP_TO_THE_END);
	p->stage = behind ? BEHIND : OVER;
	return true;
}

ssize_t members_part_read(struct members_part *p, void *bytes, size_t n, struct fault *f)
{
	size_t kept = 0;
	while (kept == 0 && p->stage != OVER) {
		ssize_t got = gzip_read(p->gzip, bytes, n, f);
		if (got < 0)
			return -1;
		if (got > 0)
			kept = keep(p, bytes, (size_t)got);
		else if (!go_on(p)) {
			*f = (struct fault){FAULT_ENDS, 0};
			return -1;
		}
	}
	return (ssize_t)kept;
}
