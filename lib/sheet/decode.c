/*
 * decode: see decode.h. UTF-8 is given as it stands, in one window. All else goes through iconv(3),
 * but for the two-byte characters of the GB family: those are looked up in a table that is filled
 * from iconv as they occur, which is several times as fast.
 */
#include "sheet/decode.h"
#include "base/short.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

enum {
	BLOCK = 64 * 1024,  /* bytes decoded for a window */
	SAMPLE = 64 * 1024, /* bytes that are looked at to tell an encoding */
	CHARACTER_MAX = 8,  /* bytes of a character, at most, before and behind */
	HIGH = 0x80,        /* no ASCII from here on */
	LEAD = 0x81,
	TRAIL = 0x40, /* the least that the bytes of a pair can be */
	LEADS = 0xFF - LEAD,
	TRAILS = 0xFF - TRAIL,
};

static const iconv_t no_converter = (iconv_t)-1;

/* Two bytes of the GB family in UTF-8. */
struct pair {
	unsigned char bytes[3];
	unsigned char length; /* 0: not asked yet */
};

static bool is_lead(unsigned char c)
{
	return c >= LEAD && c < LEAD + LEADS;
}

static bool is_trail(unsigned char c)
{
	return c >= TRAIL && c < TRAIL + TRAILS;
}

/* --- which encoding -------------------------------------------------------------------------- */

/* Whether a unit of UTF-16 is what texts are made of: ASCII, punctuation, Chinese characters. */
static bool is_likely(unsigned char high, unsigned char low)
{
	if (high == 0)
		return low >= ' ' || low == '\n' || low == '\r' || low == '\t';
	return high == 0x20 || high == 0x22 || high == 0x25 || high == 0x30 ||
	       (high >= 0x4E && high < 0xA0) || high == 0xFF;
}

/* UTF-16 without a mark shows in its ASCII, separators at least, one byte of which is 0; and nine
 * tenths of it must be likely. A text that is UTF-8 but for a few zeros is not taken for it. */
static const char *utf16_by_zeros(struct str content)
{
	const unsigned char *p = (const unsigned char *)content.p;
	size_t units = (content.n < SAMPLE ? content.n : SAMPLE) / 2;
	size_t zeros[2] = {0, 0}, likely[2] = {0, 0};
	for (size_t i = 0; i < units; i++, p += 2) {
		zeros[0] += p[0] == 0;
		zeros[1] += p[1] == 0;
		likely[0] += is_likely(p[0], p[1]);
		likely[1] += is_likely(p[1], p[0]);
	}
	struct str sample = str_first(content, 2 * units);
	for (size_t high = 0; high < 2; high++)
		if (zeros[high] > 0 && likely[high] * 10 >= units * 9 &&
		    (zeros[high] * 2 >= units || utf8_valid_prefix(sample) + 3 < sample.n))
			return high == 0 ? "UTF-16BE" : "UTF-16LE";
	return NULL;
}

/* Whether what surrounds a byte that is not UTF-8 is UTF-8 for the most part: more characters than
 * bytes that are none. Those of two bytes do not count: many a pair of GB18030 looks like one (路),
 * and few texts have no others. */
static bool is_damaged_utf8(struct str content, size_t bad)
{
	size_t from = bad > SAMPLE ? bad - SAMPLE : 0, characters = 0, faults = 0, length;
	struct str sample = str_first(str_from(content, from), bad - from + SAMPLE);
	for (size_t at = 0; at < sample.n; at += length) {
		uint32_t code = utf8_decode(str_from(sample, at), &length);
		characters += length > 2;
		faults += code == 0xFFFD && length == 1;
	}
	return characters > faults;
}

/* *good: what of the content has been found to be UTF-8. */
static const char *find_encoding(struct str content, size_t *good)
{
	if (str_starts(content, STR("\xEF\xBB\xBF")))
		return "UTF-8";
	if (str_starts(content, STR("\xFF\xFE")))
		return "UTF-16LE";
	if (str_starts(content, STR("\xFE\xFF")))
		return "UTF-16BE";
	const char *utf16 = utf16_by_zeros(content);
	if (utf16)
		return utf16;
	*good = utf8_valid_prefix(content);
	return *good == content.n || is_damaged_utf8(content, *good) ? "UTF-8" : "GB18030";
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_utf8(const char *name)
{
	static const char *const names[] = {"UTF-8", "UTF8"};
	return is_one_of(name, names, 2);
}

/* The encodings in which a byte below 80 is ASCII and two from 8140 on may be a character. */
static bool is_gb(const char *name)
{
	static const char *const names[] = {
	    "GB18030", "GBK", "CP936", "MS936", "GB2312", "EUC-CN", "EUCCN"};
	return is_one_of(name, names, sizeof(names) / sizeof(names[0]));
}

bool decoder_open(struct decoder *d, struct str content, const char *encoding, struct error *e)
{
	*d = (struct decoder){.rest = content, .converter = no_converter, .first = true};
	d->encoding = encoding ? encoding : find_encoding(content, &d->good);
	d->guessed = !encoding && strcmp(d->encoding, "GB18030") == 0;
	if (is_utf8(d->encoding)) {
		d->encoding = "UTF-8";
		return true;
	}
	/* behind a slash iconv could be told to leave out what it does not know */
	errno = EINVAL;
	if (!strchr(d->encoding, '/'))
		d->converter = iconv_open("UTF-8", d->encoding);
	if (d->converter == no_converter && errno != EINVAL)
		return error_errno(
		    e, NULL, errno, _("'%s' cannot be decoded"), error_quote(str_of(d->encoding)));
	if (d->converter == no_converter)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is no encoding that is known here; UTF-8, GB18030 and UTF-16 are"),
		    error_quote(str_of(d->encoding)));
	if (is_gb(d->encoding))
		d->pairs = mem_alloc((size_t)HIGH << 8, sizeof(*d->pairs));
	d->certain = d->pairs && (encoding || d->good + SAMPLE <= content.n);
	return true;
}

bool decoder_can_be_cut(const struct decoder *d)
{
	return d->converter == no_converter || d->pairs;
}

void decoder_restart(struct decoder *d, struct str part, bool begins)
{
	d->rest = part;
	d->good = 0;
	d->first = begins;
	d->over = d->bad = false;
}

/* --- decoding -------------------------------------------------------------------------------- */

static struct str take_utf8(struct decoder *d)
{
	size_t good = d->good + utf8_valid_prefix(str_from(d->rest, d->good));
	struct str window = str_first(d->rest, good);
	d->rest = str_from(d->rest, window.n);
	d->over = true;
	d->bad = d->rest.n > 0;
	return window;
}

/* Decodes the first bytes of `in`, no more than `most`, to *out, which has `room`. Whether
 * something can follow: neither the end of the content nor a byte without meaning. */
static bool convert(struct decoder *d, size_t most, char **out, size_t room)
{
	char *in = (char *)d->rest.p; /* iconv does not change it */
	size_t left = d->rest.n < most ? d->rest.n : most, before = left;
	bool last = left == d->rest.n;
	size_t result = iconv(d->converter, &in, &left, out, &room);
	int why = errno;
	d->rest = str_from(d->rest, before - left);
	if (result != (size_t)-1) {
		if (last)
			iconv(d->converter, NULL, NULL, out, &room);
		return !last;
	}
	if (why == E2BIG || (why == EINVAL && !last))
		return true;
	d->bad = true;
	return false;
}

/* Asks what a pair stands for. False when that is nothing, or longer than a pair can hold. */
static bool ask_pair(struct decoder *d, const unsigned char *p, struct pair *pair)
{
	char bytes[2] = {(char)p[0], (char)p[1]}, utf8[CHARACTER_MAX];
	char *in = bytes, *out = utf8;
	size_t left = 2, room = sizeof(utf8);
	if (iconv(d->converter, &in, &left, &out, &room) == (size_t)-1 || left)
		return false;
	size_t n = (size_t)(out - utf8);
	if (n > sizeof(pair->bytes))
		return false;
	memcpy(pair->bytes, utf8, n);
	pair->length = (unsigned char)n;
	return true;
}

/* Two bytes, of which the first is not ASCII, to *out; four bytes may be written. False: they are
 * no pair. */
static inline bool take_pair(struct decoder *d, const unsigned char **p, char **out)
{
	struct pair *pair = &d->pairs[(size_t)((*p)[0] - HIGH) << 8 | (*p)[1]];
	if (pair->length == 0 &&
	    (!is_lead((*p)[0]) || !is_trail((*p)[1]) || !ask_pair(d, *p, pair)))
		return false;
	memcpy(*out, pair, sizeof(*pair));
	*out += pair->length;
	*p += 2;
	return true;
}

/* The number of the first byte that has its highest bit; there is one. */
static inline size_t first_high(uint64_t high)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(high) / 8;
#else
	return (size_t)__builtin_clzll(high) / 8;
#endif
}

/* ASCII and pairs from p on, up to `end`, to *out, which has room for twice as much and eight
 * bytes. Returns where something else stands. As long as there is enough, what comes next is not
 * asked byte by byte, since that cannot be foretold: eight bytes are copied, of which those count
 * that are ASCII, perhaps none, and a pair follows. */
static const unsigned char *take_pairs(
    struct decoder *d, const unsigned char *p, const unsigned char *end, char **to)
{
	enum { EIGHT = 8 };
	char *out = *to;
	bool pairs = true;
	while (pairs && end - p > EIGHT) {
		uint64_t eight = short_load_8((const char *)p);
		uint64_t high = eight & UINT64_C(0x8080808080808080);
		memcpy(out, &eight, EIGHT);
		size_t n = high ? first_high(high) : EIGHT;
		p += n;
		out += n;
		if (high)
			pairs = take_pair(d, &p, &out);
	}
	while (pairs && p < end) {
		if (*p < HIGH)
			*out++ = (char)*p++;
		else
			pairs = end - p >= 2 && take_pair(d, &p, &out);
	}
	*to = out;
	return p;
}

/* One character that is no pair: iconv is given one byte more until it has a whole one. */
static bool take_other(struct decoder *d, char **out)
{
	const char *before = *out;
	bool more = true;
	for (size_t n = 1; n <= CHARACTER_MAX && more && *out == before; n++)
		more = convert(d, n, out, CHARACTER_MAX);
	d->bad = d->bad || *out == before;
	return more && *out > before;
}

static char *decode_gb(struct decoder *d, char *out)
{
	size_t left = d->rest.n < BLOCK ? d->rest.n : BLOCK;
	const unsigned char *p = (const unsigned char *)d->rest.p, *end = p + left;
	for (;;) {
		const unsigned char *at = take_pairs(d, p, end, &out);
		d->rest = str_from(d->rest, (size_t)(at - p));
		if (at == end) {
			d->over = d->rest.n == 0;
			break;
		}
		d->over = !take_other(d, &out);
		p = (const unsigned char *)d->rest.p;
		if (d->over || p >= end)
			break;
	}
	return out;
}

static void ask_for_more(struct decoder *d)
{
	if (!d->more || d->rest.n > BLOCK + CHARACTER_MAX)
		return;
	d->rest.n += d->more(d->context);
	d->more = NULL;
}

static struct str take_others(struct decoder *d, struct str left)
{
	size_t room = 3 * (size_t)BLOCK + 2 * CHARACTER_MAX;
	ask_for_more(d);
	if (left.n && left.p != d->window)
		memmove(d->window, left.p, left.n);
	d->window = mem_room(d->window, &d->capacity, left.n + room, 1);
	char *out = d->window + left.n;
	if (d->pairs)
		out = decode_gb(d, out);
	else
		d->over = !convert(d, BLOCK, &out, room);
	return (struct str){d->window, (size_t)(out - d->window)};
}

struct str decoder_next(struct decoder *d, struct str left)
{
	bool first = d->first;
	struct str window = d->converter == no_converter ? take_utf8(d) : take_others(d, left);
	d->first = false;
	return first && str_starts(window, STR("\xEF\xBB\xBF")) ? str_from(window, 3) : window;
}

void decoder_say(const struct decoder *d, struct error *e)
{
	unsigned byte = (unsigned char)d->rest.p[0];
	if (d->guessed)
		error_set(e, ERROR_DATA,
		    _("byte %02X is neither UTF-8 nor GB18030 here; name the encoding "
		      "(--encoding)"),
		    byte);
	else
		error_set(e, ERROR_DATA, _("byte %1$02X is not %2$s here"), byte, d->encoding);
}

void decoder_close(struct decoder *d)
{
	if (d->converter != no_converter)
		iconv_close(d->converter);
	free(d->pairs);
	free(d->window);
}
