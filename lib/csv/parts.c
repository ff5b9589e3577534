/*
 * parts: see parts.h. The file is cut at multiples of a size; a part has the lines that begin in
 * its piece of the file. Threads take the next part from a common counter; of a gzip file, the next
 * members from a common place.
 */
#include "csv/parts.h"
#include "base/io.h"
#include "base/number.h"
#include "base/threads.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
	PART_SIZE = 4 * 1024 * 1024,
	PART_SIZE_IN_ORDER = 512 * 1024,
	PART_SIZE_FOLDED = 512 * 1024,
};

static uint64_t part_size(uint64_t usual)
{
	const char *text = getenv("TAIZHANG_PART");
	int64_t size;
	return text && number_parse(str_of(text), &size) && size > 0 ? (uint64_t)size : usual;
}

static unsigned threads_for(uint64_t parts)
{
	unsigned threads = threads_allowed();
	return parts < 2 ? 1 : parts < threads ? (unsigned)parts : threads;
}

unsigned csv_parts_threads_in_order(const struct csv_reader *whole)
{
	struct csv_extent all;
	if (threads_allowed() < 2 || !csv_reader_extent(whole, &all))
		return 1;
	return threads_for((all.to - all.from) / part_size(PART_SIZE));
}

unsigned csv_parts_threads(const struct csv_reader *whole)
{
	struct members all;
	if (threads_allowed() < 2 || !csv_reader_members(whole, &all))
		return csv_parts_threads_in_order(whole);
	unsigned threads = threads_for((all.to - all.from) / part_size(PART_SIZE_FOLDED));
	return threads > 1 && members_are_many(&all) ? threads : 1;
}

bool csv_parts_estimate(const struct csv_reader *whole, char c, uint64_t *count)
{
	enum { SAMPLES = 16, SAMPLE_SIZE = 16 * 1024 };
	char bytes[SAMPLE_SIZE];
	struct csv_extent all;
	uint64_t seen = 0, found = 0;
	*count = 0;
	if (!csv_reader_extent(whole, &all))
		return false;
	uint64_t size = all.to - all.from;
	uint64_t step = size > SAMPLES * SAMPLE_SIZE ? size / SAMPLES : SAMPLE_SIZE;
	for (uint64_t at = 0; at < size; at += step) {
		ssize_t got = io_pread(all.fd, bytes, SAMPLE_SIZE, all.from + at);
		if (got < 0)
			return false;
		const char *end = bytes + got, *next = bytes;
		while (next < end && (next = memchr(next, c, (size_t)(end - next)))) {
			found++;
			next++;
		}
		seen += (uint64_t)got;
	}
	if (seen)
		*count = (uint64_t)((double)found / (double)seen * (double)size);
	return true;
}

/* What the threads share. */
struct reading {
	const struct csv_reader *whole;
	struct csv_extent all;
	uint64_t size; /* of a part */
	csv_parts_work *work;
	atomic_uint_fast64_t next; /* part */
	atomic_bool failed;
	pthread_mutex_t lock;
	/* Of a gzip file: */
	struct members members;
	uint64_t cut; /* where the next part begins */
	/* In order: */
	csv_parts_turn *turn; /* or NULL */
	pthread_cond_t turned;
	uint64_t whose;    /* part whose turn it is */
	uint64_t finished; /* where the parts end that have had their turn */
	bool stopped;
};

struct worker {
	struct reading *reading;
	void *context;
	struct csv_reader *reader;
	pthread_t thread;
	bool started;
};

/* The first line that begins at `at` or behind it; the end when none does. */
static bool line_at(const struct reading *r, uint64_t at, uint64_t *start)
{
	char bytes[4096];
	*start = at;
	if (at <= r->all.from || at >= r->all.to) {
		*start = at <= r->all.from ? r->all.from : r->all.to;
		return true;
	}
	for (at--; at < r->all.to; at += sizeof(bytes)) {
		uint64_t left = r->all.to - at;
		size_t n = left < sizeof(bytes) ? (size_t)left : sizeof(bytes);
		if (io_pread(r->all.fd, bytes, n, at) != (ssize_t)n)
			return false;
		const char *newline = memchr(bytes, '\n', n);
		if (newline) {
			*start = at + (uint64_t)(newline - bytes) + 1;
			return true;
		}
	}
	*start = r->all.to;
	return true;
}

static bool read_extent(struct worker *w, struct csv_extent part)
{
	if (w->reader)
		csv_reader_restart(w->reader, part);
	else
		w->reader = csv_reader_of_part(w->reading->whole, part);
	return w->reading->work(w->context, w->reader) && csv_reader_took(w->reader, part);
}

static bool read_part(struct worker *w, uint64_t number, uint64_t *to)
{
	const struct reading *r = w->reading;
	struct csv_extent part = {.fd = r->all.fd};
	uint64_t from = r->all.from + number * r->size;
	if (!line_at(r, from, &part.from) || !line_at(r, from + r->size, &part.to))
		return false;
	*to = part.to;
	return part.from == part.to || read_extent(w, part);
}

/* Waits until all parts before have had their turn; then it is this one's, which begins nothing
 * when it was not read well. False: no turn comes after this one. */
static bool take_turn(struct worker *w, uint64_t number, bool good, uint64_t to)
{
	struct reading *r = w->reading;
	pthread_mutex_lock(&r->lock);
	while (r->whose != number && !r->stopped)
		pthread_cond_wait(&r->turned, &r->lock);
	bool mine = !r->stopped;
	pthread_mutex_unlock(&r->lock);
	good = mine && good && r->turn(w->context);
	if (!mine)
		return false;
	pthread_mutex_lock(&r->lock);
	r->stopped = !good;
	r->whose = number + 1;
	if (good)
		r->finished = to;
	pthread_cond_broadcast(&r->turned);
	pthread_mutex_unlock(&r->lock);
	return good;
}

static void run_lines(struct worker *w)
{
	struct reading *r = w->reading;
	uint64_t parts = (r->all.to - r->all.from + r->size - 1) / r->size;
	while (!atomic_load(&r->failed)) {
		uint64_t number = atomic_fetch_add(&r->next, 1);
		if (number >= parts)
			break;
		uint64_t to = 0;
		bool good = read_part(w, number, &to);
		if (r->turn)
			good = take_turn(w, number, good, to);
		if (!good)
			atomic_store(&r->failed, true);
	}
}

/* The next members that nobody reads; false when there are none. */
static bool take_members(struct reading *r, struct csv_extent *part)
{
	pthread_mutex_lock(&r->lock);
	bool more = r->cut < r->all.to;
	part->from = r->cut;
	if (more && !members_find(r->all.fd, r->cut + r->size, r->all.to, &part->to)) {
		atomic_store(&r->failed, true);
		more = false;
	}
	r->cut = more ? part->to : r->all.to;
	pthread_mutex_unlock(&r->lock);
	return more;
}

static void run_members(struct worker *w)
{
	struct reading *r = w->reading;
	struct csv_extent part = r->all;
	while (!atomic_load(&r->failed) && take_members(r, &part))
		if (!read_extent(w, part))
			atomic_store(&r->failed, true);
}

static void *run(void *context)
{
	struct worker *w = context;
	if (w->reading->all.of)
		run_members(w);
	else
		run_lines(w);
	csv_reader_close(w->reader);
	w->reader = NULL;
	return NULL;
}

static bool read_all(struct reading *r, void *const *contexts, unsigned threads)
{
	struct worker workers[THREADS_MAX] = {{0}};
	for (unsigned i = 0; i < threads; i++)
		workers[i] = (struct worker){.reading = r, .context = contexts[i]};
	/* a write to a closed pipe ends the program, whoever writes */
	int but = r->turn ? SIGPIPE : 0;
	for (unsigned i = 1; i < threads; i++)
		workers[i].started = threads_start(&workers[i].thread, run, &workers[i], but);
	run(&workers[0]);
	for (unsigned i = 1; i < threads; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
	return !atomic_load(&r->failed);
}

static bool find_members(struct reading *r)
{
	if (!csv_reader_members(r->whole, &r->members))
		return false;
	r->all =
	    (struct csv_extent){r->members.fd, r->members.from, r->members.to, .of = &r->members};
	r->size = part_size(PART_SIZE_FOLDED);
	r->cut = r->all.from;
	return true;
}

bool csv_parts_read(
    struct csv_reader *whole, csv_parts_work *work, void *const *contexts, unsigned threads)
{
	struct reading r = {
	    .whole = whole,
	    .size = part_size(PART_SIZE),
	    .work = work,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	};
	bool good = (csv_reader_extent(whole, &r.all) || find_members(&r)) &&
		    read_all(&r, contexts, threads);
	if (good)
		csv_reader_pass(whole);
	return good;
}

bool csv_parts_read_in_order(const struct csv_reader *whole, csv_parts_work *work,
    csv_parts_turn *turn, void *const *contexts, unsigned threads, uint64_t *bytes)
{
	struct reading r = {
	    .whole = whole,
	    .size = part_size(PART_SIZE_IN_ORDER),
	    .work = work,
	    .turn = turn,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .turned = PTHREAD_COND_INITIALIZER,
	};
	*bytes = 0;
	if (!csv_reader_extent(whole, &r.all))
		return false;
	r.finished = r.all.from;
	bool good = read_all(&r, contexts, threads);
	*bytes = r.finished - r.all.from;
	return good;
}
