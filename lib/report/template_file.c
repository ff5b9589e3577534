/* template_file: a template and the files that it includes, read; see template.h. */
#include "report/include.h"
#include "report/template_internal.h"

#include <stdlib.h>

/* Appends what the input gives, told by the name that messages use. */
static bool read_text(
    struct template *t, struct input *in, const char *name, struct buf *text, struct error *e)
{
	enum { PART = 16 * 1024, LIMIT = 16 * 1024 * 1024 };
	ssize_t n;
	do {
		buf_reserve(text, PART);
		n = input_read(in, text->p + text->n, PART, e);
		text->n += n > 0 ? (size_t)n : 0;
		if (t->size_bytes + text->n > LIMIT) {
			error_set(e, ERROR_DATA, _("longer than %d MiB, a template was expected"),
			    LIMIT / 1024 / 1024);
			return error_at(e, name, 0, 0);
		}
	} while (n > 0);
	t->size_bytes += text->n;
	return n == 0 || error_at(e, name, 0, 0);
}

static bool check_inclusion(
    struct parser *p, const struct included_file *file, const struct node *tag, struct error *e)
{
	if (p->inclusion->depth == INCLUDES_MAX)
		return error_set(
		    e, ERROR_USAGE, _("more than %d files within each other"), INCLUDES_MAX);
	for (const struct inclusion *i = p->inclusion; i; i = i->outer)
		if (strcmp(i->real, file->real) == 0)
			return error_set(e, ERROR_USAGE,
			    _("'%s' would include itself, from %s:%llu:%llu on"),
			    error_quote(tag->data), i->name, (unsigned long long)i->line,
			    (unsigned long long)i->column);
	return true;
}

/* An include on a line of its own takes the line of the text, one within a line not the end of the
 * text's last line. */
static void fit_text(struct buf *text, bool alone)
{
	bool ends = text->n && text->p[text->n - 1] == '\n';
	if (alone && text->n && !ends)
		buf_add_char(text, '\n');
	if (!alone && ends)
		text->n -= text->n > 1 && text->p[text->n - 2] == '\r' ? 2 : 1;
}

static bool parse_included(struct parser *p, const struct included_file *file, bool alone)
{
	struct error e;
	struct buf text = BUF_INIT;
	struct inclusion inclusion = {
	    .outer = p->inclusion, .real = file->real, .depth = p->inclusion->depth + 1};
	struct parser part = {.t = p->t,
	    .name = file->name,
	    .diag = p->diag,
	    .root = p->root,
	    .inclusion = &inclusion,
	    .loops_outside = parser_loops(p)};
	struct input *in = input_open(file->real, &e);
	bool good = in && read_text(p->t, in, file->name, &text, &e);
	input_close(in);
	if (good) {
		fit_text(&text, alone);
		good = parser_take(&part, buf_str(&text));
	} else {
		error_at(&e, file->name, 0, 0);
		p->diag->say(p->diag, &e);
	}
	buf_release(&text);
	return good;
}

bool parser_include(struct parser *p, const struct node *tag, bool alone, struct error *e)
{
	struct included_file file;
	if (!p->root)
		return error_set(e, ERROR_USAGE,
		    _("'%s' cannot be included here, the template is no file"),
		    error_quote(tag->data));
	p->inclusion->line = tag->line;
	p->inclusion->column = tag->column;
	if (!include_find(&file, p->root, p->name, tag->data, e))
		return false;
	bool good = check_inclusion(p, &file, tag, e);
	if (good)
		p->good = parse_included(p, &file, alone) && p->good;
	included_file_release(&file);
	return good;
}

/* --- the template itself ---------------------------------------------------------------------- */

/* As template_parse, with includes when it is a file. */
static bool parse_file(struct template *t, struct str text, const char *path, struct diag *diag)
{
	char *root = include_root(path), *real = include_real(path);
	struct inclusion inclusion = {.real = real};
	struct parser p = {.t = t, .name = path, .diag = diag};
	if (root && real) {
		p.root = root;
		p.inclusion = &inclusion;
	}
	bool good = parser_take(&p, text);
	if (good)
		template_link(t);
	free(root);
	free(real);
	return good;
}

bool template_read(struct template *t, const char *path, struct diag *diag)
{
	struct buf text = BUF_INIT;
	struct error e;
	*t = (struct template){0};
	struct input *in = input_open(path, &e);
	bool good = in && read_text(t, in, input_name(in), &text, &e);
	if (!good)
		diag->say(diag, &e);
	else if (strcmp(path, "-") == 0)
		good = template_parse(t, buf_str(&text), input_name(in), diag);
	else
		good = parse_file(t, buf_str(&text), path, diag);
	input_close(in);
	buf_release(&text);
	return good;
}
