/* add_lines: rows of an input as lines of the register; see add.h. */
#include "register/add_internal.h"
#include "register/line_copy.h"

#include <stdlib.h>

void add_lines_init(struct add_lines *l, struct adding *a, const struct shape *shape)
{
	size_t inputs = a->batch.input_count;
	*l = (struct add_lines){a, shape, mem_alloc(inputs, sizeof(*l->copies)), inputs,
	    mem_alloc(a->batch.width, sizeof(*l->cells)), a->refers};
	for (size_t i = 0; i < inputs; i++)
		line_copy_make(
		    &l->copies[i], shape, &a->batch, (uint32_t)i, str_of(a->result->recorded));
}

void add_lines_add(const struct add_lines *l, size_t row, struct str id, struct buf *out)
{
	struct adding *a = l->a;
	const struct batch_row *r = &a->batch.rows.items[row];
	const struct line_copy *copy = r->plain ? &l->copies[r->input] : NULL;
	if (copy && copy->usable && !l->refer) {
		line_copy_add(copy, &a->batch, row, id, out);
		return;
	}
	if (l->refer)
		add_take_row(a, row);
	else
		batch_cells(&a->batch, row, l->cells);
	struct str *cells = l->refer ? a->cells : l->cells;
	cells[a->id] = id;
	shape_line(l->shape, cells, str_of(a->result->recorded), out);
}

void add_lines_release(struct add_lines *l)
{
	for (size_t i = 0; i < l->inputs; i++)
		line_copy_release(&l->copies[i]);
	free(l->copies);
	free(l->cells);
	*l = (struct add_lines){0};
}
