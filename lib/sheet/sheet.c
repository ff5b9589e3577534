/* sheet: see sheet.h. The formats are in text.c and xlsx.c. */
#include "base/io.h"
#include "base/threads.h"
#include "csv/input.h"
#include "sheet/sheet_internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { STEP = 256 * 1024 };

/* Bytes of a file that are read to where they belong. */
struct extent {
	int fd;
	uint64_t from;
	char *to;
	atomic_bool failed;
};

static void read_stretch(void *context, size_t from, size_t to, unsigned thread)
{
	struct extent *x = context;
	(void)thread;
	while (from < to && !x->failed) {
		ssize_t got = io_pread(x->fd, x->to + from, to - from, x->from + from);
		if (got <= 0)
			x->failed = true;
		else
			from += (size_t)got;
	}
}

/* A plain file is read into a buffer of its size, a large one by all threads; if that fails, it is
 * left to read_all to find out why. Of others the size is not known. */
static void read_extent(struct input *in, struct buf *content)
{
	enum { LARGE = 8 * 1024 * 1024, STRETCH = 1024 * 1024 };
	struct extent x = {.failed = false};
	uint64_t to;
	if (!input_extent(in, &x.fd, &x.from, &to) || to - x.from > SIZE_MAX - STEP)
		return;
	size_t n = (size_t)(to - x.from);
	if (n < content->n)
		return;
	buf_reserve(content, n - content->n + STEP);
	mem_ask_for_large_pages(content->p, content->capacity);
	if (n < LARGE || threads_allowed() == 1)
		return;
	x.to = content->p;
	threads_each(n, STRETCH, read_stretch, &x);
	if (x.failed)
		return;
	content->n = n;
	input_pass(in);
}

static bool read_all(struct input *in, struct buf *content, struct error *e)
{
	ssize_t got;
	do {
		buf_reserve(content, STEP);
		got = input_read(in, content->p + content->n, content->capacity - content->n, e);
		if (got > 0 && content->n == 0) {
			content->n = (size_t)got;
			read_extent(in, content);
		} else if (got > 0) {
			content->n += (size_t)got;
		}
	} while (got > 0);
	return got == 0;
}

/* What some web sites give the name .xls; and "XML Spreadsheet 2003". */
static bool is_markup(struct str content)
{
	static const char *const starts[] = {
	    "<html", "<!doctype", "<table", "<?xml", "<meta", "<head"};
	content = str_from(content, str_starts(content, STR("\xEF\xBB\xBF")) ? 3 : 0);
	while (content.n && strchr(" \t\r\n", content.p[0]))
		content = str_from(content, 1);
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (content.n > strlen(starts[i]) &&
		    strncasecmp(content.p, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static bool open_format(struct sheet *s, const struct sheet_options *options, struct error *e)
{
	struct str content = buf_str(&s->content);
	if (str_starts(content, STR("PK\x03\x04")))
		return sheet_open_xlsx(s, content, options, e);
	if (is_markup(content)) {
		error_set(e, ERROR_DATA, "%s",
		    _("a web page or XML, whatever its name; open it in a spreadsheet program and "
		      "save "
		      "it as .xlsx or CSV"));
		return error_at(e, s->path, 0, 0);
	}
	if (!str_starts(content, STR("\xD0\xCF\x11\xE0")))
		return sheet_open_text(s, content, options, e);
	error_set(e, ERROR_DATA, "%s",
	    _("an .xls workbook, or an .xlsx with a password; save it as .xlsx without one, or as "
	      "CSV"));
	return error_at(e, s->path, 0, 0);
}

struct sheet *sheet_open(const char *path, const struct sheet_options *options, struct error *e)
{
	struct input *in = input_open(path, e);
	if (!in)
		return NULL;
	struct sheet *s = mem_alloc(1, sizeof(*s));
	s->path = str_dup(str_of(input_name(in)));
	bool opened = read_all(in, &s->content, e) && open_format(s, options, e);
	input_close(in);
	if (opened)
		return s;
	sheet_close(s);
	return NULL;
}

int sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
	return s->format->next(s->state, row, e);
}

void sheet_rest(struct sheet *s)
{
	if (!s->state)
		return;
	if (s->facts.name)
		s->facts.name = s->name = str_dup(str_of(s->facts.name));
	s->format->close(s->state);
	s->state = NULL;
}

struct sheet *sheet_again(const struct sheet *s, struct error *e)
{
	struct sheet *again = mem_alloc(1, sizeof(*again));
	const struct sheet_options options = {s->facts.encoding, s->facts.delimiter, s->facts.name};
	again->path = str_dup(str_of(s->path));
	again->content = s->content;
	again->borrowed = true;
	if (open_format(again, &options, e))
		return again;
	sheet_close(again);
	return NULL;
}

size_t sheet_cut(const struct sheet *s, size_t at)
{
	struct str content = buf_str(&s->content);
	if (!s->format->can_be_cut || !s->format->can_be_cut(s->state))
		return 0;
	const char *end = at < content.n ? memchr(content.p + at, '\n', content.n - at) : NULL;
	return end ? (size_t)(end - content.p) + 1 : content.n;
}

struct sheet *sheet_of_parts(const struct sheet *s)
{
	struct error e;
	struct sheet *part = mem_alloc(1, sizeof(*part));
	const struct sheet_options options = {s->facts.encoding, s->facts.delimiter, NULL};
	part->path = str_dup(str_of(s->path));
	if (!sheet_open_text(part, (struct str){"", 0}, &options, &e))
		mem_fail(); /* encoding and delimiter are known to be good */
	return part;
}

void sheet_begin_part(
    struct sheet *part, const struct sheet *s, size_t from, size_t to, uint64_t before)
{
	struct str bytes = {s->content.p + from, to - from};
	part->format->begin_part(part->state, s->state, bytes, from == 0, before);
}

uint64_t sheet_rows(const struct sheet *part)
{
	return part->format->rows(part->state);
}

const struct sheet_facts *sheet_facts(const struct sheet *s)
{
	return &s->facts;
}

struct str sheet_content(const struct sheet *s)
{
	return buf_str(&s->content);
}

const char *sheet_path(const struct sheet *s)
{
	return s->path;
}

void sheet_close(struct sheet *s)
{
	if (!s)
		return;
	if (s->state)
		s->format->close(s->state);
	if (!s->borrowed)
		buf_release(&s->content);
	free(s->name);
	free(s->path);
	free(s);
}
