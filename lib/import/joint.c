/* joint: see joint.h. */
#include "import/joint.h"
#include "csv/output.h"
#include "csv/small.h"
#include "csv/writer.h"
#include "import/cell.h"

#include <stdlib.h>

enum { LINE, NAME, AREAS, ONE, COLUMNS };
static const char *const names[COLUMNS] = {"line", "name", "areas", "one"};

static void make_key(struct str line, struct str name, struct buf *key)
{
	key->n = 0;
	buf_add_str(key, line);
	buf_add_char(key, '\n');
	cell_normalise(name, key);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool read_row(struct joint *j, const struct csv_small *f, struct error *e)
{
	const struct csv_row *row = &f->row;
	struct buf key = BUF_INIT;
	struct str one = str_trim(row->fields[ONE]);
	bool yes = str_equal(one, STR("yes")) || str_equal(one, STR("是"));
	if (!yes && one.n && !str_equal(one, STR("no")) && !str_equal(one, STR("否"))) {
		error_set(
		    e, ERROR_DATA, _("one is '%s', yes or no was expected"), error_quote(one));
		return error_at(
		    e, csv_reader_name(f->reader), row->number, csv_column_of(row->line, ONE));
	}
	make_key(row->fields[LINE], row->fields[NAME], &key);
	if (yes)
		intern_add(&j->one, buf_str(&key), NULL);
	buf_release(&key);
	return true;
}

static bool has_header(const struct csv_reader *r, struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	bool good = header->count == COLUMNS;
	for (size_t i = 0; i < COLUMNS && good; i++)
		good = str_equal_text(header->fields[i], names[i]);
	if (good)
		return true;
	error_set(e, ERROR_DATA, "%s", _("the header line,name,areas,one was expected"));
	return error_at(e, csv_reader_name(r), 1, 1);
}

bool joint_read(struct joint *j, const char *path, struct error *e)
{
	struct csv_small f;
	bool good =
	    csv_small_open(&f, input_open(path, e), NULL, 0, NULL, e) && has_header(f.reader, e);
	while (good && csv_small_next(&f, e))
		good = read_row(j, &f, e);
	return csv_small_close(&f) && good;
}

void joint_release(struct joint *j)
{
	for (size_t i = 0; i < j->seen.count; i++)
		buf_release(&j->streets[i]);
	free(j->streets);
	intern_release(&j->one);
	intern_release(&j->seen);
}

/* --- what the sheets tell of ------------------------------------------------------------------ */

static bool has_street(struct str streets, struct str street)
{
	struct str one;
	while (str_split(&streets, ';', &one))
		if (str_equal(one, street))
			return true;
	return false;
}

bool joint_see(struct joint *j, const char *line, struct str name, struct str street)
{
	bool is_new;
	struct buf key = BUF_INIT;
	if (street.n == 0) /* the row is refused for it */
		return false;
	make_key(str_of(line), name, &key);
	size_t number = intern_add(&j->seen, buf_str(&key), &is_new);
	bool one = intern_find(&j->one, buf_str(&key)) != INTERN_NONE;
	buf_release(&key);
	j->streets = mem_room(j->streets, &j->capacity, number + 1, sizeof(*j->streets));
	struct buf *streets = &j->streets[number];
	if (is_new)
		*streets = BUF_INIT;
	if (!is_new && has_street(buf_str(streets), street))
		return one;
	if (!is_new)
		buf_add_char(streets, ';');
	buf_add_str(streets, street);
	return one;
}

static bool is_in_several(const struct joint *j, size_t number)
{
	return memchr(j->streets[number].p, ';', j->streets[number].n) != NULL;
}

size_t joint_open(const struct joint *j)
{
	size_t count = 0;
	for (size_t i = 0; i < j->seen.count; i++)
		count += j->streets[i].n && is_in_several(j, i) &&
			 intern_find(&j->one, intern_text(&j->seen, i)) == INTERN_NONE;
	return count;
}

static void write_item(const struct joint *j, size_t number, struct csv_writer *w)
{
	struct str key = intern_text(&j->seen, number), line;
	bool one = intern_find(&j->one, key) != INTERN_NONE;
	str_split(&key, '\n', &line);
	csv_writer_field(w, line);
	csv_writer_field(w, key);
	csv_writer_field(w, buf_str(&j->streets[number]));
	csv_writer_field(w, one ? STR("yes") : (struct str){"", 0});
	csv_writer_end_row(w);
}

bool joint_write(const struct joint *j, const char *path, struct error *e)
{
	struct csv_writer w;
	struct output *out = output_open(path, e);
	if (!out)
		return false;
	csv_writer_init(&w, out, false);
	for (size_t i = 0; i < COLUMNS; i++)
		csv_writer_field(&w, str_of(names[i]));
	csv_writer_end_row(&w);
	for (size_t i = 0; i < j->seen.count; i++)
		if (j->streets[i].n && is_in_several(j, i))
			write_item(j, i, &w);
	csv_writer_release(&w);
	return output_finish(out, e);
}
