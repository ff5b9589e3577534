/* zip_writer: see zip_writer.h. Numbers in brackets are sections of the APPNOTE. */
#include "csv/zip_writer.h"

#include <stdlib.h>
#include <zlib.h>

enum {
	VERSION = 20,           /* 4.4.3: deflate */
	SIZES_FOLLOW = 1 << 3,  /* 4.4.4 */
	DEFLATED = 8,           /* 4.4.5 */
	FIRST_DAY = 1 << 5 | 1, /* 4.4.6: 1980-01-01, 00:00 */
	LEVEL = 3,              /* half the time of the usual 6, a sixth more bytes */
	FOLDED_SIZE = 32 * 1024,
	PIECE = 1 << 30, /* fits the counts of zlib */
};

struct part {
	char *name;
	uint32_t crc;
	uint64_t begin, folded, size; /* bytes: where its header stands; deflated; as added */
};

struct zip_writer {
	struct output *out;
	uint64_t written;
	uint32_t most; /* bytes of a part, and of all */
	struct part *parts;
	size_t count, capacity;
	bool open; /* the last part has begun and not ended */
	bool full;
	z_stream stream;
	unsigned char folded[FOLDED_SIZE];
};

struct zip_writer *zip_writer_new(struct output *out)
{
	struct zip_writer *z = mem_alloc(1, sizeof(*z));
	z->out = out;
	z->most = UINT32_MAX;
	if (deflateInit2(&z->stream, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		mem_fail();
	return z;
}

void zip_writer_set_most(struct zip_writer *z, uint32_t bytes)
{
	z->most = bytes;
}

static void put(struct zip_writer *z, const void *bytes, size_t n)
{
	output_write(z->out, bytes, n);
	z->written += n;
	z->full = z->full || z->written > z->most;
}

/* Numbers stand with their lowest byte first (4.4.1.1). */
static void put_number(struct zip_writer *z, uint64_t number, size_t bytes)
{
	unsigned char out[4];
	for (size_t i = 0; i < bytes; i++)
		out[i] = (unsigned char)(number >> 8 * i);
	put(z, out, bytes);
}

static void put2(struct zip_writer *z, uint64_t number)
{
	put_number(z, number, 2);
}

static void put4(struct zip_writer *z, uint64_t number)
{
	put_number(z, number, 4);
}

/* What the header of a part and its entry in the directory have alike. */
static void put_description(struct zip_writer *z, const struct part *p, bool sizes)
{
	put2(z, VERSION);
	put2(z, SIZES_FOLLOW);
	put2(z, DEFLATED);
	put2(z, 0);
	put2(z, FIRST_DAY);
	put4(z, sizes ? p->crc : 0);
	put4(z, sizes ? p->folded : 0);
	put4(z, sizes ? p->size : 0);
	put2(z, strlen(p->name));
	put2(z, 0);
}

/* 4.3.12 */
static void put_entry(struct zip_writer *z, const struct part *p)
{
	put4(z, 0x02014b50);
	put2(z, VERSION);
	put_description(z, p, true);
	put2(z, 0);
	put2(z, 0);
	put2(z, 0);
	put4(z, 0);
	put4(z, p->begin);
	put(z, p->name, strlen(p->name));
}

static void fold(struct zip_writer *z, int flush)
{
	struct part *p = &z->parts[z->count - 1];
	do {
		z->stream.next_out = z->folded;
		z->stream.avail_out = FOLDED_SIZE;
		deflate(&z->stream, flush);
		size_t n = FOLDED_SIZE - z->stream.avail_out;
		put(z, z->folded, n);
		p->folded += n;
	} while (z->stream.avail_out == 0);
}

/* 4.3.9 */
static void end_part(struct zip_writer *z)
{
	if (!z->open)
		return;
	struct part *p = &z->parts[z->count - 1];
	z->open = false;
	fold(z, Z_FINISH);
	deflateReset(&z->stream);
	put4(z, 0x08074b50);
	put4(z, p->crc);
	put4(z, p->folded);
	put4(z, p->size);
}

/* 4.3.7 */
void zip_writer_begin(struct zip_writer *z, const char *name)
{
	end_part(z);
	z->full = z->full || z->count == UINT16_MAX;
	z->parts = mem_room(z->parts, &z->capacity, z->count + 1, sizeof(*z->parts));
	struct part *p = &z->parts[z->count++];
	*p = (struct part){.name = str_dup(str_of(name)), .begin = z->written};
	z->open = true;
	put4(z, 0x04034b50);
	put_description(z, p, false);
	put(z, p->name, strlen(p->name));
}

void zip_writer_add(struct zip_writer *z, struct str bytes)
{
	struct part *p = &z->parts[z->count - 1];
	while (bytes.n && !z->full) {
		size_t n = bytes.n < PIECE ? bytes.n : PIECE;
		p->crc = (uint32_t)crc32(p->crc, (const unsigned char *)bytes.p, (uInt)n);
		p->size += n;
		z->full = p->size > z->most;
		z->stream.next_in = (unsigned char *)(uintptr_t)bytes.p;
		z->stream.avail_in = (uInt)n;
		fold(z, Z_NO_FLUSH);
		bytes = str_from(bytes, n);
	}
}

bool zip_writer_is_full(const struct zip_writer *z)
{
	return z->full;
}

/* 4.3.16 */
bool zip_writer_finish(struct zip_writer *z, struct error *e)
{
	end_part(z);
	uint64_t begin = z->written;
	for (size_t i = 0; i < z->count; i++)
		put_entry(z, &z->parts[i]);
	uint64_t size = z->written - begin;
	put4(z, 0x06054b50);
	put2(z, 0);
	put2(z, 0);
	put2(z, z->count);
	put2(z, z->count);
	put4(z, size);
	put4(z, begin);
	put2(z, 0);
	return !z->full ||
	       error_set(e, ERROR_SYSTEM, "%s", _("the file would be longer than 4 GiB"));
}

void zip_writer_free(struct zip_writer *z)
{
	if (!z)
		return;
	for (size_t i = 0; i < z->count; i++)
		free(z->parts[i].name);
	free(z->parts);
	deflateEnd(&z->stream);
	free(z);
}
