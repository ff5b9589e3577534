/* gzip: see gzip.h. */
#include "csv/gzip.h"
#include "csv/igzip.h"

#include <stdlib.h>
#include <zlib.h>

/* A smaller file has been unfolded by zlib before ISA-L is loaded. */
enum { WORTH_ISAL = 64 * 1024, SKIP_SIZE = 16 * 1024, TRAILER = 8 };

enum gzip_place { BETWEEN_MEMBERS, IN_MEMBER, IN_HEADER, IN_FAST_DATA };

struct gzip {
	struct raw *from;
	struct raw again;   /* once a member had to be read again, `from` is this one */
	struct igzip *fast; /* NULL: zlib alone */
	z_stream z;
	enum gzip_place place;
	bool ended;
	uint64_t until; /* see gzip_until */
	struct fault fault;
	uint64_t member;  /* where it begins */
	uint64_t given;   /* by ISA-L, of the member */
	uint32_t crc;     /* of what it has given */
	uint64_t to_skip; /* of the member that is read again: given already */
	uint32_t skipped_crc;
	bool holding; /* bytes of the member at hand are not yet given */
	unsigned char *held;
	size_t held_n, held_at; /* the first held_at are given */
};

static struct igzip *choose(struct raw *from)
{
	const char *forced = getenv("TAIZHANG_INFLATE");
	uint64_t least = forced && strcmp(forced, "isal") == 0 ? 1 : WORTH_ISAL;
	if (forced && strcmp(forced, "zlib") == 0)
		return NULL;
	return raw_size(from) < least ? NULL : igzip_new();
}

struct gzip *gzip_new(struct raw *from)
{
	struct gzip *g = mem_alloc(1, sizeof(*g));
	if (inflateInit2(&g->z, 16 + MAX_WBITS) != Z_OK)
		mem_fail();
	g->from = from;
	g->fast = choose(from);
	g->until = GZIP_TO_THE_END;
	g->held = mem_alloc(GZIP_HELD, 1);
	return g;
}

static void fail(struct gzip *g, enum fault_kind kind)
{
	g->fault = (struct fault){kind, raw_place(g->from)};
}

static void leave_fast(struct gzip *g)
{
	igzip_free(g->fast);
	g->fast = NULL;
}

void gzip_free(struct gzip *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	leave_fast(g);
	free(g->held);
	if (g->from == &g->again) {
		g->again.wake = -1; /* the first source's */
		raw_release(&g->again);
	}
	free(g);
}

void gzip_until(struct gzip *g, uint64_t place)
{
	g->until = place;
	g->ended = false;
}

/* Between members: whether no other is to be read. */
static bool stop(struct gzip *g)
{
	uint64_t place = raw_place(g->from);
	bool out = raw_unused(g->from).n == 0;
	if (place > g->until)
		fail(g, FAULT_DAMAGED);
	else if (out && place < g->until && g->until != GZIP_TO_THE_END)
		fail(g, FAULT_ENDS);
	else
		g->ended = out || place == g->until;
	return g->ended || g->fault.kind != FAULT_NONE;
}

static void begin_member(struct gzip *g)
{
	if (!raw_fill(g->from, 1, &g->fault) || stop(g))
		return;
	struct str unused = raw_unused(g->from);
	if ((unsigned char)unused.p[0] != 0x1F) {
		fail(g, FAULT_FOLLOWED);
		return;
	}
	inflateReset(&g->z);
	g->member = raw_place(g->from);
	g->place = g->fast ? IN_HEADER : IN_MEMBER;
	g->holding = true;
	g->held_n = g->held_at = 0;
}

static void begin_fast(struct gzip *g)
{
	igzip_begin(g->fast);
	g->given = 0;
	g->crc = 0;
	g->place = IN_FAST_DATA;
}

/* One step of zlib; the number of bytes it has unfolded. */
static size_t step(struct gzip *g, void *bytes, size_t n)
{
	struct str unused = raw_unused(g->from);
	g->z.next_in = (unsigned char *)(uintptr_t)unused.p;
	g->z.avail_in = (uInt)unused.n;
	g->z.next_out = bytes;
	g->z.avail_out = (uInt)n;
	int result = inflate(&g->z, g->place == IN_HEADER ? Z_BLOCK : Z_NO_FLUSH);
	g->from->at += unused.n - g->z.avail_in;
	size_t got = n - g->z.avail_out;
	if (result == Z_MEM_ERROR)
		fail(g, FAULT_MEMORY);
	else if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		fail(g, FAULT_DAMAGED);
	else if (result == Z_STREAM_END)
		g->place = BETWEEN_MEMBERS;
	else if (g->place == IN_HEADER && g->z.data_type & 128) /* Z_BLOCK: it has been read */
		begin_fast(g);
	else if (unused.n == 0 && got == 0)
		fail(g, FAULT_ENDS);
	return got;
}

/* What is unfolded again must be what has been given. */
static void skip(struct gzip *g)
{
	unsigned char bytes[SKIP_SIZE];
	size_t n = g->to_skip < SKIP_SIZE ? (size_t)g->to_skip : SKIP_SIZE;
	size_t got = step(g, bytes, n);
	g->skipped_crc = (uint32_t)crc32(g->skipped_crc, bytes, (uInt)got);
	g->to_skip -= got;
	if (g->fault.kind != FAULT_NONE)
		return;
	bool differs = g->to_skip == 0 && g->skipped_crc != g->crc;
	if (differs || (g->to_skip > 0 && g->place == BETWEEN_MEMBERS))
		fail(g, FAULT_DAMAGED);
}

/* From here on zlib alone, from the beginning of the member. */
static void read_again(struct gzip *g)
{
	raw_again(g->from, g->member, &g->again);
	g->from = &g->again;
	leave_fast(g);
	inflateReset(&g->z);
	g->to_skip = g->given;
	g->skipped_crc = 0;
	g->place = IN_MEMBER;
}

static uint32_t little_endian(const unsigned char bytes[4])
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* Behind the deflate data: CRC-32 and length, of which ISA-L may have taken some bytes. */
static void read_trailer(struct gzip *g)
{
	unsigned char trailer[TRAILER];
	size_t have = igzip_left_over(g->fast, trailer);
	if (!raw_fill(g->from, TRAILER - have, &g->fault))
		return;
	struct str more = str_first(raw_unused(g->from), TRAILER - have);
	memcpy(trailer + have, more.p, more.n);
	g->from->at += more.n;
	if (have + more.n == TRAILER && little_endian(trailer) == g->crc &&
	    little_endian(trailer + 4) == (uint32_t)g->given)
		g->place = BETWEEN_MEMBERS;
	else
		read_again(g);
}

static size_t step_fast(struct gzip *g, void *bytes, size_t n)
{
	struct str unused = raw_unused(g->from);
	size_t got = 0, before = unused.n;
	enum igzip_status status = igzip_unfold(g->fast, &unused, bytes, n, &got);
	if (status == IGZIP_FAILED) {
		read_again(g);
		return 0;
	}
	g->from->at += before - unused.n;
	g->crc = igzip_crc(g->fast, g->crc, bytes, got);
	g->given += got;
	if (status == IGZIP_END)
		read_trailer(g);
	return got;
}

static size_t unfold(struct gzip *g, void *bytes, size_t n)
{
	if (!raw_fill(g->from, 1, &g->fault))
		return 0;
	if (g->place == IN_FAST_DATA)
		return step_fast(g, bytes, n);
	if (g->to_skip == 0)
		return step(g, bytes, n);
	skip(g);
	return 0;
}

/* One step of a member whose bytes are held back. A file that only ends too early is not damaged:
 * the rows that it has are good. */
static void hold(struct gzip *g)
{
	g->held_n += unfold(g, g->held + g->held_n, GZIP_HELD - g->held_n);
	if (g->held_n == GZIP_HELD || g->place == BETWEEN_MEMBERS || g->fault.kind == FAULT_ENDS)
		g->holding = false;
}

static size_t give_held(struct gzip *g, void *bytes, size_t n)
{
	size_t have = g->held_n - g->held_at, take = n < have ? n : have;
	memcpy(bytes, g->held + g->held_at, take);
	g->held_at += take;
	return take;
}

ssize_t gzip_read(struct gzip *g, void *bytes, size_t n, struct fault *f)
{
	size_t got = 0;
	while (got == 0) {
		if (!g->holding && g->held_at < g->held_n)
			got = give_held(g, bytes, n);
		else if (g->ended || g->fault.kind != FAULT_NONE)
			break;
		else if (g->place == BETWEEN_MEMBERS)
			begin_member(g);
		else if (g->holding)
			hold(g);
		else
			got = unfold(g, bytes, n);
	}
	if (got > 0 || g->ended)
		return (ssize_t)got;
	*f = g->fault;
	return -1;
}
