/*
 * figures-chart: draws figures as bars or lines: as text, SVG or PNG.
 *
 * Reads figures (figure,area,period,group,value,of), areas.csv and definitions; SVG and PNG are
 * drawn by gnuplot.
 *
 *	orgs-count --as-of 2024-06-30 --by street | figures-chart --by street --percent
 *party.covered
 */
#include "cli/figure_files.h"
#include "report/charting.h"
#include "report/keys.h"
#include "report/tag_parts.h"

#include <unistd.h>

enum form { FORM_TEXT, FORM_SVG, FORM_PNG };

enum { PNG_WIDTH = 2 * CHART_WIDTH };

struct options {
	const char *by, *to, *first, *title, *output;
	bool text, stacked, lines, percent, sort;
};

struct inputs {
	struct figure_files files;
	struct against against; /* none */
	struct binding binding;
	struct template template; /* of one node, the chart */
};

/* --- options --------------------------------------------------------------------------------- */

static bool ends_with(const char *path, const char *ending)
{
	size_t n = strlen(ending);
	return path && strlen(path) > n && strcmp(path + strlen(path) - n, ending) == 0;
}

static bool form_of(struct program *p, const struct options *o, enum form *form)
{
	static const struct {
		const char *name, *ending;
	} forms[] = {{"text", ".txt"}, {"svg", ".svg"}, {"png", ".png"}};
	*form = FORM_TEXT;
	for (int i = 0; i < 3; i++) {
		bool named = o->to && strcmp(o->to, forms[i].name) == 0;
		if (named || (!o->to && !o->text && ends_with(o->output, forms[i].ending)))
			*form = (enum form)i;
	}
	if (o->to && strcmp(o->to, forms[*form].name) != 0)
		return program_usage_error(
		    p, _("no form '%s', write --to text, svg or png"), error_quote(str_of(o->to)));
	if (*form == FORM_PNG && (!o->output || path_is_standard(o->output)) &&
	    isatty(STDOUT_FILENO))
		return program_usage_error(
		    p, "%s", _("a PNG is no text for a terminal, name a file with -o"));
	return true;
}

static bool check_options(
    struct program *p, const struct options *o, const struct figure_files *files)
{
	if (o->to && o->text)
		return program_usage_error(p, "%s", _("--to and --text exclude each other"));
	if (o->stacked && o->lines)
		return program_usage_error(p, "%s", _("--stacked and --lines exclude each other"));
	return program_check_standard_input(p, figure_files_on_standard_input(files)) &&
	       figure_files_are_kept(files, p, "-o", o->output);
}

/* --- the chart ------------------------------------------------------------------------------- */

static bool add_figures(struct program *p, struct node *tag, char **figures, size_t count)
{
	struct error e;
	for (size_t i = 0; i < count; i++)
		if (!tag_add_reference(tag, str_of(figures[i]), &e))
			return program_tell(p, &e);
	return true;
}

/* Without --by: what the first figure has beside the whole. */
static bool choose_by(struct program *p, const struct inputs *in, struct node *tag, const char *by)
{
	struct reference *first = &tag->references[0];
	struct error e;
	tag->by = by ? str_of(by) : keys_guess(&in->binding, first);
	if (tag->by.n)
		return true;
	if (!binding_find(&in->binding, first, &e))
		return program_tell(p, &e);
	return program_usage_error(p,
	    _("'%s' stands alone or has groups of several fields, say with --by what the chart is "
	      "by: area, street …, period or a field"),
	    error_quote(first->text));
}

/* The chart as a template would ask for it. */
static bool make_tag(
    struct program *p, struct inputs *in, const struct options *o, char **figures, size_t count)
{
	struct template *t = &in->template;
	t->nodes = mem_room(t->nodes, &t->capacity, 1, sizeof(*t->nodes));
	t->count = 1;
	struct node *tag = &t->nodes[0];
	struct error e;
	*tag = (struct node){.kind = NODE_CHART, .file = "", .text = str_of(figures[0])};
	if (!add_figures(p, tag, figures, count))
		return false;
	if (!choose_by(p, in, tag, o->by))
		return false;
	const struct {
		bool given;
		const char *word;
	} words[] = {{o->stacked, "stacked"}, {o->lines, "lines"}, {o->percent, "percent"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].given && !tag_add_to_chart(tag, str_of(words[i].word), &e))
			return program_tell(p, &e);
	tag->chart.title = str_of(o->title);
	tag->order.sorted = tag->order.descending = o->sort;
	tag->order.by = tag->references[0];
	if (o->first && (!number_parse(str_of(o->first), &tag->order.first) || !tag->order.first))
		return program_usage_error(p, _("--first '%s' is not how many, such as 10"),
		    error_quote(str_of(o->first)));
	return tag_settle_chart(tag, &e) || program_tell(p, &e);
}

static bool draw(const struct chart *c, enum form form, struct buf *drawn, struct error *e)
{
	struct document d = {0};
	switch (form) {
	case FORM_SVG:
		return chart_svg(c, "chart", drawn, e);
	case FORM_PNG:
		return chart_png(c, PNG_WIDTH, drawn, e);
	default:
		chart_text(c, CHART_COLUMNS, &d);
		buf_add_str(drawn, buf_str(&d.text));
		document_release(&d);
		return true;
	}
}

static struct output *chart(
    struct program *p, struct inputs *in, const struct options *o, enum form form)
{
	struct chart c = {.kind = CHART_BARS};
	struct buf drawn = BUF_INIT;
	struct output *out = NULL;
	struct error e;
	if (!charting_make(
		&c, &in->template.nodes[0], &in->binding, &in->files.definitions, &p->diag, &e) ||
	    !draw(&c, form, &drawn, &e) || !(out = output_open(o->output, &e)))
		program_tell(p, &e);
	else
		output_str(out, buf_str(&drawn));
	buf_release(&drawn);
	chart_release(&c);
	return out;
}

int main(int argc, char **argv)
{
	struct program p;
	struct options o = {0};
	struct inputs in = {0};
	const struct option_def options[] = {
	    {'f', "file", OPTION_LIST, "FILE",
		N_("read figures from this file, not from standard input (may be repeated)"),
		&in.files.paths},
	    {0, "by", OPTION_TEXT, "WHAT",
		N_("area, province … community, period, or a field of groups"), &o.by},
	    {0, "to", OPTION_TEXT, "FORM",
		N_("text, svg or png (by default as -o ends, else text)"), &o.to},
	    {0, "text", OPTION_FLAG, NULL, N_("the same as --to text"), &o.text},
	    {0, "stacked", OPTION_FLAG, NULL, N_("the figures are parts of one bar"), &o.stacked},
	    {0, "lines", OPTION_FLAG, NULL, N_("lines across the periods"), &o.lines},
	    {0, "percent", OPTION_FLAG, NULL, N_("shares of the denominators"), &o.percent},
	    {0, "sort", OPTION_FLAG, NULL, N_("the largest first, by the first figure"), &o.sort},
	    {0, "first", OPTION_TEXT, "N", N_("only the first N"), &o.first},
	    {0, "title", OPTION_TEXT, "TITLE", N_("what stands above"), &o.title},
	    {'D', "definitions", OPTION_TEXT, "FILE", N_("labels of figures"),
		&in.files.definitions_path},
	    {0, "areas", OPTION_TEXT, "FILE", N_("names of areas (areas.csv)"),
		&in.files.areas_path},
	    {'o', "output", OPTION_TEXT, "FILE", N_("write there, whole or not at all"), &o.output},
	};
	program_start(
	    &p, "figures-chart", N_("[options] FIGURE…"), N_("Draws figures as bars or lines."));
	program_add_options(&p, options, sizeof(options) / sizeof(options[0]));
	int first;
	enum form form;
	if (!program_parse(&p, argc, argv, &first))
		return program_finish(&p, NULL);
	struct output *out = NULL;
	in.binding = (struct binding){
	    .figures = &in.files.figures, .areas = &in.files.areas, .against = &in.against};
	if (first == argc)
		program_usage_error(&p, "%s", _("name one figure or more"));
	else if (check_options(&p, &o, &in.files) && form_of(&p, &o, &form)) {
		figure_files_read(&in.files, &p);
		if (p.severity == EXIT_DONE &&
		    make_tag(&p, &in, &o, argv + first, (size_t)(argc - first)) &&
		    binding_of_template(&in.binding, &in.template, &p.diag))
			out = chart(&p, &in, &o, form);
	}
	template_release(&in.template);
	figure_files_release(&in.files);
	return program_finish(&p, out);
}
