#!/usr/bin/env python3
"""Memory that runs out, and writes that fall short.

The n-th malloc, calloc or realloc of each scenario and of readers and counters fails (inject.so):
the run succeeds as if nothing had been (libc can do without), or says so and exits 3; the directory
is examined as after a crash (verify.py). With every write doing one byte, or half, the bytes on disk
and on standard output are the same.
"""
import os
import sys

import verify
from errors import INJECT, READERS, Reading, Writing, complain, counts, judge
from scenarios import chosen

FULL = os.environ.get("FAULT") == "full"


def numbers(last):
    """Which n are tried: all, or some of them."""
    return range(1, last + 1) if FULL else range(1, last + 1, max(1, last // 25))


def each_allocation(one):
    tried, faults = 0, []
    for n in numbers(counts(one)["memory"]):
        result = one.run(LD_PRELOAD=INJECT, FAULT_MEMORY=str(n))
        tried += 1
        faults += [f"{one.name}: FAULT_MEMORY={n}: {text}" for text in judge(one, result)[:1]]
    return tried, faults


def short_writes(one):
    tried, faults = 0, []
    for much in ("1", "half"):
        result = one.run(LD_PRELOAD=INJECT, FAULT_SHORT=much)
        tried += 1
        if result[:2] != one.result[:2]:
            faults.append(f"{one.name}: FAULT_SHORT={much}: {result}")
        elif isinstance(one, Writing) and verify.content(os.path.join(one.work, "d")) != one.promise.final:
            faults.append(f"{one.name}: FAULT_SHORT={much}: the files differ")
    return tried, faults


def of(one):
    found = {"memory that runs out": each_allocation(one), "writes that fall short": short_writes(one)}
    one.close()
    return found


def of_writer(scenario):
    return of(Writing(scenario))


def of_reader(text):
    return of(Reading(text))


def main():
    if os.environ.get("ASAN_OPTIONS"):
        print("skip\tmemory that runs out\tnothing can be preloaded under AddressSanitizer")
        return 0
    report = verify.Report()
    for work, items in ((of_writer, chosen()), (of_reader, READERS)):
        for found in verify.in_parallel(work, items):
            for what, (tried, faults) in found.items():
                report.add(what, tried, faults, complain)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
