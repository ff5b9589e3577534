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

static void add_figure(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	add_code(out, label_of_figure(words->definitions, row->figure), row->figure);
}

static void add_area(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	struct str name = areas_name(words->areas, row->area);
	if (row->area.n)
		add_code(out, name.n ? name : row->area, row->area);
	else
		buf_add_text(out, "全部");
}

static void add_period(struct buf *out, const struct figure *row)
{
	struct str to = row->period, from;
	str_split(&to, '/', &from);
	buf_add_str(out, from);
	if (to.p) {
		buf_add_text(out, "至");
		buf_add_str(out, to);
	}
}

static void add_group(struct buf *out, const struct origin_words *words, const struct figure *row)
{
	struct str value = row->group, field;
	if (!row->group.n)
		return;
	str_split(&value, '=', &field);
	buf_add_str(out, label_of_field(words->definitions, row->figure, field));
	buf_add_text(out, "为");
	add_code(out, label_of_value(words->definitions, row->figure, field, value), row->group);
}

static void add_value(struct buf *out, const struct figure *row)
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
	add_figure(out, words, row);
	buf_add_text(out, "；地区：");
	add_area(out, words, row);
	if (row->period.n) {
		buf_add_text(out, "；时间：");
		add_period(out, row);
	}
	if (row->group.n) {
		buf_add_text(out, "；分组：");
		add_group(out, words, row);
	}
	buf_add_text(out, "；");
	add_value(out, row);
	if (mark->base) {
		buf_add_text(out, "；对比：");
		add_period(out, mark->base);
		buf_add_text(out, mark->base->period.n ? "，" : "");
		add_value(out, mark->base);
	}
}
