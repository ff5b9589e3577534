/* closing_settings: see closing_settings.h. A word with a blank or a quote, or an empty one, stands
 * in '…'; a quote within is doubled. */
#include "figures/closing_settings.h"

#include <stdlib.h>

static void print(struct buf *out, const char *option, const char *value)
{
	if (!value)
		return;
	buf_add_text(out, out->n ? " --" : "--");
	buf_add_text(out, option);
	buf_add_char(out, ' ');
	bool plain = *value && !strpbrk(value, " '");
	if (!plain)
		buf_add_char(out, '\'');
	for (const char *c = value; *c; c++) {
		if (*c == '\'')
			buf_add_char(out, '\'');
		buf_add_char(out, *c);
	}
	if (!plain)
		buf_add_char(out, '\'');
}

void closing_settings_print(const struct closing_settings *s, struct buf *out)
{
	struct buf text = BUF_INIT;
	print(&text, "by", s->by);
	print(&text, "group", s->group);
	for (size_t i = 0; i < s->due_count; i++)
		print(&text, "due", s->due[i]);
	print(&text, "units", s->units);
	print(&text, "work", s->work);
	buf_add_str(out, buf_str(&text));
	buf_release(&text);
}

/* Cuts a word off *rest, unquoted in its place. NULL when there is none or a quote is open. */
static char *take_word(char **rest)
{
	char *from = *rest, *to = *rest, *word = *rest;
	bool quoted = *from == '\'';
	from += quoted;
	for (; *from && (quoted || *from != ' '); from++) {
		if (quoted && *from == '\'') {
			if (from[1] != '\'')
				break;
			from++;
		}
		*to++ = *from;
	}
	if (quoted && *from++ != '\'')
		return NULL;
	if (*from && *from != ' ')
		return NULL;
	*rest = *from ? from + 1 : from;
	*to = '\0';
	return quoted || *word ? word : NULL;
}

static const char **target(struct closing_settings *s, const char *option)
{
	const struct {
		const char *name;
		const char **target;
	} options[] = {
	    {"--by", &s->by}, {"--group", &s->group}, {"--units", &s->units}, {"--work", &s->work}};
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(option, options[i].name) == 0 && !*options[i].target)
			return options[i].target;
	if (strcmp(option, "--due") != 0)
		return NULL;
	s->own_due = mem_grow(s->own_due, s->due_count + 1, sizeof(*s->own_due));
	s->due = s->own_due;
	return &s->own_due[s->due_count++];
}

bool closing_settings_parse(struct closing_settings *s, const char *text, struct error *e)
{
	*s = (struct closing_settings){.storage = str_dup(str_of(text))};
	char *rest = s->storage;
	while (*rest) {
		const char *option = take_word(&rest);
		const char **into = option ? target(s, option) : NULL;
		if (into)
			*into = take_word(&rest);
		if (!into || !*into)
			return error_set(e, ERROR_DATA,
			    _("'%s' are no options that figures were counted with"),
			    error_quote(str_of(text)));
	}
	return true;
}

void closing_settings_release(struct closing_settings *s)
{
	free(s->storage);
	free(s->own_due);
	*s = (struct closing_settings){0};
}
