/* vocabulary: see vocabulary.h. */
#include "register/vocabulary.h"
#include "base/utf8.h"
#include "csv/small.h"

#include <stdlib.h>

static struct code_list *list_of(struct vocabulary *v, struct str field)
{
	for (size_t i = 0; i < v->count; i++)
		if (str_equal_text(field, v->lists[i].field))
			return &v->lists[i];
	v->lists = mem_room(v->lists, &v->capacity, v->count + 1, sizeof(*v->lists));
	v->lists[v->count] = (struct code_list){.field = str_dup(field)};
	return &v->lists[v->count++];
}

/* False when the word already stands for another code. */
static bool add_word(struct code_list *list, struct str word, size_t code)
{
	bool is_new;
	if (word.n == 0)
		return true;
	size_t number = intern_add(&list->words, word, &is_new);
	if (!is_new)
		return list->word_codes[number] == code;
	list->word_codes =
	    mem_room(list->word_codes, &list->word_capacity, number + 1, sizeof(*list->word_codes));
	list->word_codes[number] = code;
	return true;
}

static bool add_code(
    struct vocabulary *v, struct str field, struct str code, struct str label, struct str aliases)
{
	struct code_list *list = list_of(v, field);
	size_t index = code_list_find(list, code);
	if (index == SIZE_MAX) {
		list->codes =
		    mem_room(list->codes, &list->capacity, list->count + 1, sizeof(*list->codes));
		index = list->count++;
		list->codes[index] =
		    (struct code_word){str_dup(code), str_dup(label.n ? label : code)};
		code_set_add(&list->plain, code);
	}
	bool good = add_word(list, code, index) && add_word(list, label, index);
	struct str alias;
	while (aliases.n && str_split(&aliases, ';', &alias))
		good = add_word(list, str_trim(alias), index) && good;
	return good;
}

void vocabulary_init(struct vocabulary *v)
{
	size_t count;
	const struct code *codes = schema_codes(&count);
	*v = (struct vocabulary){0};
	for (size_t i = 0; i < count; i++)
		add_code(v, str_of(codes[i].field), str_of(codes[i].code), str_of(codes[i].label),
		    str_of(codes[i].aliases));
}

/* Whether the cells of a column are words: others have a form of their own. */
static bool takes_words(const struct schema *s, int column)
{
	if (column == COLUMN_NONE)
		return false;
	enum value_type type = s->columns[column].type;
	return type == TYPE_TEXT || type == TYPE_CODE || type == TYPE_CODES;
}

/* Whether field names a column of words ("awards.sponsor", or "step" for every register);
 * *is_list: one of several words. */
static bool is_field(struct str field, bool *is_list)
{
	bool found = false;
	*is_list = false;
	size_t point = str_find(field, STR("."));
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		if (point != SIZE_MAX && !str_equal_text(str_first(field, point), s->name))
			continue;
		int column = schema_column(s, str_from(field, point == SIZE_MAX ? 0 : point + 1));
		if (!takes_words(s, column))
			continue;
		found = true;
		*is_list = *is_list || s->columns[column].type == TYPE_CODES;
	}
	return found;
}

static bool has_list(const struct vocabulary *v, struct str field)
{
	for (size_t i = 0; i < v->count; i++)
		if (str_equal_text(field, v->lists[i].field))
			return true;
	return false;
}

/* Adds to the list that the column has: "step" if there is a list of that name, which is the
 * column's in every register, else "units.step". */
static bool extend_column(
    struct vocabulary *v, const struct schema *s, int column, const struct str cell[4])
{
	struct buf field = BUF_INIT;
	if (!has_list(v, str_of(s->columns[column].name)))
		buf_printf(&field, "%s.", s->name);
	buf_add_text(&field, s->columns[column].name);
	bool good = add_code(v, buf_str(&field), cell[1], cell[2], cell[3]);
	buf_release(&field);
	return good;
}

/* A field without a register means the column of that name in every register that has it. */
static bool extend_lists(struct vocabulary *v, const struct str cell[4])
{
	bool good = true;
	size_t point = str_find(cell[0], STR("."));
	struct str name = str_from(cell[0], point == SIZE_MAX ? 0 : point + 1);
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		int column = schema_column(s, name);
		bool meant =
		    point == SIZE_MAX || str_equal_text(str_first(cell[0], point), s->name);
		if (meant && takes_words(s, column))
			good = extend_column(v, s, column, cell) && good;
	}
	return good;
}

/* In a list, what separates its elements cannot be a part of one. */
static bool holds_separator(struct str word)
{
	static const char *const separators[] = {";", ",", "；", "，", "、"};
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
		if (str_find(word, str_of(separators[i])) != SIZE_MAX)
			return true;
	return false;
}

/* Whether code, label and aliases can stand in a list. */
static bool are_elements(const struct str cell[4])
{
	struct str aliases = cell[3], alias;
	bool good = !holds_separator(cell[1]) && !holds_separator(cell[2]);
	while (good && aliases.n && str_split(&aliases, ';', &alias))
		good = !holds_separator(alias);
	return good;
}

enum { FIELD, CODE, LABEL, ALIASES, COLUMNS };

static bool extend_row(struct vocabulary *v, const struct csv_small *f, struct error *e)
{
	struct str cell[COLUMNS];
	bool is_list;
	for (size_t i = 0; i < COLUMNS; i++)
		cell[i] = str_trim(csv_small_cell(f, i));
	if (!is_field(cell[FIELD], &is_list)) {
		error_set(e, ERROR_DATA,
		    _("'%s' names no column of codes or text, register.column was expected, such "
		      "as "
		      "awards.sponsor"),
		    error_quote(cell[FIELD]));
		return csv_small_error_at(f, FIELD, e);
	}
	if (cell[CODE].n == 0) {
		error_set(e, ERROR_DATA, "%s", _("the code is empty"));
		return csv_small_error_at(f, CODE, e);
	}
	if (is_list && !are_elements(cell)) {
		error_set(e, ERROR_DATA,
		    _("code '%s', its label or an alias holds what separates the elements of a "
		      "list "
		      "(; , ； ， 、)"),
		    error_quote(cell[CODE]));
		return csv_small_error_at(f, CODE, e);
	}
	if (!extend_lists(v, cell)) {
		error_set(e, ERROR_DATA,
		    _("a label or alias of code '%s' already stands for another code of %s"),
		    error_quote(cell[CODE]), error_quote(cell[FIELD]));
		return csv_small_error_at(f, CODE, e);
	}
	return true;
}

bool vocabulary_extend(struct vocabulary *v, const char *path, struct error *e)
{
	static const struct csv_small_column columns[COLUMNS] = {[FIELD] = {"field", NULL, true},
	    [CODE] = {"code", NULL, true},
	    [LABEL] = {"label", NULL, false},
	    [ALIASES] = {"aliases", NULL, false}};
	struct csv_small f;
	bool good = csv_small_open(&f, input_open(path, e), columns, COLUMNS,
	    _("the header must name the columns field and code (and may name label and aliases)"),
	    e);
	while (good && csv_small_next(&f, e))
		good = extend_row(v, &f, e);
	return csv_small_close(&f) && good;
}

void vocabulary_release(struct vocabulary *v)
{
	for (size_t i = 0; i < v->count; i++) {
		struct code_list *list = &v->lists[i];
		for (size_t j = 0; j < list->count; j++) {
			free(list->codes[j].code);
			free(list->codes[j].label);
		}
		free(list->codes);
		free(list->field);
		free(list->word_codes);
		intern_release(&list->words);
		code_set_release(&list->plain);
	}
	free(v->lists);
	*v = (struct vocabulary){0};
}

const struct code_list *vocabulary_list(
    const struct vocabulary *v, const struct schema *s, const struct column *c)
{
	for (size_t i = 0; i < v->count; i++) {
		struct str field = str_of(v->lists[i].field);
		struct str name = str_of(s->name);
		if (str_equal_text(field, c->name))
			return &v->lists[i];
		if (field.n > name.n && str_starts(field, name) && field.p[name.n] == '.' &&
		    str_equal_text(str_from(field, name.n + 1), c->name))
			return &v->lists[i];
	}
	return NULL;
}

size_t code_list_find(const struct code_list *list, struct str word)
{
	size_t number = intern_find(&list->words, word);
	return number == INTERN_NONE ? SIZE_MAX : list->word_codes[number];
}

/* A part of a word (指导 of 指导员) is nearer than anything but the word itself. */
static size_t word_distance(struct str known, struct str word)
{
	size_t distance = text_distance(word, known);
	return distance > 1 && word.n && str_find(known, word) != SIZE_MAX ? 1 : distance;
}

const char *code_list_nearest(const struct code_list *list, struct str word)
{
	const char *best = NULL;
	size_t least = utf8_count(word); /* so far away, no character is shared */
	for (size_t i = 0; i < list->words.count; i++) {
		size_t distance = word_distance(intern_text(&list->words, i), word);
		if (distance < least) {
			least = distance;
			best = list->codes[list->word_codes[i]].code;
		}
	}
	return best;
}

void code_list_print(const struct code_list *list, struct buf *out)
{
	enum { MOST = 12 };
	for (size_t i = 0; i < list->count && i < MOST; i++) {
		const struct code_word *c = &list->codes[i];
		buf_printf(out, "%s%s", i ? ", " : "", c->code);
		if (strcmp(c->label, c->code) != 0)
			buf_printf(out, " %s", c->label);
	}
	if (list->count > MOST)
		buf_add_text(out, ", …");
}
