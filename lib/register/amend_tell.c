/* amend_tell: what would become of each row; see amend_internal.h. */
#include "register/amend_internal.h"

/* The names of the columns that differ from what stands in the file, but `recorded`. */
static void changed_columns(const struct amending *a, const struct draft *d, struct buf *out)
{
	const struct draft_register *r = &a->drafts.registers[d->schema->id];
	for (size_t i = 0; i < r->width; i++) {
		if ((int)i == r->fields[d->schema->recorded] || strcmp(d->was[i], d->cells[i]) == 0)
			continue;
		if (out->n)
			buf_add_text(out, ", ");
		buf_add_text(out, r->names[i]);
	}
}

static void tell(struct amending *a, uint32_t draft)
{
	struct error e;
	struct buf columns = BUF_INIT;
	const struct draft *d = &a->drafts.items[draft];
	if (d->gone) {
		error_set(&e, ERROR_NOTE, "%s", _("would be withdrawn"));
	} else if (!d->was) {
		error_set(&e, ERROR_NOTE, "%s", _("would be added"));
	} else {
		changed_columns(a, d, &columns);
		error_set(&e, ERROR_NOTE, _("would be changed (%s)"), buf_text(&columns));
	}
	amend_note(a, d->change, draft, &e);
	buf_release(&columns);
}

void amend_tell(struct amending *a)
{
	for (size_t i = 0; i < a->order_count; i++) {
		const struct draft *d = &a->drafts.items[a->order[i]];
		if (d->change && (d->line || !d->gone))
			tell(a, a->order[i]);
	}
}
