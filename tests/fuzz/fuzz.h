/*
 * fuzz: what every fuzz target includes first.
 *
 * A target is one function that takes any bytes and checks what must hold for all of them.
 * libFuzzer calls it with what it makes up (`make fuzz`), replay.c with the inputs of
 * corpus/NAME.txt (`make check`). A property that does not hold ends the process with a message and
 * abort().
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/error.h"
#include "csv/reader.h"
#include "register/directory.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define CHECK(holds)                                                                               \
	do {                                                                                       \
		if (!(holds))                                                                      \
			fuzz_fail(__FILE__, __LINE__, #holds);                                     \
	} while (0)

_Noreturn void fuzz_fail(const char *file, int line, const char *what);

static inline struct str fuzz_text(const uint8_t *bytes, size_t n)
{
	return (struct str){(const char *)bytes, n};
}

/* Cuts the text up to a line "%%" off the front of *rest: targets that need several files have them
 * so. The last part ends the rest (rest->p is NULL then). */
struct str fuzz_part(struct str *rest);

/* A directory of this process alone, removed at its end; the files that a target puts there by name
 * are removed with it. */
const char *fuzz_directory(void);
/* The path of a file in it; valid for four further calls. */
const char *fuzz_path(const char *name);
/* Gives that file this content. */
void fuzz_put(const char *name, struct str content);
/* Appends the content of that file; false when there is none. */
bool fuzz_get(const char *name, struct buf *out);
void fuzz_remove(const char *name);

/* The bytes as an open file gives them: gzip is told by its first bytes. */
struct input *fuzz_input(struct str content);

/* Counts what is told, by kind, and looks at each message. */
struct fuzz_diag {
	struct diag diag;
	size_t told[ERROR_NOTE + 1];
};

#define FUZZ_DIAG ((struct fuzz_diag){.diag = {fuzz_say}})

void fuzz_say(struct diag *diag, const struct error *e);
/* That an error has what an error must have. */
void fuzz_check_error(const struct error *e);

/* A register directory with the built-in words, some areas and a fixed clock: 2024-06-30, 12:00 in
 * +08:00. Made once. */
const struct directory *fuzz_district(void);
/* The register that a word names; units for any other. */
const struct schema *fuzz_schema(struct str name);

#endif
