/*
 * importer: register-import: sheets as streets send them become rows of a register. See
 * register-import(1).
 */
#ifndef CLI_IMPORTER_H
#define CLI_IMPORTER_H

/* The whole program; returns its exit code. */
int importer_main(int argc, char **argv);

#endif
