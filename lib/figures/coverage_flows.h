/*
 * coverage_flows: what was opened, ended and moved in a period, from versions of organisations.
 *
 * In every area: organisations on the day before the period, plus opened, minus ended, plus moved
 * in, minus moved out, are the organisations on its last day.
 */
#ifndef FIGURES_COVERAGE_FLOWS_H
#define FIGURES_COVERAGE_FLOWS_H

#include "base/date.h"
#include "base/intern.h"
#include "figures/coverage_names.h"

struct version {
	uint32_t id; /* of id and line together */
	day since;   /* DAY_NONE: since before records began */
	day until;   /* DAY_NONE: open */
	uint32_t area, group;
	uint32_t order; /* in which the versions came */
};

struct flows {
	struct period period;
	struct intern ids;
	struct version *versions;
	size_t count, capacity;
};

/* Adds a version, when it can matter to the period: false when not. Otherwise its `order` is the
 * number of versions there were before. */
bool flows_add(struct flows *f, struct str id, enum line line, struct version version);
/* Tells every flow of every version: `kind` is one of ORG_OPENED … ORG_MOVED_OUT. Call once, after
 * all are added. */
typedef void flow_teller(
    void *context, const struct version *version, enum line line, enum org_kind kind);
void flows_tell(struct flows *f, flow_teller *tell, void *context);
void flows_release(struct flows *f);

#endif
