/* row_hashes: see row_hashes.h. */
#include "register/row_hashes.h"
#include "base/intern.h"

enum { STREET = 9 }; /* digits of its code */

struct row_hash_columns row_hash_columns_of(const struct schema *s, bool names)
{
	static const char *const kinds[] = {"line", "role"};
	struct row_hash_columns key = {
	    schema_column(s, STR("uscc")), COLUMN_NONE, COLUMN_NONE, COLUMN_NONE};
	if (!names || !s->versioned || s->area == COLUMN_NONE)
		return key;
	key.name = schema_column(s, STR("name"));
	key.area = s->area;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && key.kind == COLUMN_NONE; i++)
		key.kind = schema_column(s, str_of(kinds[i]));
	if (s->id == REGISTER_SITES)
		key.kind = schema_column(s, STR("kind"));
	return key;
}

static uint32_t shorten(uint64_t hash)
{
	uint32_t half = (uint32_t)(hash ^ hash >> 32);
	return half ? half : 1;
}

static uint64_t add(uint64_t hash, struct str cell)
{
	return hash * UINT64_C(0x9E3779B97F4A7C15) + hash_bytes(cell.p, cell.n);
}

static uint64_t name_hash(const struct row_hash_columns *key, const struct str *cells)
{
	struct str name = cells[key->name];
	uint64_t hash = add(hash_bytes(name.p, name.n), str_first(cells[key->area], STREET));
	return key->kind == COLUMN_NONE ? hash : add(hash, cells[key->kind]);
}

struct row_hashes row_hashes(const struct row_hash_columns *key, const struct str *cells)
{
	struct row_hashes hashes = {0, 0};
	if (key->code != COLUMN_NONE && cells[key->code].n)
		hashes.code = shorten(hash_bytes(cells[key->code].p, cells[key->code].n));
	if (key->name != COLUMN_NONE && cells[key->name].n)
		hashes.name = shorten(name_hash(key, cells));
	return hashes;
}
