#!/usr/bin/env python3
"""The 29 figures of the sample district, each held against rows that count and rows that nearly do.

    donghu-near.py --bin BINDIR --dir examples/donghu [--jobs N]

For each figure, in a copy of the registers of its own: the programs give the value of the report; the
rows of --list add up to it; without one of those rows it changes by exactly that row's share; and a
row that nearly counts changes nothing.  Prints TAP; exit 1 when a point fails.
"""
import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True

FROM, DAY = "2024-01-01", "2024-06-30"
ENDED = {"until": DAY}                     # in force until the day before
LATER = {"since": "2024-07-01", "until": ""}
LAST_YEAR, TOO_LATE = {"date": "2023-12-31"}, {"date": "2024-07-01"}
AGAIN = {}                                 # the same row once more, under another id


def orgs(line, other):
    return dict(program="orgs-count", register="orgs",
                near=[ENDED, LATER, {"line": other}, {"since": "2023-01-01", "until": "2024-01-01"}])


def award(value, *near):
    return dict(value=value, register="awards", near=[LAST_YEAR, TOO_LATE, {"stage": "nominated"}, *near])


# Figure -> value; register; measure (rows, or the column that is added or counted distinct); and the
# near rows, each a counted row with these cells changed.
FIGURES = {
    "party.orgs": dict(orgs("party", "youth"), value=70),
    "union.orgs": dict(orgs("union", "party"), value=37),
    "youth.orgs": dict(orgs("youth", "party"), value=120),
    "women.orgs": dict(orgs("women", "union"), value=104),
    "guides": dict(value=110, register="people", distinct="person",
                   near=[ENDED, LATER, AGAIN, {"role": "liaison"}, {"role": "worker"}]),
    # Its near rows are guides, see near_guides().
    "guides.covered": dict(value=754, program="orgs-count", register="units", near=[]),
    "guides.fulltime": dict(value=110, register="people", distinct="person",
                            near=[ENDED, LATER, AGAIN, {"fulltime": "no", "person": "X1"}, {"role": "worker"}]),
    "pool.secretaries": dict(value=95, register="people", distinct="person",
                             near=[ENDED, LATER, AGAIN, {"pool": "no", "person": "X1"}, {"role": "member", "person": "X1"},
                                   {"org": "LEAGUE", "person": "X1"}]),
    "activists.mass": dict(value=43, register="people", distinct="person",
                           near=[AGAIN, {"since": "2023-12-31", "person": "X1"}, {"since": "2024-07-01", "person": "X1"},
                                 {"recommended_by": "PARTY", "person": "X1"}, {"recommended_by": "", "person": "X1"},
                                 {"role": "worker", "person": "X1"}]),
    "concurrent": dict(value=32, register="people", distinct="person",
                       near=[ENDED, LATER, AGAIN, {"concurrent": "", "person": "X1"}, {"role": "head", "person": "X1"},
                             {"org": "LEAGUE", "person": "X1"}]),
    "meetings.joint": dict(value=12, register="meetings", distinct="meeting",
                           near=[dict(LAST_YEAR, meeting="X1"), dict(TOO_LATE, meeting="X1"),
                                 {"kind": "dispatch", "meeting": "X1"}, {"item": "9"}]),
    "topics": dict(value=23, register="meetings",
                   near=[dict(LAST_YEAR, item="9"), dict(TOO_LATE, item="9"), {"kind": "committee", "item": "9"}]),
    "problems.solved.meeting": dict(value=46, register="problems",
                                    near=[{"solved": ""}, {"solved": "2024-07-01"}, {"source": "visit"},
                                          {"raised": "2023-11-01", "solved": "2023-12-31"}]),
    "sites.complex": dict(value=2, register="sites", near=[ENDED, LATER, {"kind": "center"}]),
    "sites.center": dict(value=111, register="sites", near=[ENDED, LATER, {"kind": "complex"}]),
    "home.floor": dict(value=1126, register="sites", sum="floor_m2",
                       near=[ENDED, LATER, {"kind": "station"}, {"name": "样例职工之家"}]),
    "homes.youth_women": dict(value=13, register="sites", near=[ENDED, LATER, {"kind": "workers-home"}]),
    "health.value": dict(value=50000, register="events", sum="value",
                         near=[LAST_YEAR, TOO_LATE, {"donor": "市总工会"}, {"item": "consolation"}]),
    "cooling.value": dict(value=20000, register="events", sum="value",
                          near=[LAST_YEAR, TOO_LATE, {"item": "consolation"}, {"item": ""}]),
    "award.rider": award(10, {"sponsor": "市委两新工委"}, {"title": "最美快递员"}),
    "award.driver": award(80, {"sponsor": "市委两新工委"}, {"title": "了不起的网约车司机提名"}),
    "award.labour": award(2, {"via": "市直机关工委"}, {"level": "district"}),
    "award.youth": award(3, {"sponsor": "团市委"}, {"level": "city"}),
    "award.women": award(1, {"via": "市直机关工委"}, {"level": "district"}),
    "brands": award(14, {"kind": "honour"}, {"family": ""}),
    "volunteer.hongcheng": dict(value=107, register="events",
                                near=[LAST_YEAR, TOO_LATE, {"team": "社区志愿队"}, {"kind": "culture"}]),
    "volunteers.youth": dict(value=800, register="events", sum="headcount",
                             near=[LAST_YEAR, TOO_LATE, {"audience": "riders"}, {"kind": "training"}]),
    "welfare": dict(value=34, register="events",
                    near=[LAST_YEAR, TOO_LATE, {"series": "邻里互助"}, {"kind": "culture"}]),
    "aides": dict(value=80, register="people", distinct="person", near=[ENDED, LATER, AGAIN, {"role": "liaison"}]),
}


class Failure(Exception):
    pass


class District:
    """A copy of the registers, and the programs over it."""

    def __init__(self, bindir, source, path):
        self.bindir, self.path = bindir, path
        self.definitions = os.path.join(source, "definitions.csv")
        shutil.copytree(os.path.join(source, "registers"), path)

    def run(self, figure, entry, *more):
        if entry.get("program") == "orgs-count":
            command = ["orgs-count", "-d", self.path, "--as-of", DAY, *more]
        else:
            command = ["figures-count", "-d", self.path, "-D", self.definitions, "--as-of", DAY, "--from", FROM,
                       "--to", DAY, *more]
        command[0] = os.path.join(self.bindir, command[0])
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise Failure("%s: exit %d: %s" % (" ".join(command), done.returncode,
                                               done.stderr.decode("utf-8", "replace").strip()))
        return list(csv.DictReader(done.stdout.decode("utf-8").splitlines()))

    def value(self, figure, entry):
        found = [r["value"] for r in self.run(figure, entry)
                 if r["figure"] == figure and not r["area"] and not r["group"]]
        if len(found) != 1:
            raise Failure("%d rows of %s for the whole" % (len(found), figure))
        return number(found[0])

    def rows(self, figure, entry):
        return self.run(figure, entry, "--list", figure)

    def read(self, register):
        with open(os.path.join(self.path, register + ".csv"), encoding="utf-8", newline="") as source:
            return list(csv.DictReader(source))

    def write(self, register, rows):
        with open(os.path.join(self.path, register + ".csv"), "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def number(text):
    """An integer; of money, the yuan (the sample has no fen)."""
    whole, _, fen = text.partition(".")
    if fen.strip("0"):
        raise Failure("'%s' has a fraction" % text)
    return int(whole or 0)


def key(row):
    return row["id"], row.get("since", "")


def total(entry, rows):
    """What the listed rows amount to, by the measure of the figure."""
    if "sum" in entry:
        return sum(number(r[entry["sum"]]) for r in rows)
    if "distinct" in entry:
        return len({r[entry["distinct"]] or r["id"] for r in rows})
    return len(rows)


def share_of_one(entry, rows):
    """A listed row whose absence shows in full, and by how much."""
    for row in rows:
        rest = [r for r in rows if r is not row]
        share = total(entry, rows) - total(entry, rest)
        if share > 0:
            return row, share
    raise Failure("no listed row has a share of its own")


def near_rows(district, entry, counted):
    """Register and row of everything that nearly counts."""
    stand_in = {}
    for org in district.read("orgs"):
        if org["since"] < "2023" and not org["until"] and org["line"] in ("party", "youth"):
            stand_in["PARTY" if org["line"] == "party" else "LEAGUE"] = org["id"]
    columns = list(district.read(entry["register"])[0])
    for changes in entry["near"]:
        row = {c: counted[c] for c in columns}
        row.update({c: stand_in.get(v, v) for c, v in changes.items()}, id="X9001")
        yield entry["register"], row, changes


def near_guides(district, entry):
    """Guides who look after units that nearly count as covered by them."""
    def ids(figure):
        return {r["id"] for r in district.rows(figure, entry)}
    covered, party, work = ids("guides.covered"), ids("party.covered"), ids("work.covered")
    units = [u for u in district.read("units") if not u["until"] and u["since"] <= DAY]
    base = {u["id"] for u in units if u["operating"] != "no"}
    dormant = sorted({u["id"] for u in units} - base)
    nobody = sorted(base - work)
    guide = [r for r in district.read("people") if r["role"] == "guide" and not r["until"] and r["since"] <= DAY][0]
    for what, changes in (("has a Party organisation", dict(units=sorted(party)[0])),
                          ("does not operate", dict(units=dormant[0])),
                          ("has a guide already", dict(units=sorted(covered)[0])),
                          ("had a guide until the day before", dict(ENDED, units=nobody[0])),
                          ("gets a guide the day after", dict(LATER, units=nobody[0])),
                          ("has a liaison only", dict(role="liaison", units=nobody[0]))):
        yield "people", dict(guide, **dict(changes, id="X9001", person="X1")), what


def examine(bindir, source, figure, entry):
    """Every point of one figure as (passed, what, why)."""
    points = []

    def point(what, expected, got):
        points.append((expected == got, "%s: %s" % (figure, what), "expected %s, got %s" % (expected, got)))

    scratch = tempfile.mkdtemp(prefix="donghu-near.")
    try:
        district = District(bindir, source, os.path.join(scratch, "registers"))
        value = entry["value"]
        point("is %d" % value, value, district.value(figure, entry))
        listed = district.rows(figure, entry)
        point("the listed rows amount to it", value, total(entry, listed))
        counted, share = share_of_one(entry, listed)
        register = entry["register"]
        original = district.read(register)
        without = [r for r in original if key(r) != key(counted)]
        if len(without) != len(original) - 1:
            raise Failure("listed row %s is not one row of %s" % (key(counted), register))
        district.write(register, without)
        point("less %d without row %s" % (share, counted["id"]), value - share, district.value(figure, entry))
        district.write(register, original)
        if figure == "guides.covered":
            near = list(near_guides(district, entry))
        else:
            near = list(near_rows(district, entry, counted))
        for register, row, what in near:
            before = district.read(register)
            district.write(register, before + [row])
            if isinstance(what, dict):
                what = " ".join("%s=%s" % c for c in what.items()) or "the same once more"
            point("unmoved by a near row (%s)" % what, value, district.value(figure, entry))
            district.write(register, before)
    except (Failure, OSError, KeyError, IndexError, ValueError) as problem:
        points.append((False, "%s: examined to the end" % figure, "%s: %s" % (type(problem).__name__, problem)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return points


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="directory of the programs")
    parser.add_argument("--dir", required=True, help="the sample district")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    bindir, source = os.path.abspath(options.bin), os.path.abspath(options.dir)
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda item: examine(bindir, source, *item), FIGURES.items()))
    count = failed = 0
    for points in results:
        for passed, what, why in points:
            count += 1
            print("%s %d - %s" % ("ok" if passed else "not ok", count, what.replace("#", "\\#")))
            if not passed:
                failed += 1
                print("# " + why.replace("\n", "\n# "))
    print("1..%d" % count)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
