/*
 * origin: where a printed number comes from, in Chinese words for the readers of a report.
 */
#ifndef REPORT_ORIGIN_H
#define REPORT_ORIGIN_H

#include "figures/definitions.h"
#include "register/areas.h"
#include "report/document.h"

struct origin_words {
	const struct definitions *definitions; /* labels of figures; may be empty */
	const struct areas *areas;             /* names of areas; may be empty */
};

/* Parts of the origin, appended; nothing where there is none. */
/* 覆盖单位（party.covered） */
void origin_figure(struct buf *out, const struct origin_words *words, const struct figure *row);
/* 滕王阁街道（360102002）, or 全部 */
void origin_area(struct buf *out, const struct origin_words *words, const struct figure *row);
/* 2024-01-01至2024-06-30 */
void origin_period(struct buf *out, const struct figure *row);
/* 组建方式为联合组建（mode=joint） */
void origin_group(struct buf *out, const struct origin_words *words, const struct figure *row);
/* 分子57，分母80, or 数值46 */
void origin_value(struct buf *out, const struct figure *row);

/* All of it in one line, and what the number is compared with:
 * 指标：…；地区：…；时间：…；分组：…；分子57，分母80；对比：… */
void origin_print(struct buf *out, const struct origin_words *words, const struct mark *mark);

#endif
