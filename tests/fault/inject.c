/*
 * inject: preloaded into a program, makes calls fail, memory run out and writes fall short.
 *
 *     FAULT_ERRORS="write:2:28,ftruncate:1:5"   the 2nd write fails with errno 28, the 1st
 * ftruncate with 5; "write:2+:28": the 2nd and all that follow FAULT_MEMORY=7 the 7th malloc,
 * calloc or realloc fails FAULT_SHORT=1 or half                     every write of more than one
 * byte does 1 byte, or half FAULT_COUNTS=FILE                         at the end: "write 3" for
 * every kind of call made, "memory 99"
 *
 * Calls count from the beginning of main, whatever file they are for. A failing close closes all
 * the same, as it does in Linux.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The function of libc that stands behind ours. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum call {
	OPEN,
	CLOSE,
	READ,
	PREAD,
	WRITE,
	FSYNC,
	FTRUNCATE,
	FCNTL,
	STAT,
	LSTAT,
	FSTAT,
	ACCESS,
	RENAME,
	LINK,
	UNLINK,
	MKDIR,
	FCHMOD,
	FCHOWN,
	CALLS
};

static const char *const names[CALLS] = {"open", "close", "read", "pread", "write", "fsync",
    "ftruncate", "fcntl", "stat", "lstat", "fstat", "access", "rename", "link", "unlink", "mkdir",
    "fchmod", "fchown"};

enum { FAULTS_MAX = 8 };

struct fault {
	enum call call;
	unsigned long first;
	bool onwards;
	int number;
};

static struct {
	bool started;
	struct fault faults[FAULTS_MAX];
	size_t count;
	bool struck, has_then;
	struct fault then;
	unsigned long made[CALLS];
	unsigned long memory, memory_fails;
	size_t short_write; /* 0: as asked, 1: a byte, 2: half */
} plan;

static bool find_call(struct fault *f, const char *name)
{
	for (int i = 0; i < CALLS; i++)
		if (strcmp(names[i], name) == 0) {
			f->call = (enum call)i;
			return true;
		}
	return false;
}

static bool parse_fault(struct fault *f, const char *text)
{
	char name[16];
	int used = 0;
	if (sscanf(text, "%15[a-z]:%lu%n", name, &f->first, &used) != 2)
		return false;
	f->onwards = text[used] == '+';
	return sscanf(text + used + f->onwards, ":%d", &f->number) == 1 && find_call(f, name);
}

static bool parse_then(struct fault *f, const char *text)
{
	char name[16];
	return sscanf(text, "%15[a-z]:%d", name, &f->number) == 2 && find_call(f, name);
}

static void take_plan(void)
{
	const char *errors = getenv("FAULT_ERRORS"), *memory = getenv("FAULT_MEMORY"),
		   *fall_short = getenv("FAULT_SHORT"), *then = getenv("FAULT_THEN");
	while (errors && *errors && plan.count < FAULTS_MAX) {
		if (!parse_fault(&plan.faults[plan.count++], errors))
			abort();
		errors = strchr(errors, ',');
		errors += errors != NULL;
	}
	plan.has_then = then != NULL;
	if (then && !parse_then(&plan.then, then))
		abort();
	if (memory)
		plan.memory_fails = strtoul(memory, NULL, 10);
	if (fall_short)
		plan.short_write = strcmp(fall_short, "half") == 0 ? 2 : 1;
}

static void count_calls(void)
{
	const char *path = getenv("FAULT_COUNTS");
	plan.started = false;
	FILE *f = path ? fopen(path, "w") : NULL;
	for (int i = 0; f && i < CALLS; i++)
		if (plan.made[i])
			fprintf(f, "%s %lu\n", names[i], plan.made[i]);
	if (f) {
		fprintf(f, "memory %lu\n", plan.memory);
		fclose(f);
	}
}

__attribute__((constructor)) static void start(void)
{
	take_plan();
	plan.started = true;
}

__attribute__((destructor)) static void end(void)
{
	count_calls();
}

/* The program leaves without its destructors when memory is out. */
void _exit(int code)
{
	count_calls();
	REAL(_exit)(code);
	__builtin_unreachable();
}

static bool fails(enum call call)
{
	if (!plan.started)
		return false;
	unsigned long now = ++plan.made[call];
	if (plan.has_then && plan.struck && plan.then.call == call) {
		errno = plan.then.number;
		return true;
	}
	for (size_t i = 0; i < plan.count; i++) {
		const struct fault *f = &plan.faults[i];
		if (f->call == call && (now == f->first || (f->onwards && now > f->first))) {
			errno = f->number;
			plan.struck = true;
			return true;
		}
	}
	return false;
}

/* --- files ------------------------------------------------------------------------------------ */

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	return fails(OPEN) ? -1 : REAL(open)(path, flags, mode);
}

int close(int fd)
{
	bool failing = fails(CLOSE);
	int number = errno, result = REAL(close)(fd);
	if (!failing)
		return result;
	errno = number;
	return -1;
}

ssize_t read(int fd, void *bytes, size_t n)
{
	return fails(READ) ? -1 : REAL(read)(fd, bytes, n);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t offset)
{
	return fails(PREAD) ? -1 : REAL(pread)(fd, bytes, n, offset);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fails(WRITE))
		return -1;
	if (n > 1 && plan.short_write)
		n = plan.short_write == 1 ? 1 : n / 2;
	return REAL(write)(fd, bytes, n);
}

int fsync(int fd)
{
	return fails(FSYNC) ? -1 : REAL(fsync)(fd);
}

int ftruncate(int fd, off_t length)
{
	return fails(FTRUNCATE) ? -1 : REAL(ftruncate)(fd, length);
}

int fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	void *argument = va_arg(arguments, void *);
	va_end(arguments);
	return fails(FCNTL) ? -1 : REAL(fcntl)(fd, command, argument);
}

int stat(const char *path, struct stat *st)
{
	return fails(STAT) ? -1 : REAL(stat)(path, st);
}

int lstat(const char *path, struct stat *st)
{
	return fails(LSTAT) ? -1 : REAL(lstat)(path, st);
}

int fstat(int fd, struct stat *st)
{
	return fails(FSTAT) ? -1 : REAL(fstat)(fd, st);
}

int access(const char *path, int mode)
{
	return fails(ACCESS) ? -1 : REAL(access)(path, mode);
}

int rename(const char *from, const char *to)
{
	return fails(RENAME) ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to)
{
	return fails(LINK) ? -1 : REAL(link)(from, to);
}

int unlink(const char *path)
{
	return fails(UNLINK) ? -1 : REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode)
{
	return fails(MKDIR) ? -1 : REAL(mkdir)(path, mode);
}

int fchmod(int fd, mode_t mode)
{
	return fails(FCHMOD) ? -1 : REAL(fchmod)(fd, mode);
}

int fchown(int fd, uid_t owner, gid_t group)
{
	return fails(FCHOWN) ? -1 : REAL(fchown)(fd, owner, group);
}

/* --- memory ----------------------------------------------------------------------------------- */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t n);

static bool is_out_of_memory(void)
{
	if (!plan.started || ++plan.memory != plan.memory_fails)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t n)
{
	return is_out_of_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t size)
{
	return is_out_of_memory() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t n)
{
	return is_out_of_memory() ? NULL : __libc_realloc(old, n);
}
