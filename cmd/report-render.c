/*
 * report-render: puts figures and names into a template and prints the report.
 *
 * Reads figures (figure,area,period,group,value,of), lists of rows with any columns, areas.csv and
 * definitions; prints Markdown, plain text, HTML or a Word document, and on demand a trace of every
 * printed number (line,column,text,figure,area,period,group,value,of).
 *
 *   orgs-count --as-of 2024-06-30 | report-render --to txt report.md
 */
#include "base/date.h"
#include "cli/figure_files.h"
#include "cli/listing_files.h"
#include "cli/target.h"
#include "report/docx.h"
#include "report/each.h"
#include "report/html.h"
#include "report/plain_text.h"
#include "report/render.h"
#include "report/tree_trace.h"

#include <unistd.h>

enum form { FORM_MARKDOWN, FORM_TEXT, FORM_HTML, FORM_DOCX };

struct options {
	enum form form; /* what `to` names */
	struct text_list lists, against;
	const char *period, *to, *trace, *listings, *listings_as, *output;
	const char *listings_ending; /* of what listings_as says */
};

struct inputs {
	struct template template;
	struct figure_files files;
	struct against against;
	struct lists lists;
	struct binding binding;
};

/* FILE of NAME=FILE, or NULL. */
static const char *file_of(const char *text)
{
	const char *equals = strchr(text, '=');
	return equals ? equals + 1 : NULL;
}

static size_t standard_inputs(const struct text_list *named_files)
{
	size_t uses = 0;
	for (size_t i = 0; i < named_files->count; i++)
		uses += path_is_standard(file_of(named_files->items[i]));
	return uses;
}

static bool check_standard_input(struct program *p, const struct options *o,
    const struct figure_files *files, const char *template_path)
{
	return program_check_standard_input(
	    p, path_is_standard(template_path) + figure_files_on_standard_input(files) +
		   standard_inputs(&o->lists) + standard_inputs(&o->against));
}

static bool find_form(struct program *p, struct options *o)
{
	static const char *const names[] = {"md", "txt", "html", "docx"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!o->to || strcmp(o->to, names[i]) == 0) {
			o->form = (enum form)i;
			return true;
		}
	return program_usage_error(
	    p, _("no form '%s', write --to md, txt, html or docx"), error_quote(str_of(o->to)));
}

static bool ends_in(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n > m && strcmp(path + n - m, ending) == 0;
}

/* A Word document is no text; and no other form has its name. */
static bool check_word(struct program *p, const struct options *o)
{
	bool standard = !o->output || path_is_standard(o->output);
	if (o->form == FORM_DOCX && standard && isatty(STDOUT_FILENO))
		return program_usage_error(
		    p, "%s", _("a Word document is not for a terminal; write -o FILE.docx"));
	if (o->form == FORM_DOCX && !standard && ends_in(o->output, ".gz"))
		return program_usage_error(p,
		    _("-o '%s': a Word document is compressed in itself; end it in .docx"),
		    error_quote(str_of(o->output)));
	if (o->form != FORM_DOCX && !standard && ends_in(o->output, ".docx"))
		return program_usage_error(p,
		    _("-o '%s' is the name of a Word document, which --to docx makes"),
		    error_quote(str_of(o->output)));
	return true;
}

static bool check_listings(struct program *p, struct options *o)
{
	if (!o->listings && o->listings_as)
		return program_usage_error(p, "%s", _("--listings-as is for --listings DIR"));
	if (o->listings && o->form != FORM_HTML)
		return program_usage_error(
		    p, "%s", _("--listings is for --to html, the only form with links to them"));
	if (o->listings && !*o->listings)
		return program_usage_error(p, "%s", _("--listings '' names no directory"));
	o->listings_ending = listing_ending(p, o->listings_as);
	return o->listings_ending != NULL;
}

static bool check_options(struct program *p, struct options *o)
{
	if (!find_form(p, o) || !check_word(p, o) || !check_listings(p, o))
		return false;
	if (o->trace && path_is_standard(o->trace) && (!o->output || path_is_standard(o->output)))
		return program_usage_error(
		    p, "%s", _("report and trace would both go to standard output, name a file"));
	if (o->trace && o->output && strcmp(o->trace, o->output) == 0)
		return program_usage_error(p, _("report and trace would both be written to '%s'"),
		    error_quote(str_of(o->output)));
	return true;
}

static bool read_period(struct program *p, struct inputs *in, const char *text)
{
	int32_t zone;
	if (!text)
		return true;
	if (!clock_zone(&zone))
		return program_usage_error(
		    p, "%s", _("TAIZHANG_ZONE must be a zone such as +08:00"));
	in->binding.has_period =
	    period_parse(str_of(text), date_at(clock_now(), zone), &in->binding.period);
	if (!in->binding.has_period)
		return program_usage_error(p,
		    _("no period '%s', write 2024-06, 2024Q2, 2024H1, 2024, last-month or "
		      "2024-01-01/2024-06-30"),
		    error_quote(str_of(text)));
	return true;
}

/* Neither the report nor the trace takes the place of what is read. */
static bool targets_are_free(struct program *p, const struct options *o,
    const struct figure_files *files, const char *template_path)
{
	const struct {
		const char *option, *path;
	} targets[] = {{"-o", o->output}, {"--trace", o->trace}};
	bool good = true;
	for (size_t i = 0; i < 2 && good; i++) {
		const char *option = targets[i].option, *path = targets[i].path;
		good = target_is_no_input(p, option, path, template_path) &&
		       figure_files_are_kept(files, p, option, path);
		for (size_t j = 0; j < o->lists.count && good; j++)
			good = target_is_no_input(p, option, path, file_of(o->lists.items[j]));
		for (size_t j = 0; j < o->against.count && good; j++)
			good = target_is_no_input(p, option, path, file_of(o->against.items[j]));
	}
	return good;
}

/* … nor that of what the template includes. */
static void included_are_kept(struct program *p, const struct inputs *in, const struct options *o)
{
	bool good = true;
	for (size_t i = 1; i < in->template.source_count && good; i++)
		good = target_is_no_input(p, "-o", o->output, in->template.sources[i]->name) &&
		       target_is_no_input(p, "--trace", o->trace, in->template.sources[i]->name);
}

static void read_inputs(
    struct program *p, struct inputs *in, const struct options *o, const char *template_path)
{
	struct error e;
	if (template_read(&in->template, template_path, &p->diag))
		included_are_kept(p, in, o);
	figure_files_read(&in->files, p);
	for (size_t i = 0; i < o->against.count; i++)
		if (!against_read(&in->against, o->against.items[i], &p->diag, &e))
			program_tell(p, &e);
	/* With faults so far, missing figures would only be their echo. */
	if (p->severity != EXIT_DONE)
		return;
	in->binding.figures = &in->files.figures;
	in->binding.areas = &in->files.areas;
	in->binding.against = &in->against;
	const struct each_sources sources = {&in->binding, &in->lists, &in->files.definitions};
	lists_read(&in->lists, &in->template, o->lists.items, o->lists.count, &p->diag);
	if (each_unroll(&in->template, &sources, &p->diag))
		binding_of_template(&in->binding, &in->template, &p->diag);
}

/* The report as it is made: `text` is what is printed. */
struct report {
	const struct document *document; /* whose lines the trace counts */
	const struct tree *tree;         /* whose blocks it counts, or NULL */
	struct str text;
};

static bool write_trace(struct output *out, const struct report *r, struct error *e)
{
	struct csv_writer w;
	csv_writer_init(&w, out, false);
	if (r->tree)
		tree_trace(r->tree, &w);
	else
		document_trace(r->document, &w);
	csv_writer_release(&w);
	return output_stage(out, e);
}

static bool write_body(struct output *out, const struct report *r, struct error *e)
{
	output_str(out, r->text);
	return output_stage(out, e);
}

/* Both are whole before either takes its place, and standard output comes last: no new trace beside
 * an old report. */
static bool stage_both(
    struct output *out, struct output *trace, const struct report *r, struct error *e)
{
	bool report_first = output_is_file(out);
	return (!report_first || write_body(out, r, e)) && (!trace || write_trace(trace, r, e)) &&
	       (report_first || write_body(out, r, e));
}

static struct output *write_report(
    struct program *p, const struct options *o, const struct report *r)
{
	struct error e;
	struct output *out = output_open(o->output, &e);
	struct output *trace = out && o->trace ? output_open(o->trace, &e) : NULL;
	bool good = out && (trace || !o->trace) && stage_both(out, trace, r, &e);
	if (good && trace)
		good = output_finish(trace, &e);
	else
		output_abandon(trace);
	if (good)
		return out;
	program_tell(p, &e);
	if (out && output_is_file(out) && !output_failed(out))
		return out; /* to be told that it is not written */
	output_abandon(out);
	return NULL;
}

static struct output *write_text(
    struct program *p, const struct options *o, const struct document *markdown)
{
	struct document plain = {0};
	if (o->form == FORM_TEXT)
		plain_text(markdown, &plain);
	const struct document *document = o->form == FORM_TEXT ? &plain : markdown;
	const struct report report = {.document = document, .text = buf_str(&document->text)};
	struct output *out = write_report(p, o, &report);
	document_release(&plain);
	return out;
}

static struct output *write_html(struct program *p, const struct options *o,
    const struct render *render, const struct document *markdown)
{
	struct tree tree;
	struct buf text = BUF_INIT;
	tree_parse(&tree, markdown);
	const struct html html = {.tree = &tree,
	    .words = {.definitions = render->definitions, .areas = render->binding->areas},
	    .template_name = render->template->sources[0]->name,
	    .diag = render->diag,
	    .listings = o->listings,
	    .listings_ending = o->listings_ending};
	struct error e;
	struct output *out = NULL;
	if (html_print(&html, &text, &e)) {
		const struct report report = {.tree = &tree, .text = buf_str(&text)};
		out = write_report(p, o, &report);
	} else {
		program_tell(p, &e);
	}
	tree_release(&tree);
	buf_release(&text);
	return out;
}

static struct output *write_docx(
    struct program *p, const struct options *o, const struct document *markdown)
{
	struct tree tree;
	struct error e;
	struct buf bytes = BUF_INIT;
	struct output *out = NULL;
	tree_parse(&tree, markdown);
	if (docx_print(&tree, &bytes, &e)) {
		const struct report report = {.tree = &tree, .text = buf_str(&bytes)};
		out = write_report(p, o, &report);
	} else {
		program_tell(p, &e);
	}
	tree_release(&tree);
	buf_release(&bytes);
	return out;
}

/* Where nothing but text can stand no form shows a chart. */
static bool charts_can_be_shown(struct program *p, const struct document *markdown)
{
	struct tree tree;
	struct error e;
	if (!markdown->chart_count)
		return true;
	tree_parse(&tree, markdown);
	bool good = tree_has_all_charts(&tree, &e);
	tree_release(&tree);
	return good || program_tell(p, &e);
}

static struct output *render(struct program *p, const struct inputs *in, const struct options *o)
{
	struct document markdown = {0};
	const struct render render = {.template = &in->template,
	    .binding = &in->binding,
	    .lists = &in->lists,
	    .definitions = &in->files.definitions,
	    .diag = &p->diag};
	struct output *out = NULL;
	if (render_markdown(&render, &markdown) && charts_can_be_shown(p, &markdown))
		out = o->form == FORM_HTML   ? write_html(p, o, &render, &markdown)
		      : o->form == FORM_DOCX ? write_docx(p, o, &markdown)
					     : write_text(p, o, &markdown);
	document_release(&markdown);
	return out;
}

static void inputs_release(struct inputs *in)
{
	template_release(&in->template);
	figure_files_release(&in->files);
	against_release(&in->against);
	lists_release(&in->lists);
}

int main(int argc, char **argv)
{
	struct program p;
	struct options o = {0};
	struct inputs in = {0};
	const struct option_def options[] = {
	    {'f', "file", OPTION_LIST, "FIGURES",
		N_("read figures from this file, not from standard input (may be repeated)"),
		&in.files.paths},
	    {0, "against", OPTION_LIST, "NAME=FIGURES",
		N_("earlier figures to compare with, for {{figure|grow:NAME}} (may be repeated)"),
		&o.against},
	    {'D', "definitions", OPTION_TEXT, "FILE", N_("labels for the heads of tables"),
		&in.files.definitions_path},
	    {'l', "list", OPTION_LIST, "NAME=FILE",
		N_("rows for {{names NAME column}} (may be repeated)"), &o.lists},
	    {0, "areas", OPTION_TEXT, "FILE", N_("names of areas (areas.csv)"),
		&in.files.areas_path},
	    {0, "period", OPTION_TEXT, "PERIOD", N_("what :month and :ytd mean"), &o.period},
	    {0, "to", OPTION_TEXT, "FORM",
		N_("md (Markdown, the default), txt (plain text), html or docx (Word)"), &o.to},
	    {0, "trace", OPTION_TEXT, "FILE", N_("also write where each printed number comes from"),
		&o.trace},
	    {0, "listings", OPTION_TEXT, "DIR",
		N_("numbers are links to the files that figures-count and orgs-count write there"),
		&o.listings},
	    {0, "listings-as", OPTION_TEXT, "FORM",
		N_("csv (the default) or xlsx: what files --listings writes"), &o.listings_as},
	    {'o', "output", OPTION_TEXT, "FILE", N_("write there, whole or not at all"), &o.output},
	};
	program_start(&p, "report-render", N_("[options] TEMPLATE"),
	    N_("Puts figures and names into a template (- is standard input)."));
	program_add_options(&p, options, sizeof(options) / sizeof(options[0]));
	int first;
	if (!program_parse(&p, argc, argv, &first))
		return program_finish(&p, NULL);
	struct output *out = NULL;
	if (argc - first != 1)
		program_usage_error(&p, "%s", _("give one template, or - for standard input"));
	else if (check_options(&p, &o) && check_standard_input(&p, &o, &in.files, argv[first]) &&
		 targets_are_free(&p, &o, &in.files, argv[first]) &&
		 read_period(&p, &in, o.period)) {
		read_inputs(&p, &in, &o, argv[first]);
		if (p.severity == EXIT_DONE)
			out = render(&p, &in, &o);
	}
	inputs_release(&in);
	return program_finish(&p, out);
}
