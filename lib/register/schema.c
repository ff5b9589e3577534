/* schema: see schema.h. What registers.csv cannot say of a register stands in the table below. */
#include "register/schema.h"
#include "base/error.h"
#include "base/utf8.h"
#include "schema_data.h"

#define COLUMNS(name) name##_columns, (int)(sizeof(name##_columns) / sizeof(name##_columns[0]))

static const struct {
	const char *name;
	char letter;
	const char *writer, *reader;
	const struct column *columns;
	int column_count;
	const char *start, *end;
	bool versioned;
	const char *happens;
} registers[REGISTER_COUNT] = {
    {"units", 'U', "units-add", "units-list", COLUMNS(units), "since", "until", true, "since"},
    {"orgs", 'O', "orgs-add", "orgs-list", COLUMNS(orgs), "since", "until", true, "since"},
    {"people", 'P', "people-add", "people-list", COLUMNS(people), "since", "until", true, "since"},
    {"visits", 'V', "visits-log", "visits-list", COLUMNS(visits), NULL, NULL, false, "date"},
    {"meetings", 'M', "meetings-log", "meetings-list", COLUMNS(meetings), NULL, NULL, false,
	"date"},
    {"problems", 'B', "problems-log", "problems-list", COLUMNS(problems), "raised", "solved", false,
	"raised"},
    {"events", 'E', "events-log", "events-list", COLUMNS(events), NULL, NULL, false, "date"},
    {"sites", 'S', "sites-add", "sites-list", COLUMNS(sites), "since", "until", true, "since"},
    {"awards", 'A', "awards-add", "awards-list", COLUMNS(awards), "date", "until", false, "date"},
};

/* Everything below is read-only once the nine have been made. */
static struct schema schemas[REGISTER_COUNT];

static int column_named(const struct schema *s, const char *name)
{
	return name ? schema_column(s, str_of(name)) : COLUMN_NONE;
}

static void schemas_make(void)
{
	for (int i = 0; i < REGISTER_COUNT; i++) {
		struct schema *s = &schemas[i];
		s->id = (enum register_id)i;
		s->name = registers[i].name;
		s->letter = registers[i].letter;
		s->writer = registers[i].writer;
		s->reader = registers[i].reader;
		s->columns = registers[i].columns;
		s->column_count = registers[i].column_count;
		s->versioned = registers[i].versioned;
		s->start = column_named(s, registers[i].start);
		s->end = column_named(s, registers[i].end);
		s->happens = column_named(s, registers[i].happens);
		s->area = column_named(s, "area");
		s->recorded = column_named(s, "recorded");
		for (int j = 0; j < s->column_count; j++) {
			const struct column *c = &s->columns[j];
			s->required |= (uint64_t)(c->required && c->type != TYPE_ID) << j;
			s->credit_codes |= (uint64_t)(c->type == TYPE_USCC) << j;
		}
	}
}

const struct schema *schema_of(enum register_id id)
{
	if (!schemas[0].name)
		schemas_make();
	return &schemas[id];
}

const struct schema *schema_find(struct str name)
{
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (str_equal_text(name, schema_of((enum register_id)i)->name))
			return schema_of((enum register_id)i);
	return NULL;
}

/* Asked very often, and mostly the answer is no. */
static bool is_name(struct str name, const char *text)
{
	return name.p[0] == text[0] && str_equal_text(name, text);
}

int schema_column(const struct schema *s, struct str name)
{
	for (int i = 0; i < s->column_count && name.n; i++)
		if (is_name(name, s->columns[i].name) || is_name(name, s->columns[i].label))
			return i;
	return COLUMN_NONE;
}

uint64_t schema_referring(const struct schema *s, const struct schema *target)
{
	uint64_t columns = 0;
	for (int i = 0; i < s->column_count; i++)
		if (s->columns[i].target && strcmp(s->columns[i].target, target->name) == 0)
			columns |= COLUMN_BIT(i);
	return columns;
}

enum { DISTANCE_LIMIT = 64 };

static size_t decode(struct str text, uint32_t codes[DISTANCE_LIMIT])
{
	size_t count = 0, length;
	for (size_t at = 0; at < text.n && count < DISTANCE_LIMIT; at += length)
		codes[count++] = utf8_decode(str_from(text, at), &length);
	return count;
}

static size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Three rows of the table of distances of prefixes are kept: this one, the one before and the one
 * before that. */
size_t text_distance(struct str a, struct str b)
{
	uint32_t left[DISTANCE_LIMIT], right[DISTANCE_LIMIT];
	size_t rows[3][DISTANCE_LIMIT + 1];
	size_t left_count = decode(a, left), right_count = decode(b, right);
	for (size_t j = 0; j <= right_count; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= left_count; i++) {
		size_t *row = rows[i % 3], *before = rows[(i - 1) % 3];
		const size_t *two_before = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= right_count; j++) {
			row[j] = least_of(before[j - 1] + (left[i - 1] != right[j - 1]),
			    least_of(before[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && left[i - 1] == right[j - 2] &&
			    left[i - 2] == right[j - 1])
				row[j] = least_of(row[j], two_before[j - 2] + 1);
		}
	}
	return rows[left_count % 3][right_count];
}

/* A part of a label (名称 of 单位名称) is nearer than anything but the word itself. */
static size_t column_distance(const struct column *c, struct str name)
{
	struct str label = str_of(c->label);
	size_t distance =
	    least_of(text_distance(name, str_of(c->name)), text_distance(name, label));
	return name.n && str_find(label, name) != SIZE_MAX ? least_of(distance, 1) : distance;
}

const char *schema_nearest(const struct schema *s, struct str name)
{
	const char *best = s->columns[0].name;
	size_t least = SIZE_MAX;
	for (int i = 0; i < s->column_count; i++) {
		size_t distance = column_distance(&s->columns[i], name);
		if (distance < least) {
			least = distance;
			best = s->columns[i].name;
		}
	}
	return best;
}

bool type_is_list(enum value_type type)
{
	return type == TYPE_CODES || type == TYPE_LIST || type == TYPE_REFS;
}

const struct code *schema_codes(size_t *count)
{
	*count = sizeof(builtin_codes) / sizeof(builtin_codes[0]);
	return builtin_codes;
}

bool schema_is_personal(struct str field)
{
	size_t dot = str_find(field, STR("."));
	struct str name = dot == SIZE_MAX ? field : str_from(field, dot + 1);
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		int column = schema_column(s, name);
		if (column == COLUMN_NONE)
			continue;
		const struct column *c = &s->columns[column];
		if (c->personal || (c->target && strcmp(c->target, "people") == 0))
			return true;
	}
	return false;
}

const char *schema_quote_operand(struct str operand)
{
	static const char *const signs[] = {
	    "=", "＝", "!", "~", ":", "：", "<", ">", "+", "-", " "};
	size_t at = operand.n, sign_length = 0;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t found = str_find(operand, str_of(signs[i]));
		if (found < at) {
			at = found;
			sign_length = strlen(signs[i]);
		}
	}
	if (at == operand.n || !schema_is_personal(str_trim(str_first(operand, at))))
		return error_quote(operand);
	struct buf shown = BUF_INIT;
	buf_add_str(&shown, str_first(operand, at + sign_length));
	buf_add_text(&shown, "…");
	const char *quoted = error_quote(buf_str(&shown));
	buf_release(&shown);
	return quoted;
}
