/*
 * Compressed files. Input beginning with 'm': "mPLAIN", where PLAIN is cut into members at each
 * '|'; beginning with 'd' and a digit: the same, and every byte of the file is damaged in turn by
 * the bit of that number, and the file is cut there. Any other input is the file itself.
 */
#include "fuzz.h"

#include "csv/input.h"

#include <stdlib.h>

#include <zlib.h>

/* All that is read in steps of that size; false when it is refused. */
static bool read_in_steps(struct str file, size_t step, struct buf *out, struct error *e)
{
	struct input *in = fuzz_input(file);
	ssize_t got;
	out->n = 0;
	do {
		buf_reserve(out, step);
		got = input_read(in, out->p + out->n, step, e);
		CHECK(got <= (ssize_t)step);
		out->n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && out->n < 4 * 1024 * 1024);
	input_close(in);
	if (got >= 0)
		return true;
	fuzz_check_error(e);
	CHECK(e->kind == ERROR_DATA);
	CHECK(strstr(e->message, "byte"));
	return false;
}

/* The same by zlib alone, member by member; false when there is any damage or anything behind. */
static bool unfold(struct str file, struct buf *out)
{
	out->n = 0;
	for (bool more = true; more;) {
		z_stream z = {0};
		CHECK(inflateInit2(&z, 16 + MAX_WBITS) == Z_OK);
		z.next_in = (unsigned char *)(uintptr_t)file.p;
		z.avail_in = (uInt)file.n;
		int result = Z_OK;
		while (result == Z_OK && out->n < 4 * 1024 * 1024) {
			buf_reserve(out, 4096);
			z.next_out = (unsigned char *)out->p + out->n;
			z.avail_out = 4096;
			result = inflate(&z, Z_NO_FLUSH);
			out->n += 4096 - z.avail_out;
		}
		file = str_from(file, file.n - z.avail_in);
		inflateEnd(&z);
		if (result != Z_STREAM_END)
			return result == Z_OK;
		more = file.n > 0;
	}
	return true;
}

/* With ISA-L, where it is there: the same, but that what zlib refuses may be found right. */
static void check_isal(struct str file, bool good, struct str plain)
{
	struct buf got = BUF_INIT;
	struct error e = ERROR_INIT;
	setenv("TAIZHANG_INFLATE", "isal", 1);
	bool now = read_in_steps(file, 65536, &got, &e);
	unsetenv("TAIZHANG_INFLATE");
	CHECK(now || !good);
	CHECK(!good || got.n >= 4 * 1024 * 1024 || str_equal(buf_str(&got), plain));
	CHECK(good || str_starts(buf_str(&got), plain));
	buf_release(&got);
}

static void check_file(struct str file)
{
	struct buf got = BUF_INIT, other = BUF_INIT;
	struct error e = ERROR_INIT;
	bool good = read_in_steps(file, 65536, &got, &e);
	check_isal(file, good, buf_str(&got));
	if (file.n == 0 || file.p[0] != '\x1F' || (file.n > 1 && file.p[1] != '\x8B'))
		CHECK(good && str_equal(buf_str(&got), file));
	else
		CHECK(
		    good == unfold(file, &other) && (!good || got.n >= 4 * 1024 * 1024 ||
							str_equal(buf_str(&got), buf_str(&other))));
	if (got.n < 100000) {
		CHECK(read_in_steps(file, 1, &other, &e) == good);
		CHECK(str_equal(buf_str(&other), buf_str(&got)));
	}
	buf_release(&got);
	buf_release(&other);
}

static void fold(struct str plain, struct buf *file)
{
	z_stream z = {0};
	CHECK(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	size_t bound = deflateBound(&z, (uLong)plain.n) + 64;
	buf_reserve(file, bound);
	z.next_in = (unsigned char *)(uintptr_t)(plain.n ? plain.p : "");
	z.avail_in = (uInt)plain.n;
	z.next_out = (unsigned char *)file->p + file->n;
	z.avail_out = (uInt)bound;
	CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
	file->n += bound - z.avail_out;
	deflateEnd(&z);
}

/* Damaged at `at`, or cut there: told, or the same content; what was read is what stood there. */
static void check_damage(struct buf *file, struct str plain, size_t at, int bit)
{
	struct buf got = BUF_INIT;
	struct error e = ERROR_INIT;
	file->p[at] = (char)(file->p[at] ^ (1 << bit));
	if (at > 1 && read_in_steps(buf_str(file), 4096, &got, &e))
		CHECK(str_equal(buf_str(&got), plain));
	file->p[at] = (char)(file->p[at] ^ (1 << bit));
	if (at > 1 && read_in_steps(str_first(buf_str(file), at), 4096, &got, &e))
		CHECK(str_starts(plain, buf_str(&got)));
	buf_release(&got);
}

static void check_members(struct str members, int bit)
{
	struct buf file = BUF_INIT, plain = BUF_INIT, got = BUF_INIT;
	struct error e = ERROR_INIT;
	struct str member;
	while (str_split(&members, '|', &member)) {
		fold(member, &file);
		buf_add_str(&plain, member);
	}
	CHECK(read_in_steps(buf_str(&file), 7, &got, &e));
	CHECK(str_equal(buf_str(&got), buf_str(&plain)));
	for (size_t at = 0; bit >= 0 && at < file.n && at < 4096; at++)
		check_damage(&file, buf_str(&plain), at, bit);
	buf_add_char(&file, 'x');
	CHECK(!read_in_steps(buf_str(&file), 7, &got, &e));
	buf_release(&file);
	buf_release(&plain);
	buf_release(&got);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = fuzz_text(bytes, n);
	if (n > 0 && bytes[0] == 'm')
		check_members(str_from(text, 1), -1);
	else if (n > 1 && bytes[0] == 'd' && bytes[1] >= '0' && bytes[1] < '8')
		check_members(str_from(text, 2), bytes[1] - '0');
	else
		check_file(text);
	return 0;
}
