/* A temporary directory for a unit test and the files in it. */
#ifndef PLACE_H
#define PLACE_H

#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

static char place[TEST_PATH_SIZE];

static inline const char *place_path(const char *name)
{
	enum { SLOTS = 4 };
	static char paths[SLOTS][512];
	static unsigned next;
	char *path = paths[next++ % SLOTS];
	snprintf(path, sizeof(paths[0]), "%s/%s", place, name);
	return path;
}

static inline void place_put(const char *name, struct str content)
{
	FILE *f = fopen(place_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fclose(f), 0);
}

/* The content of a file; NULL when there is none. Free it. */
static inline char *place_get(const char *name)
{
	FILE *f = fopen(place_path(name), "rb");
	struct buf text = BUF_INIT;
	char block[4096];
	size_t n;
	if (!f)
		return NULL;
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&text, block, n);
	fclose(f);
	buf_text(&text);
	return text.p;
}

/* A setup or teardown: nothing stands in the directory. */
static inline int place_clear(void **state)
{
	(void)state;
	DIR *d = opendir(place);
	const struct dirent *entry;
	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    unlink(place_path(entry->d_name)) != 0)
			rmdir(place_path(entry->d_name));
	if (d)
		closedir(d);
	return 0;
}

static inline int place_make(void **state)
{
	(void)state;
	return make_test_directory(place) ? 0 : -1;
}

static inline int place_remove(void **state)
{
	place_clear(state);
	return rmdir(place);
}

#endif
