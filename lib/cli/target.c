/* target: see target.h. Files are compared by device and number, so that links, second names and
 * ways around make no difference; a file that is not there yet by its directory and name. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

bool target_is_no_input(struct program *p, const char *option, const char *path, const char *input)
{
	struct stat target, read;
	if (is_standard(path) || is_standard(input) || stat(path, &target) != 0 ||
	    !S_ISREG(target.st_mode) || stat(input, &read) != 0 || !is_same(&target, &read))
		return true;
	return program_usage_error(p,
	    /* TRANSLATORS: an option such as -o and its argument */
	    _("%1$s '%2$s' is a file that is read; write to another one and rename that"), option,
	    error_quote(str_of(path)));
}

/* The part of a name that tells what it is: "units" of "units.journal.csv", ".units.csv.new". */
static bool is_of_register(struct str name)
{
	static const char *const endings[] = {
	    ".csv", ".csv.gz", ".journal.csv", ".torn", ".journal.torn"};
	static const char *const others[] = {".lock", ".pending", ".pending.new", "areas.csv",
	    "codes.csv", "closed.csv", "closed", "sheets.csv"};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_equal_text(name, others[i]))
			return true;
	bool prepared = str_starts(name, STR("."));
	if (prepared && name.n > 5 && str_equal(str_from(name, name.n - 4), STR(".new")))
		name = (struct str){name.p + 1, name.n - 5};
	for (int i = 0; i < REGISTER_COUNT; i++) {
		struct str stem = str_of(schema_of((enum register_id)i)->name);
		for (size_t j = 0;
		     str_starts(name, stem) && j < sizeof(endings) / sizeof(endings[0]); j++)
			if (str_equal_text(str_from(name, stem.n), endings[j]))
				return true;
	}
	return false;
}

/* Splits a path into its directory, to be freed, and its name. */
static char *split(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	if (!slash)
		return str_dup(STR("."));
	return str_dup((struct str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* Whether the path, as it is written or with its links followed, stands in the directory (or in
 * its closed/) under a name that belongs to it. */
static bool is_place_of(const struct source *s, const char *path)
{
	struct stat own, closed, st;
	const char *name;
	char *directory = split(path, &name);
	char *published = directory_file(&s->directory, "closed");
	bool here = stat(s->directory.path, &own) == 0 && stat(directory, &st) == 0;
	bool found = here && is_same(&own, &st) && is_of_register(str_of(name));
	found = found || (here && stat(published, &closed) == 0 && is_same(&closed, &st));
	free(published);
	free(directory);
	return found;
}

/* Whether the path is a second name of a file of the directory. */
static bool is_second_name(const struct source *s, const char *path)
{
	struct stat target, st;
	bool found = false;
	if (stat(path, &target) != 0 || !S_ISREG(target.st_mode) || target.st_nlink < 2)
		return false;
	for (int i = 0; i < 2 * REGISTER_COUNT + 3 && !found; i++) {
		static const char *const others[] = {"areas.csv", "codes.csv", "sheets.csv"};
		char name[64];
		if (i < 2 * REGISTER_COUNT)
			snprintf(name, sizeof(name), "%s%s.csv",
			    schema_of((enum register_id)(i / 2))->name, i % 2 ? ".journal" : "");
		else
			snprintf(name, sizeof(name), "%s", others[i - 2 * REGISTER_COUNT]);
		char *file = directory_file(&s->directory, name);
		found = stat(file, &st) == 0 && is_same(&target, &st);
		free(file);
	}
	return found;
}

/* The current directory is a register directory only when something shows it: it may be just where
 * somebody works on files. */
static bool is_register_directory(const struct source *s)
{
	struct stat st;
	const char *variable = getenv("TAIZHANG_DIR");
	if (s->directory_path || s->snapshot_taken || (variable && *variable))
		return true;
	char *lock = directory_file(&s->directory, ".lock");
	bool locked = stat(lock, &st) == 0;
	free(lock);
	return locked;
}

static bool is_of_directory(const struct source *s, const char *path)
{
	if (!is_register_directory(s))
		return false;
	char *real = realpath(path, NULL);
	bool found =
	    is_place_of(s, path) || (real && is_place_of(s, real)) || is_second_name(s, path);
	free(real);
	return found;
}

bool target_is_free(struct program *p, const struct source *s, const char *option, const char *path)
{
	if (is_standard(path) || !s)
		return true;
	for (int i = 0; i < REGISTER_COUNT; i++)
		for (size_t j = 0; j < s->register_files[i].count; j++)
			if (!target_is_no_input(p, option, path, s->register_files[i].items[j]))
				return false;
	return !is_of_directory(s, path) ||
	       program_usage_error(p,
		   _("%1$s '%2$s' is a file of the register directory; only writers change those"),
		   option, error_quote(str_of(path)));
}

bool target_is_apart(
    struct program *p, const struct source *s, const char *option, const char *path)
{
	struct stat own, st;
	if (!is_register_directory(s) || stat(path, &st) != 0 ||
	    stat(s->directory.path, &own) != 0 || !is_same(&own, &st))
		return true;
	return program_usage_error(p,
	    _("%1$s '%2$s' is the register directory; name another one, such as listings"), option,
	    error_quote(str_of(path)));
}
