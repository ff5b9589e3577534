/* nearest: see nearest.h. */
#include "report/nearest.h"
#include "base/error.h"
#include "register/schema.h"

#include <stdio.h>

struct nearest nearest_to(struct str wanted)
{
	return (struct nearest){.wanted = wanted};
}

void nearest_offer(struct nearest *n, struct str name)
{
	size_t distance = text_distance(n->wanted, name), at = 0;
	for (size_t i = 0; i < n->count; i++)
		if (str_equal(n->names[i], name))
			return;
	while (at < n->count && n->distances[at] <= distance)
		at++;
	if (at == NEAREST_KEPT)
		return;
	if (n->count < NEAREST_KEPT)
		n->count++;
	for (size_t i = n->count - 1; i > at; i--) {
		n->names[i] = n->names[i - 1];
		n->distances[i] = n->distances[i - 1];
	}
	n->names[at] = name;
	n->distances[at] = distance;
}

static const char *quote_names(const struct nearest *n, size_t most)
{
	static char text[NEAREST_KEPT * 260];
	size_t used = 0;
	text[0] = '\0';
	for (size_t i = 0; i < n->count && i < most; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    /* TRANSLATORS: names in a list, the first and those behind it */
		    i ? _(", '%s'") : _("'%s'"), error_quote(n->names[i]));
	return text;
}

const char *nearest_first(const struct nearest *n)
{
	return quote_names(n, 1);
}

const char *nearest_list(const struct nearest *n)
{
	return quote_names(n, NEAREST_KEPT);
}
