#!/usr/bin/env python3
"""Runs the fault tests and prints one table of what was tried and what went wrong.

    run.py [--short] [--tap] [PART…]

A part is a program beside this one, listed in PARTS. It is started with the environment variables
O (where the programs were built) and FAULT ("short" or "full", for how much it tries) in a
temporary directory of its own, and writes lines to standard output, fields between tabs:

    ran    WHAT  TRIED  FAULTS     one line of the table; FAULTS counts broken promises
    skip   WHAT  REASON            what this machine does not allow

What it writes to standard error tells a person how to see a fault again. It exits 0 when all FAULTS
are 0; anything else, or no line at all, counts as a fault of the part.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = [
    "crash",
    "kills",
    "errors",
    "memory",
    "crowd",
    "power_cuts",
    "bytes",
    "privacy",
    "permissions",
    "random_kills",
]


def run_part(part, short, build):
    """Returns its lines as (kind, what, tried or reason, faults), its messages and its seconds."""
    place = tempfile.mkdtemp(prefix="taizhang.")
    environment = dict(os.environ, O=build, FAULT="short" if short else "full", TMPDIR=place,
                       LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
    for name in ("TAIZHANG_DIR", "TAIZHANG_ZONE", "SOURCE_DATE_EPOCH", "LANGUAGE", "LANG"):
        environment.pop(name, None)
    begin = time.monotonic()
    done = subprocess.run([sys.executable, os.path.join(HERE, part + ".py")], cwd=place,
                          env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    shutil.rmtree(place, ignore_errors=True)
    lines = []
    for line in done.stdout.splitlines():
        fields = line.split("\t")
        if fields[0] == "ran" and len(fields) == 4:
            lines.append(("ran", fields[1], int(fields[2]), int(fields[3])))
        elif fields[0] == "skip" and len(fields) == 3:
            lines.append(("skip", fields[1], fields[2], 0))
        else:
            lines.append(("ran", f"{part}: not understood: {line}", 0, 1))
    faults = sum(line[3] for line in lines)
    if not lines or (done.returncode != 0) != (faults > 0):
        lines.append(("ran", f"{part}: ended with {done.returncode}", 0, 1))
    return lines, done.stderr, time.monotonic() - begin


def main():
    words = sys.argv[1:]
    short, tap = "--short" in words, "--tap" in words
    parts = [word for word in words if not word.startswith("--")] or PARTS
    build = os.environ.get("O") or os.path.join(HERE, "..", "..", "build")
    build = os.path.abspath(build)
    count = bad = 0
    if not tap:
        print("| what | tried | broken promises | seconds |\n|---|---:|---:|---:|", flush=True)
    for part in parts:
        lines, said, seconds = run_part(part, short, build)
        for kind, what, tried, faults in lines:
            count += 1
            bad += faults > 0
            if tap and kind == "skip":
                print(f"ok {count} - {what} # SKIP {tried}")
            elif tap:
                print(f"{'not ok' if faults else 'ok'} {count} - {what}: {tried} tried, {faults} faults")
            elif kind == "skip":
                print(f"| {what} | skipped: {tried} | | |")
            else:
                print(f"| {what} | {tried:,} | {faults} | {seconds:.0f} |")
                seconds = 0  # of the whole part: told in its first line
        if any(line[3] for line in lines):
            sys.stderr.write("".join(f"# {text}\n" for text in said.splitlines()[-60:]))
        sys.stdout.flush()
    if tap:
        print(f"1..{count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
