/* xlsx_relations: see xlsx_relations.h. */
#include "sheet/xlsx_relations.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

static const uint64_t MAX_BYTES = 16 << 20;

enum { ALL = 1, ONE };

static const struct xlsx_step steps[] = {
    {ALL, "Relationship", ONE, XLSX_NO_TEXT},
    {0, "Relationships", ALL, XLSX_NO_TEXT},
    {0, NULL, 0, XLSX_NO_TEXT},
};

static struct str last_word(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_of(slash ? slash + 1 : path);
}

/* With its slash; empty for a part that stands in no folder. */
static struct str folder(const char *part)
{
	return (struct str){part, strlen(part) - last_word(part).n};
}

static void start(struct xlsx_xml *x, void *context, int place, const char **attributes)
{
	struct xlsx_relations *r = context;
	if (place != ONE)
		return;
	const char *id = xlsx_attribute(attributes, "Id");
	const char *type = xlsx_attribute(attributes, "Type");
	const char *target = xlsx_attribute(attributes, "Target");
	const char *mode = xlsx_attribute(attributes, "TargetMode");
	if (!id || !type || !target) {
		error_set(xlsx_xml_fail(x), ERROR_DATA,
		    _("the workbook is damaged: a reference between its parts lacks Id, Type or "
		      "Target"));
		return;
	}
	r->list = mem_room(r->list, &r->capacity, r->count + 1, sizeof(*r->list));
	r->list[r->count++] = (struct xlsx_relation){
	    .id = str_dup(str_of(id)),
	    .kind = str_dup(last_word(type)),
	    .target = str_dup(str_of(target)),
	    .external = mode && strcmp(mode, "Internal") != 0,
	};
}

static void end(struct xlsx_xml *x, void *context, int place, struct str text)
{
	(void)x, (void)context, (void)place, (void)text;
}

bool xlsx_relations_read(
    struct xlsx_relations *r, struct package *p, const char *source, struct error *e)
{
	static const struct xlsx_reader reader = {steps, start, end};
	struct buf path = BUF_INIT;
	r->source = str_dup(str_of(source));
	buf_add_str(&path, folder(source));
	buf_add_text(&path, "_rels/");
	buf_add_str(&path, last_word(source));
	buf_add_text(&path, ".rels");
	bool good = xlsx_xml_read(p, buf_str(&path), MAX_BYTES, &reader, r, e);
	buf_release(&path);
	return good;
}

void xlsx_relations_release(struct xlsx_relations *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->list[i].id);
		free(r->list[i].kind);
		free(r->list[i].target);
	}
	free(r->list);
	free(r->source);
	*r = (struct xlsx_relations){0};
}

const struct xlsx_relation *xlsx_relations_by_id(const struct xlsx_relations *r, const char *id)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->list[i].id, id) == 0)
			return r->list + i;
	return NULL;
}

const struct xlsx_relation *xlsx_relations_by_kind(const struct xlsx_relations *r, const char *kind)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->list[i].kind, kind) == 0)
			return r->list + i;
	return NULL;
}

/* Takes the last folder off the end of a path of folders, each with its slash. */
static bool leave_folder(struct buf *path)
{
	if (path->n == 0)
		return false;
	path->n--;
	while (path->n && path->p[path->n - 1] != '/')
		path->n--;
	return true;
}

/* False when the target is an address or leaves the package. */
static bool resolve(const char *source, struct str target, struct buf *path)
{
	struct str step;
	bool is_rooted = str_starts(target, STR("/"));
	if (str_starts(target, STR("//")) || memchr(target.p, ':', target.n) ||
	    memchr(target.p, '\\', target.n))
		return false;
	if (is_rooted)
		target = str_from(target, 1);
	else
		buf_add_str(path, folder(source));
	while (str_split(&target, '/', &step)) {
		if (str_equal(step, STR(".")))
			continue;
		if (str_equal(step, STR(".."))) {
			if (!leave_folder(path))
				return false;
			continue;
		}
		buf_add_str(path, step);
		if (target.p)
			buf_add_char(path, '/');
	}
	return path->n > 0;
}

char *xlsx_relation_part(
    const struct xlsx_relations *r, const struct xlsx_relation *to, struct error *e)
{
	struct buf path = BUF_INIT;
	char *part = NULL;
	if (!to->external && resolve(r->source, str_of(to->target), &path))
		part = str_dup(buf_str(&path));
	else
		error_set(e, ERROR_DATA,
		    _("the workbook refers to '%s' outside of its file; that is not looked for"),
		    error_quote(str_of(to->target)));
	buf_release(&path);
	return part;
}
