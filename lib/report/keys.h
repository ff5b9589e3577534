/*
 * keys: what the rows of a table or the categories of a chart are: areas, the groups of a field, or
 * periods. Collected from the rows that the bound references have beside their own.
 *
 * "area" is every area that the figures have; "street" and the other levels only areas of that
 * level; "period" every period; any other word is the field of a group.
 */
#ifndef REPORT_KEYS_H
#define REPORT_KEYS_H

#include "base/arena.h"
#include "report/binding.h"
#include "report/labels.h"

enum keys_kind { KEYS_AREAS, KEYS_GROUPS, KEYS_PERIODS };

struct keys {
	enum keys_kind kind;
	size_t level;  /* of areas: their digits; 0: any */
	struct str by; /* the word; of groups the field */
	const struct binding *binding;
	struct str *items; /* areas, "field=value", or periods: sorted, each once; borrowed */
	size_t count, capacity;
	struct arena own; /* texts of items that no row has */
};

/* What a chart of a figure is by when nobody says: the largest areas that it has beside the whole,
 * else "period" when it has several, else the field of its groups when there is but one; else the
 * empty text. Borrowed. r need not be bound. */
struct str keys_guess(const struct binding *b, const struct reference *r);
/* What `by` asks for. */
enum keys_kind keys_kind_of(struct str by);
/* Starts with no keys. `by` and b are borrowed. */
void keys_init(struct keys *k, const struct binding *b, struct str by);
void keys_release(struct keys *k);
/* Adds the keys of the rows that differ from the row of r in the key alone. By bytes; the group
 * without a value ("mode=") stands last. */
void keys_add(struct keys *k, const struct reference *references, size_t count);
/* Adds one key (borrowed) as it is; keys_sort brings them into order again. */
void keys_put(struct keys *k, struct str key);
void keys_sort(struct keys *k);
/* Why there are no keys, for a tag of that text: sets *e without a place, returns false. */
bool keys_tell_none(const struct keys *k, struct str tag, struct error *e);
/* Whether it is among them, which are in order. */
bool keys_have(const struct keys *k, struct str key);
/* The areas of areas.csv at the level of k that are not among its keys, which are in order, as
 * these are: what they would have reported is missing, not zero. To be released. */
struct keys keys_missing(const struct keys *k);
/*
 * Of periods: adds those that are missing between the first and the last when all are whole months,
 * quarters, half-years or years, or month ends, and of one kind. A month is missing where months
 * stand, a quarter where quarters stand; of days the fewest months that lie between two neighbours
 * tell the kind. The keys are in order, before and after.
 */
void keys_add_missing_periods(struct keys *k);
/* The row of r for a key, or NULL. */
const struct figure *keys_row(const struct keys *k, const struct reference *r, struct str key);
/* The earlier row with which that row is compared: of the same period as that of the whole. NULL
 * when there is none, or nothing is compared. */
const struct figure *keys_base(const struct keys *k, const struct reference *r, struct str key);
/* How a key is called: an area by its name, a group by the label of its value,
 * 2024-06-01/2024-06-30 as 2024-06. `figure` is one of those that have it. Borrowed, or text in
 * `scratch` (cleared first). */
struct str keys_label(const struct keys *k, const struct definitions *d, struct str figure,
    struct str key, struct buf *scratch);
/* What the keys are: 街道, 组建方式, 时间. Borrowed. */
struct str keys_heading(const struct keys *k, const struct definitions *d, struct str figure);

#endif
