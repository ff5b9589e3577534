/*
 * Markdown as a Word document. Input: the Markdown, in which { is a printed figure; what is no
 * UTF-8 is passed over, as no report holds it.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "report/docx.h"
#include "report/tree_trace.h"

#include <expat.h>
#include <zip.h>

static const struct figure row = {.value = {80, 0}};

static void make_document(struct document *d, struct str text)
{
	const struct style style = STYLE_INIT;
	for (size_t brace; (brace = str_find(text, STR("{"))) != SIZE_MAX;) {
		document_markdown(d, str_first(text, brace));
		document_number(d, &row, &style);
		text = str_from(text, brace + 1);
	}
	document_markdown(d, text);
}

static size_t count_blocks(const struct tree *t)
{
	size_t blocks = 0;
	cmark_iter *iter = cmark_iter_new(t->root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		blocks += event == CMARK_EVENT_ENTER && tree_is_block(cmark_iter_get_node(iter));
	cmark_iter_free(iter);
	return blocks;
}

/* What a part's elements must be like. */
struct seen {
	size_t paragraphs, depth, body_depth;
	bool table_last; /* of the body so far */
	bool section;
};

static void XMLCALL start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct seen *seen = context;
	(void)attributes;
	seen->depth++;
	seen->paragraphs += strcmp(name, "w:p") == 0;
	if (strcmp(name, "w:body") == 0) {
		seen->body_depth = seen->depth;
	} else if (seen->body_depth && seen->depth == seen->body_depth + 1) {
		CHECK(!seen->section);
		bool table = strcmp(name, "w:tbl") == 0;
		CHECK(!seen->table_last || strcmp(name, "w:p") == 0);
		CHECK(table || strcmp(name, "w:p") == 0 || strcmp(name, "w:sectPr") == 0);
		seen->table_last = table;
		seen->section = strcmp(name, "w:sectPr") == 0;
	}
}

static void XMLCALL end(void *context, const XML_Char *name)
{
	struct seen *seen = context;
	(void)name;
	seen->depth--;
}

static void check_xml(struct str xml, struct seen *seen)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	XML_SetUserData(parser, seen);
	XML_SetElementHandler(parser, start, end);
	CHECK(XML_Parse(parser, xml.p, (int)xml.n, 1) == XML_STATUS_OK);
	XML_ParserFree(parser);
	CHECK(utf8_valid_prefix(xml) == xml.n);
}

static void check_parts(const struct buf *bytes, struct seen *document)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(bytes->p, bytes->n, 0, &error);
	CHECK(source);
	zip_t *archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
	CHECK(archive);
	for (zip_uint64_t i = 0; i < (zip_uint64_t)zip_get_num_entries(archive, 0); i++) {
		zip_stat_t st;
		struct buf xml = BUF_INIT;
		struct seen other = {0};
		zip_file_t *file = zip_fopen_index(archive, i, 0);
		CHECK(file && zip_stat_index(archive, i, 0, &st) == 0);
		buf_reserve(&xml, st.size);
		CHECK(zip_fread(file, xml.p, st.size) == (zip_int64_t)st.size);
		xml.n = st.size;
		check_xml(
		    buf_str(&xml), strcmp(st.name, "word/document.xml") == 0 ? document : &other);
		zip_fclose(file);
		buf_release(&xml);
	}
	zip_discard(archive);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = fuzz_text(bytes, n);
	struct document d = {0};
	struct tree t;
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct error e = ERROR_INIT;
	struct seen seen = {0};
	if (utf8_valid_prefix(text) != text.n || memchr(bytes, 0, n))
		return 0;
	make_document(&d, text);
	tree_parse(&t, &d);
	if (docx_print(&t, &once, &e)) {
		CHECK(docx_print(&t, &twice, &e));
		CHECK(str_equal(buf_str(&once), buf_str(&twice)));
		check_parts(&once, &seen);
		CHECK(seen.section && seen.paragraphs >= count_blocks(&t));
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA && once.n == 0);
	}
	tree_release(&t);
	document_release(&d);
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
