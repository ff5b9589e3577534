/*
 * bytes: a register of 1,000 rows cut at every byte, and one of 50 gzip members cut at every byte
 * and with every bit turned round; the library reads and writes in this process, a thousand times
 * faster than programs would. bytes.py starts it and tries some of the same with the programs.
 *
 *   bytes cut DIR STEP     every STEP-th byte: reader, register-repair and next writer
 *   bytes gzip DIR STEP    every STEP-th byte: cut, and all eight bits (with a STEP over 1: one
 * bit) bytes make FILE        writes the register bytes fold FILE        writes the register in 50
 * members
 *
 * Prints "WHAT<TAB>TRIED<TAB>FAULTS", tells faults on standard error, ends with 1 when there are
 * any.
 */
#include "base/io.h"
#include "register/add.h"
#include "register/repair.h"
#include "register/table.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { ROWS = 1000, MEMBERS = 50, FAULTS_SHOWN = 20 };

static const char header[] = "id,name,kind,area,address,members,since,until,recorded\n";

struct run {
	struct diag diag; /* first: counts what is told */
	size_t told[ERROR_NOTE + 1];
	const char *directory;
	struct buf text;
	size_t line_ends[ROWS + 2]; /* offsets behind each line; [0] is that of the header */
	uint64_t sums[ROWS + 2];    /* [n]: of the first n rows */
	size_t tried, faults;
};

static void hear(struct diag *diag, const struct error *e)
{
	((struct run *)diag)->told[e->kind]++;
}

static void fault(struct run *r, const char *what, size_t at, int detail, const struct error *e)
{
	if (++r->faults <= FAULTS_SHOWN)
		fprintf(stderr, "%s at byte %zu (%d): %s\n", what, at, detail, e ? e->message : "");
}

/* --- the register ----------------------------------------------------------------------------- */

static void make_register(struct run *r)
{
	static const char *const names[] = {
	    "东湖某公司", "\"某社团,分会\"", "某 所", "\"\"\"甲\"\"合作社\""};
	static const char *const kinds[] = {
	    "enterprise", "association", "service", "self-employed"};
	buf_add_text(&r->text, header);
	r->line_ends[0] = r->text.n;
	for (size_t i = 1; i <= ROWS; i++) {
		buf_printf(&r->text,
		    "U%zu,%s,%s,36010200%zu,%s,%zu,2024-%02zu-01,,2024-03-%02zuT%02zu:%02zu:00Z\n",
		    i, names[i % 4], kinds[i % 3 + (i % 7 == 0)], i % 9 + 1,
		    i % 5 ? "" : "豫章路1号", i % 40, i % 12 + 1, i % 28 + 1, i % 24, i % 60);
		r->line_ends[i] = r->text.n;
	}
}

/* A file of the directory with these bytes. */
static void put(const struct run *r, const char *name, struct str content)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%s", r->directory, name);
	int fd = open(buf_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || !io_write(fd, content.p, content.n) || close(fd) != 0) {
		perror(buf_text(&path));
		exit(3);
	}
	buf_release(&path);
}

static bool get(const struct run *r, const char *name, struct buf *content)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%s", r->directory, name);
	int fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC);
	buf_release(&path);
	ssize_t got = 1;
	while (fd >= 0 && got > 0) {
		buf_reserve(content, 65536);
		got = io_read(fd, content->p + content->n, 65536);
		content->n += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void drop(const struct run *r, const char *name)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%s", r->directory, name);
	unlink(buf_text(&path));
	buf_release(&path);
}

static uint64_t add_to_sum(uint64_t sum, const struct row *row)
{
	for (int i = 0; i < row->schema->column_count; i++)
		sum = (sum ^ hash_bytes(row->values[i].p, row->values[i].n)) * 0x9E3779B97F4A7C15u +
		      (uint64_t)i;
	return sum;
}

/* --- reading ---------------------------------------------------------------------------------- */

struct seen {
	size_t rows;
	uint64_t sum;
	bool failed;
	struct error e;
};

/* The units of the directory, as a reader sees them. */
static struct seen read_units(struct run *r, const struct directory *d, uint64_t *sums)
{
	struct seen seen = {.e = ERROR_INIT};
	struct snapshot s;
	struct row row;
	memset(r->told, 0, sizeof(r->told));
	struct table_spec spec = {.schema = schema_of(REGISTER_UNITS),
	    .directory = d,
	    .snapshot = &s,
	    .known_by = INSTANT_NONE,
	    .diag = &r->diag};
	if (!snapshot_take(&s, d, REGISTER_BIT(REGISTER_UNITS), false, &seen.e)) {
		seen.failed = true;
		return seen;
	}
	struct table *t = table_open(&spec, &seen.e);
	enum table_status status = t ? TABLE_ROW : TABLE_FAILED;
	while (t && (status = table_next(t, &row, &seen.e)) == TABLE_ROW) {
		seen.sum = add_to_sum(seen.sum, &row);
		seen.rows++;
		if (sums)
			sums[seen.rows] = seen.sum;
	}
	seen.failed = status == TABLE_FAILED;
	table_close(t);
	snapshot_release(&s);
	return seen;
}

static void learn_sums(struct run *r, const struct directory *d)
{
	struct seen all;
	put(r, "units.csv", buf_str(&r->text));
	all = read_units(r, d, r->sums);
	if (all.failed || all.rows != ROWS || r->told[ERROR_ROW]) {
		fprintf(stderr, "the register itself cannot be read: %s\n", all.e.message);
		exit(3);
	}
}

/* --- cut -------------------------------------------------------------------------------------- */

/* What the cut leaves: whole rows, and whether there is a torn line behind them. */
static size_t rows_before(const struct run *r, size_t cut, bool *torn)
{
	size_t rows = 0;
	while (rows < ROWS && r->line_ends[rows + 1] <= cut)
		rows++;
	*torn = cut > r->line_ends[rows];
	if (rows < ROWS && cut + 1 == r->line_ends[rows + 1]) { /* only its newline is missing */
		rows++;
		*torn = false;
	}
	return rows;
}

static void check_cut_reader(struct run *r, const struct directory *d, size_t cut)
{
	bool torn;
	size_t rows = rows_before(r, cut, &torn);
	struct seen seen = read_units(r, d, NULL);
	if (seen.failed || seen.rows != rows || seen.sum != r->sums[rows])
		fault(r, "cut: the reader's rows are not those before the cut", cut, (int)seen.rows,
		    &seen.e);
	if (r->told[ERROR_TORN] != torn || r->told[ERROR_ROW])
		fault(
		    r, "cut: the torn line is not told once", cut, (int)r->told[ERROR_TORN], NULL);
}

static bool add_unit(struct run *r, const struct directory *d, struct error *e)
{
	char *operands[] = {(char[]){"id=X1"}, (char[]){"name=新单位"}, (char[]){"kind=enterprise"},
	    (char[]){"area=360102001"}};
	const struct add_request request = {.schema = schema_of(REGISTER_UNITS),
	    .source = {.operands = operands, .operand_count = 4},
	    .by = "test"};
	struct add_result result = {0};
	memset(r->told, 0, sizeof(r->told));
	bool good = add_rows(&request, d, &r->diag, &result, e) && result.added == 1;
	add_result_release(&result);
	return good;
}

/* The next writer: every whole line stays, the torn one stands in units.torn, the new row behind.
 */
static void check_cut_writer(struct run *r, const struct directory *d, size_t cut)
{
	bool torn;
	size_t rows = rows_before(r, cut, &torn), kept = r->line_ends[rows];
	struct error e = ERROR_INIT;
	struct buf after = BUF_INIT, aside = BUF_INIT, want = BUF_INIT;
	bool good = add_unit(r, d, &e);
	get(r, "units.csv", &after);
	get(r, "units.torn", &aside);
	drop(r, "units.torn");
	if (torn) {
		buf_add(&want, r->text.p + kept, cut - kept);
		buf_add_char(&want, '\n');
	}
	struct str new = str_from(buf_str(&after), kept);
	if (!good)
		fault(r, "cut: the next writer fails", cut, 0, &e);
	else if (!str_starts(buf_str(&after), str_first(buf_str(&r->text), kept)) ||
		 !str_starts(new, STR("X1,新单位,enterprise,360102001,")) ||
		 str_find(new, STR("\n")) + 1 != new.n)
		fault(r, "cut: the next writer's file is not the whole lines and its row", cut, 0,
		    NULL);
	else if (!str_equal(buf_str(&aside), buf_str(&want)))
		fault(r, "cut: the torn line is not what was set aside", cut, 0, NULL);
	struct seen seen = read_units(r, d, NULL);
	if (good &&
	    (seen.failed || seen.rows != rows + 1 || r->told[ERROR_TORN] || r->told[ERROR_ROW]))
		fault(r, "cut: rows after the next writer", cut, (int)seen.rows, &seen.e);
	buf_release(&after);
	buf_release(&aside);
	buf_release(&want);
}

/* register-repair: the whole lines stay, the torn one is set aside; nothing is written without
 * --write. */
static void check_cut_repair(struct run *r, const struct directory *d, size_t cut)
{
	bool torn;
	size_t rows = rows_before(r, cut, &torn), kept = r->line_ends[rows];
	bool unended = cut == 0 || r->text.p[cut - 1] != '\n';
	struct buf after = BUF_INIT, aside = BUF_INIT;
	for (int write = 0; write <= 1; write++) {
		struct error e = ERROR_INIT;
		struct repair repair = {
		    .directory = d, .registers = REGISTER_ALL, .write = write, .diag = &r->diag};
		bool good = repair_run(&repair, &e) && repair.count == unended;
		repair_release(&repair);
		after.n = aside.n = 0;
		get(r, "units.csv", &after);
		bool is_aside = get(r, "units.torn", &aside);
		if (!good || is_aside != (torn && write) || after.n != (write ? kept : cut) ||
		    !str_starts(buf_str(&r->text), buf_str(&after)))
			fault(r, "cut: register-repair", cut, write, &e);
		if (is_aside && !str_equal(str_first(buf_str(&aside), aside.n - 1),
				    (struct str){r->text.p + kept, cut - kept}))
			fault(r, "cut: what register-repair has set aside", cut, write, &e);
	}
	drop(r, "units.torn");
	put(r, "units.csv", str_first(buf_str(&r->text), cut));
	buf_release(&after);
	buf_release(&aside);
}

/* Cut in its header: no row is made up, and no byte is lost. */
static void check_cut_header(struct run *r, const struct directory *d, size_t cut)
{
	struct error e = ERROR_INIT;
	struct buf after = BUF_INIT, aside = BUF_INIT;
	struct seen seen = read_units(r, d, NULL);
	if (seen.rows || (seen.failed && seen.e.kind != ERROR_DATA))
		fault(r, "cut: rows from a cut header", cut, (int)seen.rows, &seen.e);
	bool good = add_unit(r, d, &e);
	get(r, "units.csv", &after);
	struct str before = str_first(buf_str(&r->text), cut);
	if (get(r, "units.torn", &aside) || !str_starts(buf_str(&after), before) ||
	    (!good && after.n != cut && after.n != cut + 1))
		fault(r, "cut: bytes of a cut header are lost", cut, 0, &e);
	drop(r, "units.torn");
	seen = read_units(r, d, NULL);
	if (good && (seen.failed || seen.rows != 1 || r->told[ERROR_ROW]))
		fault(r, "cut: no row after a cut header", cut, (int)seen.rows, &seen.e);
	buf_release(&after);
	buf_release(&aside);
}

static void try_cuts(struct run *r, const struct directory *d, size_t step)
{
	for (size_t cut = 0; cut <= r->text.n; cut += step, r->tried++) {
		put(r, "units.csv", str_first(buf_str(&r->text), cut));
		if (cut < r->line_ends[0] - 1) {
			check_cut_header(r, d, cut);
			continue;
		}
		check_cut_reader(r, d, cut);
		check_cut_repair(r, d, cut);
		check_cut_writer(r, d, cut);
	}
	printf("a register of %d rows cut at every %zu. byte\t%zu\t%zu\n", ROWS, step, r->tried,
	    r->faults);
}

/* --- gzip ------------------------------------------------------------------------------------- */

/* The register in members of 20 rows; ends[m] is where member m ends. */
static void fold(const struct run *r, struct buf *folded, size_t ends[MEMBERS])
{
	for (size_t m = 0; m < MEMBERS; m++) {
		size_t from = m ? r->line_ends[m * ROWS / MEMBERS] : 0;
		size_t to = r->line_ends[(m + 1) * ROWS / MEMBERS];
		z_stream z = {0};
		if (deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
			exit(3);
		buf_reserve(folded, to - from + 100);
		z.next_in = (unsigned char *)r->text.p + from;
		z.avail_in = (uInt)(to - from);
		z.next_out = (unsigned char *)folded->p + folded->n;
		z.avail_out = (uInt)(to - from + 100);
		if (deflate(&z, Z_FINISH) != Z_STREAM_END)
			exit(3);
		folded->n += to - from + 100 - z.avail_out;
		deflateEnd(&z);
		ends[m] = folded->n;
	}
}

/* Refused with the place in the compressed file; without its first two bytes it is no gzip. */
static bool is_refused(const struct run *r, const struct seen *seen, bool is_gzip)
{
	(void)r;
	return seen->failed && seen->e.kind == ERROR_DATA && seen->e.file[0] &&
	       (!is_gzip || strstr(seen->e.message, "at byte"));
}

static void check_folded_cut(struct run *r, const struct directory *d, struct str folded,
    size_t cut, const size_t ends[MEMBERS])
{
	size_t members = 0;
	put(r, "units.csv.gz", str_first(folded, cut));
	while (members < MEMBERS && ends[members] <= cut)
		members++;
	struct seen seen = read_units(r, d, NULL);
	if (members &&
	    ends[members - 1] == cut) { /* whole members: nothing tells that some are missing */
		if (seen.failed || seen.rows != members * (ROWS / MEMBERS) ||
		    seen.sum != r->sums[seen.rows])
			fault(r, "gzip: whole members are not read", cut, (int)seen.rows, &seen.e);
	} else if (!is_refused(r, &seen, cut >= 2)) {
		fault(r, "gzip: a cut is not refused", cut, (int)seen.rows, &seen.e);
	}
}

static void check_flip(
    struct run *r, const struct directory *d, struct buf *folded, size_t at, int bit)
{
	folded->p[at] = (char)(folded->p[at] ^ (1 << bit));
	put(r, "units.csv.gz", buf_str(folded));
	folded->p[at] = (char)(folded->p[at] ^ (1 << bit));
	struct seen seen = read_units(r, d, NULL);
	bool same = !seen.failed && seen.rows == ROWS && seen.sum == r->sums[ROWS] &&
		    !r->told[ERROR_ROW] && !r->told[ERROR_TORN];
	if (!same && !is_refused(r, &seen, at >= 2))
		fault(r, "gzip: other rows without a word", at, bit, &seen.e);
}

static void try_gzip(struct run *r, const struct directory *d, size_t step)
{
	struct buf folded = BUF_INIT;
	size_t ends[MEMBERS], cuts = 0, flips = 0;
	fold(r, &folded, ends);
	drop(r, "units.csv");
	for (size_t cut = 0; cut <= folded.n; cut += step, cuts++)
		check_folded_cut(r, d, buf_str(&folded), cut, ends);
	for (size_t m = 0; m < MEMBERS; m++, cuts++)
		check_folded_cut(r, d, buf_str(&folded), ends[m], ends);
	printf(
	    "%d gzip members cut at every %zu. byte\t%zu\t%zu\n", MEMBERS, step, cuts, r->faults);
	size_t before = r->faults;
	for (size_t at = 0; at < folded.n; at += step)
		for (int bit = 0; bit < 8; bit++)
			if (step == 1 || bit == (int)(at / step % 8)) {
				check_flip(r, d, &folded, at, bit);
				flips++;
			}
	printf("%d gzip members with a bit turned round in every %zu. byte\t%zu\t%zu\n", MEMBERS,
	    step, flips, r->faults - before);
	buf_release(&folded);
}

static int make(struct run *r, bool folded, const char *path)
{
	struct buf text = BUF_INIT;
	size_t ends[MEMBERS];
	if (folded)
		fold(r, &text, ends);
	FILE *f = fopen(path, "wb");
	struct str content = folded ? buf_str(&text) : buf_str(&r->text);
	bool good = f && fwrite(content.p, 1, content.n, f) == content.n;
	good = f && fclose(f) == 0 && good;
	buf_release(&text);
	return good ? 0 : 3;
}

int main(int argc, char **argv)
{
	static struct run r;
	struct directory d;
	struct error e;
	r.diag.say = hear;
	make_register(&r);
	if (argc == 3 && (strcmp(argv[1], "make") == 0 || strcmp(argv[1], "fold") == 0))
		return make(&r, argv[1][0] == 'f', argv[2]);
	long step = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
	if (step < 1) {
		fputs("usage: bytes cut|gzip DIR STEP | make|fold FILE\n", stderr);
		return 2;
	}
	r.directory = argv[2];
	if (!directory_open(&d, r.directory, &e)) {
		fprintf(stderr, "%s\n", e.message);
		return 3;
	}
	learn_sums(&r, &d);
	if (strcmp(argv[1], "cut") == 0)
		try_cuts(&r, &d, (size_t)step);
	else
		try_gzip(&r, &d, (size_t)step);
	directory_close(&d);
	buf_release(&r.text);
	return r.faults ? 1 : 0;
}
