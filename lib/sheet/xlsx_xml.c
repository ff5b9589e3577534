/* xlsx_xml: see xlsx_xml.h. */
#include "sheet/xlsx_xml.h"

#include <expat.h>
#include <stdlib.h>

enum {
	BLOCK = 64 * 1024,
	DEEPEST = 60, /* a bit of `preserve` for each */
	TAG_MAX = 4 << 20,
	ELSEWHERE = -1,
};

struct xlsx_xml {
	XML_Parser parser;
	struct part *part;
	const struct xlsx_reader *reader;
	void *context;
	struct error *e;      /* of the call at hand */
	struct error ignored; /* what goes wrong behind the first error */
	bool failed, paused, last;
	size_t silent;                         /* bytes since something was found in them */
	const struct xlsx_step *open[DEEPEST]; /* NULL: one that is passed over */
	unsigned depth;
	uint64_t preserve; /* bit by depth: blanks at the ends of text count */
	struct buf text;
};

struct error *xlsx_xml_fail(struct xlsx_xml *x)
{
	if (x->failed)
		return &x->ignored;
	x->failed = true;
	XML_StopParser(x->parser, XML_FALSE);
	return x->e;
}

void xlsx_xml_pause(struct xlsx_xml *x)
{
	if (x->failed || x->paused)
		return;
	x->paused = true;
	XML_StopParser(x->parser, XML_TRUE);
}

static const struct xlsx_step *step_of(const struct xlsx_xml *x, int within, const char *name)
{
	for (const struct xlsx_step *s = x->reader->steps; s->name; s++)
		if (s->within == within && *s->name == *name && strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

static const struct xlsx_step *find_step(const struct xlsx_xml *x, const char *name)
{
	int within = 0;
	if (x->depth > 0) {
		if (!x->open[x->depth - 1])
			return NULL;
		within = x->open[x->depth - 1]->place;
	}
	const struct xlsx_step *step = step_of(x, within, name);
	const char *colon = step ? NULL : strchr(name, ':');
	return colon ? step_of(x, within, colon + 1) : step;
}

/* xml:space holds for an element and what stands in it. */
static void note_space(struct xlsx_xml *x, const char **attributes)
{
	uint64_t bit = UINT64_C(1) << (x->depth + 1);
	bool keep = x->preserve >> x->depth & 1;
	for (; *attributes; attributes += 2)
		if (attributes[0][0] == 'x' && strcmp(attributes[0], "xml:space") == 0)
			keep = strcmp(attributes[1], "preserve") == 0;
	x->preserve = keep ? x->preserve | bit : x->preserve & ~bit;
}

static void start_element(void *context, const char *name, const char **attributes)
{
	struct xlsx_xml *x = context;
	x->silent = 0;
	if (x->failed)
		return;
	if (x->depth == DEEPEST) {
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("'%s' nests elements deeper than any workbook does"), part_name(x->part));
		return;
	}
	const struct xlsx_step *step = find_step(x, name);
	if (x->depth == 0 && !step) {
		error_set(xlsx_xml_fail(x), ERROR_DATA, _("'%s' is not what a workbook has there"),
		    part_name(x->part));
		return;
	}
	note_space(x, attributes);
	x->open[x->depth++] = step;
	if (!step)
		return;
	x->text.n = 0;
	x->reader->start(x, x->context, step->place, attributes);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str xlsx_trimmed(struct str text)
{
	while (text.n && is_blank(text.p[text.n - 1]))
		text.n--;
	while (text.n && is_blank(*text.p))
		text = str_from(text, 1);
	return text;
}

static void end_element(void *context, const char *name)
{
	struct xlsx_xml *x = context;
	(void)name;
	x->silent = 0;
	if (x->failed)
		return;
	const struct xlsx_step *step = x->open[--x->depth];
	if (!step)
		return;
	struct str text = buf_str(&x->text);
	if (step->text == XLSX_NO_TEXT)
		text.n = 0;
	else if (step->text == XLSX_PROSE && !(x->preserve >> (x->depth + 1) & 1))
		text = xlsx_trimmed(text);
	x->reader->end(x, x->context, step->place, text);
}

static void add_text(void *context, const char *text, int n)
{
	struct xlsx_xml *x = context;
	x->silent = 0;
	if (x->failed || x->depth == 0)
		return;
	const struct xlsx_step *step = x->open[x->depth - 1];
	if (!step || step->text == XLSX_NO_TEXT)
		return;
	if (x->text.n + (size_t)n > XLSX_TEXT_MAX)
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("'%s' has a text of more than a million bytes"), part_name(x->part));
	else
		buf_add(&x->text, text, (size_t)n);
}

static void start_doctype(
    void *context, const char *name, const char *system_id, const char *public_id, int has_internal)
{
	struct xlsx_xml *x = context;
	(void)name, (void)system_id, (void)public_id, (void)has_internal;
	error_set(xlsx_xml_fail(x), ERROR_DATA,
	    _("'%s' declares a document type; no workbook does, and it can do harm"),
	    part_name(x->part));
}

struct xlsx_xml *xlsx_xml_open(struct package *p, struct str part, uint64_t max_bytes,
    const struct xlsx_reader *reader, void *context, struct error *e)
{
	struct part *t = part_open(p, part, max_bytes, e);
	if (!t)
		return NULL;
	struct xlsx_xml *x = mem_alloc(1, sizeof(*x));
	*x = (struct xlsx_xml){.part = t, .reader = reader, .context = context};
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser)
		mem_fail();
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, start_element, end_element);
	XML_SetCharacterDataHandler(x->parser, add_text);
	XML_SetStartDoctypeDeclHandler(x->parser, start_doctype);
	return x;
}

/* What expat says, once nothing else has been said. */
static void say_fault(struct xlsx_xml *x)
{
	if (x->failed)
		return;
	x->failed = true;
	enum XML_Error code = XML_GetErrorCode(x->parser);
	if (code == XML_ERROR_NO_MEMORY)
		mem_fail();
	error_set(x->e, ERROR_DATA,
	    _("'%1$s' is damaged: not well-formed XML at line %2$lu (%3$s)"), part_name(x->part),
	    (unsigned long)XML_GetCurrentLineNumber(x->parser), XML_ErrorString(code));
}

static enum XML_Status feed(struct xlsx_xml *x)
{
	void *block = XML_GetBuffer(x->parser, BLOCK);
	if (!block)
		mem_fail();
	ssize_t n = part_read(x->part, block, BLOCK, x->e);
	if (n < 0) {
		x->failed = true;
		return XML_STATUS_ERROR;
	}
	if (x->silent > TAG_MAX) {
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("'%s' has a tag or comment of several million bytes"), part_name(x->part));
		return XML_STATUS_ERROR;
	}
	x->silent += (size_t)n;
	x->last = n == 0;
	return XML_ParseBuffer(x->parser, (int)n, x->last);
}

enum xlsx_status xlsx_xml_next(struct xlsx_xml *x, struct error *e)
{
	enum XML_Status status = XML_STATUS_OK;
	x->e = e;
	if (x->paused) {
		x->paused = false;
		status = XML_ResumeParser(x->parser);
	}
	while (status == XML_STATUS_OK && !x->last)
		status = feed(x);
	if (status == XML_STATUS_SUSPENDED)
		return XLSX_PAUSE;
	if (status == XML_STATUS_OK)
		return XLSX_END;
	say_fault(x);
	return XLSX_ERROR;
}

void xlsx_xml_close(struct xlsx_xml *x)
{
	if (!x)
		return;
	XML_ParserFree(x->parser);
	part_close(x->part);
	buf_release(&x->text);
	free(x);
}

bool xlsx_xml_read(struct package *p, struct str part, uint64_t max_bytes,
    const struct xlsx_reader *reader, void *context, struct error *e)
{
	struct xlsx_xml *x = xlsx_xml_open(p, part, max_bytes, reader, context, e);
	bool good = x && xlsx_xml_next(x, e) == XLSX_END;
	xlsx_xml_close(x);
	return good;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

const char *xlsx_prefixed(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		const char *colon = strchr(attributes[0], ':');
		if (colon && strcmp(colon + 1, name) == 0)
			return attributes[1];
	}
	return NULL;
}

bool xlsx_is_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

bool xlsx_number(struct str value, uint32_t *number)
{
	struct str text = xlsx_trimmed(value);
	*number = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || i == 10)
			return false;
		uint64_t grown = (uint64_t)*number * 10 + (unsigned)(text.p[i] - '0');
		if (grown > INT32_MAX)
			return false;
		*number = (uint32_t)grown;
	}
	return text.n > 0;
}
