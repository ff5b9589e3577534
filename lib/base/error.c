/* error: see error.h. */
#include "base/error.h"
#include "base/utf8.h"

#include <stdio.h>

/* Cuts a text that vsnprintf had to shorten at a whole character. */
static void end_at_character(char *text, size_t size)
{
	size_t n = strnlen(text, size);
	if (n + 1 < size)
		return;
	size_t good = utf8_valid_prefix((struct str){text, n});
	text[good] = '\0';
}

bool error_set(struct error *e, enum error_kind kind, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	*e = (struct error){.kind = kind};
	vsnprintf(e->message, sizeof(e->message), format, arguments);
	va_end(arguments);
	end_at_character(e->message, sizeof(e->message));
	return false;
}

bool error_at(struct error *e, const char *file, uint64_t line, uint64_t column)
{
	snprintf(e->file, sizeof(e->file), "%s", file ? file : "");
	end_at_character(e->file, sizeof(e->file));
	e->line = line;
	e->column = column;
	return false;
}

bool error_errno(struct error *e, const char *file, int number, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	*e = (struct error){.kind = ERROR_SYSTEM};
	vsnprintf(e->message, sizeof(e->message), format, arguments);
	va_end(arguments);
	size_t n = strlen(e->message);
	snprintf(e->message + n, sizeof(e->message) - n, ": %s", strerror(number));
	end_at_character(e->message, sizeof(e->message));
	return error_at(e, file, 0, 0);
}

void diag_ignore(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

void diag_note(struct diag *diag, const struct error *e)
{
	(void)e;
	((struct noting_diag *)(void *)diag)->told = true;
}

const char *error_quote(struct str text)
{
	enum { SLOTS = 5, CHARACTERS = 60 };
	static _Thread_local char slots[SLOTS][CHARACTERS * 4 + 8];
	static _Thread_local unsigned next;
	char *out = slots[next++ % SLOTS];
	size_t used = 0;
	for (int count = 0; used < text.n && count < CHARACTERS; count++)
		used += utf8_length(str_from(text, used));
	memcpy(out, text.p ? text.p : "", used);
	snprintf(out + used, 8, "%s", used < text.n ? "…" : "");
	return out;
}
