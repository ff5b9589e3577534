/*
 * adder: the writers: `units-add`, `visits-log`, … add rows to one register. One implementation
 * serves all nine; a program is its register. See units-add(1).
 */
#ifndef CLI_ADDER_H
#define CLI_ADDER_H

#include "register/schema.h"

/* The whole program; returns its exit code. */
int adder_main(enum register_id id, int argc, char **argv);

#endif
