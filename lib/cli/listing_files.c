/* listing_files: see listing_files.h. */
#include "cli/listing_files.h"
#include "cli/target.h"
#include "cli/workbook.h"
#include "figures/listing_name.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* --- options ---------------------------------------------------------------------------------- */

void listing_files_add_options(struct listing_files *l, struct program *p)
{
	const struct option_def options[] = {
	    {0, "listings", OPTION_TEXT, "DIR",
		N_("write into DIR a file with the rows behind each figure of --trace"),
		&l->directory},
	    {0, "trace", OPTION_TEXT, "FILE", N_("the trace of a report, for --listings"),
		&l->trace},
	    {0, "listings-as", OPTION_TEXT, "FORM",
		N_("csv (the default) or xlsx: what files --listings writes"), &l->form},
	};
	program_add_options(p, options, sizeof(options) / sizeof(options[0]));
}

bool listing_files_are_wanted(const struct listing_files *l)
{
	return l->directory != NULL;
}

const char *listing_ending(struct program *p, const char *form)
{
	if (!form || strcmp(form, "csv") == 0)
		return ".csv";
	if (strcmp(form, "xlsx") == 0)
		return ".xlsx";
	program_usage_error(
	    p, _("no form '%s', write --listings-as csv or xlsx"), error_quote(str_of(form)));
	return NULL;
}

static bool read_trace(struct listing_files *l, struct program *p)
{
	struct error e;
	struct input *in = input_open(l->trace, &e);
	figures_init(&l->wanted);
	if (!in || !figures_read(&l->wanted, in, &p->diag, &e))
		return program_tell(p, &e);
	figures_sort(&l->wanted);
	l->made = mem_alloc(l->wanted.count + 1, sizeof(*l->made));
	return p->severity < EXIT_FAILED;
}

bool listing_files_read(struct listing_files *l, const struct source *s, struct program *p)
{
	if (!l->directory && !l->trace && !l->form)
		return true;
	if (!l->directory || !l->trace)
		return program_usage_error(p, "%s",
		    _("--listings DIR and --trace FILE go together: the trace says which rows"));
	if (!*l->directory)
		return program_usage_error(p, "%s", _("--listings '' names no directory"));
	if (s->time.as_of || s->time.from || s->time.to || s->time.period)
		return program_usage_error(p, "%s",
		    _("--listings takes the days and periods of the trace; --as-of, --from, --to "
		      "and --period are not for it"));
	l->ending = listing_ending(p, l->form);
	return l->ending &&
	       program_check_standard_input(
		   p, path_is_standard(l->trace) + source_on_standard_input(s)) &&
	       read_trace(l, p);
}

/* --- the directory ---------------------------------------------------------------------------- */

bool listing_files_begin(struct listing_files *l, const struct source *s, struct program *p)
{
	struct error e;
	struct stat st;
	if (p->severity >= EXIT_FAILED || !target_is_free(p, s, "--listings", l->directory) ||
	    !target_is_apart(p, s, "--listings", l->directory))
		return false;
	if (mkdir(l->directory, 0777) != 0 && errno != EEXIST) {
		error_errno(&e, l->directory, errno, "%s", _("the directory cannot be made"));
		return program_tell(p, &e);
	}
	if (stat(l->directory, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	error_set(&e, ERROR_SYSTEM, "%s", _("is not a directory, one was expected for --listings"));
	error_at(&e, l->directory, 0, 0);
	return program_tell(p, &e);
}

/* --- one file --------------------------------------------------------------------------------- */

static char *path_of(const struct listing_files *l, const struct figure *row)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/", l->directory);
	listing_name(&path, row, l->ending);
	char *text = str_dup(buf_str(&path));
	buf_release(&path);
	return text;
}

/* A link would lead out of the directory, a device or pipe is not replaced. */
static bool is_replaceable(struct program *p, const char *path)
{
	struct error e;
	struct stat st;
	if (lstat(path, &st) != 0 || S_ISREG(st.st_mode))
		return true;
	error_set(&e, ERROR_SYSTEM, "%s",
	    _("stands in the place of a listing and is no plain file; move it away"));
	error_at(&e, path, 0, 0);
	return program_tell(p, &e);
}

static bool is_workbook(const struct listing_files *l)
{
	return strcmp(l->ending, ".xlsx") == 0;
}

struct output *listing_files_open(
    struct listing_files *l, const struct source *s, const struct figure *row, struct program *p)
{
	struct error e;
	char *path = path_of(l, row);
	l->out = NULL;
	if (is_replaceable(p, path) && target_is_free(p, s, "--listings", path) &&
	    target_is_no_input(p, "--listings", path, l->trace)) {
		l->out = output_open(path, &e);
		if (!l->out)
			program_tell(p, &e);
	}
	l->rows.n = 0;
	free(path);
	l->text = l->out && is_workbook(l) ? output_to_buf(&l->rows) : l->out;
	return l->text;
}

static void compare(struct listing_files *l, const struct figure *row, struct fixed value)
{
	if (fixed_compare(row->value, value) == 0 || l->differing++)
		return;
	l->first = row;
	l->first_value = value;
}

bool listing_files_close(struct listing_files *l, const struct source *s, const struct schema *of,
    const struct figure *row, struct fixed value, struct program *p)
{
	struct error e;
	bool good = true;
	if (l->text != l->out) {
		output_finish(l->text, &e);
		good = workbook_list(of, &s->directory, buf_str(&l->rows), p, l->out);
	}
	if (!good) {
		output_abandon(l->out);
		return false;
	}
	if (!output_finish(l->out, &e))
		return program_tell(p, &e);
	compare(l, row, value);
	l->made[row - l->wanted.rows] = true;
	l->written++;
	return true;
}

/* --- the end ---------------------------------------------------------------------------------- */

/* What was counted from other rows, or by other rules. */
static void tell_difference(const struct listing_files *l, struct program *p)
{
	struct buf key = BUF_INIT, there = BUF_INIT, here = BUF_INIT;
	struct error e;
	figure_print_key(l->first, &key);
	fixed_print(&there, l->first->value);
	fixed_print(&here, l->first_value);
	error_set(&e, ERROR_FOUND,
	    ngettext("the rows of %1$zu listing do not give the number of the trace: '%2$s' is "
		     "%3$s there, its rows give %4$s",
		"the rows of %1$zu listings do not give the number of the trace: '%2$s' is %3$s "
		"there, its rows give %4$s",
		l->differing),
	    l->differing, error_quote(buf_str(&key)), buf_text(&there), buf_text(&here));
	error_at(&e, l->trace, 0, 0);
	program_tell(p, &e);
	buf_release(&key);
	buf_release(&there);
	buf_release(&here);
}

/* The first is named, without its group, which may be personal: that tells whether the other
 * program makes them, or an option is missing. */
static void tell_others(const struct listing_files *l, size_t others, struct program *p)
{
	size_t first = 0;
	while (l->made[first])
		first++;
	program_note(p, l->trace,
	    ngettext("%1$zu figure is not made by %2$s with these options, its rows are not "
		     "listed: '%3$s'",
		"%1$zu figures are not made by %2$s with these options, their rows are not "
		"listed; the first is '%3$s'",
		others),
	    others, p->name, error_quote(l->wanted.rows[first].figure));
}

void listing_files_end(const struct listing_files *l, struct program *p)
{
	size_t others = l->wanted.count - l->written;
	if (p->verbose)
		program_note(p, l->directory,
		    ngettext("%zu listing written", "%zu listings written", l->written),
		    l->written);
	if (l->differing)
		tell_difference(l, p);
	if (others)
		tell_others(l, others, p);
}

void listing_files_release(struct listing_files *l)
{
	figures_release(&l->wanted);
	free(l->made);
	buf_release(&l->rows);
}
