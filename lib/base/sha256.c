/* sha256: see sha256.h. */
#include "base/sha256.h"

#include <nettle/sha2.h>
#include <stdlib.h>

struct sha256 {
	struct sha256_ctx context;
};

static void end(struct sha256 *s, char out[SHA256_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];
	sha256_digest(&s->context, sizeof(bytes), bytes);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[SHA256_TEXT_SIZE - 1] = '\0';
}

struct sha256 *sha256_new(void)
{
	struct sha256 *s = mem_alloc(1, sizeof(*s));
	sha256_init(&s->context);
	return s;
}

void sha256_add(struct sha256 *s, struct str bytes)
{
	sha256_update(&s->context, bytes.n, (const uint8_t *)bytes.p);
}

void sha256_end(struct sha256 *s, char out[SHA256_TEXT_SIZE])
{
	end(s, out);
	free(s);
}

void sha256_of(struct str bytes, char out[SHA256_TEXT_SIZE])
{
	struct sha256 s;
	sha256_init(&s.context);
	sha256_add(&s, bytes);
	end(&s, out);
}
