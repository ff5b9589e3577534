/* xlsx_strings: see xlsx_strings.h. */
#include "sheet/xlsx_strings.h"
#include "sheet/xlsx_text.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

static const uint64_t MAX_BYTES = UINT64_C(1) << 30; /* so that uint32_t does for places */

enum { SST = 1, SI, SI_T, RUN, RUN_T };

static const struct xlsx_step steps[] = {
    {RUN, "t", RUN_T, XLSX_PROSE},
    {SI, "t", SI_T, XLSX_PROSE},
    {SI, "r", RUN, XLSX_NO_TEXT},
    {SST, "si", SI, XLSX_NO_TEXT},
    {0, "sst", SST, XLSX_NO_TEXT},
    {0, NULL, 0, XLSX_NO_TEXT},
};

struct reading {
	struct xlsx_strings *strings;
	struct buf raw; /* of the text at hand */
};

static void start(struct xlsx_xml *x, void *context, int place, const char **attributes)
{
	struct reading *r = context;
	(void)x, (void)attributes;
	if (place == SI)
		r->raw.n = 0;
}

static void add(struct xlsx_strings *s, struct str raw)
{
	if (xlsx_text_add(raw, &s->arena) != XLSX_TEXT_GOOD) {
		s->bad = mem_room(s->bad, &s->bad_capacity, s->bad_count + 1, sizeof(*s->bad));
		s->bad[s->bad_count++] = (uint32_t)s->count;
	}
	s->ends = mem_room(s->ends, &s->capacity, s->count + 1, sizeof(*s->ends));
	s->ends[s->count++] = (uint32_t)s->arena.n;
}

static void end(struct xlsx_xml *x, void *context, int place, struct str text)
{
	struct reading *r = context;
	if (place == SI_T || place == RUN_T)
		buf_add_str(&r->raw, text);
	if (r->raw.n > XLSX_TEXT_MAX)
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("the workbook has a text of more than a million bytes"));
	else if (place == SI)
		add(r->strings, buf_str(&r->raw));
}

bool xlsx_strings_read(struct xlsx_strings *s, struct package *p, struct str part, struct error *e)
{
	static const struct xlsx_reader reader = {steps, start, end};
	struct reading r = {.strings = s};
	bool good = xlsx_xml_read(p, part, MAX_BYTES, &reader, &r, e);
	buf_release(&r.raw);
	return good;
}

void xlsx_strings_release(struct xlsx_strings *s)
{
	buf_release(&s->arena);
	free(s->ends);
	free(s->bad);
	*s = (struct xlsx_strings){0};
}

struct str xlsx_strings_text(const struct xlsx_strings *s, uint32_t number)
{
	uint32_t from = number ? s->ends[number - 1] : 0;
	return (struct str){s->arena.p + from, s->ends[number] - from};
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

bool xlsx_strings_is_bad(const struct xlsx_strings *s, uint32_t number)
{
	return s->bad_count &&
	       bsearch(&number, s->bad, s->bad_count, sizeof(number), compare) != NULL;
}
