/* changes: what a later state of a sheet makes of rows that stand in the registers; see import.h.
 */
#include "csv/writer.h"
#include "import/import_internal.h"

void import_keep_recorded(struct import_work *w)
{
	struct import *im = w->im;
	if (!im->request->changes)
		return;
	const struct schema *s = im->request->frame.schema;
	const struct frame_column *c = frame_find(w->file->sheet.frame, s->recorded);
	size_t row = w->batch->rows.count;
	if (!c)
		return;
	im->recorded_ends =
	    mem_room(im->recorded_ends, &im->recorded_capacity, row + 1, sizeof(size_t));
	while (im->recorded_count < row)
		im->recorded_ends[im->recorded_count++] = im->recorded.n;
	buf_add_str(&im->recorded, str_trim(frame_cell(w->row, c->at).text));
	im->recorded_ends[im->recorded_count++] = im->recorded.n;
}

static struct str recorded_of(const struct import *im, size_t row)
{
	if (row >= im->recorded_count)
		return (struct str){"", 0};
	size_t from = row ? im->recorded_ends[row - 1] : 0;
	return (struct str){im->recorded.p + from, im->recorded_ends[row] - from};
}

/* A sheet that readers wrote says when its rows were recorded: whoever changed one since then knew
 * more. */
static bool is_as_exported(
    const struct import *im, size_t row, struct str id, struct str recorded, struct error *e)
{
	instant then, now;
	struct str exported = recorded_of(im, row);
	if (exported.n == 0 || recorded.n == 0)
		return true;
	if (!time_parse(exported, &then))
		return error_set(e, ERROR_FOUND,
		    _("'%s' may have changed since the sheet was made: recorded is '%s' there, "
		      "which is no time"),
		    error_quote(id), error_quote(exported));
	if (time_parse(recorded, &now) && now > then)
		return error_set(e, ERROR_FOUND,
		    _("'%s' has changed since the sheet was made (recorded %s, in the sheet %s)"),
		    error_quote(id), error_quote(recorded), error_quote(exported));
	return true;
}

/* What stands behind a name in a file of changes is an edit of a list. */
static bool can_be_changed(struct str id, const char *column, struct error *e)
{
	size_t n = strlen(column);
	if (n == 0 || !strchr("+-", column[n - 1]))
		return true;
	return error_set(e, ERROR_FOUND,
	    _("this is '%s', but its %s is another there; register-amend changes no column whose "
	      "name ends in + or -, --leave-out does without"),
	    error_quote(id), error_quote(str_of(column)));
}

bool import_change(
    struct import *im, const struct schema *s, struct str id, const char *column, struct str now)
{
	const struct import_request *r = im->request;
	struct buf *out = &im->changes;
	const struct str fields[] = {str_of(s->name), id, str_of(r->change_op),
	    str_of(r->change_date), str_of(column), now, str_of(r->why)};
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (i > 0)
			buf_add_char(out, ',');
		csv_quote(out, fields[i]);
	}
	buf_add_char(out, '\n');
	im->change_count++;
	return true;
}

bool import_differs(struct batch_feed *feed, size_t row, const struct str *stands,
    const char *column, struct str now, struct error *e)
{
	struct import *im = (struct import *)feed;
	const struct schema *s = im->request->frame.schema;
	struct str id = stands[schema_column(s, STR("id"))];
	return can_be_changed(id, column, e) &&
	       is_as_exported(im, row, id, stands[s->recorded], e) &&
	       import_change(im, s, id, column, now);
}

struct str import_changes(const struct import *im, size_t *count)
{
	*count = im->change_count;
	return buf_str(&im->changes);
}
