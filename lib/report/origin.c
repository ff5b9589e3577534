/* origin: see origin.h. */
#include "report/origin.h"
#include "report/labels.h"

static void add_code(struct buf *out, struct str name, struct str code)
{
	buf_add_str(out, name);
	if (str_equal(name, code))
		return;
	buf_add_text(out, "（");
	buf_add_str(out, code);
	buf_add_text(out, "）");
}

void origin_figure(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	add_code(out, label_of_figure(words->definitions, row->figure), row->figure);
}

void origin_area(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	struct str name = areas_name(words->areas, row->area);
	if (row->area.n)
		add_code(out, name.n ? name : row->area, row->area);
	else
		buf_add_text(out, "全部");
}

void origin_period(struct buf *out, const struct figure *row)
{
	struct str to = row->period, from;
	str_split(&to, '/', &from);
	buf_add_str(out, from);
	if (to.p) {
		buf_add_text(out, "至");
		buf_add_str(out, to);
	}
}

void origin_group(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	struct str value = row->group, field;
	if (!row->group.n)
		return;
	str_split(&value, '=', &field);
	buf_add_str(out, label_of_field(words->definitions, row->figure, field));
	buf_add_text(out, "为");
	add_code(out, label_of_value(words->definitions, row->figure, field, value), row->group);
}

void origin_value(struct buf *out, const struct figure *row)
{
	buf_add_text(out, row->has_of ? "分子" : "数值");
	fixed_print(out, row->value);
	if (row->has_of) {
		buf_add_text(out, "，分母");
		fixed_print(out, row->of);
	}
}

void origin_print(struct buf *out, const struct origin_words *words, const struct mark *mark)
{
	const struct figure *row = mark->row;
	buf_add_text(out, "指标：");
	origin_figure(out, words, row);
	buf_add_text(out, "；地区：");
	origin_area(out, words, row);
	if (row->period.n) {
		buf_add_text(out, "；时间：");
		origin_period(out, row);
	}
	if (row->group.n) {
		buf_add_text(out, "；分组：");
		origin_group(out, words, row);
	}
	buf_add_text(out, "；");
	origin_value(out, row);
	if (mark->base) {
		buf_add_text(out, "；对比：");
		origin_period(out, mark->base);
		buf_add_text(out, mark->base->period.n ? "，" : "");
		origin_value(out, mark->base);
	}
}
