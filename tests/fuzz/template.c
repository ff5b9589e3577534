/*
 * Templates, bound to figures and rendered, also as HTML. Input: the template; behind a line "%%"
 * figures that are added to some that are always there.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "report/each.h"
#include "report/html.h"
#include "report/plain_text.h"
#include "report/render.h"
#include "report/tree_trace.h"

static const char figures_text[] =
    "figure,area,period,group,value,of\n"
    "units,,2024-06-30,,80,\nunits,360102002,2024-06-30,,57,\nunits,360102007,2024-06-30,,23,\n"
    "units,,2024-06-30,kind=enterprise,60,\nunits,,2024-06-30,kind=,20,\n"
    "party.covered,,2024-06-30,,57,80\nparty.covered,360102002,2024-06-30,,57,57\n"
    "visits,,2024-01-01/2024-06-30,,12345,\nvisits,,2024-06-01/2024-06-30,,0,\n"
    "sum,,2024-06-30,,-50000.50,\nlarge,,,,9223372036854775807,1\nzero,,,,0,0\n";

static const char definitions_text[] =
    "figure,label,unit\nunits,单位,家\nparty.covered,覆盖单位,家\nvisits,走访,次\n";

static const char earlier_text[] =
    "figure,area,period,group,value,of\n"
    "units,,2024-05-31,,79,\nunits,360102002,2024-05-31,,60,\n"
    "party.covered,,2023-06-30,,57,79\nparty.covered,360102002,2023-06-30,,0,0\n"
    "visits,,2023-01-01/2023-06-30,,1,\nvisits,,2024-05-01/2024-05-31,,0,\n"
    "sum,,2024-05-31,,-50000.49,\nlarge,,,,1,9223372036854775807\nzero,,,,0,0\n";

static const char list_text_csv[] = "name,count,note\n春天,10,\n*后街*,9,x\n,,\n春天,x,y\n";

struct inputs {
	struct figures figures;
	struct buf list;    /* what names a list */
	struct buf earlier; /* what names the earlier figures */
	struct against against;
	struct definitions definitions;
	struct lists lists;
	struct binding binding;
	struct template template;
	struct fuzz_diag told;
};

/* The numbers of a document stand in order and do not overlap. */
static void check_marks(const struct document *d)
{
	size_t end = 0;
	for (size_t i = 0; i < d->mark_count; i++) {
		CHECK(d->marks[i].start >= end && d->marks[i].row);
		end = d->marks[i].start + d->marks[i].length;
		CHECK(d->marks[i].length > 0 && end <= d->text.n);
	}
	CHECK(utf8_valid_prefix(buf_str(&d->text)) == d->text.n);
}

/* Whether plain text may leave out numbers: cells that a table has no column for, the line of a
 * fence, the target of a link. */
static bool may_drop(struct str markdown)
{
	static const char *const signs[] = {"|", "```", "~~~", "](", "<"};
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_find(markdown, str_of(signs[i])) != SIZE_MAX)
			return true;
	return false;
}

static bool same_mark(
    const struct document *a, struct mark x, const struct document *b, struct mark y)
{
	return x.row == y.row && x.base == y.base && x.length == y.length &&
	       memcmp(a->text.p + x.start, b->text.p + y.start, x.length) == 0;
}

/* Plain text has the same numbers in the same order. */
static void check_plain(const struct document *markdown)
{
	struct document plain = {0};
	plain_text(markdown, &plain);
	check_marks(&plain);
	size_t at = 0;
	for (size_t i = 0; i < plain.mark_count; i++, at++) {
		while (at < markdown->mark_count &&
		       !same_mark(&plain, plain.marks[i], markdown, markdown->marks[at]))
			at++;
		CHECK(at < markdown->mark_count);
	}
	CHECK(plain.mark_count == markdown->mark_count || may_drop(buf_str(&markdown->text)));
	document_release(&plain);
}

static void check_trace(const struct document *d)
{
	struct csv_writer w;
	struct error e;
	struct buf text = BUF_INIT;
	struct output *out = output_open(fuzz_path("trace.csv"), &e);
	CHECK(out);
	csv_writer_init(&w, out, false);
	document_trace(d, &w);
	csv_writer_release(&w);
	CHECK(output_finish(out, &e) && fuzz_get("trace.csv", &text));
	size_t lines = 0, expected = d->mark_count + 1;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	for (size_t i = 0; i < d->mark_count; i++)
		expected += d->marks[i].base != NULL;
	CHECK(lines == expected);
	buf_release(&text);
}

static size_t lines_of_trace(const struct tree *t)
{
	struct csv_writer w;
	struct error e;
	struct buf text = BUF_INIT;
	struct output *out = output_to_buf(&text);
	csv_writer_init(&w, out, false);
	tree_trace(t, &w);
	csv_writer_release(&w);
	CHECK(output_finish(out, &e));
	size_t lines = 0;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	buf_release(&text);
	return lines;
}

static size_t count(struct str text, struct str what)
{
	size_t n = 0;
	for (size_t at; (at = str_find(text, what)) != SIZE_MAX; n++)
		text = str_from(text, at + what.n);
	return n;
}

/* What is between < and > is a tag that a report may have; nothing else looks like one. */
static void check_tags(struct str body)
{
	static const char *const names[] = {"a", "blockquote", "br/", "code", "div", "em", "h1",
	    "h2", "h3", "h4", "h5", "h6", "hr/", "li", "main", "ol", "p", "pre", "span", "strong",
	    "details", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", "body",
	    "html"};
	for (size_t at; (at = str_find(body, STR("<"))) != SIZE_MAX;) {
		body = str_from(body, at + 1);
		if (body.p[0] == '/')
			body = str_from(body, 1);
		size_t i = 0, n = 0;
		while (n < body.n && !strchr(" >", body.p[n]))
			n++;
		while (i < sizeof(names) / sizeof(names[0]) &&
		       !str_equal_text(str_first(body, n), names[i]))
			i++;
		CHECK(i < sizeof(names) / sizeof(names[0]));
		at = str_find(body, STR(">"));
		CHECK(at != SIZE_MAX && str_find(str_first(body, at), STR("<")) == SIZE_MAX);
		CHECK(count(str_first(body, at), STR("\"")) % 2 == 0);
	}
}

/* With listings some of the numbers are links, and nothing else is another. */
static void check_links(const struct html *html, size_t numbers, bool pictures)
{
	struct html linked = *html;
	struct buf page = BUF_INIT;
	struct error e;
	linked.listings = "a \"b\"/<c>&";
	linked.listings_ending = ".csv";
	CHECK(html_print(&linked, &page, &e));
	struct str body = str_from(buf_str(&page), str_find(buf_str(&page), STR("<main>")));
	CHECK(utf8_valid_prefix(body) == body.n);
	CHECK(count(body, STR("<span class=\"number\"")) +
		  count(body, STR("<a class=\"number\" href=\"a%20%22b%22/%3Cc%3E%26/")) ==
	      numbers);
	if (!pictures)
		check_tags(body);
	buf_release(&page);
}

/* HTML has a number for each row of its trace, and no markup but its own. */
static void check_html(struct inputs *in, const struct document *markdown)
{
	struct tree t;
	struct buf page = BUF_INIT, again = BUF_INIT;
	tree_parse(&t, markdown);
	const struct html html = {
	    .tree = &t, .words = {&in->definitions, in->binding.areas}, "fuzz", &in->told.diag};
	struct error e;
	CHECK(html_print(&html, &page, &e) && html_print(&html, &again, &e));
	struct str text = buf_str(&page);
	CHECK(str_equal(text, buf_str(&again)));
	CHECK(utf8_valid_prefix(text) == text.n);
	struct str body = str_from(text, str_find(text, STR("<main>")));
	size_t numbers = count(body, STR("<span class=\"number\""));
	size_t lines = lines_of_trace(&t);
	/* Comparisons have two; those of a chart stand in its picture. */
	CHECK(lines > numbers && (lines <= 2 * numbers + 1 || markdown->chart_count));
	if (markdown->chart_count == 0) /* the pictures are SVG */
		check_tags(body);
	check_links(&html, numbers, markdown->chart_count > 0);
	buf_release(&page);
	buf_release(&again);
	tree_release(&t);
}

static void render(struct inputs *in)
{
	const struct render r = {
	    &in->template, &in->binding, &in->lists, &in->definitions, &in->told.diag};
	struct document once = {0}, twice = {0};
	if (render_markdown(&r, &once)) {
		check_marks(&once);
		check_plain(&once);
		check_trace(&once);
		if (once.chart_count == 0) /* gnuplot would draw it, slowly */
			check_html(in, &once);
		CHECK(render_markdown(&r, &twice));
		CHECK(str_equal(buf_str(&once.text), buf_str(&twice.text)));
	}
	document_release(&once);
	document_release(&twice);
}

/* A text without braces is one node, as it is. */
static void check_literal(const struct template *t)
{
	if (t->sources[0]->text.n == 0 ||
	    str_find(buf_str(&t->sources[0]->text), STR("{{")) != SIZE_MAX)
		return;
	CHECK(t->count == 1 && t->nodes[0].kind == NODE_TEXT);
	CHECK(str_equal(t->nodes[0].text, buf_str(&t->sources[0]->text)));
}

static void check_nodes(const struct template *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct node *node = &t->nodes[i];
		CHECK(node->kind == NODE_TEXT || node->column > 0);
		CHECK(
		    (node->kind != NODE_IF && node->kind != NODE_ELSE && node->kind != NODE_EACH) ||
		    (node->next > i && node->next < t->count));
		CHECK(node->kind != NODE_FIGURE || node->reference_count == 1);
	}
}

static void try_template(struct inputs *in, struct str text)
{
	const char *const list = in->list.p;
	bool parsed = template_parse(&in->template, text, "fuzz", &in->told.diag);
	size_t faults = in->told.told[ERROR_USAGE] + in->told.told[ERROR_DATA];
	CHECK(parsed == (faults == 0));
	if (!parsed)
		return;
	check_nodes(&in->template);
	check_literal(&in->template);
	if (!lists_read(&in->lists, &in->template, &list, 1, &in->told.diag))
		return;
	const struct each_sources sources = {&in->binding, &in->lists, &in->definitions};
	bool unrolled = each_unroll(&in->template, &sources, &in->told.diag);
	faults = in->told.told[ERROR_USAGE] + in->told.told[ERROR_DATA];
	CHECK(unrolled == (faults == 0));
	if (!unrolled)
		return;
	bool bound = binding_of_template(&in->binding, &in->template, &in->told.diag);
	faults = in->told.told[ERROR_USAGE] + in->told.told[ERROR_DATA];
	CHECK(bound == (faults == 0));
	if (bound)
		render(in);
}

static void add_figures(struct inputs *in, struct str text)
{
	struct fuzz_diag ignored = FUZZ_DIAG;
	struct error e;
	figures_read(&in->figures, input_of_text(text, "figures"), &ignored.diag, &e);
}

/* Under the name "p". */
static void add_earlier(struct inputs *in)
{
	struct fuzz_diag ignored = FUZZ_DIAG;
	struct error e;
	fuzz_put("earlier.csv", str_of(earlier_text));
	buf_printf(&in->earlier, "p=%s", fuzz_path("earlier.csv"));
	CHECK(against_read(&in->against, buf_text(&in->earlier), &ignored.diag, &e));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n);
	struct str text = fuzz_part(&rest);
	struct inputs in = {.told = FUZZ_DIAG};
	struct error e;
	figures_init(&in.figures);
	add_figures(&in, str_of(figures_text));
	if (rest.p)
		add_figures(&in, rest);
	add_earlier(&in);
	fuzz_put("list.csv", str_of(list_text_csv));
	buf_printf(&in.list, "l=%s", fuzz_path("list.csv"));
	buf_text(&in.list);
	CHECK(definitions_read(
	    &in.definitions, input_of_text(str_of(definitions_text), "definitions"), &e));
	in.binding = (struct binding){&in.figures, &fuzz_district()->areas, true,
	    {date_of(2024, 6, 1), date_of(2024, 6, 30)}, &in.against};
	try_template(&in, text);
	template_release(&in.template);
	lists_release(&in.lists);
	definitions_release(&in.definitions);
	against_release(&in.against);
	buf_release(&in.earlier);
	buf_release(&in.list);
	figures_release(&in.figures);
	return 0;
}
