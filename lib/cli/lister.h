/*
 * lister: the readers: `units-list`, `orgs-list`, … list the rows of one register that match, in
 * one of several dresses.
 *
 * One implementation serves all nine; a program is its register.
 */
#ifndef CLI_LISTER_H
#define CLI_LISTER_H

#include "register/schema.h"

/* The whole program; returns its exit code. */
int lister_main(enum register_id id, int argc, char **argv);

#endif
