/*
 * lock: one lock for a register directory, the file .lock in it, which is never removed. It is an
 * open-file-description lock (F_OFD_SETLK): it belongs to the descriptor, so closing some other
 * descriptor of the same file does not drop it, as it would a POSIX record lock, and it ends with
 * the process. Those who wait get it in the order in which they came; readers share their turn.
 */
#ifndef REGISTER_LOCK_H
#define REGISTER_LOCK_H

#include "base/error.h"

enum lock_kind { LOCK_SHARED, LOCK_EXCLUSIVE };

/*
 * Takes the lock, waiting at most timeout seconds. Returns its descriptor (close it to unlock), or
 * −1 with *e: ERROR_LOCKED when it is not free in time, ERROR_SYSTEM when there are no locks here.
 * A shared lock on a directory without .lock is not an error: *absent is set and −1 returned
 * (nobody has written here yet); exclusive creates the file.
 */
int lock_take(
    const char *directory, enum lock_kind kind, double timeout, bool *absent, struct error *e);

/* Permissions of a new file in the directory: 0600, or 0660 when the directory is setgid and
 * group-writable. */
unsigned lock_new_file_mode(const char *directory);

#endif
