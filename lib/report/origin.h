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

/* Appends, without the parts that there are not:
 * 指标：覆盖单位（party.covered）；地区：滕王阁街道（360102002）；时间：2024-01-01至2024-06-30；
 * 分组：组建方式为联合组建（mode=joint）；分子57，分母80；对比：2023-06-30，分子50，分母75 */
void origin_print(struct buf *out, const struct origin_words *words, const struct mark *mark);

#endif
