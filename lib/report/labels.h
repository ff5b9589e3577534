/*
 * labels: the Chinese words that stand in the heads and first columns of tables: of figures by
 * their definitions, of groups and fields by the registers' own descriptions.
 */
#ifndef REPORT_LABELS_H
#define REPORT_LABELS_H

#include "base/error.h"
#include "base/intern.h"

struct label {
	char *text;    /* of the figure */
	char *counted; /* name of the register that it counts, or "" */
};

struct labels {
	struct intern figures;
	struct label *labels; /* by number in figures */
	size_t capacity;
};

/* Reads figure, label and register of a definitions file (taizhang-figures(5)); a second call adds.
 * False and *e when it is ill-formed or a figure stands twice. */
bool labels_read(struct labels *l, const char *path, struct error *e);
void labels_release(struct labels *l);

/* The figure's label, else its name. Borrowed, here and below. */
struct str label_of_figure(const struct labels *l, struct str figure);
/* The label of a column that figures are grouped by; else the column's name. */
struct str label_of_field(const struct labels *l, struct str figure, struct str field);
/* The label of a group's value ("joint": 联合组建), of an empty one 未注明; else the value. */
struct str label_of_value(
    const struct labels *l, struct str figure, struct str field, struct str value);

#endif
