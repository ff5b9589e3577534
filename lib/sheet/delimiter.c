/* delimiter: see delimiter.h. */
#include "sheet/delimiter.h"

#include <stdint.h>

enum { ROWS = 300, CANDIDATES = 3 };

static const char candidates[CANDIDATES] = {',', '\t', ';'};

/* How often each candidate stands in each of the first rows. */
struct sample {
	uint32_t counts[ROWS][CANDIDATES];
	size_t rows;
};

/* Counts up to the end of a row. Returns where the next begins. */
static size_t count_row(struct str text, uint32_t counts[CANDIDATES], bool *ended)
{
	bool quoted = false;
	size_t at = 0;
	for (; at < text.n; at++) {
		char c = text.p[at];
		quoted ^= c == '"';
		if (quoted)
			continue;
		if ((*ended = c == '\n' || c == '\r'))
			return at + 1;
		for (size_t i = 0; i < CANDIDATES; i++)
			counts[i] += c == candidates[i];
	}
	*ended = false;
	return at;
}

static void take_sample(struct sample *s, struct str text, bool whole)
{
	while (text.n && s->rows < ROWS) {
		uint32_t *counts = s->counts[s->rows];
		bool ended;
		memset(counts, 0, sizeof(s->counts[0]));
		size_t n = count_row(text, counts, &ended);
		bool empty = n == ended;
		if (!empty && (ended || whole || s->rows == 0))
			s->rows++;
		text = str_from(text, n);
	}
}

/* The number that most of the rows have that have any; the greater of equals; 0 for none. */
static uint32_t usual_count(const struct sample *s, size_t candidate)
{
	uint32_t best = 0;
	size_t best_rows = 0;
	for (size_t i = 0; i < s->rows; i++) {
		uint32_t count = s->counts[i][candidate];
		size_t rows = 0;
		for (size_t j = 0; count && j < s->rows; j++)
			rows += s->counts[j][candidate] == count;
		if (rows > best_rows || (rows == best_rows && count > best)) {
			best = count;
			best_rows = rows;
		}
	}
	return best;
}

/* Of a row: the usual count, fewer (cells at the end may be missing), more, none. */
enum { USUAL = 4, FEWER = 3, MORE = 2 };

static size_t score(const struct sample *s, size_t candidate, uint32_t usual)
{
	size_t sum = 0;
	for (size_t i = 0; i < s->rows; i++) {
		uint32_t count = s->counts[i][candidate];
		if (count)
			sum += count == usual ? USUAL : count < usual ? FEWER : MORE;
	}
	return sum;
}

char sheet_find_delimiter(struct str text, bool whole)
{
	struct sample s;
	s.rows = 0;
	take_sample(&s, text, whole);
	char best = ',';
	size_t best_score = 0;
	uint32_t best_usual = 0;
	for (size_t i = 0; i < CANDIDATES; i++) {
		uint32_t usual = usual_count(&s, i);
		size_t sum = score(&s, i, usual);
		if (sum * 3 < s.rows * USUAL || sum < best_score ||
		    (sum == best_score && usual <= best_usual))
			continue;
		best = candidates[i];
		best_score = sum;
		best_usual = usual;
	}
	return best;
}

bool sheet_can_delimit(char c)
{
	return c == '\t' || (c >= ' ' && c < 0x7F && c != '"');
}

char sheet_take_delimiter(struct str *text)
{
	struct str t = *text;
	if (t.n < 5 || !(str_starts(t, STR("sep=")) || str_starts(t, STR("SEP="))) ||
	    !sheet_can_delimit(t.p[4]))
		return '\0';
	struct str rest = str_from(t, 5);
	if (str_starts(rest, STR("\r\n")))
		rest = str_from(rest, 2);
	else if (rest.n && (rest.p[0] == '\n' || rest.p[0] == '\r'))
		rest = str_from(rest, 1);
	else if (rest.n)
		return '\0';
	*text = rest;
	return t.p[4];
}
