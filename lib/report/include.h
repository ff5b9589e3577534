/*
 * include: which file {{include PATH}} means. Only files in the directory of the template or below
 * it: a path is relative to the file that includes it, has no "..", and no link of it may lead out.
 */
#ifndef REPORT_INCLUDE_H
#define REPORT_INCLUDE_H

#include "base/error.h"

struct included_file {
	char *name; /* for messages: as the file is reached from here */
	char *real; /* without links */
};

/* The directory of a template, without links; free it. NULL when it cannot be found. */
char *include_root(const char *template_path);
/* The path of a file without links; free it. NULL when it cannot be found. */
char *include_real(const char *path);
/* The regular file that `path` means in the file `from`. False and *e without a place: ERROR_USAGE
 * when the path may not stand there, ERROR_SYSTEM when there is no such file. */
bool include_find(struct included_file *file, const char *root, const char *from, struct str path,
    struct error *e);
void included_file_release(struct included_file *file);

#endif
