/* store_internal: what the files of store share; see store.h. */
#ifndef REGISTER_STORE_INTERNAL_H
#define REGISTER_STORE_INTERNAL_H

#include "base/sync.h"
#include "register/pending.h"
#include "register/store.h"

#include <sys/stat.h>

enum { FILES_MAX = 2 * REGISTER_COUNT, FILE_NAME_SIZE = STORE_NAME_SIZE };

struct store_file {
	struct store *store;
	char name[FILE_NAME_SIZE];
	char *path;
	int fd;          /* −1: not created yet */
	uint64_t length; /* before this program wrote */
	bool is_new;
	int failure; /* errno of the first failed write */
	struct buf text;
	bool early; /* see store_sync_early */
	struct sync sync;
	/* of a file that is replaced */
	char *prepared;     /* path of its new content */
	int prepared_fd;    /* −1: not created yet */
	struct stat before; /* of the old file */
};

struct store {
	const struct directory *directory;
	struct diag *diag;
	int lock;
	struct store_file files[FILES_MAX];
	size_t count;
	char *pending, *prepared; /* paths of .pending and of the file that becomes it */
	bool one_row;
	bool replacing;  /* the files are replaced, not appended to */
	bool announced;  /* .pending stands there */
	bool writing;    /* begun and neither committed nor taken back */
	bool distrusted; /* what is on disk is not certain: see leave */
};

/* Whether DIR/closed is a directory of its own, or not there (*absent): what a link of that name
 * points to is never touched. False and *e otherwise. */
bool store_may_use_closed(const struct store *s, bool *absent, struct error *e);
void store_file_name(char name[FILE_NAME_SIZE], const struct schema *schema, enum store_kind kind);
/* Creates a file that must not exist, with the permissions of the directory's files. −1 and errno
 * otherwise. */
int store_create_file(const struct store *s, const char *path);
/* False and *e when a program that knows nothing of the lock has written meanwhile. */
bool store_is_as_it_was(const struct store_file *f, struct error *e);
/* Writes out what store_write has kept. */
void store_flush(struct store_file *f);
/* Makes .pending durable: whole or not there. */
bool store_announce(struct store *s, struct error *e);

/* The files as .pending names them; created_only: of new ones those that have been created. */
void store_list_files(const struct store *s, bool created_only, struct pending *p);

/* store_back.c */

/* No thread has to do with the file any more. */
void store_end_sync(struct store_file *f);
/* The way back: old lengths, no new files, no .pending. *e keeps what went wrong first and gets
 * what cannot be taken back. */
void store_take_back(struct store *s, struct error *e);

/* store_recover.c */

/* Brings every file back to what p says. Safe to do again. */
bool store_undo(const struct store *s, const struct pending *p, struct error *e);
/* Puts every prepared file of p in its place, durably. Safe to do again. */
bool store_finish(const struct store *s, const struct pending *p, struct error *e);
/* Removes .pending durably. */
bool store_conclude(const struct store *s, struct error *e);

/* store_replace.c: store_begin, store_commit and the way back for files that are replaced. */
bool store_begin_replacing(struct store *s, struct error *e);
bool store_commit_replacing(struct store *s, struct error *e);
void store_drop_prepared(struct store *s);

#endif
