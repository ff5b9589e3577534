/* codes.csv and areas.csv of a register directory. Input: the two with a line "%%" between. */
#include "fuzz.h"

#include "register/value.h"

/* Every word that was built in still stands for its code. */
static void check_built_in(const struct vocabulary *v)
{
	struct vocabulary plain;
	vocabulary_init(&plain);
	for (size_t i = 0; i < plain.count; i++) {
		const struct code_list *old = &plain.lists[i], *new = &v->lists[i];
		CHECK(strcmp(old->field, new->field) == 0 && new->count >= old->count);
		for (size_t j = 0; j < old->words.count; j++) {
			struct str word = intern_text(&old->words, j);
			size_t index = code_list_find(new, word);
			CHECK(index == code_list_find(old, word));
			CHECK(strcmp(new->codes[index].code, old->codes[index].code) == 0);
		}
	}
	vocabulary_release(&plain);
}

/* A value is stored as it is, and what --zh shows of it is accepted back. */
static void check_value(
    const struct directory *d, const struct value_type_of *type, struct str value)
{
	struct buf shown = BUF_INIT, scratch = BUF_INIT;
	struct str read;
	struct error e = ERROR_INIT;
	CHECK(value_read(d, type, VALUE_STORED, value, &scratch, &read, &e));
	CHECK(str_equal(read, value));
	value_print_chinese(d, type, value, &shown);
	CHECK(value_read(d, type, VALUE_INPUT, buf_str(&shown), &scratch, &read, &e));
	CHECK(str_equal(read, value));
	buf_release(&shown);
	buf_release(&scratch);
}

static void check_columns(const struct directory *d)
{
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *s = schema_of((enum register_id)i);
		for (int j = 0; j < s->column_count; j++) {
			struct value_type_of type = value_type_of(d, s, j);
			for (size_t k = 0; type.codes && k < type.codes->count; k++)
				check_value(d, &type, str_of(type.codes->codes[k].code));
			for (size_t k = 0; j == s->area && k < d->areas.codes.count; k++)
				check_value(d, &type, intern_text(&d->areas.codes, k));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n);
	struct directory d;
	struct error e = ERROR_INIT;
	fuzz_put("codes.csv", fuzz_part(&rest));
	fuzz_put("areas.csv", rest.p ? rest : STR("code,name\n"));
	if (directory_open(&d, fuzz_directory(), &e)) {
		check_built_in(&d.vocabulary);
		check_columns(&d);
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA && e.file[0]);
	}
	directory_close(&d);
	return 0;
}
