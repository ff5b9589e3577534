/*
 * text: rows of delimited text, in any encoding (decode.h). A row without quotes is cut at its
 * delimiters where it stands in the window (cut_plain); one with a quote is cut by libcsv, strictly
 * (cut_quoted). Both must agree: with TAIZHANG_SIMD=libcsv in the environment libcsv cuts all rows,
 * which the tests hold the other against.
 *
 * A row that the window does not hold whole is cut again from its start once the window does.
 */
#include "sheet/decode.h"
#include "sheet/delimiter.h"
#include "sheet/sheet_internal.h"
#include "sheet/specials.h"

#include <stdlib.h>

#include <csv.h>

enum {
	ROW_MAX = 16 * 1024 * 1024, /* bytes of a row, as UTF-8 */
	CELLS_MAX = 16384,          /* as many columns as a sheet of .xlsx can have */
	CSV_STEP = 64 * 1024,       /* libcsv grows a cell in steps, each of which may copy it */
};

/* What a byte may be the beginning of. */
enum class { PLAIN, DELIMITER, QUOTE, NEWLINE, RETURN, CONTROL, LATER_CONTROL };

struct text {
	const char *path;
	struct decoder decoder;
	struct str window; /* from the next row on */
	uint64_t number;   /* rows before it */
	unsigned char classes[256];
	bool by_libcsv;
	struct sheet_cell *cells;
	size_t capacity;
	size_t count, filled; /* cells of the row at hand; up to the last that is not empty */
	struct csv_parser parser;
	bool parser_used;    /* a row was left unfinished in it */
	bool row_done;       /* it has come to the end of a row */
	struct buf unquoted; /* cells that libcsv has cut, one after another */
};

enum cut { CUT_ROW, CUT_MORE, CUT_END, CUT_FAILED };

/* The part of the window in which the row must end. */
struct stretch {
	const unsigned char *from, *end;
	bool over; /* nothing follows: the text ends, or what follows has no meaning */
	bool last; /* the text ends */
};

/* --- faults ---------------------------------------------------------------------------------- */

/* Gives an error the place of the cell that comes next. */
static enum cut fail(const struct text *t, struct error *e)
{
	error_at(e, t->path, t->number + 1, t->count + 1);
	return CUT_FAILED;
}

static enum cut control_fault(
    const struct text *t, const unsigned char *p, const struct stretch *s, struct error *e)
{
	if (*p == '\0')
		error_set(e, ERROR_DATA, _("a NUL byte, text was expected"));
	else
		error_set(e, ERROR_DATA, _("control character U+%04X, text was expected"),
		    *p < 0x80 || p + 1 == s->end ? *p : p[1]);
	return fail(t, e);
}

static enum cut too_many(const struct text *t, struct error *e)
{
	error_set(e, ERROR_DATA, _("a row of more than %d cells, a table was expected"), CELLS_MAX);
	error_at(e, t->path, t->number + 1, CELLS_MAX + 1);
	return CUT_FAILED;
}

static enum cut too_long(const struct text *t, struct error *e)
{
	error_set(e, ERROR_DATA, _("a row longer than %d MiB, a quote may not be closed"),
	    ROW_MAX / 1024 / 1024);
	return fail(t, e);
}

static enum cut quote_fault(const struct text *t, const unsigned char *at, struct error *e)
{
	if (!at)
		error_set(
		    e, ERROR_DATA, _("a quote that is not closed before the end of the file"));
	else if (*at == '"')
		error_set(e, ERROR_DATA,
		    _("a quote inside a field that does not begin with one; quote the field and "
		      "double the quote"));
	else
		error_set(e, ERROR_DATA,
		    _("text after a closing quote, the end of the cell was expected"));
	return fail(t, e);
}

/* --- cutting --------------------------------------------------------------------------------- */

/* False for one beyond the last possible column; empty ones are only counted there. */
static inline bool add_cell(struct text *t, const char *p, size_t n)
{
	if (t->count >= CELLS_MAX) {
		t->count++;
		if (n)
			t->filled = t->count;
		return n == 0;
	}
	if (t->count == t->capacity)
		t->cells = mem_room(t->cells, &t->capacity, t->count + 1, sizeof(*t->cells));
	t->cells[t->count++] = (struct sheet_cell){{p, n}, n ? SHEET_TEXT : SHEET_EMPTY};
	if (n)
		t->filled = t->count;
	return true;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* The row ends at `end`, the next one begins there. */
static enum cut take_row(struct text *t, const unsigned char *end)
{
	t->window = str_from(t->window, (size_t)((const char *)end - t->window.p));
	return CUT_ROW;
}

/* Steps over a line break at *p. False when its second byte may not have come yet. */
static bool pass_break(const unsigned char **p, const struct stretch *s)
{
	if (**p == '\r' && *p + 1 == s->end && !s->over)
		return false;
	*p += **p == '\r' && *p + 1 < s->end && (*p)[1] == '\n' ? 2 : 1;
	return true;
}

/* C2 80 to C2 9F are control characters. */
static bool is_later_control(const unsigned char *p, const struct stretch *s)
{
	return p + 1 < s->end && p[1] < 0xA0;
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

static int is_newline(unsigned char c)
{
	return c == '\n';
}

static void parser_start(struct text *t, unsigned char delimiter)
{
	if (csv_init(&t->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		mem_fail();
	csv_set_delim(&t->parser, delimiter);
	csv_set_space_func(&t->parser, never);
	csv_set_term_func(&t->parser, is_newline);
	csv_set_blk_size(&t->parser, CSV_STEP);
}

/* ="0012" is how a program keeps a spreadsheet from taking a text for a number. Appends what the
 * formula gives; false when the text is not just one text in quotes. */
static bool add_formula_text(struct buf *out, struct str text)
{
	size_t before = out->n;
	if (text.n < 3 || !str_starts(text, STR("=\"")) || text.p[text.n - 1] != '"')
		return false;
	for (size_t i = 2; i + 1 < text.n; i++) {
		if (text.p[i] == '"' && (text.p[++i] != '"' || i + 1 == text.n)) {
			out->n = before;
			return false;
		}
		buf_add_char(out, text.p[i]);
	}
	return true;
}

static void on_field(void *bytes, size_t n, void *context)
{
	struct text *t = context;
	struct str text = {bytes, n};
	size_t before = t->unquoted.n;
	if (!add_formula_text(&t->unquoted, text))
		buf_add_str(&t->unquoted, text);
	for (size_t i = before; i < t->unquoted.n; i++)
		if (t->unquoted.p[i] == '\n') /* no other control character is let through */
			t->unquoted.p[i] = ' ';
	add_cell(t, NULL, t->unquoted.n - before);
}

static void on_row(int c, void *context)
{
	(void)c;
	((struct text *)context)->row_done = true;
}

/* Gives libcsv a part of a row. Returns where it finds a fault, or NULL. */
static const unsigned char *parse(
    struct text *t, const unsigned char *from, const unsigned char *end)
{
	size_t n = (size_t)(end - from);
	size_t done = csv_parse(&t->parser, from, n, on_field, on_row, t);
	if (done == n)
		return NULL;
	if (csv_error(&t->parser) == CSV_ENOMEM)
		mem_fail();
	return from + done;
}

/* Follows quotes through a row, to know where a cell begins. */
struct quoting {
	const unsigned char *row, *at;
	bool open;
};

static bool begins_cell(struct quoting *q, const unsigned char *p, unsigned char delimiter)
{
	for (; q->at < p; q->at++)
		q->open ^= *q->at == '"';
	return !q->open && (p == q->row || p[-1] == delimiter);
}

/* Gives libcsv a line of a row, without the = of a cell that begins with =" */
static const unsigned char *parse_line(
    struct text *t, const unsigned char *from, const unsigned char *end, struct quoting *q)
{
	const unsigned char *fault = NULL, *p = from;
	while (!fault) {
		struct str rest = {(const char *)p, (size_t)(end - p)};
		size_t found = str_find(rest, STR("=\""));
		if (found == SIZE_MAX)
			return parse(t, from, end);
		p += found;
		if (begins_cell(q, p, csv_get_delim(&t->parser))) {
			fault = parse(t, from, p);
			from = p + 1;
		}
		p++;
	}
	return fault;
}

/* libcsv has come to the end of a row: its cells lie in `unquoted`, which moves no more. */
static enum cut take_quoted(struct text *t, const unsigned char *end, struct error *e)
{
	if (t->filled > CELLS_MAX)
		return too_many(t, e);
	const char *at = t->unquoted.p;
	for (size_t i = 0; i < t->filled; i++) {
		t->cells[i].text.p = at;
		at += t->cells[i].text.n;
	}
	t->parser_used = false;
	return take_row(t, end);
}

static void start_quoted(struct text *t)
{
	if (t->parser_used) {
		unsigned char delimiter = csv_get_delim(&t->parser);
		csv_free(&t->parser);
		parser_start(t, delimiter);
	}
	t->parser_used = true;
	t->count = t->filled = t->unquoted.n = 0;
	t->row_done = false;
}

/* The end of the line that p is in, or where a control character stands. */
static const unsigned char *find_break(
    const struct text *t, const unsigned char *p, const struct stretch *s)
{
	for (; p < s->end; p++) {
		enum class class = t->classes[*p];
		if (class == NEWLINE || class == RETURN || class == CONTROL ||
		    (class == LATER_CONTROL && is_later_control(p, s)))
			break;
	}
	return p;
}

static enum cut cut_quoted(struct text *t, const struct stretch *s, struct error *e)
{
	static const unsigned char newline[1] = {'\n'};
	struct quoting q = {s->from, s->from, false};
	const unsigned char *p = s->from;
	start_quoted(t);
	while (!t->row_done) {
		const unsigned char *end = find_break(t, p, s);
		const unsigned char *fault = parse_line(t, p, end, &q);
		if (fault)
			return quote_fault(t, fault, e);
		p = end;
		if (p == s->end && !s->last)
			return CUT_MORE;
		if (p == s->end) {
			if (csv_fini(&t->parser, on_field, on_row, t) != 0)
				return quote_fault(t, NULL, e);
			break;
		}
		if (*p != '\n' && *p != '\r')
			return control_fault(t, p, s, e);
		if (!pass_break(&p, s))
			return CUT_MORE;
		parse(t, newline, newline + 1);
	}
	return take_quoted(t, p, e);
}

static enum cut cut_plain(struct text *t, const struct stretch *s, struct error *e)
{
	const unsigned char *cell = s->from;
	struct specials specials = specials_of(s->from, s->end, csv_get_delim(&t->parser));
	t->count = t->filled = 0;
	for (;;) {
		const unsigned char *p = specials_next(&specials);
		enum class class = p < s->end ? t->classes[*p] : NEWLINE;
		if (class == DELIMITER) {
			if (!add_cell(t, (const char *)cell, (size_t)(p - cell)))
				return too_many(t, e);
			cell = p + 1;
			continue;
		}
		if (p == s->end && !s->last)
			return CUT_MORE;
		if (class == QUOTE)
			return cut_quoted(t, s, e);
		if (class == CONTROL || (class == LATER_CONTROL && is_later_control(p, s)))
			return control_fault(t, p, s, e);
		if (class == LATER_CONTROL || class == PLAIN)
			continue;
		if (!add_cell(t, (const char *)cell, (size_t)(p - cell)))
			return too_many(t, e);
		if (p < s->end && !pass_break(&p, s))
			return CUT_MORE;
		return take_row(t, p);
	}
}

/* Nothing but a line break, which libcsv would pass over. */
static bool is_blank(const struct stretch *s)
{
	return s->from < s->end && (*s->from == '\n' || *s->from == '\r');
}

static enum cut cut_row(struct text *t, struct error *e)
{
	for (;;) {
		struct str text = str_first(t->window, ROW_MAX + 1);
		const struct decoder *d = &t->decoder;
		bool over = d->over && text.n == t->window.n, last = over && !d->bad;
		if (last && text.n == 0)
			return CUT_END;
		const unsigned char *from = (const unsigned char *)text.p;
		const struct stretch s = {from, from + text.n, over, last};
		t->count = 0;
		enum cut cut = CUT_MORE;
		if (text.n)
			cut = t->by_libcsv && !is_blank(&s) ? cut_quoted(t, &s, e)
							    : cut_plain(t, &s, e);
		if (cut != CUT_MORE)
			return cut;
		if (text.n > ROW_MAX)
			return too_long(t, e);
		if (d->over) {
			decoder_say(d, e);
			return fail(t, e);
		}
		t->window = decoder_next(&t->decoder, t->window);
	}
}

static int text_next(void *state, struct sheet_row *row, struct error *e)
{
	struct text *t = state;
	enum cut cut;
	while ((cut = cut_row(t, e)) == CUT_ROW) {
		t->number++;
		if (t->filled == 0)
			continue;
		*row = (struct sheet_row){t->number, false, t->filled, t->cells};
		return 1;
	}
	return cut == CUT_END ? 0 : -1;
}

/* --- opening --------------------------------------------------------------------------------- */

static void text_close(void *state)
{
	struct text *t = state;
	decoder_close(&t->decoder);
	csv_free(&t->parser);
	buf_release(&t->unquoted);
	free(t->cells);
	free(t);
}

static void set_classes(struct text *t, char delimiter)
{
	for (int c = 0; c < 0x20; c++)
		t->classes[c] = c == '\t' ? PLAIN : CONTROL;
	t->classes[0x7F] = CONTROL;
	t->classes[0xC2] = LATER_CONTROL;
	t->classes['\n'] = NEWLINE;
	t->classes['\r'] = RETURN;
	t->classes['"'] = QUOTE;
	t->classes[(unsigned char)delimiter] = DELIMITER;
}

/* The first window, and the delimiter that it names. */
static char take_beginning(struct text *t)
{
	while (t->window.n == 0 && !t->decoder.over)
		t->window = decoder_next(&t->decoder, t->window);
	return sheet_take_delimiter(&t->window);
}

/* --- parts ----------------------------------------------------------------------------------- */

static bool text_can_be_cut(const void *state)
{
	return decoder_can_be_cut(&((const struct text *)state)->decoder);
}

static void text_begin_part(
    void *state, const void *whole, struct str part, bool begins, uint64_t before)
{
	struct text *t = state;
	t->decoder.guessed = ((const struct text *)whole)->decoder.guessed;
	decoder_restart(&t->decoder, part, begins);
	t->window = (struct str){NULL, 0};
	t->number = before;
	if (begins)
		take_beginning(t);
}

static bool text_is_certain(void *state, size_t (*more)(void *context), void *context)
{
	struct decoder *d = &((struct text *)state)->decoder;
	bool certain = d->certain && !d->over;
	d->more = certain ? more : NULL;
	d->context = context;
	return certain;
}

static uint64_t text_rows(const void *state)
{
	return ((const struct text *)state)->number;
}

bool sheet_open_text(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e)
{
	struct decoder decoder;
	if (options->delimiter && !sheet_can_delimit(options->delimiter))
		return error_set(e, ERROR_USAGE,
		    _("'%c' cannot stand between cells; comma, tab and semicolon can"),
		    options->delimiter);
	if (options->sheet) {
		error_set(e, ERROR_USAGE, _("a text file has no sheets, --sheet '%s' is for .xlsx"),
		    error_quote(str_of(options->sheet)));
		return error_at(e, s->path, 0, 0);
	}
	if (!decoder_open(&decoder, content, options->encoding, e)) {
		if (e->kind == ERROR_SYSTEM)
			error_at(e, s->path, 0, 0);
		return false;
	}
	struct text *t = mem_alloc(1, sizeof(*t));
	t->path = s->path;
	t->decoder = decoder;
	const char *simd = getenv("TAIZHANG_SIMD");
	t->by_libcsv = simd && strcmp(simd, "libcsv") == 0;
	char named = take_beginning(t), delimiter = options->delimiter;
	if (!delimiter)
		delimiter = named ? named : sheet_find_delimiter(t->window, t->decoder.over);
	set_classes(t, delimiter);
	parser_start(t, (unsigned char)delimiter);
	static const struct sheet_format format = {
	    text_next, text_close, text_is_certain, text_can_be_cut, text_begin_part, text_rows};
	s->format = &format;
	s->state = t;
	s->facts = (struct sheet_facts){
	    .format = "CSV", .encoding = t->decoder.encoding, .delimiter = delimiter};
	return true;
}
