/*
 * alike: names that may well mean the same organisation: 江西样例商贸有限责任公司 and
 * 样例商贸有限公司, or two that differ by one slip of the keyboard.
 */
#ifndef REGISTER_ALIKE_H
#define REGISTER_ALIKE_H

#include "register/areas.h"

/* Names of areas that alike_key took away, as bits; 0: none. */
enum { ALIKE_PROVINCE = 1, ALIKE_CITY = 2, ALIKE_DISTRICT = 4 };

/*
 * Appends to `out` what remains of the name of an organisation whose division code is `area`:
 * half-width and lower case, without blanks, brackets and marks; without 有限公司, 有限责任公司,
 * 股份有限公司, （个体工商户）; 支部委员会 is 支部, 中共 in front is left out; without the names of
 * the province, city and district that the organisation is in (江西省 or 江西), in front or in
 * brackets, as far as `areas` has them and three characters remain. Returns what was taken of them.
 * Never empty when the name has a letter, digit or Chinese character.
 */
unsigned alike_key(const struct areas *areas, struct str area, struct str name, struct buf *out);

/* Whether what the two names say of where they belong can be true of one: 南昌样例 and 东湖样例
 * cannot, 南昌东湖样例 and 东湖样例 can. Takes what alike_key returned. */
bool alike_places(unsigned a, unsigned b);

/*
 * Whether two keys differ by one slip: a character too many, a wrong one, or two neighbours in each
 * other's place. Not when what differs tells names apart (一店 and 二店, 东 and 西, 3 and 4), nor
 * in keys of less than four characters, nor in the first character of keys of less than six.
 */
bool alike_by_slip(struct str a, struct str b);

#endif
