/*
 * date: days, times and periods. A day is a count of days since 1970-01-01 (proleptic Gregorian), a
 * time is seconds since 1970-01-01T00:00:00Z. In files a day is ISO 8601 "YYYY-MM-DD", a time RFC
 * 3339 "YYYY-MM-DDTHH:MM:SSZ"; both then sort and compare as bytes. Years 0001–9999.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

#include <stdint.h>

typedef int32_t day;
typedef int64_t instant;

#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN
enum { DATE_SIZE = 11, TIME_SIZE = 21 }; /* with the closing NUL */

bool date_parse(struct str text, day *d);
void date_print(day d, char out[DATE_SIZE]);
bool time_parse(struct str text, instant *t);
void time_print(instant t, char out[TIME_SIZE]);
day date_of(int year, int month, int day_of_month);
void date_split(day d, int *year, int *month, int *day_of_month);

/* The clock as the toolkit sees it: SOURCE_DATE_EPOCH when set, else the system's. */
instant clock_now(void);
/* Seconds east of UTC by which days are cut: +08:00, or TAIZHANG_ZONE (±HH:MM or Z). False when
 * that is ill-formed. */
bool clock_zone(int32_t *seconds);
day date_at(instant t, int32_t zone_seconds);
/* The last second of day d in that zone. */
instant date_end(day d, int32_t zone_seconds);

/* A date as options and filters take it: "2024-06-30", "today", either followed by "-Nd" or "+Nd".
 */
bool date_expression(struct str text, day today, day *d);

/* Both days belong to the period. */
struct period {
	day from, to;
};

/* "2024-06", "2024Q2", "2024H1", "2024", "last-month" (the whole month before today's), or
 * "FROM/TO" with two dates. */
bool period_parse(struct str text, day today, struct period *period);

enum { PERIOD_NAME_SIZE = 32 };
/* "2024-06", "2024Q2", "2024H1" or "2024". False when it is another stretch of days. */
bool period_name(const struct period *period, char out[PERIOD_NAME_SIZE]);

#endif
