#!/usr/bin/env python3
"""Says how much of the library the tests have run, from the counters that `make coverage` gathers.

    report.py [--only PART-OF-PATH] BUILD

Prints a table of lines and branches by file and layer, then every line and branch that was not run
in lib/csv and lib/register (or in the files whose path has that part). Ends with 1 when these are covered to less than LINES or BRANCHES
percent, or when unreachable.csv does not agree with what was run.

unreachable.csv beside this program: file,function,what,text,reason. `what` is `line` (a line that
cannot run, with its branches) or `branch` (a line that runs but not into all its branches); `text`
is the whole line without the blanks around it, or * for every line of the function. These are not
counted. A line that has changed or
that was run in full after all is an error: the list says nothing that is not so.
"""
import csv
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS_HELD = ("lib/csv", "lib/register")
LINES, BRANCHES = 95, 90


class Line:
    def __init__(self, function):
        self.function = function
        self.count = 0
        self.branches = []


def read_counters(build):
    """{path: {line number: Line}} of every source below lib."""
    sources = {}
    notes = sorted(glob.glob(os.path.join(build, "lib", "**", "*.gcno"), recursive=True))
    if not notes:
        sys.exit(f"no counters below {build}: run make coverage")
    done = subprocess.run(["gcov", "--branch-probabilities", "--json-format", "--stdout"] + notes,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
    for document in done.stdout.splitlines():
        for file in json.loads(document)["files"]:
            path = os.path.normpath(file["file"])
            if path.startswith("lib/") and path.endswith(".c"):
                add_file(sources.setdefault(path, {}), file)
    return sources


def add_file(lines, file):
    for entry in file["lines"]:
        number = entry["line_number"]
        line = lines.setdefault(number, Line(entry.get("function_name", "")))
        line.count += entry["count"]
        line.branches += [branch["count"] for branch in entry["branches"]]


def read_unreachable():
    with open(os.path.join(HERE, "unreachable.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exclude(sources, texts, entries):
    """Takes what cannot run out of `sources`; returns what is wrong with the list."""
    faults = []
    for entry in entries:
        path, what, text = entry["file"], entry["what"], entry["text"]
        place = f"unreachable.csv: {path}: {entry['function']}: {text}"
        found = [(number, line) for number, line in sources.get(path, {}).items()
                 if line.function == entry["function"] and text in ("*", texts[path][number - 1])]
        if not entry["reason"] or what not in ("line", "branch"):
            faults.append(f"{place}: neither line nor branch, or no reason")
        elif not found:
            faults.append(f"{place}: there is no such line")
        for number, line in found:
            if what == "line" and line.count > 0:
                faults.append(f"{place}: line {number} was run")
            elif what == "branch" and all(line.branches):
                faults.append(f"{place}: line {number} was run into every branch")
            elif what == "line":
                del sources[path][number]
            else:
                line.branches = [count for count in line.branches if count]
    return faults


def percent(part, whole):
    return "100.0%" if part == whole else f"{min(1000 * part // whole, 999) / 10:.1f}%"


class Sum:
    def __init__(self):
        self.lines = self.run = self.branches = self.taken = 0

    def add(self, lines):
        for line in lines.values():
            self.lines += 1
            self.run += line.count > 0
            self.branches += len(line.branches)
            self.taken += sum(count > 0 for count in line.branches)

    def show(self, name):
        print(f"{name:<36} {self.run:>6} of {self.lines:<6} {percent(self.run, self.lines):>6} "
              f"{self.taken:>6} of {self.branches:<6} {percent(self.taken, self.branches):>6}")


def show_table(sources):
    """Returns the sums by layer."""
    layers = {}
    print(f"{'':<36} {'lines run':>23} {'branches taken':>23}")
    for path, lines in sorted(sources.items()):
        layer = layers.setdefault(os.path.dirname(path), Sum())
        layer.add(lines)
        if path.startswith(LAYERS_HELD):
            one = Sum()
            one.add(lines)
            one.show(path)
    print()
    for name, layer in sorted(layers.items()):
        layer.show(name)
    return layers


def show_gaps(sources, texts, only):
    for path, lines in sorted(sources.items()):
        if only and only not in path or not only and not path.startswith(LAYERS_HELD):
            continue
        for number, line in sorted(lines.items()):
            missed = sum(count == 0 for count in line.branches)
            if line.count == 0:
                print(f"{path}:{number}: not run: {texts[path][number - 1]}")
            elif missed:
                print(f"{path}:{number}: {missed} of {len(line.branches)} branches not taken: "
                      f"{texts[path][number - 1]}")


def main():
    words = sys.argv[1:]
    only = words.pop(1) if words[:1] == ["--only"] else None
    build = words[-1]
    sources = read_counters(build)
    texts = {}
    for path in sources:
        with open(path, encoding="utf-8") as file:
            texts[path] = [line.strip() for line in file]
    faults = exclude(sources, texts, read_unreachable())
    layers = show_table(sources)
    print()
    show_gaps(sources, texts, only)
    for name in LAYERS_HELD:
        layer = layers[name]
        if 100 * layer.run < LINES * layer.lines or 100 * layer.taken < BRANCHES * layer.branches:
            faults.append(f"{name}: {LINES}% of the lines and {BRANCHES}% of the branches "
                          "must be covered")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
