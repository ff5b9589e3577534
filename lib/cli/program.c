/* program: see program.h. */
#include "cli/program.h"
#include "base/number.h"
#include "base/threads.h"
#include "base/utf8.h"
#include "csv/input.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifndef TAIZHANG_VERSION
#define TAIZHANG_VERSION "0"
#endif
#ifndef TAIZHANG_LOCALEDIR
#define TAIZHANG_LOCALEDIR "/usr/local/share/locale"
#endif

static int severity_of(const struct program *p, enum error_kind kind)
{
	switch (kind) {
	case ERROR_FOUND:
	case ERROR_TORN:
		return EXIT_FOUND;
	case ERROR_USAGE:
		return EXIT_USAGE;
	case ERROR_ROW:
		return p->keep_going ? EXIT_FOUND : EXIT_FAILED;
	case ERROR_DATA:
	case ERROR_SYSTEM:
		return EXIT_FAILED;
	case ERROR_LOCKED:
		return EXIT_LOCKED;
	default:
		return EXIT_DONE;
	}
}

void program_raise(struct program *p, int exit_code)
{
	if (exit_code > p->severity)
		p->severity = exit_code;
}

static void print_visible(FILE *stream, struct str text)
{
	struct buf scratch = BUF_INIT;
	struct str shown = utf8_visible(text, &scratch);
	if (shown.n)
		fwrite(shown.p, 1, shown.n, stream);
	buf_release(&scratch);
}

bool program_tell(struct program *p, const struct error *e)
{
	if (e->kind == ERROR_ROW)
		p->bad_rows++;
	program_raise(p, severity_of(p, e->kind));
	if (e->kind == ERROR_NOTE && p->quiet)
		return false;
	fprintf(stderr, "%s: ", p->name);
	if (e->file[0]) {
		print_visible(stderr, str_of(e->file));
		if (e->line)
			fprintf(stderr, ":%llu", (unsigned long long)e->line);
		if (e->line && e->column)
			fprintf(stderr, ":%llu", (unsigned long long)e->column);
		fputs(": ", stderr);
	}
	print_visible(stderr, str_of(e->message));
	putc('\n', stderr);
	return false;
}

void program_note(struct program *p, const char *file, const char *format, ...)
{
	struct error e = {.kind = ERROR_NOTE};
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(e.message, sizeof(e.message), format, arguments);
	va_end(arguments);
	if (file)
		error_at(&e, file, 0, 0);
	program_tell(p, &e);
}

bool program_usage_error(struct program *p, const char *format, ...)
{
	struct error e = {.kind = ERROR_USAGE};
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(e.message, sizeof(e.message), format, arguments);
	va_end(arguments);
	return program_tell(p, &e);
}

static void say(struct diag *diag, const struct error *e)
{
	program_tell((struct program *)diag, e); /* diag is the first member */
}

static bool wants_help, wants_version;

enum {
	COMMON_OPTIONS = 6,
	JOBS_MAX = 1024
}; /* they stand first in the table and last in the help text */

/* A standard stream that is closed stays unusable instead of being given to the next file that is
 * opened, which the program would then write its result into. */
static void keep_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(EXIT_FAILED);
}

/* What was freed is used again: fresh memory must be mapped and cleared by the kernel, page by
 * page, which is half the time of a short run. */
static void keep_freed_memory(void)
{
#ifdef __GLIBC__
	enum { LARGE = 2 * 1024 * 1024 };
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, 2 * LARGE);
#endif
}

void program_start(struct program *p, const char *name, const char *synopsis, const char *purpose)
{
	keep_standard_streams();
	keep_freed_memory();
	*p =
	    (struct program){.diag = {say}, .name = name, .synopsis = synopsis, .purpose = purpose};
	setlocale(LC_MESSAGES, "");
	setlocale(LC_CTYPE, "");
	const char *catalogue = getenv("TAIZHANG_LOCALEDIR");
	bindtextdomain("taizhang", catalogue ? catalogue : TAIZHANG_LOCALEDIR);
	bind_textdomain_codeset("taizhang", "UTF-8");
	textdomain("taizhang");
	const struct option_def common[] = {
	    {'j', "jobs", OPTION_TEXT, "N", N_("work in at most N threads; the result is the same"),
		&p->jobs},
	    {0, "max-bytes", OPTION_TEXT, "N",
		N_("no file may hold, unfolded, more than N bytes (K, M, G behind it)"),
		&p->max_bytes},
	    {'q', "quiet", OPTION_FLAG, NULL, N_("no notes on standard error, only errors"),
		&p->quiet},
	    {'v', "verbose", OPTION_FLAG, NULL, N_("say on standard error what is done"),
		&p->verbose},
	    {'h', "help", OPTION_FLAG, NULL, N_("print this text and end"), &wants_help},
	    {'V', "version", OPTION_FLAG, NULL, N_("print the version and end"), &wants_version},
	};
	program_add_options(p, common, sizeof(common) / sizeof(common[0]));
}

void program_add_options(struct program *p, const struct option_def *options, size_t count)
{
	if (p->option_count + count > PROGRAM_OPTIONS_MAX)
		abort();
	memcpy(p->options + p->option_count, options, count * sizeof(*options));
	p->option_count += count;
}

static void print_option(const struct option_def *o)
{
	char left[64];
	int n = o->letter ? snprintf(left, sizeof(left), "-%c, ", o->letter)
			  : snprintf(left, sizeof(left), "    ");
	snprintf(left + n, sizeof(left) - (size_t)n, "--%s%s%s", o->name, o->argument ? " " : "",
	    o->argument ? o->argument : "");
	printf("  %-28s  %s\n", left, _(o->help));
}

static void print_help(const struct program *p)
{
	const char *word = _("usage:");
	struct str lines = str_of(_(p->synopsis)), line;
	for (int blanks = 0; str_split(&lines, '\n', &line); word = "") {
		printf("%s%*s %s %.*s\n", word, blanks, "", p->name, (int)line.n, line.p);
		blanks = (int)utf8_width(str_of(_("usage:")));
	}
	printf("%s\n\n", _(p->purpose));
	for (size_t i = COMMON_OPTIONS; i < p->option_count; i++)
		print_option(&p->options[i]);
	for (size_t i = 0; i < COMMON_OPTIONS; i++)
		print_option(&p->options[i]);
}

static bool take_option(struct program *p, const struct option_def *o, const char *argument)
{
	if (o->kind == OPTION_FLAG) {
		*(bool *)o->target = true;
		return true;
	}
	if (o->kind == OPTION_LIST) {
		struct text_list *list = o->target;
		list->items =
		    mem_room(list->items, &list->capacity, list->count + 1, sizeof(*list->items));
		list->items[list->count++] = argument;
		return true;
	}
	const char **text = o->target;
	if (*text)
		return program_usage_error(p, _("--%s is given twice ('%s' and '%s')"), o->name,
		    error_quote(str_of(*text)), error_quote(str_of(argument)));
	*text = argument;
	return true;
}

/* What getopt_long could not place. */
static bool refuse_option(struct program *p, char **argv, bool lacks_argument)
{
	const char *word = argv[optind - 1];
	/* a long option leaves 0 or its own number, which is above the letters */
	if (optopt > 0 && optopt < 0x80) {
		if (lacks_argument)
			return program_usage_error(
			    p, _("option -%c needs an argument; see %s --help"), optopt, p->name);
		return program_usage_error(p, _("no option -%c; see %s --help"), optopt, p->name);
	}
	if (lacks_argument)
		return program_usage_error(p, _("option '%s' needs an argument; see %s --help"),
		    error_quote(str_of(word)), p->name);
	return program_usage_error(p,
	    _("no option '%s', or not clear which is meant; see %s --help"),
	    error_quote(str_of(word)), p->name);
}

/* A whole number, perhaps with K, M or G behind it. */
static bool parse_bytes(struct str text, uint64_t *bytes)
{
	static const char units[] = "KMG";
	int64_t number;
	unsigned shift = 0;
	const char *unit = text.n ? memchr(units, text.p[text.n - 1], sizeof(units) - 1) : NULL;
	if (unit) {
		shift = 10 * (unsigned)(unit - units + 1);
		text.n--;
	}
	if (!number_parse(text, &number) || number == 0 || number > INT64_MAX >> shift)
		return false;
	*bytes = (uint64_t)number << shift;
	return true;
}

static bool read_limits(struct program *p)
{
	uint64_t bytes;
	int64_t jobs = 0; /* as many as there are processors */
	if (p->jobs && (!number_parse(str_of(p->jobs), &jobs) || jobs < 1 || jobs > JOBS_MAX))
		return program_usage_error(p,
		    _("--jobs '%s' is not a number of threads; 1 to %d was expected"),
		    error_quote(str_of(p->jobs)), JOBS_MAX);
	threads_set((unsigned)jobs);
	if (p->max_bytes && !parse_bytes(str_of(p->max_bytes), &bytes))
		return program_usage_error(p,
		    _("--max-bytes '%s' is not a number of bytes; 1000000, 500K, 20M or 2G was "
		      "expected"),
		    error_quote(str_of(p->max_bytes)));
	if (p->max_bytes)
		input_set_max_bytes(bytes);
	return true;
}

bool program_parse(struct program *p, int argc, char **argv, int *first)
{
	enum { LONG_BASE = 256 };
	char letters[PROGRAM_OPTIONS_MAX * 2 + 2] = ":";
	struct option names[PROGRAM_OPTIONS_MAX + 1] = {0};
	size_t n = 1;
	for (size_t i = 0; i < p->option_count; i++) {
		const struct option_def *o = &p->options[i];
		names[i] = (struct option){o->name, o->argument ? required_argument : no_argument,
		    NULL, LONG_BASE + (int)i};
		if (!o->letter)
			continue;
		letters[n++] = (char)o->letter;
		if (o->argument)
			letters[n++] = ':';
	}
	letters[n] = '\0';
	opterr = 0;
	int found;
	while ((found = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		size_t at = found >= LONG_BASE ? (size_t)(found - LONG_BASE) : 0;
		if (found == '?' || found == ':')
			return refuse_option(p, argv, found == ':');
		while (found < LONG_BASE && p->options[at].letter != found)
			at++;
		if (!take_option(p, &p->options[at], optarg))
			return false;
	}
	*first = optind;
	if (wants_help)
		print_help(p);
	if (wants_version)
		printf("%s (taizhang) %s\n", p->name, TAIZHANG_VERSION);
	if (wants_help || wants_version)
		exit(program_finish(p, NULL));
	return read_limits(p);
}

bool path_is_standard(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

bool program_check_standard_input(struct program *p, size_t uses)
{
	return uses <= 1 ||
	       program_usage_error(p, "%s", _("standard input can be only one of the files"));
}

int program_finish(struct program *p, struct output *out)
{
	struct error e;
	if (out && p->severity >= EXIT_USAGE && output_is_file(out)) {
		program_note(
		    p, output_path(out), "%s", _("not written, because of the errors above"));
		output_abandon(out);
	} else if (out && !output_finish(out, &e)) {
		program_tell(p, &e);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		error_errno(&e, _("standard output"), errno, "%s", _("cannot be written"));
		program_tell(p, &e);
	}
	for (size_t i = 0; i < p->option_count; i++) {
		struct text_list *list = p->options[i].target;
		if (p->options[i].kind != OPTION_LIST)
			continue;
		free(list->items);
		*list = (struct text_list){0};
	}
	return p->severity;
}
