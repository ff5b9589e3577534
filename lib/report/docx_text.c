/* docx_text: paragraphs, runs and text in XML; see docx_internal.h. */
#include "report/docx_internal.h"
#include "report/markup.h"

void docx_begin_paragraph(struct buf *xml, enum docx_style style, const char *properties)
{
	buf_printf(xml, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", docx_style_id(style),
	    properties);
}

void docx_end_paragraph(struct buf *xml)
{
	buf_add_text(xml, "</w:p>");
}

/* Named in every run, so that text keeps its type when it is moved to another document. */
void docx_begin_run(struct buf *xml, struct docx_run run)
{
	const char *name = docx_font_name(run.font);
	buf_printf(xml,
	    "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"%s\" w:hAnsi=\"%s\" "
	    "w:eastAsia=\"%s\" w:cs=\"%s\"/>%s</w:rPr>",
	    name, name, name, name, run.bold ? "<w:b/><w:bCs/>" : "");
}

void docx_add_text(struct buf *xml, struct str text)
{
	while (text.n) {
		size_t n = 0;
		while (n < text.n && text.p[n] != '\t' && text.p[n] != '\n')
			n++;
		if (n) {
			buf_add_text(xml, "<w:t xml:space=\"preserve\">");
			markup_text(xml, str_first(text, n));
			buf_add_text(xml, "</w:t>");
		}
		if (n < text.n)
			buf_add_text(xml, text.p[n] == '\t' ? "<w:tab/>" : "<w:br/>");
		text = str_from(text, n < text.n ? n + 1 : n);
	}
}

void docx_end_run(struct buf *xml)
{
	buf_add_text(xml, "</w:r>");
}

void docx_add_run(struct buf *xml, struct docx_run run, struct str text)
{
	docx_begin_run(xml, run);
	docx_add_text(xml, text);
	docx_end_run(xml);
}
