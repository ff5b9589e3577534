/* check_findings: what is found, and the order in which it is given away; see check.h. */
#include "register/check_internal.h"

#include <stdlib.h>

static void keep(struct findings *f, struct finding finding)
{
	f->items = mem_room(f->items, &f->capacity, f->count + 1, sizeof(*f->items));
	f->items[f->count++] = finding;
}

void check_find(
    struct check *c, uint64_t line, int column, const char *code, const char *format, ...)
{
	struct buf message = BUF_INIT;
	va_list arguments;
	va_start(arguments, format);
	buf_vprintf(&message, format, arguments);
	va_end(arguments);
	buf_text(&message);
	keep(&c->found, (struct finding){c->schema->id, c->journal, line, column, code, message.p});
}

void findings_release(struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->items[i].message);
	free(f->items);
	*f = (struct findings){0};
}

static int by_place(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;
	if (left->journal != right->journal)
		return left->journal ? 1 : -1;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	int order = strcmp(left->code, right->code);
	return order ? order : strcmp(left->message, right->message);
}

static void sort(struct findings *f)
{
	if (f->count > 1)
		qsort(f->items, f->count, sizeof(*f->items), by_place);
}

void check_give(struct check *c, uint64_t to)
{
	struct check_known *k = c->known;
	struct findings *first = &k->first[c->schema->id];
	for (; k->given < first->count && first->items[k->given].line <= to; k->given++) {
		keep(&c->found, first->items[k->given]);
		first->items[k->given].message = NULL;
	}
	sort(&c->found);
	for (size_t i = 0; i < c->found.count; i++) {
		const struct finding *f = &c->found.items[i];
		k->faults += strncmp(f->code, "note-", 5) != 0;
		k->sink->take(k->sink, f);
		free(f->message);
	}
	c->found.count = 0;
}

void check_put_by(struct check *c)
{
	struct findings *first = &c->known->first[c->schema->id];
	for (size_t i = 0; i < c->found.count; i++)
		keep(first, c->found.items[i]);
	c->found.count = 0;
}

void check_first_done(struct check_known *k, enum register_id id)
{
	sort(&k->first[id]);
}
