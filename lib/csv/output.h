/*
 * output: where a program's result goes: standard output, or a file that appears whole or not at
 * all (written beside its place, then renamed). A name that ends in ".gz" is compressed, with the
 * same bytes for the same content. A device or FIFO is written to directly.
 *
 * Failures stick: once a write has failed the others do nothing, and output_finish tells.
 */
#ifndef CSV_OUTPUT_H
#define CSV_OUTPUT_H

#include "base/error.h"

struct output;

/* path NULL is standard output. NULL and *e when the file cannot be written. */
struct output *output_open(const char *path, struct error *e);
/* What is written is appended to `text`, which must outlive it. */
struct output *output_to_buf(struct buf *text);
void output_write(struct output *o, const void *bytes, size_t n);
void output_str(struct output *o, struct str text);
/* Whether a write has failed: a long job may stop. */
bool output_failed(const struct output *o);
/* Whether it goes to a file of its own, and that file's path (else NULL). */
bool output_is_file(const struct output *o);
const char *output_path(const struct output *o);
/*
 * Writes what is left, so that a file is whole and on disk but not yet in its place: of files that
 * belong together none takes its place before all are staged. Standard output and devices have all
 * then. Nothing is written behind it. False and *e when anything has failed; o is still to be
 * finished or abandoned.
 */
bool output_stage(struct output *o, struct error *e);
/* Writes what is left, puts the file in its place, frees o. False and *e when anything has failed;
 * no file then. */
bool output_finish(struct output *o, struct error *e);
/* Gives up: no file appears. Frees o; NULL is allowed. */
void output_abandon(struct output *o);

#endif
