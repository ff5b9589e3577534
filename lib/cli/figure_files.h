/*
 * figure_files: what programs that show figures read: the figures (-f, else standard input), the
 * names of areas (--areas) and the labels of definitions (-D).
 */
#ifndef CLI_FIGURE_FILES_H
#define CLI_FIGURE_FILES_H

#include "cli/program.h"
#include "figures/definitions.h"
#include "figures/figure.h"
#include "register/areas.h"

/* Begins zeroed; _read may fail at any file, _release is always right. */
struct figure_files {
	/* options */
	struct text_list paths;                    /* none: standard input */
	const char *areas_path, *definitions_path; /* NULL: none */
	/* what the files hold */
	struct figures figures;
	struct areas areas;
	struct definitions definitions;
};

/* How many of the files are standard input, which can be read once. */
size_t figure_files_on_standard_input(const struct figure_files *f);
/* Whether path, which `option` names, is none of the files. False when an error was told. */
bool figure_files_are_kept(
    const struct figure_files *f, struct program *p, const char *option, const char *path);
/* Reads all of them; every fault is told, which raises the severity. */
void figure_files_read(struct figure_files *f, struct program *p);
void figure_files_release(struct figure_files *f);

#endif
