#!/usr/bin/env python3
"""Puts small faults into lib/csv, lib/register and lib/figures, one at a time, and says which the tests find.

    run.py [--again] BUILD

SEED= and COUNT= choose the faults (mutate.py says of what kinds they are): the same numbers, the same faults. They
are spread over the files in proportion to their lines. One that does not compile or changes nothing in the object
code is replaced by the next. ONLY= takes part of a path. JOBS= says how many are tried at once. --again tries only
those that survived the last time.

Every fault is linked into a shared library, and the tests that run its line are run, those first that find most in
the least time, until one fails: says "not ok", exits otherwise than with 0, takes too long, needs too much memory or
writes outside its directory. What survives that is tried with AddressSanitizer and UBSan, as `make asan` does, by the
cheapest of these tests. Needs about half an hour of two idle processors; BUDGET= limits the seconds that tests may
use for one mutant (a first run that finds most; then --again without it).

Prints tables and the survivors, with the reasons that survivors.csv (path,function,text,change,reason) gives for them; all
mutants stand in BUILD/mutants/report.csv. Ends with 1 when fewer than 85% are caught.
"""
import collections
import concurrent.futures
import csv
import glob
import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time

import builds
import mutate
from builds import TOP

LAYERS = ("lib/csv", "lib/register", "lib/figures")
AT_LEAST = 85
# Tests that kill programs, whose counters are then lost: run for every line of a file that they touch.
KILLING = {"tests/durable.t", "tests/fault.t", "tests/register-amend.t"}
# So many of the cheapest tests of a line are run again with the sanitizers; each program then needs long to begin and end.
SANITIZED_UNITS, SANITIZED_PROGRAMS = 5, 1
REPORT = ["path", "function", "line", "kind", "text", "change", "verdict", "test", "why", "seconds"]


def read_sources(only):
    sources = {}
    for layer in LAYERS:
        for path in sorted(glob.glob(os.path.join(TOP, layer, "*.c"))):
            name = os.path.relpath(path, TOP)
            if only in name:
                with open(path, encoding="utf-8") as file:
                    sources[name] = file.read()
    return sources


def scratch_directory():
    """Open to the tests that act as another user."""
    scratch = tempfile.TemporaryDirectory(prefix="taizhang.")
    os.chmod(scratch.name, 0o755)
    return scratch


class Coverage:
    """Which lines each test runs: {test: {path: set of lines}}, kept in a file until sources or tests change."""

    def __init__(self, place, tests, jobs):
        self.place, self.kept = place, os.path.join(place, "lines.json")
        self.lines, known = {}, {}
        if os.path.exists(self.kept):
            with open(self.kept, encoding="utf-8") as file:
                known = json.load(file)
        stamp = self.stamp_of(glob.glob(os.path.join(TOP, "lib", "*", "*.[ch]")) + glob.glob(os.path.join(TOP, "cmd", "*")))
        stamps = {test: stamp + self.stamp_of([self.source_of(test)]) for test in tests}
        missing = [test for test in tests if known.get(test, {}).get("stamp") != stamps[test]]
        if missing:
            builds.make("-j", str(os.cpu_count()), f"O={place}", "CC=gcc", "CFLAGS=-O0", "SANITIZE=--coverage", "checked")
        with scratch_directory() as scratch:
            spots = queue.SimpleQueue()
            for i in range(jobs):
                spots.put(builds.Place(os.path.join(scratch, str(i)), {}))

            def measure(test):
                spot = spots.get()
                known[test] = {"stamp": stamps[test], "lines": self.measure(spot, test)}
                spots.put(spot)

            with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
                list(pool.map(measure, missing))
        self.known = known
        self.keep()
        for test in tests:
            self.lines[test] = {path: set(lines) for path, lines in known[test]["lines"].items()}

    def keep(self):
        with open(self.kept, "w", encoding="utf-8") as file:
            json.dump(self.known, file)

    @staticmethod
    def source_of(test):
        return os.path.join(TOP, test if test.endswith(".t") else f"tests/{test}.c")

    @staticmethod
    def stamp_of(paths):
        digest = hashlib.sha256()
        for path in sorted(paths):
            with open(path, "rb") as file:
                digest.update(file.read())
        return digest.hexdigest()[:16]

    def measure(self, spot, test):
        """{path: lines that the test runs}"""
        counters = os.path.join(spot.root, "counters")
        link = os.path.join(spot.root, "coverage")
        if not os.path.islink(link):
            os.symlink(self.place, link)
        subprocess.run(["rm", "-rf", counters], check=True)
        spot.run("coverage", test, 300, GCOV_PREFIX=counters, GCOV_ERROR_FILE="/dev/null")
        found = {}
        for path in glob.glob(counters + self.place + "/lib/*/*.gcda"):
            notes = path[len(counters):-5] + ".gcno"
            if any("/" + layer + "/" in path for layer in LAYERS):
                os.symlink(notes, path[:-5] + ".gcno")
                found[path] = notes
        if not found:
            return {}
        done = subprocess.run(["gcov", "--json-format", "--stdout", *found], cwd=spot.root, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        result = {}
        for document in done.stdout.splitlines():
            for file in json.loads(document)["files"]:
                name = os.path.normpath(file["file"])
                if name.endswith(".c") and name.startswith("lib/"):
                    result[name] = sorted({line["line_number"] for line in file["lines"] if line["count"]})
        return result

    def tests_of(self, mutant, source):
        """The tests that run the mutant's statement (a call may have its counter on another of its lines)."""
        touched = [test for test in self.lines if self.lines[test].get(mutant.path)]
        if not mutant.function:
            return touched
        near = lines_of_statement(source, mutant)
        return [test for test in touched
                if test in KILLING or near & self.lines[test][mutant.path]]


def lines_of_statement(source, mutant):
    """The numbers of the lines of the statement (or condition) around a mutant."""
    begin = max(source.rfind(mark, 0, mutant.at) for mark in ";{}")
    ends = [source.find(mark, mutant.at + len(mutant.old)) for mark in ";{}"]
    end = min(found for found in ends if found >= 0)
    first = source.count("\n", 0, begin) + 1
    return set(range(first, source.count("\n", 0, end) + 2))


class Trial:
    """Tries mutants; remembers which tests have been quick to find them."""

    def __init__(self, coverage, sources):
        self.coverage, self.sources = coverage, sources
        self.seconds, self.found, self.runs = {}, collections.Counter(), collections.Counter()
        self.lock = threading.Lock()
        self.budget = float(os.environ.get("BUDGET") or "inf")

    def rate(self, test, path):
        stem = os.path.basename(path)[:-2]
        name = os.path.basename(test).removesuffix(".t")
        related = name and (stem.startswith(name) or name.startswith(stem))
        chance = (self.found[test] + (3.0 if related else 0.3)) / (self.runs[test] + (3.5 if related else 2.0))
        return (self.seconds[test] + 0.02) / chance

    def limit(self, test, factor=1):
        return factor * (10 + 3 * self.seconds[test])

    def attempt(self, place, mutant):
        """(test, why) of the first test that finds the mutant, (None, None) when none does."""
        spent, left = 0,  [test for test in self.coverage.tests_of(mutant, self.sources[mutant.path]) if test in self.seconds]
        while left:
            with self.lock:
                test = min(left, key=lambda name: self.rate(name, mutant.path))
            left.remove(test)
            if spent + self.seconds[test] > self.budget:
                continue
            why, used = place.run("plain", test, self.limit(test))
            spent += used
            with self.lock:
                self.runs[test] += 1
                self.found[test] += why is not None
            if why:
                return test, why
        return None, None

    def attempt_sanitized(self, place, mutant, build):
        tests = self.coverage.tests_of(mutant, self.sources[mutant.path])
        tests = sorted((test for test in tests if test in self.seconds and test not in KILLING),
                       key=lambda test: self.seconds[test])
        tests = [test for test in tests if test.startswith("unit/")][:SANITIZED_UNITS] + \
            [test for test in tests if not test.startswith("unit/")][:SANITIZED_PROGRAMS]
        object_file = tests and build.compile(mutant.path, mutant.apply(self.sources[mutant.path]), place.root, "s.o")
        if not object_file:
            return None, None
        place.put("sanitized", mutant.path, object_file)
        for test in tests:
            why, _ = place.run("sanitized", test, self.limit(test, 4))
            if why and self.fits(place, test, build, mutant.path, object_file):
                return test + " (sanitizers)", why
        return None, None

    def fits(self, place, test, build, path, object_file):
        """Whether a test passes with the sanitizers when there is no fault."""
        with self.lock:
            known = build.fits.get(test)
        if known is None:
            place.put("sanitized", path, os.path.join(build.place, path[:-2] + ".o"))
            why, _ = place.run("sanitized", test, self.limit(test, 4))
            place.put("sanitized", path, object_file)
            if why:
                print(f"left out with the sanitizers, for it fails without a fault: {test}: {why}", flush=True)
            with self.lock:
                known = build.fits[test] = not why
        return known


def try_file(place, build, trial, path, order, wanted, result):
    """Tries `wanted` mutants of a file in turn, passing over those that do not compile or change nothing."""
    source = trial.sources[path]
    original = build.compile(path, source, place.root, "original.o")
    with open(original, "rb") as file:
        same = file.read()
    done = 0
    for mutant in order:
        if done == wanted:
            break
        object_file = build.compile(path, mutant.apply(source), place.root, "mutant.o")
        if not object_file:
            continue
        with open(object_file, "rb") as file:
            if file.read() == same:
                continue
        done += 1
        begin = time.monotonic()
        place.put("plain", path, object_file)
        test, why = trial.attempt(place, mutant)
        result(mutant, test, why, time.monotonic() - begin)
    place.put("plain", path, original)


def in_places(places, work, items):
    """Calls work(place, item) for all items, in as many threads as there are places."""
    free = queue.SimpleQueue()
    for place in places:
        free.put(place)

    def one(item):
        place = free.get()
        try:
            return work(place, item)
        finally:
            free.put(place)

    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        return list(pool.map(one, items))


def measure_tests(places, trial, tests):
    """How long each test takes without any fault; those that fail so are left out."""
    known = trial.coverage.known

    def one(place, test):
        why, used = place.run("plain", test, 300)
        if why:
            print(f"left out, for it fails without a fault: {test}: {why}", flush=True)
        else:
            known[test]["seconds"] = used

    in_places(places, one, [test for test in tests if "seconds" not in known[test]])
    trial.seconds = {test: known[test]["seconds"] for test in tests if "seconds" in known[test]}
    trial.coverage.keep()


def tell(row):
    print(f"{row['verdict']:8} {row['path']}:{row['line']}: {row['change']}: {row['test']} {row['why']}", flush=True)


def key_of(row):
    return row["path"], row["function"], row["text"], row["change"]


def read_reasons():
    with open(os.path.join(builds.HERE, "survivors.csv"), encoding="utf-8", newline="") as file:
        return {key_of(row): row["reason"] for row in csv.DictReader(file)}


def print_table(rows, title, group):
    print(f"\n| {title} | mutants | caught | |\n|---|---:|---:|---:|")
    names = sorted({group(row) for row in rows})
    for name in [*names, "all"]:
        part = [row for row in rows if name in ("all", group(row))]
        caught = sum(row["verdict"] == "caught" for row in part)
        print(f"| {name} | {len(part)} | {caught} | {100 * caught / len(part):.1f}% |")


def print_report(rows):
    reasons = read_reasons()
    print_table(rows, "kind", lambda row: row["kind"])
    print_table(rows, "directory", lambda row: os.path.dirname(row["path"]))
    survivors = [row for row in rows if row["verdict"] != "caught"]
    print("\nsurvivors:")
    unexplained = 0
    for row in sorted(survivors, key=lambda row: (row["path"], int(row["line"]))):
        reason = reasons.get(key_of(row), "")
        unexplained += not reason
        print(f"{row['path']}:{row['line']}: {row['change']}: {row['text']}\n    {reason or 'no reason is given yet'}")
    caught = len(rows) - len(survivors)
    print(f"\n{caught} of {len(rows)} caught, {len(survivors)} survive, {unexplained} of them without a reason")
    return 0 if 100 * caught >= AT_LEAST * len(rows) else 1


def read_report(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_report(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REPORT, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def choose(sources, seed, count, last):
    """[(path, mutants in the order in which they are tried, how many of them)]"""
    if last is not None:
        wanted = {key_of(row) for row in last if row["verdict"] != "caught"}
        found = {path: [mutant for mutant in mutate.mutants_of(path, source) if mutant.key() in wanted]
                 for path, source in sources.items()}
        return [(path, mutants, len(mutants)) for path, mutants in found.items() if mutants]
    shares = mutate.shares({path: source.count("\n") for path, source in sources.items()}, count)
    return [(path, mutate.shuffled(path, sources[path], seed), shares[path]) for path in sources if shares[path]]


def main():
    again = "--again" in sys.argv[1:]
    place = os.path.join(os.path.abspath(sys.argv[-1]), "mutants")
    seed, count = os.environ.get("SEED") or "1", int(os.environ.get("COUNT") or 300)
    jobs = int(os.environ.get("JOBS") or os.cpu_count())
    report = os.path.join(place, "report.csv")
    sources = read_sources(os.environ.get("ONLY") or "")
    last = read_report(report) if again else None
    plain = builds.Build(os.path.join(place, "plain"), builds.PLAIN, False)
    tests = builds.list_tests(plain.place)
    coverage = Coverage(os.path.join(place, "coverage"), tests, jobs)
    trial = Trial(coverage, sources)
    rows = [row for row in last or [] if row["verdict"] == "caught" or row["path"] not in sources]
    found = []
    with scratch_directory() as scratch:
        places = [builds.Place(os.path.join(scratch, str(i)), {"plain": plain}) for i in range(jobs)]
        measure_tests(places, trial, tests)

        def result(mutant, test, why, seconds):
            row = dict(path=mutant.path, function=mutant.function, line=mutant.line, kind=mutant.kind, text=mutant.text, change=mutant.change,
                       verdict="caught" if test else "survives", test=test or "", why=why or "", seconds=f"{seconds:.1f}")
            with trial.lock:
                found.append((mutant, row))
                write_report(report, rows + [each for _, each in found])
            tell(row)

        in_places(places, lambda spot, item: try_file(spot, plain, trial, *item, result),
                  choose(sources, seed, count, last))
        second_chance(place, places, trial, found)
        rows += [row for _, row in found]
        write_report(report, rows)
    return print_report(rows)


def second_chance(place, places, trial, found):
    """What survived once more, with the sanitizers: they see leaks and bytes beyond the end."""
    survivors = [(mutant, row) for mutant, row in found if row["verdict"] == "survives"]
    if not survivors:
        return
    build = builds.Build(os.path.join(place, "sanitized"), builds.SANITIZED, True)
    for spot in places:
        spot.builds["sanitized"] = build
        spot.copy_build("sanitized", build)
    build.fits = {}  # by test; looked at when it says that it has found something

    def one(spot, item):
        mutant, row = item
        row["test"], row["why"] = (word or "" for word in trial.attempt_sanitized(spot, mutant, build))
        row["verdict"] = "caught" if row["test"] else "survives"
        tell(row)

    in_places(places, one, survivors)


if __name__ == "__main__":
    sys.exit(main())
