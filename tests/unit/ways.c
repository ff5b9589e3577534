/*
 * One meaning, whatever the way: made-up texts, most of them unpleasant, give the same rows and the
 * same faults, in the same order and at the same places, by every scanner, by rows and by blocks,
 * from every kind of input, and, but for the order, in parts by several threads. What libcsv alone
 * finds, row by row, is held to be right.
 *
 * WAYS=COUNT tries so many texts, not as many as fit into a run of all tests; WAYS_FROM=SEED begins
 * with another than the first.
 */
#include "place.h"

#include "base/threads.h"
#include "csv/output.h"
#include "csv/parts.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>

/* --- texts ----------------------------------------------------------------------------------- */

enum flavour { PLAIN, QUOTED, FAULTY, WILD, FLAVOURS };

#define PICK(seed, list) (list)[random_below(seed, sizeof(list) / sizeof((list)[0]))]

static bool one_in(uint64_t *seed, size_t n)
{
	return random_below(seed, n) == 0;
}

/* Up to a place about a multiple of `unit`, which what follows then stands across. */
static void pad_to_edge(struct buf *text, uint64_t *seed, size_t unit)
{
	size_t at = (unit + 2 - random_below(seed, 6)) % unit;
	while (text->n % unit != at)
		buf_add_char(text, 'x');
}

static void add_field(struct buf *text, uint64_t *seed, enum flavour flavour)
{
	static const char *const good[] = {"", "", "x", "7", " ", "\t", "东湖", "豫章街道", "é",
	    "😀", "U1;U2", "'", "=1+2", "360102002", "2024-06-30", "0123456789ABCDE",
	    "0123456789ABCDEF", "0123456789ABCDEFG"};
	static const char *const quoted[] = {
	    "\"\"", "\"x\"", "\"a,b\"", "\"say \"\"hi\"\"\"", "\"\"\"\"", "\",\"", "\"东湖\""};
	static const struct str bad[] = {STR("\"open"), STR("x\"y"), STR("\"x\"y"), STR("\"x\" "),
	    STR("\""), STR("a\0b"), STR("\r"), STR("\xFF"), STR("\xE4\xB8"), STR("\xC0\x80"),
	    STR("\xED\xA0\x80"), STR("\xF4\x90\x80\x80"), STR("\x80"), STR("\xF0\x9F\x98"),
	    STR("\xEF\xBB\xBF"), STR("\"\xE4\"")};
	if (one_in(seed, 24))
		pad_to_edge(text, seed, 64);
	if (flavour != PLAIN && one_in(seed, flavour == QUOTED ? 4 : 20))
		buf_add_text(text, PICK(seed, quoted));
	else if (flavour == WILD || (flavour == FAULTY && one_in(seed, 60)))
		buf_add_str(text, PICK(seed, bad));
	else
		for (size_t n = random_below(seed, 3) + 1; n > 0; n--)
			buf_add_text(text, PICK(seed, good));
}

/* Names of one or more letters; some ways of writing the same header. */
static void add_header(struct buf *text, uint64_t *seed, size_t columns)
{
	bool mark = one_in(seed, 4);
	buf_add_text(text, mark ? "\xEF\xBB\xBF" : "");
	for (size_t i = 0; i < columns; i++) {
		bool quote = one_in(seed, 6);
		buf_add_text(text, i ? "," : "");
		buf_add_text(text, quote ? "\"" : "");
		buf_printf(text, i % 3 ? "c%zu" : "列%zu", i);
		buf_add_text(text, quote ? "\"" : "");
	}
	buf_add_text(text, one_in(seed, 4) ? "\r\n" : "\n");
}

static void add_line(struct buf *text, uint64_t *seed, size_t columns, enum flavour flavour)
{
	size_t count = columns;
	if (one_in(seed, 30))
		add_header(text, seed, columns);
	if (flavour >= FAULTY && one_in(seed, 40)) {
		buf_add_text(text, one_in(seed, 2) ? "\n" : "\r\n");
		return;
	}
	if (flavour >= FAULTY && one_in(seed, 25))
		count = random_below(seed, columns + 3) + 1;
	if (one_in(seed, 50))
		buf_add_text(text, "\xEF\xBB\xBF");
	for (size_t i = 0; i < count; i++) {
		buf_add_text(text, i ? "," : "");
		add_field(text, seed, flavour);
	}
	if (one_in(seed, 16))
		pad_to_edge(text, seed, 64);
	buf_add_text(text, flavour != PLAIN && one_in(seed, 12) ? "\r\n" : "\n");
}

/* Good rows up to about where reading begins anew: 64 and 128 KiB at a time. */
static void fill_a_window(struct buf *text, uint64_t *seed, size_t columns)
{
	size_t edge = 64 * 1024 * (1 + random_below(seed, 4)) - random_below(seed, 300);
	enum flavour flavour = one_in(seed, 2) ? PLAIN : QUOTED;
	while (text->n < edge)
		add_line(text, seed, columns, flavour);
}

/* A field of more than what is read at once. */
static void add_long_line(struct buf *text, uint64_t *seed, size_t columns)
{
	size_t end = text->n + 60000 + random_below(seed, 300000);
	while (text->n < end)
		buf_add_text(text, "0123456789东湖区😀");
	for (size_t i = 1; i < columns; i++)
		buf_add_text(text, one_in(seed, 20) ? ",\"" : ",");
	buf_add_char(text, '\n');
}

static void damage(struct buf *text, uint64_t *seed)
{
	static const char bytes[] = {',', '\n', '\r', '"', '\0', '\xFF', '\xEF', '\xE4', 'x', ' '};
	for (size_t n = random_below(seed, 6); n > 0; n--)
		text->p[random_below(seed, text->n)] = PICK(seed, bytes);
}

static void make_text(struct buf *text, uint64_t number)
{
	static const struct str ends[] = {STR(""), STR(""), STR(""), STR("x"), STR("\r"), STR("\""),
	    STR("\xE4"), STR(","), STR("\n"), STR("\0")};
	uint64_t own = (number + 1) * UINT64_C(0x9E3779B97F4A7C15), *seed = &own;
	enum flavour flavour = (enum flavour)(number % FLAVOURS);
	size_t columns = one_in(seed, 12) ? 70 : random_below(seed, 7) + 1;
	text->n = 0;
	add_header(text, seed, columns);
	if (one_in(seed, 8))
		fill_a_window(text, seed, columns);
	for (size_t n = random_below(seed, 60); n > 0; n--)
		if (one_in(seed, 1500))
			add_long_line(text, seed, columns);
		else
			add_line(text, seed, columns, flavour);
	if (one_in(seed, 3))
		text->n--; /* the last newline */
	if (flavour != PLAIN)
		buf_add_str(text, PICK(seed, ends));
	if (flavour == WILD)
		damage(text, seed);
}

/* --- what is found ---------------------------------------------------------------------------- */

/* Everything that was found, as bytes; where the things begin. */
struct found {
	struct buf bytes;
	size_t *starts, count, capacity;
	size_t faults;
};

static void found_clear(struct found *f)
{
	f->bytes.n = f->count = f->faults = 0;
}

static void found_release(struct found *f)
{
	buf_release(&f->bytes);
	free(f->starts);
	*f = (struct found){.bytes = BUF_INIT};
}

static void add_number(struct found *f, uint64_t number)
{
	buf_add(&f->bytes, &number, sizeof(number));
}

static void add_text(struct found *f, struct str text)
{
	add_number(f, text.n);
	buf_add_str(&f->bytes, text);
}

static void begin(struct found *f, char what)
{
	f->starts = mem_room(f->starts, &f->capacity, f->count + 1, sizeof(*f->starts));
	f->starts[f->count++] = f->bytes.n;
	buf_add_char(&f->bytes, what);
}

/* How a text is read: the places of rows are not known in a part; all fields are wanted or some. */
struct manner {
	bool places;
	size_t wanted[3], wanted_count; /* 0: all */
};

static void add_row(struct found *f, const struct manner *m, const struct csv_row *row)
{
	begin(f, 'R');
	add_text(f, row->line);
	add_number(f, row->bytes);
	add_number(f, row->ended);
	add_number(f, row->count);
	if (m->places) {
		add_number(f, row->number);
		add_number(f, row->offset);
	}
	for (size_t i = 0; m->wanted_count && i < m->wanted_count; i++)
		add_text(f, row->fields[m->wanted[i]]);
	for (size_t i = 0; !m->wanted_count && i < row->count; i++)
		add_text(f, row->fields[i]);
}

static void add_fault(
    struct found *f, const struct manner *m, const struct csv_row *row, const struct error *e)
{
	begin(f, 'F');
	f->faults++;
	add_text(f, row->line);
	add_number(f, row->bytes);
	add_number(f, row->ended);
	add_number(f, e->kind);
	add_number(f, e->column);
	add_text(f, str_of(e->message));
	if (m->places) {
		add_number(f, row->number);
		add_number(f, row->offset);
		add_number(f, e->line);
	}
}

/* The next row by csv_reader_next. False at the end. */
static bool take_row(struct csv_reader *r, struct found *f, const struct manner *m)
{
	struct csv_row row;
	struct error e;
	enum csv_status status = csv_reader_next(r, &row, &e);
	if (status == CSV_STATUS_ROW)
		add_row(f, m, &row);
	else if (status == CSV_STATUS_BAD)
		add_fault(f, m, &row, &e);
	if (status != CSV_STATUS_FAILED)
		return status != CSV_STATUS_END;
	begin(f, 'X');
	add_number(f, e.kind);
	add_number(f, e.line);
	add_text(f, str_of(e.message));
	if (!csv_reader_skip_line(r, &row, &e))
		return false;
	add_number(f, row.number);
	add_number(f, row.offset);
	add_number(f, row.bytes);
	add_number(f, row.ended);
	return true;
}

/* All rows of a block; its fields by themselves are those of its rows. */
static bool take_block(
    struct csv_reader *r, const struct csv_block *b, struct found *f, const struct manner *m)
{
	struct csv_row row;
	for (size_t i = 0; i < b->rows; i++) {
		csv_reader_block_row(r, b, i, &row);
		add_row(f, m, &row);
		for (size_t j = 0; !m->wanted_count && j < b->columns; j++)
			if (!str_equal(csv_block_field(b, i, j), row.fields[j]))
				return false;
	}
	return b->rows > 0;
}

enum taking { BY_ROWS, BY_BLOCKS, BY_BOTH, TAKINGS };

/* False when blocks are not what they promise; does not stop the test, as it may run in a thread.
 */
static bool take_all(struct csv_reader *r, struct found *f, const struct manner *m,
    enum taking taking, uint64_t seed)
{
	struct csv_block block;
	bool more = true;
	while (more) {
		bool wants = taking == BY_BLOCKS || (taking == BY_BOTH && one_in(&seed, 2));
		while (wants && csv_reader_block(r, &block)) {
			if (!take_block(r, &block, f, m))
				return false;
			wants = taking == BY_BLOCKS || one_in(&seed, 2);
		}
		more = take_row(r, f, m);
	}
	return true;
}

/* The header, or why there is none. */
static bool take_header(
    struct csv_reader *r, struct found *f, struct manner *m, const struct error *e)
{
	if (!r) {
		begin(f, 'N');
		add_number(f, e->kind);
		add_number(f, e->line);
		add_number(f, e->column);
		add_text(f, str_of(e->message));
		return false;
	}
	const struct csv_row *header = csv_reader_header(r);
	struct manner all = {.places = true};
	add_row(f, &all, header);
	add_number(f, csv_reader_is_spreadsheet(r));
	for (size_t i = 0; i < m->wanted_count; i++)
		m->wanted[i] %= header->count;
	if (m->wanted_count)
		csv_reader_want(r, m->wanted, m->wanted_count);
	return true;
}

/* --- inputs ----------------------------------------------------------------------------------- */

enum origin { OF_TEXT, OF_FILE, OF_DESCRIPTOR, OF_REDIRECTED, OF_PACKETS, OF_GZIP, ORIGINS };

static const char *const origin_names[] = {
    "text", "file", "descriptor and rest", "redirected standard input", "packets", "gzip"};

struct source {
	struct str text;
	uint64_t seed;
	struct input *in;
	int fd;           /* to be closed afterwards, or −1 */
	pthread_t writer; /* of packets */
	bool written;
};

/* Each packet is what one read gives. */
static void *write_packets(void *context)
{
	struct source *s = context;
	uint64_t seed = s->seed;
	for (size_t at = 0, n; at < s->text.n; at += n) {
		n = one_in(&seed, 2) ? 1 + random_below(&seed, 100)
				     : 1 + random_below(&seed, 16000);
		n = n < s->text.n - at ? n : s->text.n - at;
		if (send(s->fd, s->text.p + at, n, MSG_NOSIGNAL) != (ssize_t)n)
			break;
	}
	shutdown(s->fd, SHUT_WR);
	return NULL;
}

static void be_standard_input(int fd)
{
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	close(fd);
}

static struct input *open_packets(struct source *s, struct error *e)
{
	int ends[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	be_standard_input(ends[0]);
	s->fd = ends[1];
	s->written = true;
	assert_int_equal(pthread_create(&s->writer, NULL, write_packets, s), 0);
	return input_open("-", e);
}

/* What stands before the place of standard input has been read by others. */
static struct input *open_redirected(struct source *s, struct error *e)
{
	static const char before[] = "a,b\n1,2\n\"";
	FILE *f = fopen(place_path("redirected"), "wb");
	assert_non_null(f);
	size_t skip = random_below(&s->seed, sizeof(before));
	fwrite(before, 1, skip, f);
	fwrite(s->text.p, 1, s->text.n, f);
	assert_int_equal(fclose(f), 0);
	int fd = open(place_path("redirected"), O_RDONLY);
	assert_int_equal(lseek(fd, (off_t)skip, SEEK_SET), skip);
	be_standard_input(fd);
	return input_open("-", e);
}

/* Makes all.gz. */
static void put_members(struct str text, size_t members, uint64_t *seed)
{
	struct error e;
	struct buf all = BUF_INIT;
	for (; members > 0; members--) {
		size_t n = members == 1 ? text.n : random_below(seed, text.n + 1);
		struct output *o = output_open(place_path("member.gz"), &e);
		char bytes[4096];
		assert_non_null(o);
		output_str(o, str_first(text, n));
		assert_true(output_finish(o, &e));
		FILE *f = fopen(place_path("member.gz"), "rb");
		for (size_t got; (got = fread(bytes, 1, sizeof(bytes), f)) > 0;)
			buf_add(&all, bytes, got);
		fclose(f);
		text = str_from(text, n);
	}
	place_put("all.gz", buf_str(&all));
	buf_release(&all);
}

/* Few members, or so many that there are parts. */
static struct input *open_gzip(struct source *s, struct error *e)
{
	size_t most = one_in(&s->seed, 2) ? 3 : 20;
	put_members(s->text, 1 + random_below(&s->seed, most), &s->seed);
	return input_open(place_path("all.gz"), e);
}

static struct input *open_descriptor(struct source *s, struct error *e)
{
	(void)e;
	size_t limit = random_below(&s->seed, s->text.n + 1);
	place_put("text.csv", s->text);
	s->fd = open(place_path("text.csv"), O_RDONLY);
	assert_true(s->fd >= 0);
	return input_of_descriptor_and(s->fd, "text.csv", limit, str_from(s->text, limit));
}

static void source_open(struct source *s, enum origin origin, struct str text, uint64_t seed)
{
	struct error e;
	*s = (struct source){.text = text, .seed = seed + 1, .fd = -1};
	if (origin == OF_FILE)
		place_put("text.csv", text);
	s->in = origin == OF_TEXT         ? input_of_text(text, "text.csv")
		: origin == OF_FILE       ? input_open(place_path("text.csv"), &e)
		: origin == OF_DESCRIPTOR ? open_descriptor(s, &e)
		: origin == OF_REDIRECTED ? open_redirected(s, &e)
		: origin == OF_PACKETS    ? open_packets(s, &e)
					  : open_gzip(s, &e);
	assert_non_null(s->in);
}

/* After the reader. */
static void source_close(struct source *s)
{
	int nothing = open("/dev/null", O_RDONLY);
	assert_true(nothing >= 0);
	be_standard_input(nothing); /* ends the writer */
	if (s->written)
		pthread_join(s->writer, NULL);
	if (s->fd >= 0)
		close(s->fd);
}

/* --- one way against another ------------------------------------------------------------------ */

static const char *const scanners[] = {"none", "sse2", "avx2", "neon", "libcsv"};
enum { SCANNERS = sizeof(scanners) / sizeof(scanners[0]) };

struct way {
	const char *scanner;
	enum origin origin;
	enum taking taking;
	uint64_t seed;
};

static void read_text(struct str text, const struct way *way, struct manner m, struct found *f)
{
	struct source s;
	struct error e;
	setenv("TAIZHANG_SIMD", way->scanner, 1);
	source_open(&s, way->origin, text, way->seed);
	struct csv_reader *r = csv_reader_open(s.in, &e);
	found_clear(f);
	if (take_header(r, f, &m, &e))
		assert_true(take_all(r, f, &m, way->taking, way->seed + 1));
	csv_reader_close(r);
	source_close(&s);
}

static void expect_same(
    const struct found *got, const struct found *want, const struct way *way, uint64_t number)
{
	if (str_equal(buf_str(&got->bytes), buf_str(&want->bytes)))
		return;
	size_t at = 0;
	while (at < got->count && at < want->count && got->starts[at] == want->starts[at])
		at++;
	fail_msg("text %llu by scanner %s, of %s, taking %d: differs at about %zu of %zu (%zu)",
	    (unsigned long long)number, way->scanner, origin_names[way->origin], way->taking, at,
	    want->count, got->count);
}

static struct manner random_manner(uint64_t *seed)
{
	struct manner m = {.places = true};
	m.wanted_count = one_in(seed, 2) ? 0 : 1 + random_below(seed, 3);
	for (size_t i = 0; i < m.wanted_count; i++)
		m.wanted[i] = random_below(seed, 70);
	return m;
}

/* By every scanner in every manner from memory, by one of them from each other input. */
static void expect_one_meaning(struct str text, uint64_t number, struct found found[2])
{
	uint64_t own = (number + 3) * UINT64_C(0x9E3779B97F4A7C15), *seed = &own;
	struct manner m = random_manner(seed);
	struct way way = {.scanner = "libcsv"};
	read_text(text, &way, m, &found[0]);
	for (size_t i = 0; i < SCANNERS; i++)
		for (int taking = 0; taking < TAKINGS; taking++) {
			way = (struct way){scanners[i], OF_TEXT, (enum taking)taking, number};
			read_text(text, &way, m, &found[1]);
			expect_same(&found[1], &found[0], &way, number);
		}
	for (int origin = OF_FILE; origin < ORIGINS; origin++) {
		way = (struct way){.origin = (enum origin)origin, .seed = number};
		way.scanner = PICK(seed, scanners);
		way.taking = (enum taking)random_below(seed, TAKINGS);
		read_text(text, &way, m, &found[1]);
		expect_same(&found[1], &found[0], &way, number);
	}
}

/* --- parts ------------------------------------------------------------------------------------ */

enum { CONTEXTS = 4 };

struct part_reader {
	struct found found;
	struct manner manner;
	enum taking taking;
	uint64_t seed;
	bool gives_up; /* at a fault */
};

static bool read_part(void *context, struct csv_reader *part)
{
	struct part_reader *p = context;
	return take_all(part, &p->found, &p->manner, p->taking, ++p->seed) &&
	       !(p->gives_up && p->found.faults);
}

static int compare_texts(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The things that were found, but for the first `skip`, in the order of their bytes. */
static size_t list_found(const struct found *f, size_t skip, struct str *list)
{
	for (size_t i = skip; i < f->count; i++) {
		size_t end = i + 1 < f->count ? f->starts[i + 1] : f->bytes.n;
		list[i - skip] = (struct str){f->bytes.p + f->starts[i], end - f->starts[i]};
	}
	return f->count - skip;
}

static bool same_things(
    const struct found *want, const struct part_reader parts[CONTEXTS], size_t header)
{
	size_t total = 0, count = 0;
	for (size_t i = 0; i < CONTEXTS; i++)
		total += parts[i].found.count;
	if (total + header != want->count)
		return false;
	struct str *all = mem_alloc(total, sizeof(*all)), *sorted = mem_alloc(total, sizeof(*all));
	list_found(want, header, sorted);
	for (size_t i = 0; i < CONTEXTS; i++)
		count += list_found(&parts[i].found, 0, all + count);
	qsort(all, total, sizeof(*all), compare_texts);
	qsort(sorted, total, sizeof(*all), compare_texts);
	bool same = true;
	for (size_t i = 0; i < total; i++)
		same = same && str_equal(all[i], sorted[i]);
	free(all);
	free(sorted);
	return same;
}

static bool read_parts(struct csv_reader *whole, struct part_reader parts[CONTEXTS],
    const struct manner *m, uint64_t number, bool gives_up)
{
	void *contexts[CONTEXTS];
	unsigned threads = csv_parts_threads(whole);
	assert_in_range(threads, 1, CONTEXTS);
	for (size_t i = 0; i < CONTEXTS; i++) {
		found_clear(&parts[i].found);
		parts[i].manner = *m;
		parts[i].manner.places = false;
		parts[i].taking = (enum taking)(number / 2 % TAKINGS);
		parts[i].seed = number * 31 + i;
		parts[i].gives_up = gives_up;
		contexts[i] = &parts[i];
	}
	return csv_parts_read(whole, read_part, contexts, threads);
}

/* Sizes of parts that make many of a text, but not many thousands. */
static void choose_part(uint64_t *seed, size_t bytes)
{
	static const size_t sizes[] = {1, 2, 3, 31, 63, 64, 65, 100, 1000, 4095, 4096, 65536};
	char text[24];
	size_t size = PICK(seed, sizes);
	while (bytes / size > 3000)
		size = PICK(seed, sizes);
	snprintf(text, sizeof(text), "%zu", size);
	setenv("TAIZHANG_PART", text, 1);
}

/* Of a file, also gzip, or of what is redirected. When the threads give up the reader is still
 * where it was, and can read all. */
static void expect_same_in_parts(
    struct str text, uint64_t number, struct found found[2], struct part_reader parts[CONTEXTS])
{
	static const enum origin origins[] = {OF_FILE, OF_REDIRECTED, OF_GZIP};
	uint64_t own = (number + 5) * UINT64_C(0x9E3779B97F4A7C15), *seed = &own;
	struct manner m = random_manner(seed), unplaced = m;
	struct way way = {.scanner = "libcsv"};
	struct source s;
	struct error e;
	unplaced.places = false;
	read_text(text, &way, unplaced, &found[0]);
	way.scanner = scanners[random_below(seed, SCANNERS - 1)]; /* not libcsv: it has no parts */
	way.origin = PICK(seed, origins);
	setenv("TAIZHANG_SIMD", way.scanner, 1);
	choose_part(seed, text.n);
	threads_set(1 + (unsigned)random_below(seed, CONTEXTS));
	source_open(&s, way.origin, text, number);
	struct csv_reader *r = csv_reader_open(s.in, &e);
	found_clear(&found[1]);
	if (take_header(r, &found[1], &m, &e)) {
		unplaced = m;
		bool given_up = !read_parts(r, parts, &unplaced, number, true);
		assert_int_equal(given_up, found[0].faults > 0);
		if (given_up)
			assert_true(take_all(r, &found[1], &m, BY_BOTH, number + 1));
		assert_true(read_parts(r, parts, &unplaced, number, false));
		if (!same_things(&found[0], parts, 1))
			fail_msg("text %llu, %s, in parts of %s bytes by scanner %s",
			    (unsigned long long)number, origin_names[way.origin],
			    getenv("TAIZHANG_PART"), way.scanner);
		way.origin = OF_TEXT;
		way.scanner = "libcsv";
		read_text(text, &way, m, &found[0]);
		if (given_up)
			expect_same(&found[1], &found[0], &way, number);
	}
	csv_reader_close(r);
	source_close(&s);
}

/* --- tests ------------------------------------------------------------------------------------ */

static uint64_t number_of(const char *variable, uint64_t otherwise)
{
	const char *text = getenv(variable);
	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

typedef void expectation(
    struct str text, uint64_t number, struct found found[2], struct part_reader parts[CONTEXTS]);

static void for_texts(uint64_t count, expectation *expect)
{
	struct buf text = BUF_INIT;
	struct found found[2] = {{.bytes = BUF_INIT}, {.bytes = BUF_INIT}};
	struct part_reader parts[CONTEXTS] = {{.found.bytes = BUF_INIT}};
	uint64_t from = number_of("WAYS_FROM", 0);
	for (uint64_t i = from; i < from + number_of("WAYS", count); i++) {
		make_text(&text, i);
		expect(buf_str(&text), i, found, parts);
	}
	for (size_t i = 0; i < CONTEXTS; i++)
		found_release(&parts[i].found);
	found_release(&found[0]);
	found_release(&found[1]);
	buf_release(&text);
	unsetenv("TAIZHANG_SIMD");
	unsetenv("TAIZHANG_PART");
	threads_set(0);
}

static void expect_whole(
    struct str text, uint64_t number, struct found found[2], struct part_reader parts[CONTEXTS])
{
	(void)parts;
	expect_one_meaning(text, number, found);
}

static void all_ways_agree(void **state)
{
	(void)state;
	for_texts(200, expect_whole);
}

static void parts_agree(void **state)
{
	(void)state;
	for_texts(400, expect_same_in_parts);
}

/* A line over the limit is a failure, behind which reading can go on. */
static void a_line_over_the_limit(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	struct found found[2] = {{.bytes = BUF_INIT}, {.bytes = BUF_INIT}};
	struct way way = {.scanner = "libcsv"};
	struct manner m = {.places = true};
	buf_add_text(&text, "a,b\n1,2\n3,\"4\"\n5,6\n");
	while (text.n < (size_t)CSV_LINE_LIMIT + 500000)
		buf_add_text(&text, "0123456789012345678901234567890123456789,\"");
	buf_add_text(&text, "\n7,8\n9\n10,11\n");
	read_text(buf_str(&text), &way, m, &found[0]);
	assert_int_equal(found[0].count, 8);
	for (size_t i = 0; i < SCANNERS; i++) {
		way = (struct way){scanners[i], (enum origin)(i % 2), BY_BLOCKS, 1};
		read_text(buf_str(&text), &way, m, &found[1]);
		expect_same(&found[1], &found[0], &way, 0);
	}
	unsetenv("TAIZHANG_SIMD");
	found_release(&found[0]);
	found_release(&found[1]);
	buf_release(&text);
}

/* Blocks are there, else all of this would test nothing. */
static void plain_rows_come_in_blocks(void **state)
{
	(void)state;
	struct csv_block block;
	struct csv_row row;
	struct error e;
	struct csv_reader *r = csv_reader_open(
	    input_of_text(STR("a,b\n1,2\n3,4\n5,\"6\"\n7,8\n\n9,10\na,b\n11,12\n"), "t"), &e);
	assert_non_null(r);
	assert_true(csv_reader_block(r, &block));
	assert_int_equal(block.rows, 2);
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_ROW);
	assert_int_equal(row.number, 4);
	assert_true(csv_reader_block(r, &block));
	assert_int_equal(block.rows, 1);
	assert_int_equal(block.number, 5);
	assert_str(csv_block_field(&block, 0, 1), "8");
	assert_false(csv_reader_block(r, &block));
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_BAD);
	assert_true(csv_reader_block(r, &block));
	assert_int_equal(block.offset, 23);
	assert_false(csv_reader_block(r, &block));
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_ROW);
	assert_int_equal(row.number, 9);
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_END);
	assert_false(csv_reader_block(r, &block));
	csv_reader_close(r);
}

/* Of a file that becomes shorter while parts of it are read, the rest is not passed over. */
static bool cut_the_file(void *context, struct csv_reader *part)
{
	struct csv_row row;
	struct error e;
	size_t *calls = context;
	if ((*calls)++ == 0)
		assert_int_equal(truncate(place_path("text.csv"), 200), 0);
	while (csv_reader_next(part, &row, &e) == CSV_STATUS_ROW)
		;
	return true;
}

static void a_file_that_shrinks(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	struct error e;
	size_t calls = 0;
	void *contexts[] = {&calls};
	buf_add_text(&text, "a,b\n");
	while (text.n < 1000)
		buf_add_text(&text, "1,2\n");
	place_put("text.csv", buf_str(&text));
	setenv("TAIZHANG_PART", "100", 1);
	struct csv_reader *r = csv_reader_open(input_open(place_path("text.csv"), &e), &e);
	assert_non_null(r);
	assert_false(csv_parts_read(r, cut_the_file, contexts, 1));
	csv_reader_close(r);
	unsetenv("TAIZHANG_PART");
	buf_release(&text);
}

static unsigned threads_for_members(size_t members, struct csv_reader **r)
{
	struct buf text = BUF_INIT;
	struct error e;
	uint64_t seed = 1;
	buf_add_text(&text, "a,b\n");
	for (size_t i = 0; i < 40000; i++)
		buf_printf(&text, "%zu,%zu\n", i, i * i);
	put_members(buf_str(&text), members, &seed);
	buf_release(&text);
	be_standard_input(open(place_path("all.gz"), O_RDONLY));
	*r = csv_reader_open(input_open("-", &e), &e);
	assert_non_null(*r);
	return csv_parts_threads(*r);
}

static bool take_no_notice(void *context, struct csv_reader *part)
{
	struct csv_row row;
	struct error e;
	(void)context;
	while (csv_reader_next(part, &row, &e) == CSV_STATUS_ROW)
		;
	return true;
}

/* Threads read the members of a gzip file when it has many, but not when bytes must be counted from
 * its start on. As of any file that was redirected nothing is left for others then. */
static void a_gzip_file_of_many_members(void **state)
{
	(void)state;
	struct csv_reader *r;
	struct part_reader readers[2] = {{.found.bytes = BUF_INIT}, {.found.bytes = BUF_INIT}};
	void *contexts[] = {&readers[0], &readers[1]};
	setenv("TAIZHANG_PART", "1", 1);
	threads_set(2);
	assert_int_equal(threads_for_members(1, &r), 1);
	csv_reader_close(r);
	input_set_max_bytes(1000000);
	assert_int_equal(threads_for_members(20, &r), 1);
	csv_reader_close(r);
	input_set_max_bytes(INPUT_NO_LIMIT);
	assert_int_equal(threads_for_members(20, &r), 2);
	assert_int_equal(csv_parts_threads_in_order(r), 1);
	assert_true(csv_parts_read(r, read_part, contexts, 2));
	assert_int_equal(readers[0].found.count + readers[1].found.count, 40000);
	off_t stands = lseek(STDIN_FILENO, 0, SEEK_CUR);
	assert_int_equal(stands, lseek(STDIN_FILENO, 0, SEEK_END));
	csv_reader_close(r);
	assert_int_equal(threads_for_members(20, &r), 2);
	struct stat st;
	assert_int_equal(stat(place_path("all.gz"), &st), 0);
	assert_int_equal(truncate(place_path("all.gz"), st.st_size - 1), 0);
	assert_false(csv_parts_read(r, take_no_notice, contexts, 2));
	csv_reader_close(r);
	threads_set(0);
	unsetenv("TAIZHANG_PART");
	found_release(&readers[0].found);
	found_release(&readers[1].found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(plain_rows_come_in_blocks, place_clear),
	    cmocka_unit_test_teardown(all_ways_agree, place_clear),
	    cmocka_unit_test_teardown(parts_agree, place_clear),
	    cmocka_unit_test_teardown(a_line_over_the_limit, place_clear),
	    cmocka_unit_test_teardown(a_file_that_shrinks, place_clear),
	    cmocka_unit_test_teardown(a_gzip_file_of_many_members, place_clear),
	};
	return cmocka_run_group_tests(tests, place_make, place_remove);
}
