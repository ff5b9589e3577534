/*
 * latest: the latest time that stands in a register directory: `recorded` of every register and
 * `at` of every journal. What is written next is recorded later than that, even when the clock has
 * gone back or two programs write within one second.
 */
#ifndef REGISTER_LATEST_H
#define REGISTER_LATEST_H

#include "register/directory.h"

/* *latest is INSTANT_NONE when no time stands there. The snapshot must hold all registers and
 * journals. False and *e when one cannot be read. */
bool latest_recorded(const struct snapshot *s, instant *latest, struct error *e);
/* The time for what is written now: `now`, or one second after `latest` when that is later. False
 * and *e when there is no such time (beyond the year 9999). */
bool latest_next(instant now, instant latest, instant *at, struct error *e);

#endif
