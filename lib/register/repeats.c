/* repeats: see repeats.h. */
#include "register/repeats.h"
#include "base/intern.h"

#include <stdlib.h>

enum { PLACES_EACH = 8, WORD = 64, BITS_MAX = 1 << 28 };

void repeats_init(struct repeats *r, uint64_t expected)
{
	size_t bits = 1024;
	while (bits / PLACES_EACH < expected && bits < BITS_MAX)
		bits *= 2;
	r->bits = bits;
	r->once = mem_alloc(bits / WORD, sizeof(*r->once));
	r->again = mem_alloc(bits / WORD, sizeof(*r->again));
}

void repeats_release(struct repeats *r)
{
	free(r->once);
	free(r->again);
	*r = (struct repeats){0};
}

void repeats_see(struct repeats *r, struct str text)
{
	size_t place = hash_bytes(text.p, text.n) & (r->bits - 1);
	uint64_t bit = UINT64_C(1) << place % WORD;
	uint64_t before = __atomic_fetch_or(&r->once[place / WORD], bit, __ATOMIC_RELAXED);
	if (before & bit)
		__atomic_fetch_or(&r->again[place / WORD], bit, __ATOMIC_RELAXED);
}

bool repeats_may(const struct repeats *r, struct str text)
{
	size_t place = hash_bytes(text.p, text.n) & (r->bits - 1);
	return r->again[place / WORD] >> place % WORD & 1;
}
