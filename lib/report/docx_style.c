/* docx_style: how each kind of paragraph looks; see docx_internal.h. */
#include "report/docx_internal.h"

/*
 * 仿宋 and 楷体 are what Windows since Vista and Word for the Mac bring, with all characters of
 * GB 18030. 仿宋_GB2312 and 楷体_GB2312 were those of Windows XP: they must be installed by hand
 * today, and they lack characters of names such as 堃 and 喆. Where there are only those, Word
 * finds them by the other names here (17.8.3.1), as it finds something near to 方正小标宋简体.
 */
static const struct {
	const char *name, *others, *family;
} fonts[] = {
    [DOCX_FANGSONG] = {"仿宋", "FangSong,仿宋_GB2312,华文仿宋", "modern"},
    [DOCX_KAITI] = {"楷体", "KaiTi,楷体_GB2312,华文楷体", "modern"},
    [DOCX_HEITI] = {"黑体", "SimHei,华文黑体", "modern"},
    [DOCX_SONGTI] = {"宋体", "SimSun,华文宋体", "auto"},
    [DOCX_XIAOBIAOSONG] = {"方正小标宋简体", "方正小标宋_GBK,华文中宋", "script"},
};

enum { BODY = 32, TITLE = 44, TABLE = 24, FOOTER = 28 }; /* half points */

/*
 * The grid of the section says 22 lines of 28 characters; lines and characters of the text are not
 * left to it, but have such measures themselves: LibreOffice gives a character that is wider than
 * its place in the grid two, and so prints 14 in a line.
 *
 * The margins of GB/T 9704-2012 (37, 28, 35 and 26 mm) are taken to whole twips, none 0.05 mm off,
 * so that nothing is left over. 28 characters of 15.8 pt, that is of 16 pt drawn together by 4
 * twips, are as wide as the text: LibreOffice puts the grid, in whole twips, into the middle of the
 * text. 22 lines of 29 pt are as high but for a twip, room for programs that round. Word counts
 * what goes in whole: the pitch of the grid is rounded down (-820 / 4096 pt, not -819.2), for with
 * -819 its page set-up would say 27.
 *
 * A line reaches 6 twips (0.1 mm) over the right margin. LibreOffice counts the last character of a
 * line without what draws it together, 4 twips more, and would print 27 otherwise; Word needs no
 * more than the width of the text, so that no rounding of a font's widths can push the 28th out,
 * and as it justifies lines, they may be wider by 0.1 mm there.
 */
_Static_assert(DOCX_TEXT_WIDTH == 28 * DOCX_CHARACTER && DOCX_TEXT_HEIGHT == 22 * DOCX_LINE + 1,
    "the grid fills the page");
_Static_assert(DOCX_CHARACTER == 10 * BODY - 4 && 2 * DOCX_CHARACTER == 632 && DOCX_LINE == 580,
    "the styles below have these measures");
#define ON_GRID                                                                                    \
	"<w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>"    \
	"<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"580\" w:lineRule=\"exact\"/>"              \
	"<w:jc w:val=\"both\"/>"
#define CHARACTER_SPACING "<w:snapToGrid w:val=\"0\"/><w:spacing w:val=\"-4\"/>"
#define OWN_HEIGHT "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
/* Two characters, for programs that know no characters in twips. */
#define FIRST_LINE "<w:ind w:right=\"-6\" w:firstLineChars=\"200\" w:firstLine=\"632\"/>"
#define FULL_LINE "<w:ind w:right=\"-6\"/>"
#define HEADING(level) "<w:keepNext/>" FIRST_LINE "<w:outlineLvl w:val=\"" level "\"/>"
#define LINE "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/>"

static const struct {
	const char *id, *name, *next;
	bool own; /* none of Word's */
	enum docx_font font;
	int half_points;
	const char *paragraph; /* the children of w:pPr */
} styles[DOCX_STYLE_COUNT] = {
    [DOCX_NORMAL] = {"Normal", "Normal", NULL, false, DOCX_FANGSONG, BODY, ON_GRID},
    [DOCX_TITLE] = {"Title", "Title", "BodyText", false, DOCX_XIAOBIAOSONG, TITLE,
	"<w:keepNext/><w:spacing w:afterLines=\"100\" w:after=\"580\"/><w:jc w:val=\"center\"/>"},
    [DOCX_SUBTITLE] = {"Subtitle", "Subtitle", "BodyText", false, DOCX_KAITI, BODY,
	"<w:keepNext/><w:spacing w:afterLines=\"100\" w:after=\"580\"/><w:jc w:val=\"center\"/>"},
    [DOCX_RECIPIENTS] = {"Recipients", "主送机关", "BodyText", true, DOCX_FANGSONG, BODY,
	FULL_LINE},
    [DOCX_BODY] = {"BodyText", "Body Text", NULL, false, DOCX_FANGSONG, BODY, FIRST_LINE},
    [DOCX_HEADING] = {"Heading1", "heading 1", "BodyText", false, DOCX_HEITI, BODY, HEADING("0")},
    {"Heading2", "heading 2", "BodyText", false, DOCX_KAITI, BODY, HEADING("1")},
    {"Heading3", "heading 3", "BodyText", false, DOCX_FANGSONG, BODY, HEADING("2")},
    {"Heading4", "heading 4", "BodyText", false, DOCX_FANGSONG, BODY, HEADING("3")},
    [DOCX_HEADING_LAST] = {"Heading5", "heading 5", "BodyText", false, DOCX_FANGSONG, BODY,
	HEADING("4")},
    [DOCX_LIST] = {"ListParagraph", "List Paragraph", NULL, false, DOCX_FANGSONG, BODY, FIRST_LINE},
    [DOCX_QUOTE] = {"Quote", "Quote", NULL, false, DOCX_KAITI, BODY, FIRST_LINE},
    [DOCX_CODE] = {"Code", "代码", NULL, true, DOCX_SONGTI, TABLE,
	OWN_HEIGHT "<w:jc w:val=\"left\"/>"},
    [DOCX_TABLE_HEAD] = {"TableHead", "表头", NULL, true, DOCX_HEITI, TABLE,
	"<w:keepNext/>" OWN_HEIGHT "<w:jc w:val=\"center\"/>"},
    [DOCX_TABLE_TEXT] = {"TableText", "表格文字", NULL, true, DOCX_FANGSONG, TABLE,
	OWN_HEIGHT "<w:jc w:val=\"left\"/>"},
    [DOCX_SIGNATURE] = {"Signature", "Signature", NULL, false, DOCX_FANGSONG, BODY,
	"<w:jc w:val=\"right\"/>"},
    [DOCX_PICTURE] = {"Picture", "图", "BodyText", true, DOCX_FANGSONG, BODY,
	OWN_HEIGHT "<w:jc w:val=\"center\"/>"},
    [DOCX_RULE] = {"Rule", "分隔线", "BodyText", true, DOCX_FANGSONG, BODY,
	"<w:pBdr>" LINE "</w:pBdr>"},
    [DOCX_FOOTER] = {"Footer", "footer", NULL, false, DOCX_SONGTI, FOOTER,
	"<w:spacing w:line=\"320\" w:lineRule=\"exact\"/>"},
};

const char *docx_style_id(enum docx_style style)
{
	return styles[style].id;
}

enum docx_font docx_style_font(enum docx_style style)
{
	return styles[style].font;
}

const char *docx_font_name(enum docx_font font)
{
	return fonts[font].name;
}

static void add_font(struct buf *xml, enum docx_font font)
{
	const char *name = docx_font_name(font);
	buf_printf(xml,
	    "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" "
	    "w:cs=\"%s\"/>",
	    name, name, name, name);
}

static void add_style(struct buf *xml, enum docx_style style)
{
	bool normal = style == DOCX_NORMAL;
	buf_printf(xml, "<w:style w:type=\"paragraph\" %sw:styleId=\"%s\"><w:name w:val=\"%s\"/>",
	    normal              ? "w:default=\"1\" "
	    : styles[style].own ? "w:customStyle=\"1\" "
				: "",
	    styles[style].id, styles[style].name);
	if (!normal)
		buf_add_text(xml, "<w:basedOn w:val=\"Normal\"/>");
	if (styles[style].next)
		buf_printf(xml, "<w:next w:val=\"%s\"/>", styles[style].next);
	buf_add_text(xml, "<w:qFormat/>");
	if (*styles[style].paragraph)
		buf_printf(xml, "<w:pPr>%s</w:pPr>", styles[style].paragraph);
	buf_add_text(xml, "<w:rPr>");
	add_font(xml, styles[style].font);
	if (styles[style].half_points == BODY)
		buf_add_text(xml, CHARACTER_SPACING);
	else
		buf_add_text(xml, "<w:snapToGrid w:val=\"0\"/><w:spacing w:val=\"0\"/>");
	buf_printf(xml, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>",
	    styles[style].half_points, styles[style].half_points);
}

void docx_add_styles(struct buf *xml)
{
	buf_add_text(xml, DOCX_DECLARATION "<w:styles xmlns:w=\"" DOCX_MAIN
					   "\"><w:docDefaults><w:rPrDefault><w:rPr>");
	add_font(xml, DOCX_FANGSONG);
	buf_printf(xml,
	    "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>"
	    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr>"
	    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>",
	    BODY, BODY);
	for (int i = 0; i < DOCX_STYLE_COUNT; i++)
		add_style(xml, (enum docx_style)i);
	buf_add_text(xml, "</w:styles>\n");
}

void docx_add_fonts(struct buf *xml)
{
	buf_add_text(xml, DOCX_DECLARATION "<w:fonts xmlns:w=\"" DOCX_MAIN "\">");
	for (size_t i = 0; i < sizeof(fonts) / sizeof(fonts[0]); i++)
		buf_printf(xml,
		    "<w:font w:name=\"%s\"><w:altName w:val=\"%s\"/><w:charset w:val=\"86\"/>"
		    "<w:family w:val=\"%s\"/><w:pitch w:val=\"default\"/></w:font>",
		    fonts[i].name, fonts[i].others, fonts[i].family);
	buf_add_text(xml, "</w:fonts>\n");
}
