/*
 * Every way to read a gzip file gives the same: zlib and ISA-L, with and without a thread, from a
 * file and through a pipe, in steps of any size, as a whole and in parts that begin with a member.
 * Random files of many members, whole and damaged,
 * are compared with what one call of zlib after the other makes of them in memory. SEED and FILES
 * in the environment try others and more.
 */
#include "unit.h"

#include "base/threads.h"
#include "csv/input.h"
#include "csv/members.h"

#include <pthread.h>
#include <signal.h>

#include <zlib.h>

/* --- random files ------------------------------------------------------------------------- */

static uint64_t state;

static size_t below(size_t n)
{
	return random_below(&state, n);
}

static void add_text(struct buf *out, size_t n)
{
	size_t end = out->n + n;
	while (out->n < end)
		buf_printf(out, "U%zu,东湖单位%zu,%zu\n", out->n, below(1000), below(9));
}

static void add_noise(struct buf *out, size_t n, size_t values)
{
	for (size_t i = 0; i < n; i++)
		buf_add_char(out, (char)below(values));
}

static void make_plain(struct buf *out)
{
	static const size_t sizes[] = {1, 300, 70000, 600000, 900000};
	size_t n = below(sizes[below(5)]);
	out->n = 0;
	while (out->n < n) {
		size_t part = below(n) + 1;
		switch (below(5)) {
		case 0:
			add_noise(out, part, 256);
			break;
		case 1:
			add_noise(out, part, 1);
			break;
		default:
			add_text(out, part);
		}
	}
}

/* A member of random level, strategy, header and blocks. */
static void add_member(struct buf *out, struct str plain)
{
	static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE};
	unsigned char extra[] = "extra", name[] = "名.csv", comment[] = "comment";
	gz_header header = {.time = 1, .os = 3, .hcrc = (int)below(2)};
	z_stream z = {0};
	int strategy = below(3) ? Z_DEFAULT_STRATEGY : strategies[below(4)];
	assert_int_equal(
	    deflateInit2(&z, (int)below(10), Z_DEFLATED, 16 + MAX_WBITS, 8, strategy), Z_OK);
	header.extra = below(2) ? extra : NULL;
	header.extra_len = sizeof(extra);
	header.name = below(2) ? name : NULL;
	header.comment = below(2) ? comment : NULL;
	if (below(2))
		assert_int_equal(deflateSetHeader(&z, &header), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)(plain.n ? plain.p : "");
	int result = Z_OK;
	while (result != Z_STREAM_END) {
		bool last = below(4) > 0;
		size_t left = plain.n - z.total_in;
		z.avail_in = (uInt)(last ? left : below(left + 1));
		buf_reserve(out, plain.n + plain.n / 8 + 10000);
		z.next_out = (unsigned char *)out->p + out->n;
		z.avail_out = (uInt)(plain.n + plain.n / 8 + 10000);
		uInt before = z.avail_out;
		result = deflate(&z, last ? Z_FINISH : below(2) ? Z_SYNC_FLUSH : Z_FULL_FLUSH);
		assert_true(result >= Z_OK || result == Z_BUF_ERROR);
		out->n += before - z.avail_out;
	}
	deflateEnd(&z);
}

static void make_file(struct buf *out, struct str plain)
{
	size_t members = below(4) ? below(5) + 1 : below(100) + 1;
	out->n = 0;
	while (members-- > 1) {
		size_t n = below(8) ? below(plain.n + 1) : 0;
		add_member(out, str_first(plain, n));
		plain = str_from(plain, n);
	}
	add_member(out, plain);
}

/* Bytes in the beginning of a member are few and hit as often as all others. */
static size_t any_place(const struct buf *file)
{
	return below(2) ? below(file->n) : below(file->n < 200 ? file->n : 200);
}

static void damage(struct buf *file)
{
	size_t at = any_place(file), n;
	switch (below(6)) {
	case 0:
		file->n = at;
		break;
	case 1:
	case 2:
		for (size_t i = below(2) + 1; i-- > 0; at = any_place(file))
			file->p[at] = (char)(file->p[at] ^ (1 << below(8)));
		break;
	case 3:
		buf_add_char(file, below(3) ? (char)below(256) : '\x1F');
		add_noise(file, below(20), 256);
		break;
	case 4:
		n = below(file->n - at) + 1;
		memset(file->p + at, 0, n < 2000 ? n : 2000);
		break;
	default:
		n = below(file->n - at) + 1;
		memmove(file->p + at, file->p + at + n, file->n - at - n);
		file->n -= n;
	}
}

/* --- what must come out ------------------------------------------------------------------- */

struct outcome {
	struct buf bytes;
	char message[1024]; /* "": no error */
};

static void say(struct outcome *o, const char *what, size_t byte)
{
	snprintf(o->message, sizeof(o->message), "%s byte %zu of the compressed file", what, byte);
}

/* One member from `at` on; its result. */
static int unfold_member(struct str file, size_t *at, struct buf *bytes)
{
	enum { PART = 1 << 20 };
	z_stream z = {0};
	int result = Z_OK;
	assert_int_equal(inflateInit2(&z, 16 + MAX_WBITS), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)(file.p + *at);
	z.avail_in = (uInt)(file.n - *at);
	while (result == Z_OK) {
		buf_reserve(bytes, PART);
		z.next_out = (unsigned char *)bytes->p + bytes->n;
		z.avail_out = PART;
		result = inflate(&z, Z_NO_FLUSH);
		bytes->n += PART - z.avail_out;
	}
	*at = file.n - z.avail_in;
	inflateEnd(&z);
	return result;
}

static void foresee(struct str file, struct outcome *o)
{
	o->bytes.n = 0;
	o->message[0] = '\0';
	if (file.n == 0 || file.p[0] != '\x1F' || (file.n > 1 && file.p[1] != '\x8B')) {
		buf_add_str(&o->bytes, file);
		return;
	}
	for (size_t at = 0; at < file.n && !o->message[0];) {
		int result = Z_STREAM_END;
		size_t before = o->bytes.n;
		if (file.p[at] != '\x1F')
			say(o, "bytes that are not gzip follow the last member, at", at);
		else
			result = unfold_member(file, &at, &o->bytes);
		if (result == Z_BUF_ERROR)
			say(o, "the gzip data end too early, at", at);
		else if (result != Z_STREAM_END)
			say(o, "the gzip data are damaged at", at);
		/* of so short a member nothing is given when it is damaged */
		bool damaged = result != Z_STREAM_END && result != Z_BUF_ERROR;
		if (damaged && o->bytes.n - before < 65536)
			o->bytes.n = before;
	}
}

/* --- ways to read ------------------------------------------------------------------------- */

struct feeding {
	int fd;
	struct str bytes;
	uint64_t state;
};

/* Writes into the pipe in pieces, until nobody reads any more. */
static void *feed(void *argument)
{
	struct feeding *f = argument;
	while (f->bytes.n > 0) {
		size_t n = random_below(&f->state, f->bytes.n < 100000 ? f->bytes.n : 100000) + 1;
		ssize_t done = write(f->fd, f->bytes.p, n);
		if (done <= 0)
			break;
		f->bytes = str_from(f->bytes, (size_t)done);
	}
	close(f->fd);
	return NULL;
}

enum medium { DESCRIPTOR, PATH, STANDARD_INPUT, PIPE, MEDIA };

static FILE *file_of(struct str before, struct str content)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(before.p, 1, before.n, f), before.n);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fflush(f), 0);
	return f;
}

static struct input *open_path_of(int fd)
{
	struct error e;
	char path[64];
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	struct input *in = input_open(path, &e);
	assert_non_null(in);
	return in;
}

/* Standard input, of which somebody has read a line. */
static struct input *open_standard_input(struct str content)
{
	struct error e;
	FILE *f = file_of(STR("a line\n"), content);
	assert_int_equal(lseek(fileno(f), 7, SEEK_SET), 7);
	assert_int_equal(dup2(fileno(f), STDIN_FILENO), STDIN_FILENO);
	fclose(f);
	struct input *in = input_open("-", &e);
	assert_non_null(in);
	return in;
}

static void drain(struct input *in, size_t step, struct outcome *o)
{
	struct error e = ERROR_INIT;
	ssize_t got;
	o->bytes.n = 0;
	o->message[0] = '\0';
	do {
		buf_reserve(&o->bytes, step);
		got = input_read(in, o->bytes.p + o->bytes.n, step, &e);
		o->bytes.n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	/* the end is the end, and the error stays */
	char more;
	assert_int_equal(input_read(in, &more, 1, &e), got);
	if (got < 0)
		snprintf(o->message, sizeof(o->message), "%s", e.message);
	input_close(in);
}

static void drain_pipe(struct str content, size_t step, struct outcome *o)
{
	int ends[2];
	pthread_t thread;
	assert_int_equal(pipe(ends), 0);
	struct feeding feeding = {ends[1], content, random_next(&state)};
	struct input *in = open_path_of(ends[0]);
	close(ends[0]);
	assert_int_equal(pthread_create(&thread, NULL, feed, &feeding), 0);
	drain(in, step, o);
	assert_int_equal(pthread_join(thread, NULL), 0);
}

static void drain_medium(enum medium medium, struct str content, size_t step, struct outcome *o)
{
	if (medium == PIPE) {
		drain_pipe(content, step, o);
		return;
	}
	if (medium == STANDARD_INPUT) {
		drain(open_standard_input(content), step, o);
		return;
	}
	FILE *f = file_of(STR(""), content);
	drain(medium == PATH ? open_path_of(fileno(f))
			     : input_of_descriptor(fileno(f), "test", INPUT_NO_LIMIT),
	    step, o);
	fclose(f);
}

/* What ISA-L may let pass is found right by its CRC: then all members are read, or there is a fault
 * further behind and what comes before it is more. */
static bool is_lenient(const struct outcome *got, const struct outcome *want, struct str plain)
{
	if (got->message[0] == '\0')
		return str_equal(buf_str(&got->bytes), plain);
	return strcmp(got->message, want->message) == 0 && got->bytes.n > want->bytes.n &&
	       str_starts(buf_str(&got->bytes), buf_str(&want->bytes));
}

static size_t lenient, compared, parted;

static void compare(struct str file, const struct outcome *want, struct str plain)
{
	static const size_t steps[] = {1000, 4099, 65536, 131072, 1000000};
	static const char *const libraries[] = {"zlib", "isal"};
	struct outcome got = {0};
	for (int way = 0; way < 2 * 2 * MEDIA; way++) {
		const char *library = libraries[way % 2];
		unsigned threads = way / 2 % 2 ? 2 : 1;
		enum medium medium = (enum medium)(way / 4);
		size_t step = file.n < 2000 && !below(4) ? 1 : steps[below(5)];
		setenv("TAIZHANG_INFLATE", library, 1);
		threads_set(threads);
		drain_medium(medium, file, step, &got);
		compared++;
		if (strcmp(got.message, want->message) == 0 &&
		    str_equal(buf_str(&got.bytes), buf_str(&want->bytes)))
			continue;
		if (way % 2 == 1 && is_lenient(&got, want, plain))
			lenient++;
		else
			fail_msg(
			    "%s, %u threads, medium %d, step %zu: %zu bytes and '%s', not %zu and "
			    "'%s'",
			    library, threads, (int)medium, step, got.bytes.n, got.message,
			    want->bytes.n, want->message);
	}
	unsetenv("TAIZHANG_INFLATE");
	threads_set(0);
	buf_release(&got.bytes);
}

/* One part to its end; false: it has a fault. */
static bool drain_part(const struct members *of, uint64_t from, uint64_t to, struct buf *bytes)
{
	struct error e;
	size_t step = 1 + below(below(2) ? 200000 : 1000), before = bytes->n;
	struct input *in = input_of_members(of, "test", from, to);
	uint64_t given;
	ssize_t got;
	do {
		buf_reserve(bytes, step);
		got = input_read(in, bytes->p + bytes->n, step, &e);
		bytes->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	assert_int_equal(input_members_over(in, &given), got == 0);
	assert_int_equal(given, bytes->n - before);
	input_close(in);
	return got == 0;
}

/* The file in parts of at least `size` bytes, one after the other: what stands behind the header.
 * False: some part has a fault, or the file is not gzip. */
static bool drain_parts(FILE *f, size_t header, size_t size, struct buf *bytes)
{
	struct error e;
	struct input *whole = input_of_descriptor(fileno(f), "test", INPUT_NO_LIMIT);
	struct members m = {.header = header};
	char first;
	uint64_t from, to;
	bool good = input_read(whole, &first, 1, &e) >= 0 && input_members(whole, &m);
	bytes->n = 0;
	for (from = m.from; good && from < m.to; from = to) {
		assert_true(members_find(m.fd, from + size, m.to, &to));
		good = drain_part(&m, from, to, bytes);
		parted += from > m.from;
	}
	input_close(whole);
	return good;
}

static size_t length_of_header(struct str text)
{
	const char *newline = text.n ? memchr(text.p, '\n', text.n) : NULL;
	return newline ? (size_t)(newline - text.p) + 1 : 0;
}

/* Whatever is wrong with a file, some part finds it. */
static void compare_parts(struct str file, const struct outcome *want, struct str plain)
{
	struct buf got = BUF_INIT;
	struct str all = buf_str(&want->bytes);
	FILE *f = file_of(STR(""), file);
	for (int fast = 0; fast < 2 && str_starts(file, STR("\x1F\x8B")); fast++) {
		size_t header = length_of_header(all), size = below(2) ? 1 : 1 + below(file.n);
		setenv("TAIZHANG_INFLATE", fast ? "isal" : "zlib", 1);
		bool good = drain_parts(f, header, size, &got);
		if (good && fast && want->message[0] && plain.n >= header &&
		    str_equal(buf_str(&got), str_from(plain, header))) {
			lenient++;
			continue;
		}
		assert_int_equal(good, want->message[0] == '\0');
		assert_true(!good || str_equal(buf_str(&got), str_from(all, header)));
	}
	unsetenv("TAIZHANG_INFLATE");
	fclose(f);
	buf_release(&got);
}

static size_t number_of(const char *name, size_t otherwise)
{
	const char *text = getenv(name);
	return text ? strtoul(text, NULL, 10) : otherwise;
}

static void every_way_gives_the_same(void **unused)
{
	(void)unused;
	size_t seed = number_of("SEED", 1), files = number_of("FILES", 60);
	struct buf plain = BUF_INIT, file = BUF_INIT;
	struct outcome want = {0};
	for (size_t i = 0; i < files; i++) {
		state = (seed * 1000003 + i + 1) * 0x9E3779B97F4A7C15;
		make_plain(&plain);
		make_file(&file, buf_str(&plain));
		if (below(4))
			damage(&file);
		foresee(buf_str(&file), &want);
		compare(buf_str(&file), &want, buf_str(&plain));
		compare_parts(buf_str(&file), &want, buf_str(&plain));
	}
	print_message("%zu readings, in %zu of them ISA-L was lenient; %zu parts behind others\n",
	    compared, lenient, parted);
	assert_true(parted > files);
	assert_true(lenient * 20 <= compared);
	buf_release(&plain);
	buf_release(&file);
	buf_release(&want.bytes);
}

/* The bytes before the end of a cut file come first, whatever the steps. */
static void cut_anywhere(void **unused)
{
	(void)unused;
	struct str text = STR("id,name\nU1,东湖某公司\nU2,东湖某公司\nU2,东湖某公司\n");
	struct buf file = BUF_INIT;
	struct outcome want = {0}, got = {0};
	state = 1;
	add_member(&file, text);
	for (size_t n = 1; n < file.n; n++)
		for (size_t step = 1; step <= text.n; step += step < 3 ? 1 : text.n - 3)
			for (int fast = 0; fast < 2; fast++) {
				setenv("TAIZHANG_INFLATE", fast ? "isal" : "zlib", 1);
				foresee(str_first(buf_str(&file), n), &want);
				drain_medium(DESCRIPTOR, str_first(buf_str(&file), n), step, &got);
				assert_string_equal(got.message, want.message);
				assert_true(str_equal(buf_str(&got.bytes), buf_str(&want.bytes)));
			}
	unsetenv("TAIZHANG_INFLATE");
	buf_release(&file);
	buf_release(&want.bytes);
	buf_release(&got.bytes);
}

/* A member that does not fold anything. */
static void add_stored(struct buf *out, struct str plain)
{
	unsigned char head[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0}, tail[8];
	uLong crc = crc32(0, (const unsigned char *)plain.p, (uInt)plain.n);
	for (int i = 0; i < 2; i++) {
		head[11 + i] = (unsigned char)(plain.n >> 8 * i);
		head[13 + i] = (unsigned char)(~plain.n >> 8 * i);
	}
	for (int i = 0; i < 4; i++) {
		tail[i] = (unsigned char)(crc >> 8 * i);
		tail[4 + i] = (unsigned char)(plain.n >> 8 * i);
	}
	buf_add(out, head, sizeof(head));
	buf_add_str(out, plain);
	buf_add(out, tail, sizeof(tail));
}

/* What looks like the beginning of a member, and is one, but of a file within the file. */
static void a_member_within_a_member(void **unused)
{
	(void)unused;
	struct buf inner = BUF_INIT, plain = BUF_INIT, file = BUF_INIT, got = BUF_INIT;
	uint64_t place;
	state = 1;
	add_member(&inner, STR("id,name\nU1,东湖某公司\n"));
	buf_add_text(&plain, "id,name\n");
	buf_add_str(&plain, buf_str(&inner));
	buf_add_text(&plain, "\nU2,东湖某公司\n");
	add_stored(&file, buf_str(&plain));
	FILE *f = file_of(STR(""), buf_str(&file));
	assert_true(members_find(fileno(f), 1, file.n, &place));
	assert_true(place < file.n);
	struct members m = {fileno(f), 0, file.n, .header = 8};
	assert_false(drain_part(&m, 0, place, &got));
	assert_true(drain_parts(f, 8, file.n, &got));
	assert_true(str_equal(buf_str(&got), str_from(buf_str(&plain), 8)));
	fclose(f);
	buf_release(&inner);
	buf_release(&plain);
	buf_release(&file);
	buf_release(&got);
}

/* Also across the edge of what is looked at together. */
static void members_are_found(void **unused)
{
	(void)unused;
	struct buf noise = BUF_INIT, file = BUF_INIT;
	uint64_t place;
	state = 1;
	add_noise(&noise, 20000, 200);
	for (size_t at = 32760; at < 32775; at++) {
		file.n = 0;
		add_noise(&file, at, 1);
		add_member(&file, buf_str(&noise));
		FILE *f = file_of(STR(""), buf_str(&file));
		assert_true(members_find(fileno(f), 0, file.n, &place));
		assert_int_equal(place, at);
		assert_true(members_find(fileno(f), at + 1, file.n, &place));
		assert_int_equal(place, file.n);
		assert_false(members_find(fileno(f), at + 1, file.n + 1, &place));
		fclose(f);
	}
	buf_release(&noise);
	buf_release(&file);
}

/* A file that has changed since somebody looked: its end, its header. */
static void parts_of_another_file(void **unused)
{
	(void)unused;
	struct str text = STR("id,name\nU1,东湖某公司\n");
	struct buf file = BUF_INIT, got = BUF_INIT;
	state = 1;
	add_member(&file, text);
	FILE *f = file_of(STR(""), buf_str(&file));
	struct members m = {fileno(f), 0, file.n, .header = text.n};
	assert_true(drain_part(&m, 0, file.n, &got));
	m.header++;
	assert_false(drain_part(&m, 0, file.n, &got));
	m = (struct members){fileno(f), 0, file.n + 1, .header = 8};
	assert_false(drain_part(&m, 0, file.n + 1, &got));
	fclose(f);
	buf_release(&file);
	buf_release(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_way_gives_the_same),
	    cmocka_unit_test(cut_anywhere),
	    cmocka_unit_test(a_member_within_a_member),
	    cmocka_unit_test(members_are_found),
	    cmocka_unit_test(parts_of_another_file),
	};
	signal(SIGPIPE, SIG_IGN); /* a reader may stop at a fault */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
