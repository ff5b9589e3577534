/*
 * zip_writer: a zip archive (PKWARE APPNOTE 6.3) as it is written, part after part, to an output
 * that need not be a file: sizes and checks follow each part (4.3.9). Every part is deflated and
 * dated 1980-01-01, the first day there is, so that the same parts make the same bytes.
 *
 * Without the extension for large files: no part and no archive of 4 GiB or more, at most 65,535
 * parts.
 */
#ifndef CSV_ZIP_WRITER_H
#define CSV_ZIP_WRITER_H

#include "csv/output.h"

struct zip_writer;

/* `out` is borrowed. */
struct zip_writer *zip_writer_new(struct output *out);
/* Another limit than 4 GiB, for tests: the most bytes of a part, and of the archive. */
void zip_writer_set_most(struct zip_writer *z, uint32_t bytes);
/* Begins a part, ending the one before it. `name` is ASCII, with '/' between directories, and
 * copied. */
void zip_writer_begin(struct zip_writer *z, const char *name);
/* Adds bytes to the part at hand. */
void zip_writer_add(struct zip_writer *z, struct str bytes);
/* Whether more has come than fits: what comes then is dropped, and zip_writer_finish fails. */
bool zip_writer_is_full(const struct zip_writer *z);
/* Ends the last part and writes the directory of all. False and *e (ERROR_SYSTEM) when it does not
 * fit; whether it could be written tells output_finish. */
bool zip_writer_finish(struct zip_writer *z, struct error *e);
/* NULL is allowed. */
void zip_writer_free(struct zip_writer *z);

#endif
