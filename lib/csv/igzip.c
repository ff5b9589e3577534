/* igzip: see igzip.h. */
#include "csv/igzip.h"

#ifdef __has_include
#if __has_include(<isa-l/igzip_lib.h>) && !defined(WITHOUT_ISAL)
#define WITH_ISAL
#endif
#endif

#ifdef WITH_ISAL

#include <dlfcn.h>
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <pthread.h>
#include <stdlib.h>

/* The library whose structures the header describes: their layout goes with this number. */
static const char library_name[] = "libisal.so.2";

struct library {
	void (*init)(struct inflate_state *);
	int (*inflate)(struct inflate_state *);
	uint32_t (*crc)(uint32_t, const unsigned char *, uint64_t);
};

struct igzip {
	struct inflate_state state;
};

static struct library library;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

/* POSIX lets a pointer from dlsym be one to a function, ISO C has no conversion for it. */
static void find(void *handle, const char *name, void *function)
{
	void *found = dlsym(handle, name);
	memcpy(function, &found, sizeof(found));
}

static void load(void)
{
	void *handle = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return;
	find(handle, "isal_inflate_init", &library.init);
	find(handle, "isal_inflate", &library.inflate);
	find(handle, "crc32_gzip_refl", &library.crc);
}

struct igzip *igzip_new(void)
{
	pthread_once(&loaded, load);
	if (!library.init || !library.inflate || !library.crc)
		return NULL;
	return calloc(1, sizeof(struct igzip));
}

void igzip_free(struct igzip *z)
{
	free(z);
}

void igzip_begin(struct igzip *z)
{
	library.init(&z->state);
}

enum igzip_status igzip_unfold(
    struct igzip *z, struct str *in, unsigned char *out, size_t n, size_t *got)
{
	struct inflate_state *s = &z->state;
	s->next_in = (uint8_t *)(uintptr_t)in->p;
	s->avail_in = (uint32_t)in->n;
	s->next_out = out;
	s->avail_out = (uint32_t)n;
	if (library.inflate(s) != ISAL_DECOMP_OK)
		return IGZIP_FAILED;
	size_t taken = in->n - s->avail_in, given = n - s->avail_out;
	bool end = s->block_state == ISAL_BLOCK_FINISH;
	if (taken == 0 && given == 0 && !end)
		return IGZIP_FAILED;
	*in = str_from(*in, taken);
	*got += given;
	return end ? IGZIP_END : IGZIP_MORE;
}

/* The bits of the last byte of the deflate data come first, then whole bytes. */
size_t igzip_left_over(const struct igzip *z, unsigned char bytes[8])
{
	int bits = z->state.read_in_length;
	size_t n = bits < 0 || bits > 64 ? 0 : (size_t)bits / 8;
	uint64_t rest = z->state.read_in >> (bits & 7);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(rest >> 8 * i);
	return n;
}

uint32_t igzip_crc(const struct igzip *z, uint32_t crc, const unsigned char *bytes, size_t n)
{
	(void)z;
	return library.crc(crc, bytes, n);
}

#else

struct igzip *igzip_new(void)
{
	return NULL;
}

void igzip_free(struct igzip *z)
{
	(void)z;
}

void igzip_begin(struct igzip *z)
{
	(void)z;
}

enum igzip_status igzip_unfold(
    struct igzip *z, struct str *in, unsigned char *out, size_t n, size_t *got)
{
	(void)z, (void)in, (void)out, (void)n, (void)got;
	return IGZIP_FAILED;
}

size_t igzip_left_over(const struct igzip *z, unsigned char bytes[8])
{
	(void)z, (void)bytes;
	return 0;
}

uint32_t igzip_crc(const struct igzip *z, uint32_t crc, const unsigned char *bytes, size_t n)
{
	(void)z, (void)bytes, (void)n;
	return crc;
}

#endif
