/* Changes of rows, as register-amend reads them. Input: the file register,key,op,date,… */
#include "fuzz.h"

#include "register/change.h"

static bool is_date(const char *text)
{
	day d;
	return date_parse(str_of(text), &d);
}

static void look_at(const struct change *c)
{
	CHECK(c->schema && c->op < CHANGE_OPS && c->key.id && c->key.id[0]);
	CHECK(!c->date[0] || is_date(c->date));
	CHECK(!c->key.date || !c->key.date[0] || is_date(c->key.date));
	CHECK(change_op_name(c->op)[0]);
	CHECK(c->file && c->line > 1);
	for (size_t i = 0; i < c->edit_count; i++) {
		const struct edit *edit = &c->edits[i];
		CHECK(edit->name && edit->value);
		CHECK(edit->column == COLUMN_NONE ||
		      (edit->column >= 0 && edit->column < c->schema->column_count));
		CHECK(edit->kind == EDIT_REPLACE || edit->column != COLUMN_NONE);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct changes c = {0};
	struct fuzz_diag told = FUZZ_DIAG;
	struct error e = ERROR_INIT;
	size_t bad = 0;
	fuzz_put("changes.csv", fuzz_text(bytes, n));
	if (changes_of_file(&c, fuzz_path("changes.csv"), fuzz_district(), &told.diag, &bad, &e)) {
		CHECK(
		    bad == told.told[ERROR_ROW] + told.told[ERROR_FOUND] + told.told[ERROR_USAGE]);
		for (size_t i = 0; bad == 0 && i < c.count; i++)
			look_at(&c.items[i]);
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA);
	}
	changes_release(&c);
	return 0;
}
