/*
 * rules: what must hold within one row before it is written, whatever else stands in the register:
 * required cells, the order of its dates, check characters of credit codes, the mode of an
 * organisation and the number of its units.
 */
#ifndef REGISTER_RULES_H
#define REGISTER_RULES_H

#include "base/error.h"
#include "register/schema.h"

/* cells by schema column, canonical. code_allowed: the row's credit code was let in by name. False
 * with *column and *e (ERROR_FOUND, no place). */
bool rules_hold(const struct schema *schema, const struct str *cells, bool code_allowed,
    int *column, struct error *e);

#endif
