/* include: see include.h. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "report/include.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* "." for a path without a slash, else what stands before the last one, with it. */
static struct str directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (struct str){path, (size_t)(slash - path) + 1} : STR("./");
}

char *include_root(const char *template_path)
{
	char *directory = str_dup(directory_of(template_path));
	char *root = realpath(directory, NULL);
	free(directory);
	return root;
}

char *include_real(const char *path)
{
	return realpath(path, NULL);
}

static bool check_path(struct str path, struct error *e)
{
	struct str rest = path, part;
	if (path.p[0] == '/')
		return error_set(e, ERROR_USAGE,
		    _("'%s' is an absolute path, write one from the template's directory"),
		    error_quote(path));
	while (str_split(&rest, '/', &part))
		if (str_equal_text(part, ".."))
			return error_set(e, ERROR_USAGE,
			    _("'%s' leads out of the template's directory by '..'"),
			    error_quote(path));
	return true;
}

static bool is_below(const char *path, const char *root)
{
	size_t n = strlen(root);
	if (strcmp(root, "/") == 0)
		return true;
	return strncmp(path, root, n) == 0 && path[n] == '/';
}

static bool check_file(
    const struct included_file *file, const char *root, struct str path, struct error *e)
{
	struct stat status;
	if (!file->real || stat(file->real, &status) != 0)
		return error_errno(e, "", errno, _("'%s' cannot be included"), error_quote(path));
	if (!is_below(file->real, root))
		return error_set(e, ERROR_USAGE,
		    _("'%s' leads out of the template's directory by a symbolic link"),
		    error_quote(path));
	if (!S_ISREG(status.st_mode))
		return error_set(e, ERROR_USAGE, _("'%s' is no regular file"), error_quote(path));
	return true;
}

bool include_find(struct included_file *file, const char *root, const char *from, struct str path,
    struct error *e)
{
	*file = (struct included_file){0};
	if (!check_path(path, e))
		return false;
	struct buf name = BUF_INIT;
	if (strchr(from, '/'))
		buf_add_str(&name, directory_of(from));
	buf_add_str(&name, path);
	file->name = str_dup(buf_str(&name));
	buf_release(&name);
	file->real = realpath(file->name, NULL);
	if (check_file(file, root, path, e))
		return true;
	included_file_release(file);
	return false;
}

void included_file_release(struct included_file *file)
{
	free(file->name);
	free(file->real);
	*file = (struct included_file){0};
}
