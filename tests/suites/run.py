#!/usr/bin/env python3
"""Holds the reader of sheets (lib/sheet) against suites of CSV files.

    run.py CELLS own                      the cases of cases.csv
    run.py CELLS public NAME=DIRECTORY…   public suites, each in a directory that is given by hand (suites.py)

CELLS is the program of cells.c.  Every cell must have the text that the suite expects, at its place;
rows and cells at their end that hold nothing are left out on both sides, as a sheet does not know
them.  Where the reader means to differ from a suite, contested.csv says what each has and why; a
difference that does not stand there, and one there that is no more, is a failure.  RENEW=1 writes
contested.csv anew with the reasons that are there.
"""
import csv
import json
import os
import subprocess
import sys

import suites

HERE = os.path.dirname(os.path.abspath(__file__))
CONTESTED = os.path.join(HERE, "contested.csv")
HEADER = ["suite", "case", "ours", "theirs", "reason"]


def trimmed(rows):
    """Rows as a sheet has them."""
    result = []
    for row in rows:
        row = list(row)
        while row and row[-1] in ("", None):
            row.pop()
        if row:
            result.append(row)
    return result


def ours(cells, case):
    """What the reader makes of it: JSON, or why it refuses."""
    words = {"\t": "tab", None: []}
    delimiter = words.get(case.delimiter, case.delimiter)
    done = subprocess.run([cells] + ([delimiter] if delimiter else []), input=case.content, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C", "LANGUAGE": ""})
    if done.returncode == 3:
        return "refused: " + done.stderr.decode("utf-8").strip()
    if done.returncode:
        sys.exit("%s: ended with %d" % (cells, done.returncode))
    return shown(trimmed(json.loads(done.stdout.decode("utf-8"))))


def shown(rows):
    return json.dumps(rows, ensure_ascii=False).replace("\0", "\\u0000")


def theirs(case):
    return "refused" if case.rows is None else shown(trimmed(case.rows))


def agree(we, they):
    return we == they or (they == "refused" and we.startswith("refused at "))


def own_cases():
    """cases.csv: the input has the escapes of Python; rows are JSON, or what a refusal begins with."""
    with open(os.path.join(HERE, "cases.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row


def run_own(cells):
    bad = count = 0
    for row in own_cases():
        text = row["input"].encode("latin-1", "backslashreplace").decode("unicode_escape")
        delimiter = {"tab": "\t", "": None}.get(row["delimiter"], row["delimiter"])
        we = ours(cells, suites.Case(row["case"], text.encode(row["encoding"] or "utf-8"), delimiter, [], None))
        wanted = row["rows"]
        good = we.startswith(wanted) if wanted.startswith("refused: ") else we == shown(json.loads(wanted))
        count += 1
        print("%sok %d - %s" % ("" if good else "not ", count, row["case"]))
        if not good:
            bad += 1
            print("# is %s\n# not %s" % (we, wanted))
    print("1..%d" % count)
    return bad


def read_contested():
    with open(CONTESTED, encoding="utf-8", newline="") as file:
        return {(row["suite"], row["case"]): row for row in csv.DictReader(file)}


def run_suite(cells, name, directory, contested):
    counts = dict.fromkeys(("as", "contested", "needs", "bad"), 0)
    for case in suites.SUITES[name][0](directory):
        if case.needs:
            counts["needs"] += 1
            continue
        we, they = ours(cells, case), theirs(case)
        if we.startswith("refused: "):
            we = "refused at " + we.split(": ")[1]
        known = contested.pop((name, case.name), None)
        if os.environ.get("RENEW") and not agree(we, they):
            found.append([name, case.name, we, they, known["reason"] if known else ""])
        if agree(we, they) and not known:
            counts["as"] += 1
        elif known and (known["ours"], known["theirs"]) == (we, they) and known["reason"]:
            counts["contested"] += 1
        else:
            counts["bad"] += 1
            print("%s: %s\n  %r\n  ours   %s\n  theirs %s" % (name, case.name, case.content[:300], we, they))
    for suite, case in [key for key in contested if key[0] == name]:
        counts["bad"] += 1
        print("%s: %s stands in contested.csv, the suite has no such case" % (suite, case))
    rows.append([name, sum(counts.values()), counts["as"], counts["contested"], counts["needs"], counts["bad"]])
    return counts["bad"]


def run_suites(cells, given):
    contested = {} if os.environ.get("RENEW") == "all" else read_contested()
    bad = sum(run_suite(cells, name, directory, contested) for name, directory in given.items())
    if os.environ.get("RENEW"):
        kept = [list(row.values()) for key, row in read_contested().items() if key[0] not in given]
        with open(CONTESTED, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADER] + sorted(kept + found))
    print("%-14s %6s %12s %10s %16s %8s" % ("suite", "cases", "as expected", "contested", "need an option", "differ"))
    for row in rows:
        print("%-14s %6d %12d %10d %16d %8d" % tuple(row))
    for name, (_suite, what) in suites.SUITES.items():
        if name not in given:
            print("SKIPPED %s: give it as %s=DIRECTORY, %s" % (name, name, what))
    return bad


rows, found = [], []


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("own", "public") or not all("=" in a for a in sys.argv[3:]):
        sys.exit(__doc__)
    given = dict(argument.split("=", 1) for argument in sys.argv[3:])
    unknown = set(given) - set(suites.SUITES)
    if unknown:
        sys.exit("no suite is called %s; there are %s" % (", ".join(unknown), ", ".join(suites.SUITES)))
    bad = run_own(sys.argv[1]) if sys.argv[2] == "own" else run_suites(sys.argv[1], given)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
