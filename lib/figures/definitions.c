/* definitions: see definitions.h. */
#include "figures/definitions.h"
#include "csv/small.h"
#include "figures/figure.h"

#include <stdlib.h>

static const char *const column_names[DEFINITION_COLUMN_COUNT] = {"figure", "label", "unit",
    "register", "when", "where", "measure", "of", "group", "match", "note"};

void definitions_release(struct definitions *d)
{
	for (size_t i = 0; i < d->count; i++)
		for (int j = 0; j < DEFINITION_COLUMN_COUNT; j++)
			free(d->rows[i].cells[j]);
	free(d->rows);
	free(d->file);
	*d = (struct definitions){0};
}

const struct definition *definitions_find(const struct definitions *d, struct str figure)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_equal_text(figure, d->rows[i].cells[DEFINITION_FIGURE]))
			return &d->rows[i];
	return NULL;
}

const char *definitions_nearest(const struct definitions *d, struct str figure)
{
	const char *best = "";
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < d->count; i++) {
		const char *name = d->rows[i].cells[DEFINITION_FIGURE];
		size_t distance = text_distance(figure, str_of(name));
		if (distance >= least)
			continue;
		least = distance;
		best = name;
	}
	return best;
}

bool definition_place(const struct definitions *d, const struct definition *definition,
    enum definition_column column, struct error *e)
{
	return error_at(e, d->file, definition->line, definition->columns[column]);
}

/* --- the file -------------------------------------------------------------------------------- */

/* The file may leave out what it does not use; but a file that names registers must have all that
 * says what is counted, lest a misspelt header drop a filter without a word. */
static bool is_required(const size_t fields[DEFINITION_COLUMN_COUNT], size_t none, int column)
{
	return column == DEFINITION_FIGURE ||
	       (fields[DEFINITION_REGISTER] < none &&
		   (column == DEFINITION_WHEN || column == DEFINITION_WHERE ||
		       column == DEFINITION_MEASURE));
}

static bool find_columns(
    const struct csv_reader *r, size_t fields[DEFINITION_COLUMN_COUNT], struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	for (int i = 0; i < DEFINITION_COLUMN_COUNT; i++)
		for (fields[i] = 0; fields[i] < header->count; fields[i]++)
			if (str_equal_text(header->fields[fields[i]], column_names[i]))
				break;
	for (int i = 0; i < DEFINITION_COLUMN_COUNT; i++) {
		if (fields[i] < header->count || !is_required(fields, header->count, i))
			continue;
		error_set(e, ERROR_DATA,
		    _("the header lacks column '%s'; definitions have "
		      "figure,label,unit,register,when,where,measure,of,group,match,note"),
		    column_names[i]);
		return error_at(e, csv_reader_name(r), header->number, 1);
	}
	return true;
}

static void add_row(
    struct definitions *d, const struct csv_row *row, const size_t fields[DEFINITION_COLUMN_COUNT])
{
	d->rows = mem_room(d->rows, &d->capacity, d->count + 1, sizeof(*d->rows));
	struct definition *added = &d->rows[d->count++];
	*added = (struct definition){
	    .when = COLUMN_NONE, .measure_field = "", .of = DEFINITION_NONE, .line = row->number};
	for (int i = 0; i < DEFINITION_COLUMN_COUNT; i++) {
		bool there = fields[i] < row->count;
		added->cells[i] = str_dup(there ? row->fields[fields[i]] : STR(""));
		added->columns[i] = there ? csv_column_of(row->line, fields[i]) : 1;
	}
}

/* --- one definition -------------------------------------------------------------------------- */

static bool check_name(const struct definitions *d, struct definition *own, struct error *e)
{
	struct str name = str_of(own->cells[DEFINITION_FIGURE]);
	if (name.n == 0)
		error_set(e, ERROR_USAGE, "%s", _("figure is empty, a name was expected"));
	else if (definitions_find(d, name) != own)
		error_set(e, ERROR_USAGE, _("figure '%s' is defined twice, first in line %llu"),
		    error_quote(name), (unsigned long long)definitions_find(d, name)->line);
	else if (!figure_name_is_good(own->cells[DEFINITION_FIGURE]))
		error_set(e, ERROR_USAGE,
		    _("figure '%s' cannot be named in a report; letters, digits, '.', '_' and '-' "
		      "were expected"),
		    error_quote(name));
	else
		return true;
	return definition_place(d, own, DEFINITION_FIGURE, e);
}

static bool check_register(const struct definitions *d, struct definition *own, struct error *e)
{
	struct str name = str_of(own->cells[DEFINITION_REGISTER]);
	own->schema = schema_find(name);
	if (own->schema)
		return true;
	error_set(e, ERROR_USAGE,
	    _("no register '%s'; units, orgs, people, visits, meetings, problems, events, sites or "
	      "awards was expected, or nothing for a figure of orgs-count"),
	    error_quote(name));
	return definition_place(d, own, DEFINITION_REGISTER, e);
}

static bool check_when(const struct definitions *d, struct definition *own, struct error *e)
{
	const struct schema *s = own->schema;
	struct str when = str_of(own->cells[DEFINITION_WHEN]);
	if (str_equal(when, STR("on"))) {
		if (s->start != COLUMN_NONE)
			return true;
		error_set(e, ERROR_USAGE,
		    _("%s are never in force on a day; a date column such as '%s' was expected, "
		      "not 'on'"),
		    s->name, s->columns[s->happens].name);
		return definition_place(d, own, DEFINITION_WHEN, e);
	}
	own->when = schema_column(s, when);
	if (own->when != COLUMN_NONE && s->columns[own->when].type == TYPE_DATE)
		return true;
	error_set(e, ERROR_USAGE,
	    _("when '%s' is neither 'on' nor a date column of %s such as '%s'"), error_quote(when),
	    s->name, s->columns[s->happens].name);
	return definition_place(d, own, DEFINITION_WHEN, e);
}

static bool check_measure(const struct definitions *d, struct definition *own, struct error *e)
{
	static const struct {
		const char *word;
		enum measure measure;
	} measures[] = {
	    {"distinct:", MEASURE_DISTINCT}, {"sum:", MEASURE_SUM}, {"items:", MEASURE_ITEMS}};
	const char *cell = own->cells[DEFINITION_MEASURE];
	if (strcmp(cell, "rows") == 0)
		return true;
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
		size_t length = strlen(measures[i].word);
		if (strncmp(cell, measures[i].word, length) != 0 || !cell[length])
			continue;
		own->measure = measures[i].measure;
		own->measure_field = cell + length;
		return true;
	}
	error_set(e, ERROR_USAGE,
	    _("no measure '%s'; rows, distinct:FIELD, sum:FIELD or items:FIELD was expected"),
	    error_quote(str_of(cell)));
	return definition_place(d, own, DEFINITION_MEASURE, e);
}

/* The denominator may stand further down, so this comes when all are read. */
static bool check_of(const struct definitions *d, struct definition *own, struct error *e)
{
	struct str name = str_of(own->cells[DEFINITION_OF]);
	if (!own->schema || name.n == 0)
		return true;
	const struct definition *of = definitions_find(d, name);
	if (!of)
		error_set(e, ERROR_USAGE, _("of: no figure '%s' in this file; nearest is '%s'"),
		    error_quote(name), definitions_nearest(d, name));
	else if (!of->schema)
		error_set(e, ERROR_USAGE,
		    _("of: '%s' is a figure of orgs-count and is not counted here; a figure with a "
		      "register was expected"),
		    error_quote(name));
	else if (of->when == COLUMN_NONE && own->when != COLUMN_NONE)
		error_set(e, ERROR_USAGE,
		    _("of: '%s' holds on a day (when 'on'); a figure counted by its date was "
		      "expected"),
		    error_quote(name));
	else if (of->when != COLUMN_NONE && own->when == COLUMN_NONE)
		error_set(e, ERROR_USAGE,
		    _("of: '%s' is counted by its date (when '%s'); a figure that holds on a day "
		      "(when 'on') was expected"),
		    error_quote(name), error_quote(str_of(of->cells[DEFINITION_WHEN])));
	else {
		own->of = (size_t)(of - d->rows);
		return true;
	}
	return definition_place(d, own, DEFINITION_OF, e);
}

static bool check_all(struct definitions *d, struct error *e)
{
	for (size_t i = 0; i < d->count; i++) {
		struct definition *own = &d->rows[i];
		if (!check_name(d, own, e))
			return false;
		if (own->cells[DEFINITION_REGISTER][0] &&
		    (!check_register(d, own, e) || !check_when(d, own, e) ||
			!check_measure(d, own, e)))
			return false;
	}
	for (size_t i = 0; i < d->count; i++)
		if (!check_of(d, &d->rows[i], e))
			return false;
	return true;
}

bool definitions_read(struct definitions *d, struct input *in, struct error *e)
{
	size_t fields[DEFINITION_COLUMN_COUNT];
	struct csv_small f;
	bool good = csv_small_open(&f, in, NULL, 0, NULL, e);
	if (good)
		d->file = str_dup(str_of(csv_reader_name(f.reader)));
	good = good && find_columns(f.reader, fields, e);
	while (good && csv_small_next(&f, e))
		add_row(d, &f.row, fields);
	return csv_small_close(&f) && good && check_all(d, e);
}
