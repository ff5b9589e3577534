/* docx_picture: charts as pictures within the text; see docx_internal.h. */
#include "report/docx_internal.h"
#include "report/chart.h"
#include "report/markup.h"

#include <stdio.h>
#include <stdlib.h>

#define PICTURE "http://schemas.openxmlformats.org/drawingml/2006/picture"

enum {
	PIXELS = 1680, /* across; 273 to the inch */
	EMU_PER_TWIP = 635,
	WIDTH = DOCX_TEXT_WIDTH * EMU_PER_TWIP,
	HEIGHT_MAX = DOCX_TEXT_HEIGHT * EMU_PER_TWIP, /* of the text on a page */
};

bool docx_draw_pictures(const struct tree *t, struct docx_pictures *pictures, struct error *e)
{
	bool good = true;
	cmark_iter *iter = cmark_iter_new(t->root);
	for (cmark_event_type event; good && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		const struct chart *chart = tree_chart(t, cmark_iter_get_node(iter));
		if (event != CMARK_EVENT_ENTER || !chart)
			continue;
		pictures->items = mem_room(pictures->items, &pictures->capacity,
		    pictures->count + 1, sizeof(*pictures->items));
		struct buf *png = &pictures->items[pictures->count++];
		*png = BUF_INIT;
		good = chart_png(chart, PIXELS, png, e) || chart_error_at(chart, e);
	}
	cmark_iter_free(iter);
	return good;
}

void docx_release_pictures(struct docx_pictures *pictures)
{
	for (size_t i = 0; i < pictures->count; i++)
		buf_release(&pictures->items[i]);
	free(pictures->items);
	*pictures = (struct docx_pictures){0};
}

void docx_write_pictures(const struct docx_pictures *pictures, struct zip_writer *zip)
{
	for (size_t i = 0; i < pictures->count; i++) {
		char name[64];
		snprintf(name, sizeof(name), "word/media/chart%zu.png", i + 1);
		zip_writer_begin(zip, name);
		zip_writer_add(zip, buf_str(&pictures->items[i]));
	}
}

void docx_add_picture_relations(struct buf *xml, const struct docx_pictures *pictures)
{
	for (size_t i = 1; i <= pictures->count; i++)
		buf_printf(xml,
		    "<Relationship Id=\"rIdChart%zu\" Type=\"" DOCX_OFFICE
		    "/image\" Target=\"media/chart%zu.png\"/>",
		    i, i);
}

void docx_add_picture(struct buf *xml, size_t number, const struct chart *chart)
{
	long long width = WIDTH;
	long long height = width * chart_height(chart) / CHART_WIDTH;
	if (height > HEIGHT_MAX) {
		width = width * HEIGHT_MAX / height;
		height = HEIGHT_MAX;
	}
	char *description = chart_description(chart);
	docx_begin_paragraph(xml, DOCX_PICTURE, "");
	docx_begin_run(xml, (struct docx_run){.font = docx_style_font(DOCX_PICTURE)});
	buf_printf(xml,
	    "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
	    "<wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>"
	    "<wp:docPr id=\"%zu\" name=\"图 %zu\" descr=\"",
	    width, height, number, number);
	markup_text(xml, str_of(description));
	buf_printf(xml,
	    "\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>"
	    "</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"" PICTURE "\"><pic:pic>"
	    "<pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"chart%zu.png\"/><pic:cNvPicPr/>"
	    "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdChart%zu\"/><a:stretch>"
	    "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
	    "<a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
	    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
	    "</w:drawing>",
	    number, number, number, width, height);
	docx_end_run(xml);
	docx_end_paragraph(xml);
	free(description);
}
