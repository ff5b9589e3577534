/* understood: see understood.h. */
#include "cli/understood.h"
#include "base/utf8.h"

static const char *delimiter_name(char delimiter)
{
	return delimiter == '\t' ? _("tab") : delimiter == ';' ? _("semicolon") : _("comma");
}

static void pad(struct buf *out, struct str text, size_t width)
{
	struct buf visible = BUF_INIT;
	struct str shown = utf8_visible(text, &visible);
	buf_add_str(out, shown);
	for (size_t w = utf8_width(shown); w < width; w++)
		buf_add_char(out, ' ');
	buf_release(&visible);
}

static void print_file(struct buf *out, const struct import_sheet *s)
{
	const struct frame *f = s->frame;
	const struct sheet_facts *facts = sheet_facts(f->sheet);
	pad(out, str_of(f->label), 0);
	buf_printf(out, ": %s", facts->format);
	if (facts->encoding)
		buf_printf(out, ", %s, %s", facts->encoding, delimiter_name(facts->delimiter));
	buf_add_char(out, '\n');
	buf_printf(out, _("  headings in row %llu"), (unsigned long long)f->header_row);
	if (f->header_rows > 1)
		buf_printf(out, _(" and %llu"), (unsigned long long)f->header_row + 1);
	buf_printf(out,
	    ngettext("; rows %llu–%llu: %zu row, %zu of them without a refused cell",
		"; rows %llu–%llu: %zu rows, %zu of them without a refused cell", s->rows),
	    (unsigned long long)s->first_row, (unsigned long long)s->last_row, s->rows, s->given);
	if (s->totals)
		buf_printf(out,
		    ngettext("; %zu line of totals compared", "; %zu lines of totals compared",
			s->totals),
		    s->totals);
	if (s->totals_left)
		buf_printf(out,
		    ngettext("; %zu line of totals not compared",
			"; %zu lines of totals not compared", s->totals_left),
		    s->totals_left);
	if (s->filled)
		buf_printf(out,
		    ngettext(
			"; %zu cell filled from above", "; %zu cells filled from above", s->filled),
		    s->filled);
	buf_add_char(out, '\n');
	if (facts->hidden_rows || facts->hidden_columns)
		buf_printf(out, _("  hidden: %zu rows, %zu columns; they are taken as well\n"),
		    facts->hidden_rows, facts->hidden_columns);
	if (facts->merged)
		buf_printf(out,
		    _("  %zu merged ranges; only their first cell has a value (--fill-down)\n"),
		    facts->merged);
	if (f->below)
		buf_printf(out,
		    ngettext("  %zu row below the table, from row %llu on, left out\n",
			"  %zu rows below the table, from row %llu on, left out\n", f->below),
		    f->below, (unsigned long long)f->end_row);
}

/* party: orgs.mode. */
static void print_survey(struct buf *out, const struct frame_column *c)
{
	const struct schema *s = survey_schema(c->of);
	const char *word = survey_word(c->of);
	if (c->column >= 0)
		buf_printf(out, "%s: %s.%s  %s", word, s->name, s->columns[c->column].name,
		    s->columns[c->column].label);
	else if (c->column == SURVEY_HAS)
		buf_printf(out, _("%s: whether there is one"), word);
	else
		buf_printf(out, _("%s: its name, or whether there is one"), word);
}

static void print_use(struct buf *out, const struct schema *schema, const struct frame_column *c)
{
	switch (c->use) {
	case FRAME_FIELD:
		pad(out, str_of(schema->columns[c->column].name), 12);
		buf_add_text(out, schema->columns[c->column].label);
		if (c->ask)
			buf_add_text(out, _("; is that meant?"));
		break;
	case FRAME_SURVEY:
		print_survey(out, c);
		break;
	case FRAME_OWN:
		pad(out, str_of(c->heading), 0);
		buf_printf(out, "  %s", _("a column of your own"));
		break;
	case FRAME_LEFT_OUT:
		buf_add_text(out, _("left out"));
		break;
	}
	buf_add_char(out, '\n');
}

static void print_columns(struct buf *out, const struct schema *schema, const struct frame *f)
{
	size_t width = 0;
	struct buf letters = BUF_INIT;
	for (size_t i = 0; i < f->count; i++) {
		size_t w = utf8_width(str_of(f->columns[i].heading));
		width = w > width ? w : width;
	}
	for (size_t i = 0; i < f->count; i++) {
		letters.n = 0;
		sheet_letters(f->columns[i].at, &letters);
		buf_add_text(out, "  ");
		pad(out, buf_str(&letters), 4);
		pad(out, str_of(f->columns[i].heading), width + 2);
		print_use(out, schema, &f->columns[i]);
	}
	buf_release(&letters);
}

void understood_print(
    const struct import_sheet *sheet, const struct schema *schema, struct buf *out)
{
	print_file(out, sheet);
	print_columns(out, schema, sheet->frame);
}
