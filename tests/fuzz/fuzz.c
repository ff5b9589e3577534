/* fuzz: see fuzz.h. */
#include "fuzz.h"

#include "base/io.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void fuzz_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

struct str fuzz_part(struct str *rest)
{
	struct str part = *rest;
	for (size_t at = 0; at < rest->n;) {
		struct str line = str_from(*rest, at);
		if (str_starts(line, STR("%%\n"))) {
			part = str_first(*rest, at);
			*rest = str_from(*rest, at + 3);
			return part;
		}
		size_t newline = str_find(line, STR("\n"));
		at = newline == SIZE_MAX ? rest->n : at + newline + 1;
	}
	*rest = (struct str){NULL, 0};
	return part;
}

/* --- files ----------------------------------------------------------------------------------- */

static char directory[512];

static void remove_directory(void)
{
	DIR *listing = opendir(directory);
	for (const struct dirent *entry; listing && (entry = readdir(listing));)
		unlink(fuzz_path(entry->d_name));
	if (listing)
		closedir(listing);
	rmdir(directory);
}

const char *fuzz_directory(void)
{
	const char *place = getenv("TMPDIR");
	if (directory[0])
		return directory;
	snprintf(directory, sizeof(directory), "%s/taizhang-fuzz.XXXXXX", place ? place : "/tmp");
	CHECK(mkdtemp(directory));
	atexit(remove_directory);
	return directory;
}

const char *fuzz_path(const char *name)
{
	enum { SLOTS = 5 };
	static char slots[SLOTS][1024];
	static unsigned next;
	char *path = slots[next++ % SLOTS];
	snprintf(path, sizeof(slots[0]), "%s/%s", fuzz_directory(), name);
	return path;
}

void fuzz_put(const char *name, struct str content)
{
	int fd = open(fuzz_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK(fd >= 0 && io_write(fd, content.p, content.n));
	close(fd);
}

bool fuzz_get(const char *name, struct buf *out)
{
	int fd = open(fuzz_path(name), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got;
	do {
		buf_reserve(out, 4096);
		got = io_read(fd, out->p + out->n, 4096);
		CHECK(got >= 0);
		out->n += (size_t)got;
	} while (got > 0);
	close(fd);
	return true;
}

void fuzz_remove(const char *name)
{
	unlink(fuzz_path(name));
}

struct input *fuzz_input(struct str content)
{
	struct error e;
	fuzz_put("input", content);
	struct input *in = input_open(fuzz_path("input"), &e);
	CHECK(in);
	return in;
}

/* --- what is told ---------------------------------------------------------------------------- */

void fuzz_check_error(const struct error *e)
{
	CHECK(e->kind > ERROR_NONE && e->kind <= ERROR_NOTE);
	CHECK(e->message[0] && memchr(e->message, '\0', sizeof(e->message)));
	CHECK(memchr(e->file, '\0', sizeof(e->file)));
	CHECK(e->column == 0 || e->line > 0);
}

void fuzz_say(struct diag *diag, const struct error *e)
{
	struct fuzz_diag *d = (struct fuzz_diag *)diag;
	fuzz_check_error(e);
	d->told[e->kind]++;
}

/* --- a district ------------------------------------------------------------------------------ */

static struct directory district;

static void close_district(void)
{
	directory_close(&district);
}

const struct directory *fuzz_district(void)
{
	static const char areas[] =
	    "code,name,vintage\n360102,东湖区,2023\n360102002,豫章街道,2023\n"
	    "360102007,滕王阁街道,2023\n360102007001,滨江社区,2023\n"
	    "360102002001,新村社区,2023\n360102002002,新村社区,2023\n";
	struct error e;
	if (district.path)
		return &district;
	setenv("SOURCE_DATE_EPOCH", "1719720000", 1);
	unsetenv("TAIZHANG_ZONE");
	fuzz_put("areas.csv", str_of(areas));
	CHECK(directory_open(&district, fuzz_directory(), &e));
	fuzz_remove("areas.csv");
	atexit(close_district);
	return &district;
}

const struct schema *fuzz_schema(struct str name)
{
	const struct schema *s = schema_find(name);
	return s ? s : schema_of(REGISTER_UNITS);
}
