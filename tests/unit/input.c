/* Bytes of plain and compressed files: all members, no silence about damage. */
#include "unit.h"

#include "csv/input.h"

#include <stdio.h>
#include <unistd.h>

#include <zlib.h>

/* A descriptor of an unnamed file with that content. */
static int file_of(struct str content)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fflush(f), 0);
	int fd = dup(fileno(f));
	assert_true(fd >= 0);
	fclose(f);
	return fd;
}

static void gzip(struct buf *out, struct str content)
{
	z_stream stream = {0};
	unsigned char folded[4096];
	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, 0), Z_OK);
	stream.next_in = (unsigned char *)content.p;
	stream.avail_in = (uInt)content.n;
	int result;
	do {
		stream.next_out = folded;
		stream.avail_out = sizeof(folded);
		result = deflate(&stream, Z_FINISH);
		buf_add(out, folded, sizeof(folded) - stream.avail_out);
	} while (result == Z_OK);
	assert_int_equal(result, Z_STREAM_END);
	deflateEnd(&stream);
}

/* Reads `content` in pieces of `step` bytes; false when the input tells of damage. */
static bool read_all(struct str content, uint64_t limit, size_t step, struct buf *out)
{
	int fd = file_of(content);
	struct input *in = input_of_descriptor(fd, "test", limit);
	struct error e;
	ssize_t got;
	out->n = 0;
	do {
		buf_reserve(out, step);
		got = input_read(in, out->p + out->n, step, &e);
		out->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	assert_string_equal(input_name(in), "test");
	input_close(in);
	close(fd);
	if (got < 0) {
		assert_int_equal(e.kind, ERROR_DATA);
		assert_string_equal(e.file, "test");
	}
	return got == 0;
}

static void make_text(struct buf *text)
{
	for (int i = 0; i < 20000; i++)
		buf_printf(text, "U%d,东湖单位%d\n", i, i * 7919 % 1000);
}

static void plain_bytes_are_as_they_are(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, got = BUF_INIT;
	make_text(&text);
	static const size_t steps[] = {1, 3, 65536, 1000000};
	for (size_t i = 0; i < 4; i++) {
		assert_true(read_all(buf_str(&text), INPUT_NO_LIMIT, steps[i], &got));
		assert_true(str_equal(buf_str(&got), buf_str(&text)));
	}
	for (size_t limit = 0; limit < 40; limit++) {
		assert_true(read_all(buf_str(&text), limit, 7, &got));
		assert_true(str_equal(buf_str(&got), str_first(buf_str(&text), limit)));
	}
	assert_true(read_all(STR(""), INPUT_NO_LIMIT, 10, &got));
	assert_int_equal(got.n, 0);
	assert_true(read_all(STR("\x1F,"), INPUT_NO_LIMIT, 10, &got));
	assert_int_equal(got.n, 2);
	buf_release(&text);
	buf_release(&got);
}

static void all_members_are_read(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, folded = BUF_INIT, got = BUF_INIT;
	make_text(&text);
	size_t half = text.n / 2;
	gzip(&folded, str_first(buf_str(&text), half));
	gzip(&folded, STR(""));
	gzip(&folded, str_from(buf_str(&text), half));
	static const size_t steps[] = {1, 1000, 10000000};
	for (size_t i = 0; i < 3; i++) {
		assert_true(read_all(buf_str(&folded), INPUT_NO_LIMIT, steps[i], &got));
		assert_true(str_equal(buf_str(&got), buf_str(&text)));
	}
	buf_release(&text);
	buf_release(&folded);
	buf_release(&got);
}

/* Cut at any byte, or with one byte changed behind the header, or with bytes behind the last
 * member: told, or still the same content; never different content without a word. */
static void damage_is_told(void **state)
{
	(void)state;
	struct str text = STR("id,name\nU1,东湖某公司\nU2,东湖某公司\n");
	struct buf folded = BUF_INIT, got = BUF_INIT;
	gzip(&folded, text);
	for (size_t cut = 1; cut < folded.n; cut++)
		assert_false(read_all(str_first(buf_str(&folded), cut), INPUT_NO_LIMIT, 100, &got));
	for (size_t at = 10; at < folded.n; at++) {
		folded.p[at] ^= 0x10;
		if (read_all(buf_str(&folded), INPUT_NO_LIMIT, 100, &got))
			assert_true(str_equal(buf_str(&got), text));
		folded.p[at] ^= 0x10;
	}
	buf_add_text(&folded, "U3,plain\n");
	assert_false(read_all(buf_str(&folded), INPUT_NO_LIMIT, 100, &got));
	buf_release(&folded);
	buf_release(&got);
}

static void a_missing_file_is_told(void **state)
{
	(void)state;
	struct error e;
	assert_null(input_open("/nowhere/units.csv", &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(e.file, "/nowhere/units.csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_bytes_are_as_they_are),
	    cmocka_unit_test(all_members_are_read),
	    cmocka_unit_test(damage_is_told),
	    cmocka_unit_test(a_missing_file_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
