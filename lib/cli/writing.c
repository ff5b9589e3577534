/* writing: see writing.h. */
#include "cli/writing.h"
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

bool writing_reason(struct program *p, const char *why)
{
	struct error e;
	if (batch_is_good_reason(why, &e))
		return true;
	e.kind = ERROR_USAGE;
	return program_tell(p, &e);
}

const char *writing_user(char out[32])
{
	static const char *const variables[] = {"USER", "LOGNAME"};
	struct error ignored;
	for (size_t i = 0; i < 2; i++) {
		const char *name = getenv(variables[i]);
		if (name && *name && batch_is_good_reason(name, &ignored))
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
