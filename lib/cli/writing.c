/* writing: see writing.h. */
#include "cli/writing.h"
#include "base/utf8.h"
#include "register/batch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void writing_start(void)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

/* A name that can stand in a record of one line. */
static bool is_user_name(const char *name)
{
	struct error ignored;
	return name && *name && utf8_valid_prefix(str_of(name)) == strlen(name) &&
	       batch_is_plain_text(STR("by"), false, str_of(name), &ignored);
}

const char *writing_user(char out[32])
{
	static const char *const variables[] = {"USER", "LOGNAME"};
	for (size_t i = 0; i < 2; i++) {
		const char *name = getenv(variables[i]);
		if (is_user_name(name))
			return name;
	}
	snprintf(out, 32, "%ld", (long)geteuid());
	return out;
}

bool writing_directory_exists(struct program *p, const struct source *s)
{
	struct stat st;
	struct error e;
	const char *path = s->directory.path;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	if (errno == ENOENT)
		error_errno(
		    &e, path, errno, "%s", _("no such register directory; mkdir makes one"));
	else
		error_errno(&e, path, ENOTDIR, "%s", _("not a register directory"));
	return program_tell(p, &e);
}

void writing_print_keys(struct program *p, struct str keys, bool written)
{
	struct error e;
	struct output *out = output_open(NULL, &e);
	output_str(out, keys);
	if (output_finish(out, &e))
		return;
	if (written) {
		struct error fault = e;
		/* TRANSLATORS: what went wrong with the output: "cannot be written: No space left"
		 */
		error_set(
		    &e, fault.kind, _("%s; the rows are on disk all the same"), fault.message);
		error_at(&e, fault.file, 0, 0);
	}
	program_tell(p, &e);
}
