/* coverage_flows: see coverage_flows.h. Versions are sorted by id, then looked at id by id. */
#include "figures/coverage_flows.h"

#include <stdlib.h>

bool flows_add(struct flows *f, struct str id, enum line line, struct version version)
{
	const struct period *p = &f->period;
	bool never = version.until != DAY_NONE && version.until <= version.since;
	bool before = version.until != DAY_NONE && version.until < p->from;
	if (never || before || version.since > p->to)
		return false;
	size_t number = intern_add(&f->ids, id, NULL);
	if (number >= UINT32_MAX / LINE_COUNT || f->count >= UINT32_MAX)
		mem_fail();
	version.id = (uint32_t)(number * LINE_COUNT + line);
	version.order = (uint32_t)f->count;
	f->versions = mem_room(f->versions, &f->capacity, f->count + 1, sizeof(*f->versions));
	f->versions[f->count++] = version;
	return true;
}

static int by_id(const void *left, const void *right)
{
	const struct version *a = left, *b = right;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static bool in_period(const struct period *p, day d)
{
	return d != DAY_NONE && d >= p->from && d <= p->to;
}

static bool in_force(const struct version *v, day d)
{
	return v->since <= d && (v->until == DAY_NONE || v->until > d);
}

/* The flows of one version among those of its id and line. */
static void tell_version(const struct period *p, const struct version *own,
    const struct version *all, size_t count, flow_teller *tell, void *context)
{
	enum line line = (enum line)(own->id % LINE_COUNT);
	bool opened = in_period(p, own->since), ended = in_period(p, own->until);
	for (size_t i = 0; i < count; i++) {
		if (in_force(&all[i], own->since - (own->since != DAY_NONE)))
			opened = false;
		if (own->until == DAY_NONE || all[i].since != own->until)
			continue;
		ended = false;
		if (in_period(p, own->until) && all[i].area != own->area) {
			tell(context, own, line, ORG_MOVED_OUT);
			tell(context, &all[i], line, ORG_MOVED_IN);
		}
	}
	if (opened)
		tell(context, own, line, ORG_OPENED);
	if (ended)
		tell(context, own, line, ORG_ENDED);
}

void flows_tell(struct flows *f, flow_teller *tell, void *context)
{
	if (f->count)
		qsort(f->versions, f->count, sizeof(*f->versions), by_id);
	for (size_t first = 0, end; first < f->count; first = end) {
		end = first + 1;
		while (end < f->count && f->versions[end].id == f->versions[first].id)
			end++;
		for (size_t i = first; i < end; i++)
			tell_version(&f->period, &f->versions[i], &f->versions[first], end - first,
			    tell, context);
	}
}

void flows_release(struct flows *f)
{
	intern_release(&f->ids);
	free(f->versions);
	*f = (struct flows){0};
}
