/* Trees: the numbers of a report keep their marks in headings, tables, code and emphasis. */
#include "report/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

static const struct figure rows[] = {{.value = {12, 0}}, {.value = {1999, 0}}};

static void add_number(struct document *d, size_t row)
{
	struct style style = STYLE_INIT;
	document_number(d, &rows[row], &style);
}

/* Markdown in which 1 and 2 between braces are the numbers 12 and 1999. */
static void write_document(struct document *d, const char *text)
{
	for (; *text; text++) {
		if (*text == '{') {
			add_number(d, (size_t)(text[1] - '1'));
			text += 2;
		} else {
			document_markdown(d, (struct str){text, 1});
		}
	}
}

/* Nodes as (type children); texts as they are with the numbers in brackets. */
static void print_node(struct buf *out, const struct tree *t, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	struct str rest = str_of(literal);
	buf_printf(out, "(%s", cmark_node_get_type_string(node));
	for (struct tree_piece piece; literal && tree_next_piece(t, &rest, &piece);)
		buf_printf(out, piece.mark ? " [%.*s]" : " %.*s", (int)piece.text.n, piece.text.p);
	if (tree_is_cell(node) && tree_alignment(node))
		buf_printf(out, " %c", tree_alignment(node));
	for (cmark_node *child = cmark_node_first_child(node); child;
	     child = cmark_node_next(child))
		print_node(out, t, child);
	buf_add_char(out, ')');
}

static void assert_tree(const char *text, const char *expected)
{
	struct document d = {0};
	struct tree t;
	struct buf out = BUF_INIT;
	write_document(&d, text);
	tree_parse(&t, &d);
	for (cmark_node *node = cmark_node_first_child(t.root); node; node = cmark_node_next(node))
		print_node(&out, &t, node);
	assert_string_equal(buf_text(&out), expected);
	buf_release(&out);
	tree_release(&t);
	document_release(&d);
}

static void numbers_keep_their_marks(void **state)
{
	(void)state;
	assert_tree("共{1}家", "(paragraph(text 共 [12] 家))");
	assert_tree("# 共{1}家", "(heading(text 共 [12] 家))");
	assert_tree("*{1}* `{2}`", "(paragraph(emph(text [12]))(text  )(code [1999]))");
	assert_tree("{1}{2}", "(paragraph(text [12] [1999]))");
	assert_tree("a\n\n```\n{1}\n```\n", "(paragraph(text a))(code_block [12] \n)");
}

static void a_number_is_no_list(void **state)
{
	(void)state;
	assert_tree("{2}. 家", "(paragraph(text [1999] . 家))");
	assert_tree("1. 家", "(list(item(paragraph(text 家))))");
}

static void tables_have_alignments(void **state)
{
	(void)state;
	assert_tree("| 街道 | 组织 |\n|---|---:|\n| 甲 | {1} |\n",
	    "(table(table_header(table_cell(text 街道))(table_cell r(text 组织)))"
	    "(table_row(table_cell(text 甲))(table_cell r(text [12]))))");
}

static void signs_in_data_are_replaced(void **state)
{
	(void)state;
	assert_tree("a\xEF\xB7\x90"
		    "b\xEF\xB7\xAF"
		    "c{1}",
	    "(paragraph(text a\xEF\xBF\xBD"
	    "b\xEF\xBF\xBD"
	    "c [12]))");
	assert_tree("a\xEF\xB7\xB0", "(paragraph(text a\xEF\xB7\xB0))");
}

static void addresses_lose_their_marks(void **state)
{
	(void)state;
	struct document d = {0};
	struct tree t;
	write_document(&d, "[x](a{1}b)");
	tree_parse(&t, &d);
	cmark_node *link = cmark_node_first_child(cmark_node_first_child(t.root));
	char *url = tree_unmarked(cmark_node_get_url(link));
	assert_string_equal(url, "a12b");
	free(url);
	tree_release(&t);
	document_release(&d);
}

static void charts_stand_in_place_of_their_lines(void **state)
{
	(void)state;
	struct document d = {0};
	struct tree t;
	const struct chart *chart = (const struct chart *)&d; /* never looked into */
	write_document(&d, "a {1}\n");
	document_begin_block(&d);
	size_t start = d.text.n;
	write_document(&d, "```\n{1} ###\n```\n");
	document_add_chart(&d, start, chart);
	document_end_block(&d);
	write_document(&d, "b {2}\n");
	tree_parse(&t, &d);
	cmark_node *first = cmark_node_first_child(t.root), *second = cmark_node_next(first);
	assert_null(tree_chart(&t, first));
	assert_ptr_equal(tree_chart(&t, second), chart);
	struct buf out = BUF_INIT;
	print_node(&out, &t, cmark_node_next(second));
	assert_string_equal(buf_text(&out), "(paragraph(text b  [1999]))");
	assert_ptr_equal(cmark_node_next(cmark_node_next(second)), NULL);
	buf_release(&out);
	tree_release(&t);
	document_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_keep_their_marks),
	    cmocka_unit_test(a_number_is_no_list),
	    cmocka_unit_test(tables_have_alignments),
	    cmocka_unit_test(signs_in_data_are_replaced),
	    cmocka_unit_test(addresses_lose_their_marks),
	    cmocka_unit_test(charts_stand_in_place_of_their_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
