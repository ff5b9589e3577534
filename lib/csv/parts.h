/*
 * parts: the rows of a file read by several threads at once, each a part of the file at a time.
 *
 * A record is one line, so a file may be cut at any newline. Which thread gets which part, and in
 * what order, is not known: what the threads find must not depend on it. Whoever meets anything out
 * of the ordinary gives up (false); the file is then read again from its start by one thread, which
 * finds and tells all in order. So only what is right needs to be fast.
 *
 * A gzip file of many members is cut where members begin (members.h), unless order matters: a part
 * can be very long.
 */
#ifndef CSV_PARTS_H
#define CSV_PARTS_H

#include "csv/reader.h"

/* The threads are those that base/threads.h allows. TAIZHANG_PART=BYTES sets the size of a part,
 * for tests. */

/* How many contexts csv_parts_read will use for this file: 1 when it is small, or no regular file.
 */
unsigned csv_parts_threads(const struct csv_reader *whole);
/* The same for csv_parts_read_in_order. */
unsigned csv_parts_threads_in_order(const struct csv_reader *whole);

/* About how many bytes `c` stand behind the header, from some samples; false when they cannot be
 * read. */
bool csv_parts_estimate(const struct csv_reader *whole, char c, uint64_t *count);

/* Reads all rows that `part` has. False: give up. */
typedef bool csv_parts_work(void *context, struct csv_reader *part);
/* Has the rows behind the header of `whole`, of which no row has been taken yet, read by
 * csv_parts_threads(whole) threads, the caller's among them; contexts[i] is given to one thread
 * only. False when one has given up or a read failed: nothing is known about which rows were read
 * then. `whole` stays where it is; after true nobody may read it. */
bool csv_parts_read(
    struct csv_reader *whole, csv_parts_work *work, void *const *contexts, unsigned threads);

/*
 * The same for who writes what it finds in the order of the rows: when a part has been read, and
 * all parts before it have had their turn, `turn` is called with the part's context, before that
 * reads another part (also for one without rows, of which the work knows nothing). What the work of
 * a part finds must wait in the context until then. False from either and no further turn comes;
 * *bytes says how many bytes behind the header belong to parts that have had theirs: what stands
 * behind is to be read by one thread. `turn` may be cut short by SIGPIPE.
 */
typedef bool csv_parts_turn(void *context);
bool csv_parts_read_in_order(const struct csv_reader *whole, csv_parts_work *work,
    csv_parts_turn *turn, void *const *contexts, unsigned threads, uint64_t *bytes);

#endif
