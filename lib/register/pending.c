/* pending: see pending.h. */
#include "register/pending.h"
#include "base/io.h"
#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char first_line[] = "taizhang-pending 1";

bool pending_is_other(struct str name)
{
	static const char directory[] = "closed/";
	if (str_equal(name, STR("closed.csv")) || str_equal(name, STR("sheets.csv")))
		return true;
	if (!str_starts(name, str_of(directory)))
		return false;
	struct str file = str_from(name, strlen(directory));
	bool good = file.n > strlen(".csv") &&
		    str_equal(str_from(file, file.n - strlen(".csv")), STR(".csv"));
	for (size_t i = 0; i < file.n && good; i++) {
		char c = file.p[i];
		bool dot = c == '.' && i > 0 && file.p[i - 1] != '.';
		good = dot || c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		       (c >= 'a' && c <= 'z');
	}
	return good;
}

void pending_add(struct pending *p, const char *name, uint64_t length)
{
	p->files = mem_room(p->files, &p->capacity, p->count + 1, sizeof(*p->files));
	p->files[p->count++] = (struct pending_file){str_dup(str_of(name)), length};
}

void pending_add_replacement(struct pending *p, const char *name)
{
	pending_add(p, name, 0);
	p->replaces = true;
}

char *pending_prepared_name(const char *name)
{
	struct buf prepared = BUF_INIT;
	buf_printf(&prepared, ".%s.new", name);
	buf_text(&prepared);
	return prepared.p;
}

bool pending_replaces(const struct pending *p, const char *name)
{
	for (size_t i = 0; i < p->count && p->replaces; i++)
		if (strcmp(p->files[i].name, name) == 0)
			return true;
	return false;
}

void pending_release(struct pending *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->files[i].name);
	free(p->files);
	*p = (struct pending){0};
}

void pending_print(const struct pending *p, struct buf *out)
{
	buf_printf(out, "%s\n", first_line);
	for (size_t i = 0; i < p->count; i++) {
		if (p->replaces)
			buf_printf(out, "replace %s .%s.new\n", p->files[i].name, p->files[i].name);
		else if (p->files[i].length == PENDING_ABSENT)
			buf_printf(out, "append %s -\n", p->files[i].name);
		else
			buf_printf(out, "append %s %llu\n", p->files[i].name,
			    (unsigned long long)p->files[i].length);
	}
	buf_add_text(out, "end\n");
}

static bool parse_line(struct pending *p, struct str line)
{
	struct str rest = line, word, name, last;
	int64_t bytes = 0;
	if (!str_split(&rest, ' ', &word) || !str_split(&rest, ' ', &name) ||
	    !str_split(&rest, ' ', &last) || rest.p || name.n == 0 || memchr(name.p, '\0', name.n))
		return false;
	bool replace = str_equal(word, STR("replace"));
	if (pending_is_other(name) ? replace : memchr(name.p, '/', name.n) != NULL)
		return false;
	bool absent = str_equal(last, STR("-"));
	if ((p->count && replace != p->replaces) ||
	    (!replace && !absent && !number_parse(last, &bytes)))
		return false;
	for (size_t i = 0; i < p->count; i++)
		if (str_equal_text(name, p->files[i].name))
			return false;
	char *copy = str_dup(name);
	if (replace)
		pending_add_replacement(p, copy);
	else
		pending_add(p, copy, absent ? PENDING_ABSENT : (uint64_t)bytes);
	free(copy);
	return true;
}

static bool parse(struct pending *p, struct str text)
{
	struct str line;
	if (!str_split(&text, '\n', &line) || !str_equal_text(line, first_line))
		return false;
	while (str_split(&text, '\n', &line)) {
		if (str_equal(line, STR("end")))
			return text.p && text.n == 0;
		if (!parse_line(p, line))
			return false;
	}
	return false;
}

/* Nothing but what pending_print writes is understood. */
static bool is_as_printed(const struct pending *p, struct str text)
{
	struct buf printed = BUF_INIT;
	pending_print(p, &printed);
	bool same = str_equal(buf_str(&printed), text);
	buf_release(&printed);
	return same;
}

static bool read_whole(int fd, struct buf *text)
{
	ssize_t got;
	do {
		buf_reserve(text, 4096);
		got = io_read(fd, text->p + text->n, 4096);
		text->n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && text->n < 1024 * 1024);
	return got == 0;
}

bool pending_read(struct pending *p, const char *directory, bool *exists, struct error *e)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	*p = (struct pending){0};
	buf_printf(&path, "%s/.pending", directory);
	int fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	*exists = fd >= 0;
	bool good = fd >= 0 || errno == ENOENT || errno == ENOTDIR;
	if (!good)
		error_errno(e, buf_text(&path), errno, "%s", _("cannot be opened for reading"));
	if (fd >= 0) {
		good = read_whole(fd, &text) && parse(p, buf_str(&text)) &&
		       is_as_printed(p, buf_str(&text));
		if (!good) {
			error_set(e, ERROR_DATA,
			    _("not understood; an interrupted write left it, and it was changed "
			      "since"));
			error_at(e, buf_text(&path), 0, 0);
		}
		close(fd);
	}
	buf_release(&path);
	buf_release(&text);
	return good;
}

uint64_t pending_length(const struct pending *p, const char *name, uint64_t length)
{
	for (size_t i = 0; i < p->count && !p->replaces; i++)
		if (strcmp(p->files[i].name, name) == 0)
			return p->files[i].length == PENDING_ABSENT ? 0
			       : p->files[i].length < length        ? p->files[i].length
								    : length;
	return length;
}
