/* Names that may mean the same, and names that only look as if. */
#include "unit.h"

#include "register/alike.h"

static struct areas areas;

static int read_areas(void **state)
{
	(void)state;
	char place[TEST_PATH_SIZE], path[TEST_PATH_SIZE + 16];
	struct error e;
	if (!make_test_directory(place))
		return -1;
	snprintf(path, sizeof(path), "%s/areas.csv", place);
	FILE *f = fopen(path, "w");
	if (!f)
		return -1;
	fputs("code,name\n36,江西省\n3601,南昌市\n360102,东湖区\n360103,西湖区\n"
	      "360102007,豫章街道\n",
	    f);
	fclose(f);
	bool read = areas_read(&areas, path, &e);
	unlink(path);
	rmdir(place);
	return read ? 0 : -1;
}

static int forget_areas(void **state)
{
	(void)state;
	areas_release(&areas);
	return 0;
}

static unsigned key_in(const char *area, const char *name, const char *want)
{
	struct buf key = BUF_INIT;
	struct str exact = exact_copy(str_of(name));
	buf_add_text(&key, "x(x"); /* what stands there stays */
	unsigned places = alike_key(&areas, str_of(area), exact, &key);
	assert_memory_equal(key.p, "x(x", 3);
	assert_str(str_from(buf_str(&key), 3), want);
	buf_release(&key);
	free((char *)exact.p);
	return places;
}

static unsigned key(const char *name, const char *want)
{
	return key_in("360102007", name, want);
}

static void writing_does_not_count(void **state)
{
	(void)state;
	key("样例商贸", "样例商贸");
	key(" 样例　商贸 ", "样例商贸");
	key("ＡＢc-１２ 样例·“新”店", "abc12样例新店");
	key("样例（新）店", "样例新店");
	key("样例【新〔一〕】[店]", "样例新一店");
	key("样例\u200B商贸\uFEFF", "样例商贸");
	key("", "");
}

static void legal_forms(void **state)
{
	(void)state;
	key("样例商贸有限公司", "样例商贸");
	key("样例商贸有限责任公司", "样例商贸");
	key("样例商贸股份有限公司", "样例商贸");
	key("样例商贸有限公司豫章分公司", "样例商贸豫章分公司");
	key("样例商贸集团有限公司", "样例商贸集团");
	key("样例餐饮店（个体工商户）", "样例餐饮店");
	key("样例中心（有限合伙）", "样例中心有限合伙");
	key("有限公司", "有限公司");
	key("中共样例商贸有限公司支部委员会", "样例商贸支部");
	key("中国共产党样例商贸有限公司总支部委员会", "样例商贸总支部");
}

static void areas_around(void **state)
{
	(void)state;
	assert_int_equal(key("江西省南昌市东湖区样例商贸有限公司", "样例商贸"),
	    ALIKE_PROVINCE | ALIKE_CITY | ALIKE_DISTRICT);
	assert_int_equal(key("南昌样例商贸有限公司", "样例商贸"), ALIKE_CITY);
	assert_int_equal(key("东湖样例商贸", "样例商贸"), ALIKE_DISTRICT);
	assert_int_equal(key("样例商贸（江西）有限公司", "样例商贸"), ALIKE_PROVINCE);
	assert_int_equal(key("样例商贸（江西省）有限公司", "样例商贸"), ALIKE_PROVINCE);
	assert_int_equal(key("样例江西商贸", "样例江西商贸"), 0);
	/* other places tell names apart */
	assert_int_equal(key("西湖区样例商贸", "西湖区样例商贸"), 0);
	assert_int_equal(key("豫章街道样例商贸", "豫章街道样例商贸"), 0);
	assert_int_equal(key_in("3601", "东湖样例商贸", "东湖样例商贸"), 0);
	assert_int_equal(key_in("", "南昌样例商贸", "南昌样例商贸"), 0);
	/* what would remain is no name */
	assert_int_equal(key("东湖区商会", "东湖区商会"), 0);
	assert_int_equal(key("（东湖）", "东湖"), 0);
}

static void places_that_agree(void **state)
{
	(void)state;
	assert_true(alike_places(0, ALIKE_CITY));
	assert_true(alike_places(ALIKE_CITY | ALIKE_DISTRICT, ALIKE_DISTRICT));
	assert_false(alike_places(ALIKE_CITY, ALIKE_DISTRICT));
}

static void slip(const char *a, const char *b, bool want)
{
	struct str left = exact_copy(str_of(a)), right = exact_copy(str_of(b));
	assert_int_equal(alike_by_slip(left, right), want);
	assert_int_equal(alike_by_slip(right, left), want);
	free((char *)left.p);
	free((char *)right.p);
}

static void slips(void **state)
{
	(void)state;
	slip("样例商贸", "样列商贸", true);
	slip("样例商贸", "样例商", true);
	slip("样例商贸部", "样商例贸部", true);
	slip("样例餐饮管理店", "样例餐饮管理理店", true);
	slip("佳样家政服务部", "加样家政服务部", true); /* long enough for its first one */
	slip("样例", "样列", false);
	slip("王记面馆", "黄记面馆", false);
	slip("样例商贸", "样例商贸", false);
	slip("", "", false);
	slip("样例商贸部", "样列商货部", false);
	slip("样例商贸部", "样商贸例部", false);
	slip("样例商贸", "样例商贸中心", false);
	/* two that share bytes, not characters: U+4F8B and U+4F0B; U+4F8B and U+518B */
	slip("样例商贸", "样伋商贸", true);
	slip("样例商贸", "样册商贸", true);
}

static void series(void **state)
{
	(void)state;
	slip("样例餐饮一店", "样例餐饮二店", false);
	slip("样例餐饮1店", "样例餐饮2店", false);
	slip("样例餐饮店", "样例餐饮二店", false);
	slip("样例12号楼", "样例21号楼", false);
	slip("样例东门店", "样例西门店", false);
	slip("样例餐饮一店", "样例餐饮以店", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writing_does_not_count),
	    cmocka_unit_test(legal_forms),
	    cmocka_unit_test(areas_around),
	    cmocka_unit_test(places_that_agree),
	    cmocka_unit_test(slips),
	    cmocka_unit_test(series),
	};
	return cmocka_run_group_tests(tests, read_areas, forget_areas);
}
