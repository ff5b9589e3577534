/*
 * latest: see latest.h. In what the writers make the time stands at the end of a line, in a journal
 * at its start; there only line ends are looked for, and quotes around the time. A file of another
 * form is read as CSV.
 */
#include "register/latest.h"
#include "csv/reader.h"
#include "register/closed.h"

#include <stdlib.h>

enum { BLOCK = 64 * 1024, TIME_LENGTH = TIME_SIZE - 1 };

struct latest {
	char text[TIME_SIZE]; /* empty: none */
	instant value;
	struct buf bytes; /* what was read and is not yet looked at; one for all files */
};

static void look_at(struct latest *l, struct str time)
{
	instant t;
	if (time.n != TIME_LENGTH || memcmp(time.p, l->text, TIME_LENGTH) <= 0)
		return;
	if (!time_parse(time, &t))
		return;
	memcpy(l->text, time.p, TIME_LENGTH);
	l->value = t;
}

static void look_at_line(struct latest *l, struct str line, bool journal)
{
	while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '"'))
		line.n--;
	if (journal && str_starts(line, STR("\"")))
		line = str_from(line, 1);
	if (line.n > TIME_LENGTH)
		look_at(l,
		    journal ? str_first(line, TIME_LENGTH) : str_from(line, line.n - TIME_LENGTH));
}

/* Looks at the lines of text; returns how much of it was whole lines. */
static size_t look_at_lines(struct latest *l, struct str text, bool journal)
{
	size_t done = 0;
	const char *end;
	while (done < text.n && (end = memchr(text.p + done, '\n', text.n - done))) {
		size_t next = (size_t)(end - text.p) + 1;
		look_at_line(l, (struct str){text.p + done, next - done - 1}, journal);
		done = next;
	}
	return done;
}

/* Reads on behind what l->bytes holds. */
static ssize_t read_block(struct latest *l, struct input *in, struct error *e)
{
	buf_reserve(&l->bytes, l->bytes.n ? BLOCK : 2 * BLOCK);
	ssize_t got = input_read(in, l->bytes.p + l->bytes.n, BLOCK, e);
	l->bytes.n += got > 0 ? (size_t)got : 0;
	return got;
}

/* All lines of the input; l->bytes holds its beginning. */
static bool read_lines(struct latest *l, struct input *in, bool journal, struct error *e)
{
	ssize_t got;
	do {
		size_t done = look_at_lines(l, buf_str(&l->bytes), journal);
		l->bytes.n -= done;
		memmove(l->bytes.p, l->bytes.p + done, l->bytes.n);
		if (l->bytes.n > CSV_LINE_LIMIT) {
			error_set(e, ERROR_DATA,
			    _("a line longer than %d MiB, a CSV file was expected"),
			    CSV_LINE_LIMIT / 1024 / 1024);
			return error_at(e, input_name(in), 0, 0);
		}
		got = read_block(l, in, e);
	} while (got > 0);
	if (got == 0)
		look_at_line(l, buf_str(&l->bytes), journal);
	return got == 0;
}

static bool read_rows(struct latest *l, struct csv_reader *r, size_t field, struct error *e)
{
	struct csv_row row;
	for (;;) {
		enum csv_status status = csv_reader_next(r, &row, e);
		if (status == CSV_STATUS_END)
			return true;
		if (status == CSV_STATUS_FAILED)
			return false;
		if (status == CSV_STATUS_ROW)
			look_at(l, row.fields[field]);
	}
}

/* The field that holds the time, or SIZE_MAX. */
static size_t time_field(const struct csv_row *header, const struct schema *s, bool journal)
{
	const struct column *recorded = &s->columns[s->recorded];
	for (size_t i = 0; i < header->count; i++)
		if (journal ? str_equal(header->fields[i], STR("at"))
			    : str_equal_text(header->fields[i], recorded->name) ||
				  str_equal_text(header->fields[i], recorded->label))
			return i;
	return SIZE_MAX;
}

/* Whether the text begins with a header as writers make it, in which nothing but the outermost
 * column is that of the time: then the lines will do, whatever else is wrong with it. */
static bool is_usual(struct str text, const struct schema *s, bool journal)
{
	const struct column *recorded = &s->columns[s->recorded];
	struct str header, name;
	size_t times = 0;
	if (!str_split(&text, '\n', &header) || !text.p || memchr(header.p, '"', header.n))
		return false;
	if (header.n && header.p[header.n - 1] == '\r')
		header.n--;
	if (journal)
		return str_starts(header, STR("at,"));
	while (str_split(&header, ',', &name)) {
		bool is_time =
		    str_equal_text(name, recorded->name) || str_equal_text(name, recorded->label);
		if (is_time && header.p)
			return false;
		times += is_time;
	}
	return times == 1;
}

/* *usual: all is done; else the header must be looked at. */
static bool read_usual(struct latest *l, const struct schema *s, const struct snapshot_file *f,
    bool journal, bool *usual, struct error *e)
{
	struct input *in = snapshot_input(f);
	l->bytes.n = 0;
	bool good = read_block(l, in, e) >= 0;
	*usual = good && is_usual(buf_str(&l->bytes), s, journal);
	good = good && (!*usual || read_lines(l, in, journal, e));
	input_close(in);
	return good;
}

static bool read_file_lines(
    struct latest *l, const struct snapshot_file *f, bool journal, struct error *e)
{
	struct input *in = snapshot_input(f);
	l->bytes.n = 0;
	bool good = read_block(l, in, e) >= 0 && read_lines(l, in, journal, e);
	input_close(in);
	return good;
}

/* A closing counts as well: what is written after it was not known by it. */
static bool read_closings(struct latest *l, const struct snapshot *s, struct error *e)
{
	struct closings all;
	bool good = closings_read(&all, s, e);
	for (size_t i = 0; i < all.count && good; i++)
		look_at(l, str_of(all.items[i].cells[CLOSING_AT]));
	closings_release(&all);
	return good;
}

/* A damaged header hides no times: whoever mends it must not find them later than ours. */
static bool read_file(struct latest *l, const struct schema *s, const struct snapshot_file *f,
    bool journal, struct error *e)
{
	bool usual = true;
	if (f->fd >= 0 && !read_usual(l, s, f, journal, &usual, e))
		return false;
	if (usual)
		return true;
	struct input *whole = snapshot_input(f);
	struct csv_reader *r =
	    journal ? csv_reader_open_journal(whole, e) : csv_reader_open(whole, e);
	if (!r)
		return e->kind == ERROR_DATA && read_file_lines(l, f, journal, e);
	const struct csv_row *header = csv_reader_header(r);
	size_t field = time_field(header, s, journal);
	bool good = true;
	if (field != SIZE_MAX && field == (journal ? 0 : header->count - 1))
		good = read_file_lines(l, f, journal, e);
	else if (field != SIZE_MAX)
		good = read_rows(l, r, field, e);
	csv_reader_close(r);
	return good;
}

bool latest_recorded(const struct snapshot *s, instant *latest, struct error *e)
{
	struct latest l = {.value = INSTANT_NONE};
	bool good = read_closings(&l, s, e);
	for (int i = 0; i < REGISTER_COUNT && good; i++) {
		const struct schema *schema = schema_of((enum register_id)i);
		good = read_file(&l, schema, &s->registers[i], false, e) &&
		       read_file(&l, schema, &s->journals[i], true, e);
	}
	buf_release(&l.bytes);
	*latest = l.value;
	return good;
}

bool latest_next(instant now, instant latest, instant *at, struct error *e)
{
	instant end;
	time_parse(STR("9999-12-31T23:59:59Z"), &end);
	*at = latest != INSTANT_NONE && latest >= now ? latest + 1 : now;
	if (*at <= end)
		return true;
	return error_set(e, ERROR_DATA, "%s",
	    _("a row is recorded at the end of the year 9999, nothing can be recorded later; "
	      "register-check finds it"));
}
