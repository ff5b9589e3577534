/* rules: what must hold within one row, column by column. */
#include "unit.h"

#include "register/rules.h"

struct sample {
	enum register_id id;
	const char *cells[8][2]; /* column, value */
	const char *column;      /* that is refused; NULL: the row is good */
	const char *message;     /* a part of it */
};

#define UNIT                                                                                       \
	{"name", "甲"}, {"kind", "enterprise"},                                                    \
	{                                                                                          \
		"area", "360102"                                                                   \
	}
#define ORG                                                                                        \
	{"line", "party"}, {"name", "甲"},                                                         \
	{                                                                                          \
		"area", "360102"                                                                   \
	}

static const struct sample samples[] = {
    {REGISTER_UNITS, {UNIT}, NULL, NULL},
    {REGISTER_UNITS, {{"name", "甲"}, {"area", "360102"}}, "kind", "required"},
    {REGISTER_UNITS, {UNIT, {"since", "2024-01-01"}, {"until", "2024-01-02"}}, NULL, NULL},
    {REGISTER_UNITS, {UNIT, {"until", "2024-01-02"}}, NULL, NULL},
    {REGISTER_UNITS, {UNIT, {"since", "2024-01-02"}, {"until", "2024-01-02"}}, "until",
	"later day"},
    {REGISTER_UNITS, {UNIT, {"uscc", "91350100M000100Y43"}}, NULL, NULL},
    {REGISTER_UNITS, {UNIT, {"uscc", "91350100M000100Y4A"}}, "uscc", "'A', '3' was expected"},
    {REGISTER_UNITS, {UNIT, {"uscc", "91350100M000100A43"}}, "uscc", "check character 17"},
    {REGISTER_UNITS, {UNIT, {"uscc", "91350100m000100Y43"}}, "uscc", "character 9 "},
    {REGISTER_UNITS, {UNIT, {"uscc", "91350100M000100Y4"}}, "uscc", "not 18 letters and digits"},
    {REGISTER_ORGS, {ORG, {"mode", "single"}}, NULL, NULL},
    {REGISTER_ORGS, {ORG, {"mode", "single"}, {"units", "U1"}}, NULL, NULL},
    {REGISTER_ORGS, {ORG, {"mode", "single"}, {"units", "U1;U2"}}, "units", "2 are given"},
    {REGISTER_ORGS, {ORG, {"mode", "joint"}, {"units", "U1"}}, "units", "two units or more"},
    {REGISTER_ORGS, {ORG, {"mode", "joint"}, {"units", "U1;U2"}}, NULL, NULL},
    {REGISTER_ORGS, {ORG, {"mode", "regional"}, {"units", "U1"}}, NULL, NULL},
    {REGISTER_PROBLEMS, {{"raised", "2024-01-02"}, {"solved", "2024-01-02"}}, NULL, NULL},
    {REGISTER_PROBLEMS, {{"raised", "2024-01-02"}, {"solved", "2024-01-01"}}, "solved", "before"},
};

/* False and the column and message of *e when the sample's row is refused. */
static bool hold(const struct sample *s, bool code_allowed, int *column, struct error *e)
{
	struct str cells[SCHEMA_COLUMNS_MAX] = {{NULL, 0}};
	const struct schema *schema = schema_of(s->id);
	for (size_t i = 0; i < 8 && s->cells[i][0]; i++)
		cells[schema_column(schema, str_of(s->cells[i][0]))] = str_of(s->cells[i][1]);
	return rules_hold(schema, cells, code_allowed, column, e);
}

static void rows_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct error e = ERROR_INIT;
		int column = COLUMN_NONE;
		bool good = hold(s, false, &column, &e);
		assert_int_equal(good, s->column == NULL);
		if (good)
			continue;
		assert_string_equal(schema_of(s->id)->columns[column].name, s->column);
		assert_non_null(strstr(e.message, s->message));
		assert_int_equal(e.kind, ERROR_FOUND);
	}
}

static void an_allowed_code_is_not_looked_at(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	int column;
	const struct sample odd = {
	    REGISTER_UNITS, {UNIT, {"uscc", "91350203M0001QKT19"}}, NULL, NULL};
	assert_false(hold(&odd, false, &column, &e));
	assert_true(hold(&odd, true, &column, &e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_judged),
	    cmocka_unit_test(an_allowed_code_is_not_looked_at),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
