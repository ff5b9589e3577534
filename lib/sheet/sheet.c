/* sheet: see sheet.h. The formats are in text.c and xlsx.c. */
#include "base/threads.h"
#include "csv/input.h"
#include "sheet/sheet_internal.h"

#include <stdlib.h>
#include <strings.h>

enum { STEP = 256 * 1024 };

static const char zip_mark[] = "PK\x03\x04", ole_mark[] = "\xD0\xCF\x11\xE0";

/* Whether all of the file must be in memory to be understood. */
static bool needs_all(struct str beginning)
{
	return str_starts(beginning, str_of(zip_mark)) || str_starts(beginning, str_of(ole_mark));
}

/* A plain file is read into a buffer of its size. Of a large one the beginning is enough for now,
 * if it may be read by several threads. Of others the size is not known. */
static void read_extent(struct input *in, struct sheet *s)
{
	enum { LARGE = 8 * 1024 * 1024, BEGINNING = 1024 * 1024 };
	bool small_parts = getenv("TAIZHANG_PART"); /* for tests, see import_parts.c */
	struct error ignored;
	struct buf *content = &s->content;
	int fd;
	uint64_t from, to;
	if (!input_extent(in, &fd, &from, &to) || to - from > SIZE_MAX - STEP)
		return;
	size_t n = (size_t)(to - from);
	if (n < content->n)
		return;
	buf_reserve(content, n - content->n + STEP);
	mem_ask_for_large_pages(content->p, content->capacity);
	if ((n < LARGE && !small_parts) || threads_allowed() == 1 || needs_all(buf_str(content)) ||
	    !sheet_file_open(&s->file, s->path, fd, from, n))
		return;
	size_t beginning = small_parts || content->n > BEGINNING ? content->n : BEGINNING;
	if (sheet_file_read(&s->file, content->n, beginning, content->p + content->n, &ignored)) {
		content->n = beginning;
		input_pass(in);
	} else {
		sheet_file_close(&s->file); /* read_all finds out why */
	}
}

static bool read_all(struct input *in, struct sheet *s, struct error *e)
{
	ssize_t got;
	struct buf *content = &s->content;
	do {
		buf_reserve(content, STEP);
		got = input_read(in, content->p + content->n, content->capacity - content->n, e);
		if (got > 0 && content->n == 0) {
			content->n = (size_t)got;
			read_extent(in, s);
		} else if (got > 0) {
			content->n += (size_t)got;
		}
	} while (got > 0);
	return got == 0;
}

/* Whether only the beginning is in memory. */
static bool is_in_file(const struct sheet *s)
{
	return s->file.fd >= 0 && !s->file.loaded;
}

/* There is room for the rest where the beginning stands. */
static bool load(struct sheet *s, struct error *e)
{
	struct buf *content = &s->content;
	if (!is_in_file(s))
		return true;
	if (!sheet_file_read_rest(&s->file, content->n, content->p + content->n, e))
		return false;
	content->n = s->file.size;
	s->file.loaded = true;
	return true;
}

static size_t load_more(void *context)
{
	struct sheet *s = context;
	size_t before = s->content.n;
	s->file.failed = !load(s, &s->file.fault);
	return s->content.n - before;
}

/* --- opening --------------------------------------------------------------------------------- */

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
	if (str_starts(content, str_of(zip_mark)))
		return sheet_open_xlsx(s, content, options, e);
	if (is_markup(content)) {
		error_set(e, ERROR_DATA, "%s",
		    _("a web page or XML, whatever its name; open it in a spreadsheet program and "
		      "save "
		      "it as .xlsx or CSV"));
		return error_at(e, s->path, 0, 0);
	}
	if (!str_starts(content, str_of(ole_mark)))
		return sheet_open_text(s, content, options, e);
	error_set(e, ERROR_DATA, "%s",
	    _("an .xls workbook, or an .xlsx with a password; save it as .xlsx without one, or as "
	      "CSV"));
	return error_at(e, s->path, 0, 0);
}

/* With the beginning of the file, if that is enough; else with all of it. */
static bool open_content(struct sheet *s, const struct sheet_options *options, struct error *e)
{
	if (is_in_file(s)) {
		bool opened = open_format(s, options, e);
		if (opened && s->format->is_certain(s->state, load_more, s))
			return true;
		if (opened)
			s->format->close(s->state);
		s->state = NULL;
	}
	return load(s, e) && open_format(s, options, e);
}

static struct sheet *sheet_new(const char *path)
{
	struct sheet *s = mem_alloc(1, sizeof(*s));
	s->path = str_dup(str_of(path));
	s->file.fd = -1;
	return s;
}

struct sheet *sheet_open(const char *path, const struct sheet_options *options, struct error *e)
{
	struct input *in = input_open(path, e);
	if (!in)
		return NULL;
	struct sheet *s = sheet_new(input_name(in));
	bool opened = read_all(in, s, e) && open_content(s, options, e);
	input_close(in);
	if (opened)
		return s;
	sheet_close(s);
	return NULL;
}

int sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
	int got = s->format->next(s->state, row, e);
	if (!s->file.failed)
		return got;
	*e = s->file.fault;
	return -1;
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

struct sheet *sheet_again(struct sheet *s, struct error *e)
{
	if (!load(s, e))
		return NULL;
	struct sheet *again = sheet_new(s->path);
	const struct sheet_options options = {s->facts.encoding, s->facts.delimiter, s->facts.name};
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
	if (s->file.fd >= 0)
		return sheet_file_cut(&s->file, at);
	const char *end = at < content.n ? memchr(content.p + at, '\n', content.n - at) : NULL;
	return end ? (size_t)(end - content.p) + 1 : content.n;
}

struct sheet *sheet_of_parts(const struct sheet *s)
{
	struct error e;
	struct sheet *part = sheet_new(s->path);
	const struct sheet_options options = {s->facts.encoding, s->facts.delimiter, NULL};
	if (!sheet_open_text(part, (struct str){"", 0}, &options, &e))
		mem_fail(); /* encoding and delimiter are known to be good */
	return part;
}

bool sheet_begin_part(struct sheet *part, const struct sheet *s, size_t from, size_t to,
    uint64_t before, struct error *e)
{
	struct str bytes = {s->content.p + from, to - from};
	if (s->file.fd >= 0) {
		part->content.n = 0;
		buf_reserve(&part->content, bytes.n);
		if (!sheet_file_read(&s->file, from, to, part->content.p, e))
			return false;
		bytes.p = part->content.p;
	}
	part->format->begin_part(part->state, s->state, bytes, from == 0, before);
	return true;
}

uint64_t sheet_rows(const struct sheet *part)
{
	return part->format->rows(part->state);
}

const struct sheet_facts *sheet_facts(const struct sheet *s)
{
	return &s->facts;
}

size_t sheet_size(const struct sheet *s)
{
	return s->file.fd >= 0 ? s->file.size : s->content.n;
}

bool sheet_bytes(const struct sheet *s, size_t from, size_t to, char *out, struct error *e)
{
	if (is_in_file(s))
		return sheet_file_read(&s->file, from, to, out, e);
	memcpy(out, s->content.p + from, to - from);
	return true;
}

bool sheet_is_unchanged(const struct sheet *s, struct error *e)
{
	return s->file.fd < 0 || sheet_file_is_unchanged(&s->file, e);
}

bool sheet_say_changed(const struct sheet *s, struct error *e)
{
	return sheet_file_say_changed(s->path, e);
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
	sheet_file_close(&s->file);
	free(s->name);
	free(s->path);
	free(s);
}
