/* docx: the package and its smaller parts; see docx.h. Numbers in brackets are of ECMA-376-1. */
#include "report/docx_internal.h"
#include "report/markup.h"

#define CONTENT "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define PART(name, content)                                                                        \
	"<Override PartName=\"/word/" name ".xml\" ContentType=\"" CONTENT content "+xml\"/>"
#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"" DOCX_OFFICE "/" kind "\" Target=\"" target "\"/>"

static const char content_types[] = DOCX_DECLARATION
    "<Types xmlns=\"" DOCX_PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/"
    "vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Default Extension=\"png\" ContentType=\"image/png\"/>" PART("document", "document.main")
	PART("styles", "styles") PART("settings", "settings") PART("fontTable", "fontTable")
	    PART("footer1", "footer") PART("footer2",
		"footer") "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
			  "vnd.openxmlformats-package.core-properties+xml\"/>"
			  "</Types>\n";

static const char package_relations[] =
    DOCX_DECLARATION "<Relationships xmlns=\"" DOCX_PACKAGE "relationships\">" RELATION("rId1",
	"officeDocument", "word/document.xml") "<Relationship Id=\"rId2\" Type=\"" DOCX_PACKAGE
					       "relationships/metadata/core-properties\" "
					       "Target=\"docProps/core.xml\"/></Relationships>\n";

static const char document_relations[] = DOCX_DECLARATION
    "<Relationships xmlns=\"" DOCX_PACKAGE
    "relationships\">" RELATION("rIdStyles", "styles", "styles.xml") RELATION("rIdSettings",
	"settings", "settings.xml") RELATION("rIdFonts", "fontTable", "fontTable.xml")
	RELATION("rIdOdd", "footer", "footer1.xml") RELATION("rIdEven", "footer", "footer2.xml");

/* Pages that are even and odd differ; Chinese and Latin characters keep the grid's width; a line
 * that is broken by hand is not stretched (17.15.3). */
static const char settings[] =
    DOCX_DECLARATION "<w:settings xmlns:w=\"" DOCX_MAIN "\"><w:zoom w:percent=\"100\"/>"
		     "<w:defaultTabStop w:val=\"632\"/><w:evenAndOddHeaders/>"
		     "<w:characterSpacingControl w:val=\"doNotCompress\"/>"
		     "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
		     "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
		     "<w:useFELayout/>"
		     "<w:compatSetting w:name=\"compatibilityMode\" "
		     "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
		     "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
		     "<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>\n";

static void add_part(struct zip_writer *zip, const char *name, struct str content)
{
	zip_writer_begin(zip, name);
	zip_writer_add(zip, content);
}

static void add_text_part(struct zip_writer *zip, const char *name, const char *content)
{
	add_part(zip, name, str_of(content));
}

/* Styles and fonts. */
static void add_made_part(struct zip_writer *zip, const char *name, void (*add)(struct buf *))
{
	struct buf xml = BUF_INIT;
	add(&xml);
	add_part(zip, name, buf_str(&xml));
	buf_release(&xml);
}

static void add_field(struct buf *xml, struct docx_run run, const char *type)
{
	docx_begin_run(xml, run);
	buf_printf(xml, "<w:fldChar w:fldCharType=\"%s\"/>", type);
	docx_end_run(xml);
}

/* — 1 —, one character from the outer margin (7.2.6 of the standard). */
static void add_footer(struct zip_writer *zip, const char *name, const char *properties)
{
	struct buf xml = BUF_INIT;
	struct docx_run run = {.font = DOCX_SONGTI};
	buf_add_text(&xml, DOCX_DECLARATION "<w:ftr xmlns:w=\"" DOCX_MAIN "\">");
	docx_begin_paragraph(&xml, DOCX_FOOTER, properties);
	docx_add_run(&xml, run, STR("— "));
	add_field(&xml, run, "begin");
	docx_begin_run(&xml, run);
	buf_add_text(&xml, "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
	docx_end_run(&xml);
	add_field(&xml, run, "separate");
	docx_add_run(&xml, run, STR("1"));
	add_field(&xml, run, "end");
	docx_add_run(&xml, run, STR(" —"));
	docx_end_paragraph(&xml);
	buf_add_text(&xml, "</w:ftr>\n");
	add_part(zip, name, buf_str(&xml));
	buf_release(&xml);
}

/* The title, and no date: that of a report stands in it. */
static void add_core(struct zip_writer *zip, const struct tree *t, cmark_node *title)
{
	struct buf xml = BUF_INIT, text = BUF_INIT;
	if (title)
		docx_plain(t, title, &text);
	buf_add_text(&xml, DOCX_DECLARATION
	    "<cp:coreProperties xmlns:cp=\"" DOCX_PACKAGE "metadata/core-properties\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
	markup_text(&xml, buf_str(&text));
	buf_add_text(&xml, "</dc:title></cp:coreProperties>\n");
	add_part(zip, "docProps/core.xml", buf_str(&xml));
	buf_release(&xml);
	buf_release(&text);
}

static void add_document_relations(struct zip_writer *zip, const struct docx_pictures *pictures)
{
	struct buf xml = BUF_INIT;
	buf_add_text(&xml, document_relations);
	docx_add_picture_relations(&xml, pictures);
	buf_add_text(&xml, "</Relationships>\n");
	add_part(zip, "word/_rels/document.xml.rels", buf_str(&xml));
	buf_release(&xml);
}

/* Whether everything in the tree has its like in Word. */
static bool check(const struct tree *t, struct error *e)
{
	bool good = true;
	cmark_iter *iter = cmark_iter_new(t->root);
	while (good && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		good = !tree_is_table(node) || docx_table_fits(t, node, e);
	}
	cmark_iter_free(iter);
	return good;
}

static bool add_parts(const struct tree *t, const struct docx_pictures *pictures,
    struct zip_writer *zip, struct error *e)
{
	struct docx_roles roles;
	docx_find_roles(t, &roles);
	add_text_part(zip, "[Content_Types].xml", content_types);
	add_text_part(zip, "_rels/.rels", package_relations);
	add_core(zip, t, roles.title);
	docx_write_body(t, &roles, zip);
	add_document_relations(zip, pictures);
	docx_write_pictures(pictures, zip);
	add_made_part(zip, "word/styles.xml", docx_add_styles);
	add_text_part(zip, "word/settings.xml", settings);
	add_made_part(zip, "word/fontTable.xml", docx_add_fonts);
	add_footer(zip, "word/footer1.xml",
	    "<w:ind w:rightChars=\"100\" w:right=\"280\"/><w:jc w:val=\"right\"/>");
	add_footer(zip, "word/footer2.xml",
	    "<w:ind w:leftChars=\"100\" w:left=\"280\"/><w:jc w:val=\"left\"/>");
	return zip_writer_finish(zip, e);
}

bool docx_print(const struct tree *t, struct buf *out, struct error *e)
{
	struct docx_pictures pictures = {0};
	bool good = check(t, e) && docx_draw_pictures(t, &pictures, e);
	if (good) {
		struct output *output = output_to_buf(out);
		struct zip_writer *zip = zip_writer_new(output);
		good = add_parts(t, &pictures, zip, e);
		zip_writer_free(zip);
		good = output_finish(output, e) && good;
	}
	docx_release_pictures(&pictures);
	return good;
}
