/*
 * cell_area: names of areas as people write them: with the parents' names in front
 * (东湖区豫章街道), without the word for their kind (豫章), with another word for the same kind
 * (豫章街道办事处). Only what fits one area alone is taken.
 */
#include "base/utf8.h"
#include "import/cell_internal.h"

enum { FOUND_MOST = 12, NAME_SIZE = 192, NEAR_MOST = 3 };

/* Areas by their number in areas.codes. */
struct found {
	size_t areas[FOUND_MOST];
	size_t count; /* may be more than there is room for */
};

/* Words for one kind of area mean the same; a name that has one of them only fits that kind. */
static const char *const kinds[][6] = {
    {"街道", "街道办事处", "街道办", "街办", NULL},
    {"社区", "社区居委会", "社区居民委员会", "社区居委员会", "居委会", NULL},
    {"村", "村委会", "村民委员会", NULL},
    {"镇", NULL},
    {"乡", NULL},
    {"管理处", NULL},
    {"区", NULL},
    {"县", NULL},
    {"市", NULL},
    {"省", NULL},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct str code_of(const struct areas *a, size_t area)
{
	return intern_text(&a->codes, area);
}

static void add(const struct areas *a, struct found *f, size_t area, struct str within)
{
	if (!str_starts(code_of(a, area), within))
		return;
	for (size_t i = 0; i < f->count && i < FOUND_MOST; i++)
		if (f->areas[i] == area)
			return;
	if (f->count < FOUND_MOST)
		f->areas[f->count] = area;
	f->count++;
}

static void find_exactly(const struct areas *a, struct str name, struct str within, struct found *f)
{
	size_t number = name.n ? intern_find(&a->names, name) : INTERN_NONE;
	if (number == INTERN_NONE)
		return;
	if (a->code_of[number] != INTERN_NONE) {
		add(a, f, a->code_of[number], within);
		return;
	}
	for (size_t i = 0; i < a->codes.count; i++)
		if (a->name_of[i] == number)
			add(a, f, i, within);
}

static void find_with_word(
    const struct areas *a, struct str stem, const char *word, struct str within, struct found *f)
{
	char name[NAME_SIZE];
	size_t n = strlen(word);
	memcpy(name, stem.p, stem.n);
	memcpy(name + stem.n, word, n);
	find_exactly(a, (struct str){name, stem.n + n}, within, f);
}

/* The longest word of a kind that the name ends in; NULL when there is none. */
static const char *word_at_end(struct str name, size_t kind)
{
	const char *longest = NULL;
	for (const char *const *word = kinds[kind]; *word; word++) {
		size_t n = strlen(*word);
		if (name.n > n && str_equal_text(str_from(name, name.n - n), *word) &&
		    (!longest || n > strlen(longest)))
			longest = *word;
	}
	return longest;
}

/* The name with the words of some kinds behind it. */
static void find_with_words(const struct areas *a, struct str stem, size_t first, size_t last,
    struct str within, struct found *f)
{
	enum { SHORTEST = 6, LONGEST_WORD = 32 };
	if (stem.n < SHORTEST || stem.n > NAME_SIZE - LONGEST_WORD)
		return;
	find_exactly(a, stem, within, f);
	for (size_t i = first; i < last; i++)
		for (const char *const *word = kinds[i]; *word; word++)
			find_with_word(a, stem, *word, within, f);
}

static void find_loosely(const struct areas *a, struct str name, struct str within, struct found *f)
{
	for (size_t i = 0; i < KINDS && f->count == 0; i++) {
		const char *word = word_at_end(name, i);
		if (word)
			find_with_words(
			    a, str_first(name, name.n - strlen(word)), i, i + 1, within, f);
	}
	if (f->count == 0) /* also of 新村, whose 村 is a part of the name */
		find_with_words(a, name, 0, KINDS, within, f);
}

static struct str without_separator(struct str text)
{
	static const char *const separators[] = {"-", "/", "\\", ">", ",", "·", "—", "、", NULL};
	text = str_trim(text);
	for (size_t i = 0; separators[i]; i++)
		if (str_starts(text, str_of(separators[i])))
			return without_separator(str_from(text, strlen(separators[i])));
	return text;
}

static void find(const struct areas *a, struct str name, struct str within, struct found *f);

typedef void finder(const struct areas *a, struct str name, struct str within, struct found *f);

/* Every way to take the front of the name for one of the parents' names. */
static void find_below_parents(
    const struct areas *a, struct str name, struct str within, finder *find_parent, struct found *f)
{
	for (size_t at = utf8_length(name); at < name.n; at += utf8_length(str_from(name, at))) {
		struct found parents;
		parents.count = 0;
		find_parent(a, str_first(name, at), STR(""), &parents);
		for (size_t i = 0; i < parents.count && i < FOUND_MOST; i++) {
			struct str parent = code_of(a, parents.areas[i]);
			struct str rest = without_separator(str_from(name, at));
			if (str_starts(parent, within))
				find(a, rest, parent, f);
			else if (str_starts(within, parent))
				find(a, rest, within, f);
		}
	}
}

/* What is nearest to the letter comes first. */
static void find(const struct areas *a, struct str name, struct str within, struct found *f)
{
	enum { LONGEST = 180 };
	struct found own;
	own.count = 0;
	if (name.n == 0 || name.n > LONGEST)
		return;
	find_exactly(a, name, within, &own);
	if (own.count == 0)
		find_below_parents(a, name, within, find_exactly, &own);
	if (own.count == 0)
		find_loosely(a, name, within, &own);
	if (own.count == 0)
		find_below_parents(a, name, within, find_loosely, &own);
	for (size_t i = 0; i < own.count && i < FOUND_MOST; i++)
		add(a, f, own.areas[i], within);
	if (own.count > FOUND_MOST)
		f->count += own.count - FOUND_MOST;
}

/* --- what is said ---------------------------------------------------------------------------- */

static void print_area(const struct areas *a, size_t area, struct buf *out)
{
	struct str code = code_of(a, area), parent;
	size_t length = code.n == 12 ? 9 : code.n == 9 ? 6 : code.n - 2;
	buf_add_str(out, code);
	buf_add_char(out, ' ');
	buf_add_str(out, areas_name(a, code));
	parent = areas_name(a, str_first(code, length));
	if (parent.n)
		buf_printf(out, " (%.*s)", (int)parent.n, parent.p);
}

static void print_found(const struct areas *a, const struct found *f, struct buf *out)
{
	for (size_t i = 0; i < f->count && i < FOUND_MOST; i++) {
		buf_add_text(out, i ? ", " : "");
		print_area(a, f->areas[i], out);
	}
	if (f->count > FOUND_MOST)
		buf_add_text(out, ", …");
}

/* Keeps the nearest ones, nearest first, the earlier of equals. */
static void offer(struct found *f, size_t *distances, size_t area, size_t distance)
{
	size_t at = f->count;
	while (at > 0 && distances[at - 1] > distance)
		at--;
	if (at == NEAR_MOST)
		return;
	f->count += f->count < NEAR_MOST;
	for (size_t i = f->count - 1; i > at; i--) {
		f->areas[i] = f->areas[i - 1];
		distances[i] = distances[i - 1];
	}
	f->areas[at] = area;
	distances[at] = distance;
}

/* Areas whose names share at least half the characters. */
static struct found near_areas(const struct areas *a, struct str name, struct str within)
{
	struct found f = {.count = 0};
	size_t distances[NEAR_MOST], length = utf8_count(name), most = length / 2;
	for (size_t i = 0; i < a->codes.count; i++) {
		struct str known = intern_text(&a->names, a->name_of[i]);
		size_t known_length = utf8_count(known);
		if (known_length > length + most || length > known_length + most ||
		    !str_starts(code_of(a, i), within))
			continue;
		size_t distance = text_distance(name, known);
		if (distance <= most)
			offer(&f, distances, i, distance);
	}
	return f;
}

static enum cell_verdict refuse(const struct cell_job *job, struct str name)
{
	const struct areas *a = &job->rules->directory->areas;
	const struct column *c = job->type->column;
	const char *quoted = value_quote(c, job->asked->text);
	struct found elsewhere = {.count = 0}, near = near_areas(a, name, job->rules->area);
	struct buf shown = BUF_INIT;
	find(a, name, STR(""), &elsewhere);
	if (elsewhere.count) {
		print_found(a, &elsewhere, &shown);
		error_set(job->e, ERROR_ROW, _("%1$s %2$s is %3$s, an area in %4$s was expected"),
		    c->name, quoted, buf_text(&shown), error_quote(job->rules->area));
	} else if (near.count) {
		print_found(a, &near, &shown);
		error_set(job->e, ERROR_ROW,
		    _("%1$s %2$s is no area of areas.csv, a code or name was expected; near are "
		      "%3$s"),
		    c->name, quoted, buf_text(&shown));
	} else {
		cell_refuse(
		    job, _("a division code of 2, 4, 6, 9 or 12 digits, or a name of areas.csv"));
	}
	buf_release(&shown);
	return CELL_REFUSED;
}

static enum cell_verdict refuse_several(const struct cell_job *job, const struct found *f)
{
	const struct column *c = job->type->column;
	struct buf shown = BUF_INIT;
	print_found(&job->rules->directory->areas, f, &shown);
	error_set(job->e, ERROR_ROW,
	    _("%1$s %2$s may be %3$s; a code, or the parent's name in front, was expected"),
	    c->name, value_quote(c, job->asked->text), buf_text(&shown));
	buf_release(&shown);
	return CELL_REFUSED;
}

/* Of several areas those of one level, when there are such. */
static void prefer_level(const struct areas *a, size_t level, struct found *f)
{
	size_t kept = 0;
	if (f->count > FOUND_MOST)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (code_of(a, f->areas[i]).n == level)
			f->areas[kept++] = f->areas[i];
	f->count = kept ? kept : f->count;
}

enum cell_verdict cell_read_area(struct cell_job *job)
{
	const struct areas *a = &job->rules->directory->areas;
	struct found f = {.count = 0};
	*job->out = job->text;
	if (area_is_code(job->text))
		return CELL_GOOD;
	find_exactly(a, job->text, job->rules->area, &f);
	struct str name = cell_without_blanks(job->text);
	if (f.count == 0)
		find(a, name, job->rules->area, &f);
	prefer_level(a, job->rules->level, &f);
	if (f.count > 1)
		return refuse_several(job, &f);
	if (f.count == 0)
		return refuse(job, name);
	*job->out = code_of(a, f.areas[0]);
	return CELL_GOOD;
}
