/* duplicates: see duplicates.h. */
#include "register/duplicates.h"
#include "base/uscc.h"
#include "base/utf8.h"
#include "register/alike.h"

#include <stdlib.h>

#define NONE UINT32_MAX

/* Names of one street that differ by one character at the same place are a series, not slips, when
 * there are more of them. */
enum { SERIES_MIN = 8, DISTRICT_DIGITS = 6, STREET_DIGITS = 9 };

enum reason { SAME_CODE, SAME_UNIT, SAME_NAME, LIKE_NAME, NEAR_NAME, SAME_PHONE, SAME_ORG };

/* One row; numbers of texts, or NONE. */
struct entry {
	uint32_t id;
	uint32_t owner; /* the same for what is surely one: id, or person */
	uint32_t code;  /* of organisations: the line, and the unit when there is only one */
	uint32_t name;  /* of people: name and phone */
	uint32_t key; /* district and what remains of the name; of people: name and organisation */
	uint32_t street;      /* NONE: no slips are looked for */
	bool certain;         /* the code is right: rows with others are others */
	unsigned char places; /* see alike_key */
};

struct pair {
	uint32_t entry, other; /* numbers in entries */
	enum reason reason;
};

struct duplicates {
	const struct schema *schema;
	const struct directory *directory;
	struct intern ids, owners, codes, names, keys, streets;
	struct entry *entries;
	size_t count, capacity;
	struct pair *pairs;
	size_t pair_count, pair_capacity, given;
	struct intern seen; /* owners of the pairs there are */
	struct buf scratch;
};

static struct str cell(const struct row *row, const char *column)
{
	int number = schema_column(row->schema, str_of(column));
	return number == COLUMN_NONE ? (struct str){NULL, 0} : row->values[number];
}

static uint32_t number_of(struct intern *texts, struct str text)
{
	return (uint32_t)intern_add(texts, text, NULL);
}

/* --- reading --------------------------------------------------------------------------------- */

static void read_code(struct duplicates *d, const struct row *row, struct entry *entry)
{
	struct str code = cell(row, "uscc");
	struct uscc_result check = uscc_check(code);
	entry->certain = code.n && check.fault == USCC_OK;
	if (code.n && check.fault != USCC_LENGTH)
		entry->code = number_of(&d->codes, code);
}

/* What a credit code is to a unit, its one unit is to an organisation of a line. */
static void read_unit(struct duplicates *d, const struct row *row, struct entry *entry)
{
	struct str units = cell(row, "units");
	entry->certain = str_equal_text(cell(row, "mode"), "single") && units.n;
	if (entry->certain)
		entry->code = number_of(&d->codes, buf_pair(&d->scratch, cell(row, "line"), units));
}

/* A name counts within its line; units have none. */
static void read_name(struct duplicates *d, const struct row *row, struct entry *entry)
{
	struct str name = cell(row, "name"), area = cell(row, "area"), line = cell(row, "line");
	entry->name = number_of(&d->names, buf_pair(&d->scratch, line, name));
	buf_pair(&d->scratch, str_first(area, DISTRICT_DIGITS), line);
	buf_add_char(&d->scratch, '\n');
	entry->places = (unsigned char)alike_key(&d->directory->areas, area, name, &d->scratch);
	entry->key = number_of(&d->keys, buf_str(&d->scratch));
	if (area.n >= STREET_DIGITS)
		entry->street = number_of(
		    &d->streets, buf_pair(&d->scratch, str_first(area, STREET_DIGITS), line));
}

static void read_person(struct duplicates *d, const struct row *row, struct entry *entry)
{
	struct str name = str_trim(cell(row, "name")), phone = cell(row, "phone");
	struct str org = cell(row, "org");
	entry->owner =
	    number_of(&d->owners, row_effective(row, schema_column(row->schema, str_of("person"))));
	if (phone.n)
		entry->name = number_of(&d->names, buf_pair(&d->scratch, name, phone));
	if (org.n)
		entry->key = number_of(&d->keys, buf_pair(&d->scratch, name, org));
}

static void read_row(struct duplicates *d, const struct row *row)
{
	struct entry entry = {.id = number_of(&d->ids, cell(row, "id")),
	    .code = NONE,
	    .name = NONE,
	    .key = NONE,
	    .street = NONE};
	entry.owner = entry.id;
	if (d->schema->id == REGISTER_PEOPLE) {
		read_person(d, row, &entry);
	} else {
		(d->schema->id == REGISTER_UNITS ? read_code : read_unit)(d, row, &entry);
		read_name(d, row, &entry);
	}
	d->entries = mem_room(d->entries, &d->capacity, d->count + 1, sizeof(*d->entries));
	d->entries[d->count++] = entry;
}

static uint64_t columns_that_count(const struct schema *s)
{
	static const char *const names[] = {
	    "id", "name", "area", "line", "mode", "units", "person", "org"};
	uint64_t columns = COLUMN_BIT(s->start) | COLUMN_BIT(s->end);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int column = schema_column(s, str_of(names[i]));
		columns |= column == COLUMN_NONE ? 0 : COLUMN_BIT(column);
	}
	return columns;
}

static bool read_rows(
    struct duplicates *d, const struct table_spec *spec, day as_of, struct error *e)
{
	char date[DATE_SIZE];
	struct row row;
	enum table_status status = TABLE_FAILED;
	struct table *t = table_open(spec, e);
	date_print(as_of, date);
	while (t && (status = table_next(t, &row, e)) == TABLE_ROW)
		if (row_in_force(&row, str_of(date)))
			read_row(d, &row);
	table_close(t);
	return status == TABLE_END;
}

/* --- pairs ----------------------------------------------------------------------------------- */

/* Notes a pair once, by the reason that is found first. */
static void add_pair(struct duplicates *d, size_t a, size_t b, enum reason reason)
{
	bool is_new;
	size_t first = a < b ? a : b, second = a < b ? b : a;
	uint32_t owners[] = {d->entries[first].owner, d->entries[second].owner};
	if (owners[0] == owners[1])
		return;
	if (owners[0] > owners[1]) {
		uint32_t other = owners[0];
		owners[0] = owners[1];
		owners[1] = other;
	}
	intern_add(&d->seen, (struct str){(const char *)owners, sizeof(owners)}, &is_new);
	if (!is_new)
		return;
	d->pairs = mem_room(d->pairs, &d->pair_capacity, d->pair_count + 1, sizeof(*d->pairs));
	d->pairs[d->pair_count++] = (struct pair){(uint32_t)first, (uint32_t)second, reason};
}

/* By number of a text: NONE. */
static uint32_t *no_entries(size_t count)
{
	uint32_t *entries = mem_alloc(count + 1, sizeof(*entries));
	memset(entries, 0xFF, (count + 1) * sizeof(*entries));
	return entries;
}

static uint32_t code_of(const struct entry *entry)
{
	return entry->code;
}

static uint32_t name_of(const struct entry *entry)
{
	return entry->name;
}

/* Rows with the same text: each beside the first. */
static void pair_same(struct duplicates *d, uint32_t (*text_of)(const struct entry *), size_t texts,
    enum reason reason)
{
	uint32_t *first = no_entries(texts);
	for (size_t i = 0; i < d->count; i++) {
		uint32_t text = text_of(&d->entries[i]);
		if (text == NONE)
			continue;
		if (first[text] == NONE)
			first[text] = (uint32_t)i;
		else
			add_pair(d, first[text], i, reason);
	}
	free(first);
}

/* Rows of which the same remains: each beside the first that is not known to be another by its
 * code. Two right codes that differ are two units; the same names have met already. */
static void pair_alike(struct duplicates *d, enum reason reason)
{
	uint32_t *centre = no_entries(d->keys.count);
	for (size_t i = 0; i < d->count; i++) {
		const struct entry *entry = &d->entries[i];
		if (entry->key != NONE && !entry->certain && centre[entry->key] == NONE)
			centre[entry->key] = (uint32_t)i;
	}
	for (size_t i = 0; i < d->count; i++) {
		const struct entry *entry = &d->entries[i];
		if (entry->key == NONE || centre[entry->key] == NONE)
			continue;
		const struct entry *other = &d->entries[centre[entry->key]];
		if ((entry->name == NONE || entry->name != other->name) &&
		    alike_places(entry->places, other->places))
			add_pair(d, centre[entry->key], i, reason);
	}
	free(centre);
}

/* --- slips ----------------------------------------------------------------------------------- */

/* What remains of a name in one street. */
struct name {
	struct str text;
	uint32_t first;     /* entry */
	uint32_t uncertain; /* the first entry that is not certain, or NONE */
};

/* A name without one of its characters, or whole. */
struct variant {
	uint64_t hash;
	uint32_t name;
};

struct street {
	struct name *names;
	size_t count, capacity;
	struct variant *variants;
	size_t variant_count, variant_capacity;
};

static struct str key_text(const struct duplicates *d, uint32_t key)
{
	struct str text = intern_text(&d->keys, key);
	for (size_t at; (at = str_find(text, STR("\n"))) != SIZE_MAX;)
		text = str_from(text, at + 1);
	return text;
}

static void add_variant(struct street *street, struct str text)
{
	street->variants = mem_room(street->variants, &street->variant_capacity,
	    street->variant_count + 1, sizeof(*street->variants));
	street->variants[street->variant_count++] =
	    (struct variant){hash_bytes(text.p, text.n), (uint32_t)(street->count - 1)};
}

static void add_variants(struct street *street, struct str text, struct buf *scratch)
{
	add_variant(street, text);
	for (size_t at = 0, length; at < text.n; at += length) {
		length = utf8_length(str_from(text, at));
		scratch->n = 0;
		buf_add_str(scratch, str_first(text, at));
		buf_add_str(scratch, str_from(text, at + length));
		add_variant(street, buf_str(scratch));
	}
}

static int by_hash(const void *a, const void *b)
{
	const struct variant *left = a, *right = b;
	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return left->name < right->name ? -1 : left->name > right->name;
}

static void pair_names(struct duplicates *d, const struct name *a, const struct name *b)
{
	uint32_t first = a->uncertain != NONE ? a->uncertain : a->first;
	uint32_t second = a->uncertain != NONE ? b->first : b->uncertain;
	if (second != NONE && alike_by_slip(a->text, b->text) &&
	    alike_places(d->entries[first].places, d->entries[second].places))
		add_pair(d, first, second, NEAR_NAME);
}

static void pair_street(struct duplicates *d, struct street *street)
{
	struct variant *v = street->variants;
	if (street->variant_count)
		qsort(v, street->variant_count, sizeof(*v), by_hash);
	for (size_t i = 0, end; i < street->variant_count; i = end) {
		for (end = i + 1; end < street->variant_count && v[end].hash == v[i].hash;)
			end++;
		for (size_t a = i; end - i <= SERIES_MIN && a < end; a++)
			for (size_t b = a + 1; b < end; b++)
				if (v[a].name != v[b].name)
					pair_names(d, &street->names[v[a].name],
					    &street->names[v[b].name]);
	}
}

/* Where a row stands in the order in which streets and their names are gone through. */
struct place {
	uint32_t street, key, entry;
};

static int by_street(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	if (left->street != right->street)
		return left->street < right->street ? -1 : 1;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return left->entry < right->entry ? -1 : left->entry > right->entry;
}

static struct place *places_of(const struct duplicates *d, size_t *count)
{
	struct place *places = mem_alloc(d->count + 1, sizeof(*places));
	*count = 0;
	for (size_t i = 0; i < d->count; i++)
		if (d->entries[i].street != NONE)
			places[(*count)++] =
			    (struct place){d->entries[i].street, d->entries[i].key, (uint32_t)i};
	qsort(places, *count, sizeof(*places), by_street);
	return places;
}

static void add_name(
    struct duplicates *d, struct street *street, const struct place *rows, size_t count)
{
	struct name name = {key_text(d, rows->key), rows->entry, NONE};
	for (size_t i = 0; i < count && name.uncertain == NONE; i++)
		if (!d->entries[rows[i].entry].certain)
			name.uncertain = rows[i].entry;
	street->names =
	    mem_room(street->names, &street->capacity, street->count + 1, sizeof(*street->names));
	street->names[street->count++] = name;
	add_variants(street, name.text, &d->scratch);
}

static void pair_slips(struct duplicates *d)
{
	struct street street = {0};
	size_t count;
	struct place *places = places_of(d, &count);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && places[end].street == places[i].street &&
				  places[end].key == places[i].key;)
			end++;
		add_name(d, &street, places + i, end - i);
		if (end < count && places[end].street == places[i].street)
			continue;
		pair_street(d, &street);
		street.count = street.variant_count = 0;
	}
	free(places);
	free(street.names);
	free(street.variants);
}

/* --- all ------------------------------------------------------------------------------------- */

static int by_rows(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	if (left->entry != right->entry)
		return left->entry < right->entry ? -1 : 1;
	return left->other < right->other ? -1 : left->other > right->other;
}

/* The surest reason first. */
static void pair_rows(struct duplicates *d)
{
	bool people = d->schema->id == REGISTER_PEOPLE;
	pair_same(
	    d, code_of, d->codes.count, d->schema->id == REGISTER_UNITS ? SAME_CODE : SAME_UNIT);
	pair_same(d, name_of, d->names.count, people ? SAME_PHONE : SAME_NAME);
	pair_alike(d, people ? SAME_ORG : LIKE_NAME);
	pair_slips(d);
	if (d->pair_count)
		qsort(d->pairs, d->pair_count, sizeof(*d->pairs), by_rows);
}

struct duplicates *duplicates_find(struct table_spec *spec, day as_of, struct error *e)
{
	struct duplicates *d = mem_alloc(1, sizeof(*d));
	d->schema = spec->schema;
	d->directory = spec->directory;
	spec->unchecked = ~columns_that_count(spec->schema);
	if (!read_rows(d, spec, as_of, e)) {
		duplicates_free(d);
		return NULL;
	}
	pair_rows(d);
	return d;
}

/* The name behind the line that it counts in. */
static struct str shown_name(const struct duplicates *d, const struct entry *entry)
{
	if (d->schema->id == REGISTER_PEOPLE)
		return (struct str){NULL, 0};
	struct str text = intern_text(&d->names, entry->name);
	return str_from(text, str_find(text, STR("\n")) + 1);
}

bool duplicates_next(struct duplicates *d, struct duplicate *pair)
{
	static const char *const reasons[] = {"same-code", "same-unit", "same-name", "like-name",
	    "near-name", "same-phone", "same-org"};
	if (d->given == d->pair_count)
		return false;
	const struct pair *p = &d->pairs[d->given++];
	const struct entry *entry = &d->entries[p->entry], *other = &d->entries[p->other];
	*pair = (struct duplicate){
	    .id = intern_text(&d->ids, entry->id),
	    .other = intern_text(&d->ids, other->id),
	    .reason = reasons[p->reason],
	    .name = shown_name(d, entry),
	    .other_name = shown_name(d, other),
	    .fault = p->reason == SAME_CODE,
	};
	return true;
}

void duplicates_free(struct duplicates *d)
{
	struct intern *texts[] = {
	    &d->ids, &d->owners, &d->codes, &d->names, &d->keys, &d->streets, &d->seen};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		intern_release(texts[i]);
	free(d->entries);
	free(d->pairs);
	buf_release(&d->scratch);
	free(d);
}
