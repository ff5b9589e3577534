/* template: see template.h. */
#include "base/utf8.h"
#include "report/tag.h"
#include "report/template_internal.h"

#include <stdlib.h>

static uint64_t column_of(const struct parser *p, size_t at)
{
	struct str before = {p->text.p + p->line_start, at - p->line_start};
	return utf8_count(before) + 1;
}

static void tell(struct parser *p, struct error *e, uint64_t line, uint64_t column)
{
	error_at(e, p->name, line, column);
	p->diag->say(p->diag, e);
	p->good = false;
}

static struct node *add_node(struct parser *p, enum node_kind kind, struct str text)
{
	struct template *t = p->t;
	t->nodes = mem_room(t->nodes, &t->capacity, t->count + 1, sizeof(*t->nodes));
	struct node *node = &t->nodes[t->count++];
	*node = (struct node){.kind = kind, .text = text, .file = p->name, .line = p->line};
	return node;
}

static void add_text(struct parser *p, size_t from, size_t to)
{
	if (to > from)
		add_node(p, NODE_TEXT, (struct str){p->text.p + from, to - from});
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void open_block(struct parser *p, size_t node)
{
	p->open = mem_room(p->open, &p->open_capacity, p->open_count + 1, sizeof(*p->open));
	p->open[p->open_count++] = node;
}

static bool is_loop(const struct node *node)
{
	return node->kind == NODE_EACH;
}

static bool refuse_crossing(const struct node *node, const struct node *open, struct error *e)
{
	return error_set(e, ERROR_USAGE,
	    _("'{{%s}}' stands before the '{{/%s}}' of '{{%s}}' in line %llu"),
	    error_quote(node->text), is_loop(open) ? "each" : "if", error_quote(open->text),
	    (unsigned long long)open->line);
}

size_t parser_loops(const struct parser *p)
{
	size_t loops = p->loops_outside;
	for (size_t i = 0; i < p->open_count; i++)
		loops += is_loop(&p->t->nodes[p->open[i]]);
	return loops;
}

static bool open_loop(struct parser *p, size_t number, struct error *e)
{
	size_t loops = parser_loops(p);
	open_block(p, number);
	return loops < LOOPS_MAX ||
	       error_set(e, ERROR_USAGE, _("more than %d loops within each other"), LOOPS_MAX);
}

/* The node that an else or end belongs to is the last one that is open. */
static bool close_block(struct parser *p, size_t number, struct error *e)
{
	struct node *nodes = p->t->nodes;
	struct node *node = &nodes[number];
	bool ends_loop = node->kind == NODE_EACH_END;
	if (p->open_count == 0)
		return error_set(e, ERROR_USAGE,
		    ends_loop ? _("'{{%s}}' without '{{#each}}'") : _("'{{%s}}' without '{{#if}}'"),
		    error_quote(node->text));
	struct node *before = &nodes[p->open[p->open_count - 1]];
	if (is_loop(before) != ends_loop)
		return refuse_crossing(node, before, e);
	if (node->kind == NODE_ELSE && before->kind == NODE_ELSE)
		return error_set(e, ERROR_USAGE, "%s", _("a second '{{else}}'"));
	if (node->kind == NODE_ELSE)
		p->open[p->open_count - 1] = number;
	else
		p->open_count--;
	return true;
}

static bool take_block(struct parser *p, size_t number, struct error *e)
{
	const struct node *node = &p->t->nodes[number];
	if (is_loop(node))
		return open_loop(p, number, e);
	if (node->kind != NODE_IF)
		return close_block(p, number, e);
	open_block(p, number);
	return true;
}

static void tell_open_blocks(struct parser *p)
{
	for (size_t i = 0; i < p->open_count; i++) {
		const struct node *node = &p->t->nodes[p->open[i]];
		struct error e;
		error_set(&e, ERROR_USAGE,
		    is_loop(node) ? _("'{{%s}}' is not closed by '{{/each}}'")
				  : _("'{{%s}}' is not closed by '{{/if}}'"),
		    error_quote(node->text));
		tell(p, &e, node->line, node->column);
	}
}

void template_link(struct template *t)
{
	size_t *open = mem_alloc(t->count + 1, sizeof(*open)), count = 0;
	for (size_t i = 0; i < t->count; i++) {
		enum node_kind kind = t->nodes[i].kind;
		if (kind == NODE_ELSE || kind == NODE_END || kind == NODE_EACH_END)
			t->nodes[open[--count]].next = i;
		if (kind == NODE_IF || kind == NODE_ELSE || kind == NODE_EACH)
			open[count++] = i;
	}
	free(open);
}

/* --- tags and text ---------------------------------------------------------------------------- */

static bool is_blank(struct str text)
{
	return str_trim(text).n == 0;
}

static size_t line_end(const struct parser *p, size_t at)
{
	size_t newline = str_find(str_from(p->text, at), STR("\n"));
	return newline == SIZE_MAX ? p->text.n : at + newline;
}

/* Whether the tag from `start` to `end` has its line to itself. */
static bool stands_alone(const struct parser *p, size_t start, size_t end)
{
	struct str before = {p->text.p + p->line_start, start - p->line_start};
	struct str after = {p->text.p + end, line_end(p, end) - end};
	return is_blank(before) && is_blank(after);
}

static void next_line(struct parser *p, size_t start)
{
	p->line++;
	p->line_start = start;
}

static bool is_block(const struct node *node)
{
	return node->kind == NODE_IF || node->kind == NODE_ELSE || node->kind == NODE_END ||
	       node->kind == NODE_EACH || node->kind == NODE_EACH_END;
}

static bool has_line_to_itself(const struct node *tag)
{
	return tag->kind == NODE_TABLE || tag->kind == NODE_CHART;
}

static bool add_tag(struct parser *p, const struct node *tag, bool alone, struct error *e)
{
	*add_node(p, tag->kind, tag->text) = *tag;
	if (has_line_to_itself(tag) && !alone)
		return error_set(e, ERROR_USAGE, _("'{{%s}}' must have its line to itself"),
		    error_quote(tag->text));
	return !is_block(tag) || take_block(p, p->t->count - 1, e);
}

/* --- the next tag ----------------------------------------------------------------------------- */

/* The tag that starts at `start`, with literal text from `literal` before it. Returns where the
 * text goes on. */
static size_t take_tag(struct parser *p, size_t literal, size_t start)
{
	size_t inside = start + 2, stop = line_end(p, start);
	struct str rest = {p->text.p + inside, stop - inside};
	size_t length = str_find(rest, STR("}}"));
	struct error e = ERROR_INIT;
	if (length == SIZE_MAX) {
		error_set(&e, ERROR_USAGE, "%s", _("'{{' without '}}' on the same line"));
		tell(p, &e, p->line, column_of(p, start));
		return stop;
	}
	struct node tag = {.file = p->name, .line = p->line, .column = column_of(p, start)};
	tag.text = str_trim(str_first(rest, length));
	bool good = tag_parse(&tag, &e);
	size_t end = inside + length + 2;
	bool alone = stands_alone(p, start, end);
	bool whole_line = alone && (is_block(&tag) || has_line_to_itself(&tag) ||
				       tag.kind == NODE_TEXT || tag.kind == NODE_INCLUDE);
	add_text(p, literal, whole_line ? p->line_start : start);
	if (good && tag.kind == NODE_INCLUDE)
		good = parser_include(p, &tag, alone, &e);
	else
		good = add_tag(p, &tag, alone, &e) && good;
	if (!good)
		tell(p, &e, tag.line, tag.column);
	if (!whole_line)
		return end;
	end = line_end(p, end);
	if (end < p->text.n)
		next_line(p, ++end);
	return end;
}

/* What an input method makes of braces would be printed as it stands. */
static size_t refuse_wide_braces(struct parser *p, size_t at)
{
	struct error e;
	error_set(&e, ERROR_USAGE, "%s", _("full-width braces ｛｛, write {{ and }}"));
	tell(p, &e, p->line, column_of(p, at));
	return line_end(p, at);
}

static void parse_text(struct parser *p)
{
	size_t literal = 0, at = 0;
	while (at < p->text.n) {
		struct str rest = str_from(p->text, at);
		if (str_starts(rest, STR("\\{{"))) {
			add_text(p, literal, at);
			literal = at + 1;
			at += 3;
		} else if (str_starts(rest, STR("{{"))) {
			literal = at = take_tag(p, literal, at);
		} else if (str_starts(rest, STR("｛｛"))) {
			literal = at = refuse_wide_braces(p, at);
		} else if (p->text.p[at++] == '\n') {
			next_line(p, at);
		}
	}
	add_text(p, literal, at);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Copies the text without byte order mark and carriage returns at line ends. */
static void copy_text(struct buf *out, struct str text)
{
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_from(text, 3);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
			buf_add_char(out, text.p[i]);
}

/* Tells of the first byte that is no UTF-8, or NUL. */
static bool check_bytes(struct parser *p)
{
	const char *nul = p->text.n ? memchr(p->text.p, '\0', p->text.n) : NULL;
	size_t good = utf8_valid_prefix(p->text), stop = nul ? (size_t)(nul - p->text.p) : good;
	if (stop > good)
		stop = good;
	if (stop == p->text.n)
		return true;
	for (size_t i = 0; i < stop; i++)
		if (p->text.p[i] == '\n')
			next_line(p, i + 1);
	struct error e;
	error_set(&e, ERROR_DATA, "%s",
	    stop < good ? _("a NUL byte, the template must be text")
			: _("not UTF-8, convert the template first (iconv -f GB18030 -t UTF-8)"));
	tell(p, &e, p->line, column_of(p, stop));
	return false;
}

bool parser_take(struct parser *p, struct str text)
{
	struct template *t = p->t;
	struct template_file *source = mem_alloc(1, sizeof(*source));
	source->name = str_dup(str_of(p->name));
	t->sources = mem_grow(t->sources, t->source_count + 1, sizeof(struct template_file *));
	t->sources[t->source_count++] = source;
	copy_text(&source->text, text);
	p->text = buf_str(&source->text);
	p->name = source->name;
	p->line = 1;
	p->good = true;
	if (p->inclusion)
		p->inclusion->name = source->name;
	if (check_bytes(p)) {
		parse_text(p);
		tell_open_blocks(p);
	}
	free(p->open);
	return p->good;
}

bool template_parse(struct template *t, struct str text, const char *name, struct diag *diag)
{
	struct parser p = {.t = t, .name = name, .diag = diag};
	*t = (struct template){0};
	if (!parser_take(&p, text))
		return false;
	template_link(t);
	return true;
}

struct node node_copy(const struct node *node)
{
	struct node copy = *node;
	copy.references = mem_grow(NULL, node->reference_count, sizeof(*copy.references));
	copy.columns = mem_grow(NULL, node->column_count, sizeof(*copy.columns));
	for (size_t i = 0; i < node->reference_count; i++)
		copy.references[i] = node->references[i];
	for (size_t i = 0; i < node->column_count; i++)
		copy.columns[i] = node->columns[i];
	return copy;
}

void node_release(struct node *node)
{
	free(node->references);
	free(node->columns);
	*node = (struct node){0};
}

void template_release(struct template *t)
{
	for (size_t i = 0; i < t->count; i++)
		node_release(&t->nodes[i]);
	for (size_t i = 0; i < t->source_count; i++) {
		buf_release(&t->sources[i]->text);
		free(t->sources[i]->name);
		free(t->sources[i]);
	}
	free(t->nodes);
	free(t->sources);
	*t = (struct template){0};
}
