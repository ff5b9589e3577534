/*
 * scan: see scan.h. Every scanner looks at 64 bytes at a time and makes masks of them, one bit a
 * byte: where commas and newlines are, and where newlines alone. list_separators flattens the masks
 * into offsets; it is the same for all. The scanners differ in how the masks are made and how UTF-8
 * is checked:
 *
 *   none   a byte at a time; UTF-8 by utf8_valid_prefix. The oracle of the others.
 *   sse2   16 bytes at a time; UTF-8 by utf8_valid_prefix.
 *   avx2   32 bytes at a time; UTF-8 by three table look-ups a byte.
 *   neon   16 bytes at a time; UTF-8 likewise.
 *
 * The look-ups are those of J. Keiser and D. Lemire, Validating UTF-8 in less than one instruction
 * per byte (2021), section 6: each pair of neighbouring bytes is looked up by three of its four
 * halves, in tables whose bits are the ways in which such a pair can be wrong; a bit that all three
 * have is a fault. Only whether the third and fourth byte of a sequence continue it is left to ask.
 */
#include "csv/scan.h"
#include "base/utf8.h"

#include <stdlib.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

enum { STEP = 64 };

/* What is found out about 64 bytes, the first of which is bit 0. */
struct masks {
	uint64_t separators, newlines;
	uint64_t quotes, odd, high; /* odd: NUL and carriage return; high: not ASCII */
};

/* --- flattening ------------------------------------------------------------------------------ */

static void make_room(struct scan *s, size_t bytes)
{
	if (s->separators && s->capacity >= bytes)
		return;
	s->capacity = bytes;
	free(s->separators); /* nothing in them is needed any more */
	free(s->lines);
	s->separators = mem_grow(NULL, bytes + STEP, sizeof(*s->separators));
	s->lines = mem_grow(NULL, bytes + STEP, sizeof(*s->lines));
}

/* Appends the offsets of a step. At least so many are written, whatever their number, without
 * asking: what is beyond it is overwritten by the next step, and make_room has left room for it.
 * The same goes for the first newline. Both are asked for so often that a wrong guess of the
 * processor would cost more than the writing. */
enum { UNASKED = 12 };

INLINE void list_separators(struct scan *s, const struct masks *m, uint32_t base)
{
	uint32_t *out = s->separators + s->separator_count;
	size_t count = (size_t)__builtin_popcountll(m->separators);
	uint64_t bits = m->separators, lines = m->newlines;
	for (size_t i = 0; i < UNASKED; i++) {
		out[i] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
		bits &= bits - 1;
	}
	for (size_t i = UNASKED; bits; i++) {
		out[i] = base + (uint32_t)__builtin_ctzll(bits);
		bits &= bits - 1;
	}
	do {
		uint64_t before = m->separators & ((lines & -lines) - 1);
		s->lines[s->line_count] =
		    (uint32_t)(s->separator_count + (size_t)__builtin_popcountll(before));
		s->line_count += lines != 0;
		lines &= lines - 1;
	} while (lines);
	s->separator_count += count;
}

/* Looks at 64 bytes; `checker` is the state of its check of UTF-8. */
typedef void look_function(const unsigned char *p, void *checker, struct masks *m);

/* The loop that all scanners share. The last bytes are looked at in a step filled up with blanks,
 * so that nothing beyond the block is read. Returns whether a byte was not ASCII. */
INLINE bool scan_steps(struct scan *s, struct str block, look_function *look, void *checker)
{
	struct masks m, all = {0};
	unsigned char last[STEP];
	size_t at = 0;
	for (; at < block.n; at += STEP) {
		const unsigned char *p = (const unsigned char *)block.p + at;
		if (block.n - at < STEP) {
			memset(last, ' ', STEP);
			memcpy(last, p, block.n - at);
			p = last;
		}
		look(p, checker, &m);
		all.quotes |= m.quotes;
		all.odd |= m.odd;
		all.high |= m.high;
		list_separators(s, &m, (uint32_t)at);
	}
	s->quotes = all.quotes != 0;
	s->odd = all.odd != 0;
	return all.high != 0;
}

/* For scanners that do not check UTF-8 themselves. */
static void check_utf8(struct scan *s, struct str block, bool high)
{
	if (high && !s->odd)
		s->odd = utf8_valid_prefix(block) < block.n;
}

/* --- none ------------------------------------------------------------------------------------ */

INLINE void look_none(const unsigned char *p, void *checker, struct masks *m)
{
	(void)checker;
	*m = (struct masks){0};
	for (size_t i = 0; i < STEP; i++) {
		uint64_t bit = UINT64_C(1) << i;
		m->separators |= p[i] == ',' || p[i] == '\n' ? bit : 0;
		m->newlines |= p[i] == '\n' ? bit : 0;
		m->quotes |= p[i] == '"' ? bit : 0;
		m->odd |= p[i] == '\0' || p[i] == '\r' ? bit : 0;
		m->high |= p[i] >= 0x80 ? bit : 0;
	}
}

static void scan_none(struct scan *s, struct str block)
{
	check_utf8(s, block, scan_steps(s, block, look_none, NULL));
}

/* --- tables of the check of UTF-8 ------------------------------------------------------------ */

#if defined(__x86_64__) || defined(__aarch64__)

/* The ways in which two neighbouring bytes can be wrong. */
enum {
	SHORT = 1 << 0,   /* a byte that begins a character before the last one has ended */
	LONG = 1 << 1,    /* a continuation behind ASCII */
	LEAST_3 = 1 << 2, /* E0 and a byte that would need two bytes only */
	LARGE = 1 << 3,   /* F4 and more than 10FFFF */
	HALF = 1 << 4,    /* ED and a surrogate */
	LEAST_2 = 1 << 5, /* C0 or C1 */
	LARGE_5 = 1 << 6, /* F5 and above */
	LEAST_4 = 1 << 6, /* F0 and a byte that would need three bytes only */
	TWICE = 1 << 7,   /* two continuations: right where the third and fourth byte are due */
	LOW = SHORT | LONG | TWICE, /* ways that do not depend on the lower half */
};

static const unsigned char first_upper[16] = {LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, TWICE,
    TWICE, TWICE, TWICE, SHORT | LEAST_2, SHORT, SHORT | LEAST_3 | HALF,
    SHORT | LARGE | LARGE_5 | LEAST_4};
static const unsigned char first_lower[16] = {LOW | LEAST_3 | LEAST_2 | LEAST_4, LOW | LEAST_2, LOW,
    LOW, LOW | LARGE, LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5,
    LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5,
    LOW | LARGE | LARGE_5, LOW | LARGE | LARGE_5 | HALF, LOW | LARGE | LARGE_5,
    LOW | LARGE | LARGE_5};
static const unsigned char second_upper[16] = {SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
    SHORT, LONG | LEAST_2 | TWICE | LEAST_3 | LARGE_5 | LEAST_4,
    LONG | LEAST_2 | TWICE | LEAST_3 | LARGE, LONG | LEAST_2 | TWICE | HALF | LARGE,
    LONG | LEAST_2 | TWICE | HALF | LARGE, SHORT, SHORT, SHORT, SHORT};

#endif

/* --- x86 ------------------------------------------------------------------------------------- */

#if defined(__x86_64__)

INLINE uint64_t equal_sse2(const __m128i v[4], char c)
{
	uint64_t mask = 0;
	for (int i = 0; i < 4; i++) {
		__m128i equal = _mm_cmpeq_epi8(v[i], _mm_set1_epi8(c));
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * i);
	}
	return mask;
}

INLINE void look_sse2(const unsigned char *p, void *checker, struct masks *m)
{
	(void)checker;
	__m128i v[4];
	m->high = 0;
	for (int i = 0; i < 4; i++) {
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		m->high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v[i]) << (16 * i);
	}
	m->newlines = equal_sse2(v, '\n');
	m->separators = m->newlines | equal_sse2(v, ',');
	m->quotes = equal_sse2(v, '"');
	m->odd = equal_sse2(v, '\0') | equal_sse2(v, '\r');
}

static void scan_sse2(struct scan *s, struct str block)
{
	check_utf8(s, block, scan_steps(s, block, look_sse2, NULL));
}

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

struct checker_avx2 {
	__m256i previous; /* the 32 bytes before those at hand */
	__m256i faults;
	uint64_t unfinished; /* a character may go on in the next step */
};

AVX2 INLINE uint64_t equal_avx2(__m256i low, __m256i high, char c)
{
	__m256i wanted = _mm256_set1_epi8(c);
	uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
	uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
	return a | (uint64_t)b << 32;
}

AVX2 INLINE __m256i table_avx2(const unsigned char table[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

AVX2 INLINE __m256i upper_half_avx2(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0F));
}

AVX2 INLINE __m256i check_avx2(__m256i previous, __m256i v)
{
	__m256i between = _mm256_permute2x128_si256(previous, v, 0x21);
	__m256i one = _mm256_alignr_epi8(v, between, 15); /* each byte's neighbour before it */
	__m256i two = _mm256_alignr_epi8(v, between, 14);
	__m256i three = _mm256_alignr_epi8(v, between, 13);
	__m256i lower = _mm256_and_si256(one, _mm256_set1_epi8(0x0F));
	__m256i pair = _mm256_and_si256(
	    _mm256_and_si256(_mm256_shuffle_epi8(table_avx2(first_upper), upper_half_avx2(one)),
		_mm256_shuffle_epi8(table_avx2(first_lower), lower)),
	    _mm256_shuffle_epi8(table_avx2(second_upper), upper_half_avx2(v)));
	/* only bytes from E0 two before, or from F0 three before, leave the highest bit */
	__m256i due = _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80)),
	    _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80)));
	return _mm256_xor_si256(_mm256_and_si256(due, _mm256_set1_epi8((char)0x80)), pair);
}

/* One bit for each of the five bytes that are looked for: the lower halves of all differ, so that
 * it is enough to compare each byte with the one of them that has its lower half. */
AVX2 INLINE uint64_t special_avx2(__m256i low, __m256i high)
{
	static const unsigned char by_lower[16] = {'\0', 0xFF, '"', 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
	    0xFF, 0xFF, '\n', 0xFF, ',', '\r', 0xFF, 0xFF};
	__m256i table = table_avx2(by_lower);
	uint32_t a =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(table, low)));
	uint32_t b = (uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(table, high)));
	return a | (uint64_t)b << 32;
}

AVX2 INLINE void look_avx2(const unsigned char *p, void *checker, struct masks *m)
{
	struct checker_avx2 *c = checker;
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	m->newlines = equal_avx2(low, high, '\n');
	m->separators = m->newlines | equal_avx2(low, high, ',');
	m->quotes = m->odd = 0;
	if (special_avx2(low, high) != m->separators) {
		m->quotes = equal_avx2(low, high, '"');
		m->odd = equal_avx2(low, high, '\0') | equal_avx2(low, high, '\r');
	}
	m->high = (uint32_t)_mm256_movemask_epi8(low) |
		  (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
	if (m->high | c->unfinished) {
		c->faults = _mm256_or_si256(c->faults, check_avx2(c->previous, low));
		c->faults = _mm256_or_si256(c->faults, check_avx2(low, high));
		c->unfinished = m->high >> 61;
	}
	c->previous = high;
}

AVX2 static void scan_avx2(struct scan *s, struct str block)
{
	struct checker_avx2 c = {_mm256_setzero_si256(), _mm256_setzero_si256(), 0};
	scan_steps(s, block, look_avx2, &c);
	if (!_mm256_testz_si256(c.faults, c.faults))
		s->odd = true;
}

#endif

/* --- ARM ------------------------------------------------------------------------------------- */

#if defined(__aarch64__)

struct checker_neon {
	uint8x16_t previous, faults;
	uint64_t unfinished;
};

/* One bit a byte of 64 bytes that are 0 or FF each. */
INLINE uint64_t gather_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
	static const unsigned char bits[16] = {
	    1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t bit = vld1q_u8(bits);
	uint8x16_t ab = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
	uint8x16_t cd = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
	uint8x16_t all = vpaddq_u8(ab, cd);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

INLINE uint64_t equal_neon(const uint8x16_t v[4], char c)
{
	uint8x16_t wanted = vdupq_n_u8((unsigned char)c);
	return gather_neon(vceqq_u8(v[0], wanted), vceqq_u8(v[1], wanted), vceqq_u8(v[2], wanted),
	    vceqq_u8(v[3], wanted));
}

INLINE uint8x16_t check_neon(uint8x16_t previous, uint8x16_t v)
{
	uint8x16_t one = vextq_u8(previous, v, 15), two = vextq_u8(previous, v, 14),
		   three = vextq_u8(previous, v, 13);
	uint8x16_t pair =
	    vandq_u8(vandq_u8(vqtbl1q_u8(vld1q_u8(first_upper), vshrq_n_u8(one, 4)),
			 vqtbl1q_u8(vld1q_u8(first_lower), vandq_u8(one, vdupq_n_u8(0x0F)))),
		vqtbl1q_u8(vld1q_u8(second_upper), vshrq_n_u8(v, 4)));
	uint8x16_t due = vorrq_u8(
	    vqsubq_u8(two, vdupq_n_u8(0xE0 - 0x80)), vqsubq_u8(three, vdupq_n_u8(0xF0 - 0x80)));
	return veorq_u8(vandq_u8(due, vdupq_n_u8(0x80)), pair);
}

INLINE void look_neon(const unsigned char *p, void *checker, struct masks *m)
{
	struct checker_neon *c = checker;
	uint8x16_t v[4], high[4];
	for (int i = 0; i < 4; i++) {
		v[i] = vld1q_u8(p + 16 * i);
		high[i] = vcgeq_u8(v[i], vdupq_n_u8(0x80));
	}
	m->newlines = equal_neon(v, '\n');
	m->separators = m->newlines | equal_neon(v, ',');
	m->quotes = equal_neon(v, '"');
	m->odd = equal_neon(v, '\0') | equal_neon(v, '\r');
	m->high = gather_neon(high[0], high[1], high[2], high[3]);
	if (m->high | c->unfinished) {
		for (int i = 0; i < 4; i++)
			c->faults =
			    vorrq_u8(c->faults, check_neon(i ? v[i - 1] : c->previous, v[i]));
		c->unfinished = m->high >> 61;
	}
	c->previous = v[3];
}

static void scan_neon(struct scan *s, struct str block)
{
	struct checker_neon c = {vdupq_n_u8(0), vdupq_n_u8(0), 0};
	scan_steps(s, block, look_neon, &c);
	if (vmaxvq_u8(c.faults))
		s->odd = true;
}

#endif

/* --- choosing -------------------------------------------------------------------------------- */

struct scanner {
	const char *name;
	void (*scan)(struct scan *s, struct str block);
	bool there;
};

/* The best one first. */
static size_t list_scanners(struct scanner out[4])
{
	size_t count = 0;
#if defined(__x86_64__)
	out[count++] = (struct scanner){"avx2", scan_avx2,
	    __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		__builtin_cpu_supports("popcnt")};
	out[count++] = (struct scanner){"sse2", scan_sse2, true};
#elif defined(__aarch64__)
	out[count++] = (struct scanner){"neon", scan_neon, true};
#endif
	out[count++] = (struct scanner){"none", scan_none, true};
	return count;
}

bool scan_choose(struct scan *s, const char *name)
{
	struct scanner scanners[4];
	size_t count = list_scanners(scanners);
	for (size_t i = 0; i < count; i++) {
		if (!scanners[i].there || (name && strcmp(name, scanners[i].name) != 0))
			continue;
		s->scanner = scanners[i].scan;
		return true;
	}
	return false;
}

void scan_block(struct scan *s, struct str block)
{
	if (!s->scanner) {
		const char *name = getenv("TAIZHANG_SIMD");
		if (!scan_choose(s, name && *name ? name : NULL))
			scan_choose(s, "none");
	}
	make_room(s, block.n);
	s->separator_count = s->line_count = 0;
	s->scanner(s, block);
}

void scan_release(struct scan *s)
{
	free(s->separators);
	free(s->lines);
	*s = (struct scan){0};
}
