/* chart_picture: a chart drawn by gnuplot, as SVG and as PNG; see chart.h. */
#include "base/child.h"
#include "report/chart_glyphs.h"
#include "report/chart_plot.h"
#include "report/chart_svg.h"

#define FONTS "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,sans-serif"

enum { HEIGHT_MOST = 32000 };

/* Neither the settings of the user nor those of the machine make a difference (-d), nor does the
 * locale. */
static bool run_gnuplot(const struct buf *script, struct buf *out, struct error *e)
{
	static const char *const argv[] = {"gnuplot", "-d", NULL};
	static const char *const settings[] = {
	    "LC_ALL=C.UTF-8", "GNUTERM", "GNUPLOT_LIB", "GNUPLOT_FONTPATH", "GDFONTPATH", NULL};
	switch (child_run(argv, settings, buf_str(script), out, e)) {
	case CHILD_DONE:
		return out->n || error_set(e, ERROR_SYSTEM, "%s", _("gnuplot drew nothing"));
	case CHILD_MISSING:
		return error_set(e, ERROR_SYSTEM, "%s",
		    _("charts are drawn by gnuplot, which is not installed (Debian: gnuplot-nox)"));
	default:
		return false;
	}
}

/* What gnuplot draws in a second or two, and cairo at all. */
static bool check_height(unsigned height, unsigned most, struct error *e)
{
	return height <= most || error_set(e, ERROR_DATA,
				     _("the picture would be %u pixels high, at most %u can be "
				       "drawn: show fewer, such as the first 100"),
				     height, most);
}

bool chart_svg(const struct chart *c, const char *id, struct buf *out, struct error *e)
{
	struct chart_layout l;
	struct buf script = BUF_INIT, drawn = BUF_INIT;
	chart_layout(&l, c);
	buf_printf(&script, "set terminal svg size %d,%u font '" FONTS ",%d' noenhanced\n",
	    CHART_WIDTH, l.height, CHART_FONT);
	chart_plot(&l, &script);
	bool good = check_height(l.height, HEIGHT_MOST / 2, e) && run_gnuplot(&script, &drawn, e);
	if (good)
		good = chart_svg_clean(c, l.height, id, buf_str(&drawn), out, e);
	buf_release(&script);
	buf_release(&drawn);
	return good;
}

enum { POINTS = 80 }; /* hundredths of a point of pngcairo in a pixel */

/* --- PNG -------------------------------------------------------------------------------------- */

static bool has_only_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

static bool needs_chinese(const struct chart *c)
{
	bool ascii = has_only_ascii(c->title);
	for (size_t i = 0; i < c->category_count; i++)
		ascii = ascii && has_only_ascii(c->categories[i]);
	for (size_t i = 0; i < c->series_count; i++)
		ascii = ascii && has_only_ascii(c->series[i].label);
	return !ascii;
}

/* Where fontconfig's program is missing nothing is known, and nothing is refused. */
static bool check_font(const struct chart *c, struct error *e)
{
	static const char *const argv[] = {"fc-list", ":lang=zh-cn", "family", NULL};
	static const char *const settings[] = {"LC_ALL=C.UTF-8", NULL};
	struct buf fonts = BUF_INIT;
	struct error ignored;
	bool good =
	    !needs_chinese(c) ||
	    child_run(argv, settings, (struct str){NULL, 0}, &fonts, &ignored) != CHILD_DONE ||
	    fonts.n > 0;
	buf_release(&fonts);
	return good || error_set(e, ERROR_SYSTEM, "%s",
			   _("no font for Chinese is installed, which the picture needs (Debian: "
			     "fonts-noto-cjk, or the smaller fonts-wqy-microhei)"));
}

static uint32_t big_endian(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Keeps the chunks that make the picture; others hold times and names of programs. */
static bool keep_picture(struct str png, struct buf *out, struct error *e)
{
	static const char signature[] = "\x89PNG\r\n\x1A\n";
	static const char *const kept[] = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
	enum { SIGNATURE = 8, FRAME = 12 };
	size_t start = out->n, at = SIGNATURE;
	bool ended = false;
	if (str_starts(png, (struct str){signature, SIGNATURE}))
		buf_add(out, png.p, SIGNATURE);
	else
		at = png.n;
	while (!ended && png.n - at >= FRAME) {
		size_t length = big_endian(png.p + at);
		if (length > png.n - at - FRAME)
			break;
		for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
			if (memcmp(png.p + at + 4, kept[i], 4) == 0)
				buf_add(out, png.p + at, length + FRAME);
		ended = memcmp(png.p + at + 4, "IEND", 4) == 0;
		at += length + FRAME;
	}
	if (ended)
		return true;
	out->n = start;
	return error_set(e, ERROR_SYSTEM, "%s", _("gnuplot made no PNG"));
}

bool chart_png(const struct chart *c, unsigned width_px, struct buf *out, struct error *e)
{
	struct chart_layout l;
	struct buf script = BUF_INIT, shown = BUF_INIT, drawn = BUF_INIT;
	chart_layout(&l, c);
	unsigned height =
	    (unsigned)(((uint64_t)l.height * width_px + CHART_WIDTH / 2) / CHART_WIDTH);
	struct buf scale = BUF_INIT, font = BUF_INIT;
	wide_print(&scale, (int128)width_px * 1000 / CHART_WIDTH, 3);
	wide_print(&font, (int128)width_px * 10 * POINTS / CHART_WIDTH, 3);
	buf_printf(&script,
	    "set terminal pngcairo size %u,%u font '" FONTS
	    ",%d' fontscale %s linewidth %s pointscale %s noenhanced background rgb 'white'\n",
	    width_px, height, CHART_FONT, buf_text(&font), buf_text(&scale), buf_text(&scale));
	chart_plot(&l, &script);
	chart_glyphs_add(&shown, buf_str(&script));
	bool good = check_height(height, HEIGHT_MOST, e) && check_font(c, e) &&
		    run_gnuplot(&shown, &drawn, e) && keep_picture(buf_str(&drawn), out, e);
	buf_release(&scale);
	buf_release(&font);
	buf_release(&script);
	buf_release(&shown);
	buf_release(&drawn);
	return good;
}
