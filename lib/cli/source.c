/* source: see source.h. */
#include "cli/source.h"

#include <stdio.h>
#include <stdlib.h>

void source_add_directory_options(struct source *s, struct program *p)
{
	const struct option_def place[] = {
	    {'d', "directory", OPTION_TEXT, "DIR",
		N_("the register directory (default: $TAIZHANG_DIR, else .)"), &s->directory_path},
	    {0, "lock-timeout", OPTION_TEXT, "SECONDS",
		N_("wait at most so long for the directory's lock (default: 30)"),
		&s->lock_timeout},
	};
	program_add_options(p, place, sizeof(place) / sizeof(place[0]));
}

void source_add_options(struct source *s, struct program *p, bool with_time)
{
	const struct option_def file = {'f', "file", OPTION_LIST, "FILE",
	    N_("read FILE (- standard input), or NAME=FILE for one register; repeatable"),
	    &s->files};
	const struct option_def time[] = {
	    {0, "as-of", OPTION_TEXT, "DATE", N_("in force on DATE"), &s->time.as_of},
	    {0, "from", OPTION_TEXT, "DATE", N_("happened on DATE or later"), &s->time.from},
	    {0, "to", OPTION_TEXT, "DATE", N_("happened on DATE or earlier"), &s->time.to},
	    {0, "on", OPTION_TEXT, "FIELD", N_("the date field that --from and --to look at"),
		&s->time.on},
	    {0, "period", OPTION_TEXT, "PERIOD", N_("2024-06, 2024Q2, 2024H1, 2024 or last-month"),
		&s->time.period},
	    {0, "known-by", OPTION_TEXT, "TIME", N_("as the registers stood at TIME"),
		&s->time.known_by},
	};
	source_add_directory_options(s, p);
	program_add_options(p, &file, 1);
	if (with_time)
		program_add_options(p, time, sizeof(time) / sizeof(time[0]));
}

static const char *directory_path(const struct source *s)
{
	const char *variable = getenv("TAIZHANG_DIR");
	if (s->directory_path)
		return s->directory_path;
	return variable && *variable ? variable : ".";
}

/* Whole seconds, or with a decimal point. */
static bool read_timeout(struct source *s, struct program *p)
{
	struct fixed seconds;
	if (!s->lock_timeout)
		return true;
	if (!fixed_parse(str_of(s->lock_timeout), &seconds) || seconds.units < 0)
		return program_usage_error(p, _("--lock-timeout '%s' is not a number of seconds"),
		    error_quote(str_of(s->lock_timeout)));
	s->directory.lock_timeout = (double)seconds.units;
	for (unsigned i = 0; i < seconds.decimals; i++)
		s->directory.lock_timeout /= 10;
	return true;
}

static void add_file(struct text_list *list, const char *file)
{
	list->items = mem_room(list->items, &list->capacity, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = file;
}

size_t source_on_standard_input(const struct source *s)
{
	size_t uses = 0;
	for (int i = 0; i < REGISTER_COUNT; i++)
		for (size_t j = 0; j < s->register_files[i].count; j++)
			uses += path_is_standard(s->register_files[i].items[j]);
	return uses;
}

/* Standard input can be read once. */
static bool refuse_two_inputs(const struct source *s, struct program *p)
{
	return source_on_standard_input(s) < 2 ||
	       program_usage_error(
		   p, "%s", _("standard input (-) is named twice, it can be read once"));
}

/* `NAME=FILE` where NAME is a register, else a file of the main one. */
static bool sort_files(struct source *s, struct program *p, enum register_id main)
{
	for (size_t i = 0; i < s->files.count; i++) {
		struct str word = str_of(s->files.items[i]);
		size_t sign = str_find(word, STR("="));
		const struct schema *named =
		    sign == SIZE_MAX ? NULL : schema_find(str_first(word, sign));
		if (named)
			add_file(&s->register_files[named->id], word.p + sign + 1);
		else
			add_file(&s->register_files[main], word.p);
	}
	return refuse_two_inputs(s, p);
}

bool source_open(struct source *s, struct program *p, enum register_id main)
{
	struct error e;
	if (!directory_open(&s->directory, directory_path(s), &e))
		return program_tell(p, &e);
	if (!time_choice_read(&s->choice, &s->time, &s->directory, &e))
		return program_tell(p, &e);
	return read_timeout(s, p) && sort_files(s, p, main);
}

/* The journal stands beside a register of the directory; a file that is named has none. */
static void note_no_journal(struct source *s, struct program *p)
{
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (s->register_files[i].count)
			program_note(p, s->register_files[i].items[0], "%s",
			    _("read without a journal: rows that were replaced or withdrawn since "
			      "--known-by are not found"));
}

bool source_take(struct source *s, struct program *p, unsigned registers, bool journals)
{
	struct error e;
	if (s->choice.known_by != INSTANT_NONE)
		note_no_journal(s, p);
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (s->register_files[i].count)
			registers &= ~REGISTER_BIT(i);
	if (!registers)
		return true;
	journals = journals || s->choice.known_by != INSTANT_NONE;
	if (!snapshot_take(&s->snapshot, &s->directory, registers, journals, &e))
		return program_tell(p, &e);
	s->snapshot_taken = true;
	return true;
}

struct table_spec source_spec(struct source *s, struct program *p, enum register_id id)
{
	return (struct table_spec){
	    .schema = schema_of(id),
	    .directory = &s->directory,
	    .snapshot = &s->snapshot,
	    .files = s->register_files[id].items,
	    .file_count = s->register_files[id].count,
	    .known_by = s->choice.known_by,
	    .mode = VALUE_STORED,
	    .diag = &p->diag,
	};
}

bool source_read_registers(struct program *p, char **operands, unsigned *registers)
{
	*registers = *operands ? 0 : REGISTER_ALL;
	for (; *operands; operands++) {
		const struct schema *s = schema_find(str_of(*operands));
		if (!s)
			return program_usage_error(p,
			    _("'%s' is no register; units, orgs, people, visits, meetings, "
			      "problems, "
			      "events, sites or awards was expected"),
			    error_quote(str_of(*operands)));
		*registers |= REGISTER_BIT(s->id);
	}
	return true;
}

void source_close(struct source *s)
{
	if (s->snapshot_taken)
		snapshot_release(&s->snapshot);
	for (int i = 0; i < REGISTER_COUNT; i++)
		free(s->register_files[i].items);
	directory_close(&s->directory);
}
