/*
 * store: everything that changes the files of a register directory. Rows are appended to registers
 * and journals, or the files are replaced by new ones, all or none; what is written is durable when
 * store_commit returns true. The files of closed periods (closed.h) and of
 * imports (sheets.csv) are written in the same way.
 *
 * Invariants, whatever ends the program: a file never holds a part of what was to be written beyond
 * what the next writer takes away again, and never loses what stood there before.
 *
 * - The exclusive lock of the directory is held from store_open to store_close.
 * - A .pending that a program left behind is undone or finished first (pending.h).
 * - A last line without newline is ended when it is a row, else set aside in NAME.torn.
 * - One row for one file is one write and one fsync. More than that is announced by a durable
 *   .pending with the old lengths; taking .pending away is the moment at which it counts.
 * - Files that are replaced are prepared beside their places, whole and durable; a durable .pending
 *   that names them is the moment at which they count. From there on there is only the way forward.
 * - What fails is taken back to the old lengths. A failed fsync is never repeated: what follows it
 *   is not trusted, and .pending stays for the next writer.
 *
 * Use: store_open; read under the lock (snapshot_take_locked); store_append or store_replace for
 * each file; store_begin; store_write; store_commit; store_close.
 */
#ifndef REGISTER_STORE_H
#define REGISTER_STORE_H

#include "register/directory.h"

#include <sys/types.h>

struct store;
struct store_file;

/* Room for the name of a file within the directory. */
enum { STORE_NAME_SIZE = 64 };

enum store_kind { STORE_REGISTER, STORE_JOURNAL };

/* Takes the lock (d->lock_timeout) and undoes what was left pending. Notes go to diag. d and diag
 * must outlive the store. NULL and *e otherwise. */
struct store *store_open(const struct directory *d, struct diag *diag, struct error *e);
/* The same in two steps, for a program that looks between them: the lock alone; then what was left
 * pending, which must come before anything else is done. */
struct store *store_lock(const struct directory *d, struct diag *diag, struct error *e);
bool store_recover(struct store *s, struct error *e);
/* Says in *e that the file has not the bytes that it had before an interrupted write. */
bool store_cannot_undo(const char *path, uint64_t length, struct error *e);
/* Takes back what is not committed, unlocks, frees. NULL is allowed. */
void store_close(struct store *s);

/* The file of a register or its journal, made ready for appending: its tail is mended. It need not
 * exist. NULL and *e for links, devices and the like, for a file that is only there compressed or
 * is damaged. The store owns the result. */
struct store_file *store_append(
    struct store *s, const struct schema *schema, enum store_kind kind, struct error *e);
/* The same for a file whose content is replaced: store_write gives all of the new one. It keeps
 * mode, owner and group; when they cannot be kept, store_begin refuses. The files of one store are
 * all appended to or all replaced. */
struct store_file *store_replace(
    struct store *s, const struct schema *schema, enum store_kind kind, struct error *e);
/* closed.csv or sheets.csv for appending (the tail stays as it is), or a new file closed/NAME.csv;
 * the directory closed/ is made with it when it is not there. `name` as pending_is_other has it.
 * NULL and *e for links and the like, and for a file in closed/ that is there already. */
struct store_file *store_append_other(struct store *s, const char *name, struct error *e);
/* Bytes of the file as it was made ready: at most n from `offset`; 0 at its end, −1 and errno. */
ssize_t store_file_read(const struct store_file *f, void *bytes, size_t n, uint64_t offset);
/* Bytes of the file as it was made ready; 0 when it does not exist yet. */
uint64_t store_file_length(const struct store_file *f);
/* It does not exist yet: what is written first must be the header. */
bool store_file_is_new(const struct store_file *f);
const char *store_file_path(const struct store_file *f);

/* Before the first store_write. one_row: a single row for a single file whose last column is
 * `recorded` (so that a torn row can be told from a whole one). False and *e when it cannot begin;
 * nothing has changed then. */
bool store_begin(struct store *s, bool one_row, struct error *e);
/* Whether the file is one that is written to: a plain file with one name. False and *e otherwise.
 */
bool store_may_write(const char *path, struct error *e);
/* The names, by number from 0, that writers prepare files under and that mean nothing unless
 * .pending names them. False behind the last one. */
bool store_leftover_name(size_t number, char name[STORE_NAME_SIZE]);
/* Whole lines; failures stick and are told by store_commit. */
void store_write(struct store_file *f, struct str lines);
/* The file will be written for a long time, between other work: parts of it are made durable
 * meanwhile (sync.h). Without it all is, once, by store_commit. */
void store_sync_early(struct store_file *f);
/* Of a file that is appended to: what was written to it since store_begin is taken back, with what
 * has failed about it, and store_write begins anew. */
void store_rewind(struct store_file *f);
/* Nothing is written to the file after all: when it is new it does not come to be. */
void store_drop(struct store_file *f);
/* Nothing is written to any: what store_begin did is taken back, then store_close is left to do.
 * False and *e when it cannot be. */
bool store_cancel(struct store *s, struct error *e);
/* True: all is durable. False and *e: all is taken back, or *e says what is not. Replaced files
 * that are announced but not in place are put there by whoever takes the lock next; *e says so. */
bool store_commit(struct store *s, struct error *e);

#endif
