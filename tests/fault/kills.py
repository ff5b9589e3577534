#!/usr/bin/env python3
"""Killed at every system call: SIGKILL by strace at the k-th call of each kind, after start-up.

Of a program with threads strace counts the calls of each by themselves, and how many a thread makes
may differ: where none comes to the k-th one, the program must end as without a fault. Start-up ends where the program first looks at the directory. The short form tries the calls that
change something. What the directory holds is examined as after a crash (verify.py).
"""
import collections
import os
import re
import shutil
import sys

import verify
from errors import Writing, complain
from scenarios import chosen

FULL = os.environ.get("FAULT") == "full"
CHANGING = {"write", "fsync", "ftruncate", "rename", "fchmod", "exit_group", "fcntl"}
CALL = re.compile(r"^(?:(\d+) +)?(\w+)\((.*)")


def calls_after_start(one):
    """Whether there are threads; call -> (how often it is made during start-up, how often in all by
    the thread that makes most of them)."""
    trace = one.work + ".trace"
    one.run(before=["strace", "-f", "-o", trace])
    with open(trace, encoding="utf-8", errors="replace") as file:
        made = [match.groups() for match in map(CALL.match, file) if match]
    os.remove(trace)
    inside = re.compile(r'"(\.lock|codes\.csv|\.)"') if one.scenario.inside else re.compile(r'"d[/"]')
    first = next(i for i, (_, name, words) in enumerate(made) if name != "execve" and inside.search(words))
    start = collections.Counter(name for _, name, _ in made[:first])
    each = collections.Counter((thread, name) for thread, name, _ in made)
    most = {}
    for (_, name), times in each.items():
        most[name] = max(times, most.get(name, 0))
    return len({thread for thread, _, _ in made}) > 1, {name: (start[name], times) for name, times in most.items()}


def kill_everywhere(scenario):
    one = Writing(scenario)
    tried, faults = 0, []
    threads, calls = calls_after_start(one)
    for name, (skipped, times) in calls.items():
        if not FULL and name not in CHANGING:
            continue
        for k in range(skipped + 1, times + 1):
            result = one.run(before=["strace", "-f", "-o", "/dev/null", "-e", f"trace={name}",
                                     "-e", f"inject={name}:signal=SIGKILL:when={k}"])
            found = one.left(result)
            missed = threads and result[0] == scenario.code  # no thread came to that call
            tried += not missed
            if result[0] != -9 and not missed:
                found = [f"ended with {result[0]} instead of being killed: {result[2]}"]
            faults += [f"{scenario}: killed at {name} {k}: {text}" for text in found[:1]]
    one.close()
    return tried, faults


def why_not():
    if not shutil.which("strace"):
        return "strace is not there"
    if os.environ.get("ASAN_OPTIONS"):
        return "programs under AddressSanitizer are not traced"
    result = verify.run(["units-list", "--version"], ".", 0, before=["strace", "-f", "-o", "/dev/null"])
    return "tracing is not permitted here" if result[0] != 0 else None


def main():
    reason = why_not()
    if reason:
        print(f"skip\tkilled at every system call\t{reason}")
        return 0
    report = verify.Report()
    for tried, faults in verify.in_parallel(kill_everywhere, chosen()):
        report.add("killed at every system call", tried, faults, complain)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
