/* sheet_internal: what the readers of the formats share; see sheet.h. */
#ifndef SHEET_SHEET_INTERNAL_H
#define SHEET_SHEET_INTERNAL_H

#include "sheet/sheet.h"

#include <sys/stat.h>

/* A reader of one format. `state` is its own. */
struct sheet_format {
	int (*next)(void *state, struct sheet_row *row, struct error *e);
	void (*close)(void *state);
	/* Of text, else NULL. Opened with the beginning of a file: whether nothing would be
	 * understood otherwise if all of it were there. Then `more` is asked, when it is needed,
	 * how many bytes the rest has; it stands behind the beginning by then. */
	bool (*is_certain)(void *state, size_t (*more)(void *context), void *context);
	/* Whether it can be read in parts; one of them; rows up to here. */
	bool (*can_be_cut)(const void *state);
	void (*begin_part)(
	    void *state, const void *whole, struct str part, bool begins, uint64_t before);
	uint64_t (*rows)(const void *state);
};

/* A large plain file of which only the beginning was read. It is read at many places by several
 * threads. */
struct sheet_file {
	const char *path; /* as messages show it */
	int fd;           /* −1: there is none */
	uint64_t from;    /* where its bytes begin, of which there are so many */
	size_t size;
	struct stat before; /* when it was opened */
	bool loaded;        /* all of it is in memory after all */
	bool failed;        /* that could not be; fault says why */
	struct error fault;
};

/* `path` is borrowed. False: it cannot be kept open. */
bool sheet_file_open(struct sheet_file *f, const char *path, int fd, uint64_t from, size_t size);
void sheet_file_close(struct sheet_file *f);
/* False and *e: they cannot be read, or the file has become shorter. */
bool sheet_file_read(
    const struct sheet_file *f, size_t from, size_t to, char *out, struct error *e);
/* The same up to its end, by all threads. */
bool sheet_file_read_rest(const struct sheet_file *f, size_t from, char *out, struct error *e);
/* The end of the line that the byte at `at` is in; that of the file where it cannot be read, which
 * is found out when the line is. */
size_t sheet_file_cut(const struct sheet_file *f, size_t at);
bool sheet_file_is_unchanged(const struct sheet_file *f, struct error *e);
bool sheet_file_say_changed(const char *path, struct error *e);

struct sheet {
	const struct sheet_format *format;
	void *state;
	struct sheet_facts facts;
	char *path;
	/* The whole file, unfolded, or its beginning (then there is room for all of it). Of a
	 * reader of parts: the part, when it stands in a file. */
	struct buf content;
	bool borrowed; /* that is another reader's, see sheet_again */
	struct sheet_file file;
	char *name; /* facts.name, when what it stood in is gone */
};

/* Each takes the whole content of the file (unfolded; borrowed until close) and fills in
 * s->format, s->state and s->facts. False and *e otherwise, with nothing left to free. */
bool sheet_open_text(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e);
bool sheet_open_xlsx(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e);

#endif
