/* line_copy: see line_copy.h. */
#include "register/line_copy.h"
#include "base/short.h"
#include "csv/writer.h"

#include <stdlib.h>

/* The field of an input that holds a cell, or SIZE_MAX. */
static size_t field_of(const struct batch_input *in, int cell)
{
	for (size_t i = 0; i < in->field_count; i++)
		if (in->cells[i] == cell)
			return i;
	return SIZE_MAX;
}

/* A field goes on with the piece that ends before it when nothing but a comma stands between. */
static void add_field(struct line_copy *c, size_t field)
{
	struct line_piece *last = c->count ? &c->pieces[c->count - 1] : NULL;
	size_t done = last ? last->text_end : 0;
	struct str text = str_from(buf_str(&c->texts), done);
	if (last && str_equal(text, STR(",")) && last->first + last->count == field &&
	    !(c->id_piece == c->count)) {
		c->texts.n--;
		last->count++;
		return;
	}
	c->pieces = mem_room(c->pieces, &c->capacity, c->count + 1, sizeof(*c->pieces));
	c->pieces[c->count++] = (struct line_piece){c->texts.n, field, 1};
}

static void add_column(
    struct line_copy *c, const struct batch *b, const struct batch_input *in, int cell)
{
	if (cell == CELL_NONE)
		return;
	size_t field = field_of(in, cell);
	if (field == SIZE_MAX) {
		csv_quote(&c->texts, buf_str(&b->defaults[cell]));
		return;
	}
	add_field(c, field);
	c->usable = c->usable && b->defaults[cell].n == 0;
}

void line_copy_make(struct line_copy *c, const struct shape *shape, const struct batch *b,
    uint32_t input, struct str recorded)
{
	const struct batch_input *in = &b->inputs[input];
	int id = schema_column(shape->schema, STR("id"));
	*c = (struct line_copy){.id_piece = SIZE_MAX, .usable = true};
	for (size_t i = 0; i < shape->count; i++) {
		if (i > 0)
			buf_add_char(&c->texts, ',');
		if (i == shape->recorded) {
			buf_add_str(&c->texts, recorded);
		} else if (shape->columns[i].cell == id) {
			c->id_piece = c->count;
			c->id_at = c->texts.n;
		} else {
			add_column(c, b, in, shape->columns[i].cell);
		}
	}
	buf_add_char(&c->texts, '\n');
	c->ends = mem_alloc(in->field_count, sizeof(*c->ends));
}

void line_copy_release(struct line_copy *c)
{
	free(c->pieces);
	free(c->ends);
	buf_release(&c->texts);
	*c = (struct line_copy){0};
}

/* The text from `from` to `to`, which may have the id in it. */
static char *put_text(
    const struct line_copy *c, char *at, size_t from, size_t to, bool with_id, struct str id)
{
	if (!with_id)
		return short_copy(at, c->texts.p + from, to - from);
	at = short_copy(at, c->texts.p + from, c->id_at - from);
	at = short_copy(at, id.p, id.n);
	return short_copy(at, c->texts.p + c->id_at, to - c->id_at);
}

void line_copy_add(
    const struct line_copy *c, const struct batch *b, size_t row, struct str id, struct buf *out)
{
	struct str line = batch_plain_line(b, row, c->ends);
	size_t done = 0;
	buf_reserve(out, c->texts.n + id.n + line.n);
	char *at = out->p + out->n;
	for (size_t i = 0; i < c->count; i++) {
		const struct line_piece *p = &c->pieces[i];
		size_t from = p->first ? c->ends[p->first - 1] + 1 : 0;
		size_t end = c->ends[p->first + p->count - 1];
		at = put_text(c, at, done, p->text_end, i == c->id_piece, id);
		at = short_copy(at, line.p + from, end - from);
		done = p->text_end;
	}
	at = put_text(c, at, done, c->texts.n, c->count == c->id_piece, id);
	out->n = (size_t)(at - out->p);
}
