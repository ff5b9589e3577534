#!/usr/bin/env python3
"""Programs on made-up files, good and bad, by every way of reading; prints TAP.

    ways.py --bin BINDIR --seeds 1-60 [--runs N] [--keep DIR]

What a program prints, says and ends with must not depend on the scanner (TAIZHANG_SIMD), on the number of
threads (-j), on the size of the parts that they read (TAIZHANG_PART), nor on whether a file is named,
redirected, comes through a pipe or is compressed. What it does with TAIZHANG_SIMD=libcsv in one thread is
held to be right. --runs is how many other ways are tried of each command; --keep leaves there what was
read when answers differed.
"""
import argparse
import csv
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCANNERS = ["none", "sse2", "avx2", "neon", "", "libcsv"]
PARTS = ["1", "64", "65", "1000", "4096", "65536", ""]
AREAS = {"11": "示例市", "110101": "示例一区", "110102": "示例二区", "110101001": "示例街道",
         "110101001001": "示例社区", "120101002": "样例街道"}
FLAVOURS = ["good", "quoted", "faulty", "wild"]


# --- files ---------------------------------------------------------------------------------------


def read_table(name):
    with open(os.path.join(SOURCE, "lib/register", name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COLUMNS, CODES = read_table("registers.csv"), read_table("codes.csv")


class Maker:
    """The files of one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.flavour = FLAVOURS[seed % len(FLAVOURS)]
        self.labels = self.one_in(2)  # words and names in the place of codes
        # now and then more than is read at once
        self.rows = self.random.choice([0, 1, 5, 20, 60, 60, 60]) if seed % 9 else 3000

    def one_in(self, n):
        return self.random.randrange(n) == 0

    def area(self):
        if self.one_in(8):
            return self.random.choice(["11", "110101", "110102"] + (["", "示例街道", "示例一区"] if self.labels else []))
        return "%s010%d00%d%s" % (self.random.choice(["11", "12", "15"]), self.random.randint(1, 3),
                                  self.random.randint(1, 3), self.random.choice(["", "001", "012"]))

    def code(self, field):
        codes = [row for row in CODES if row["field"] in (field, field.split(".")[1])]
        if not codes or self.labels and self.one_in(20):
            return ""
        return self.random.choice(codes)["label" if self.labels and self.one_in(10) else "code"]

    def good_cell(self, register, column, number):
        name, kind = column["column"], column["type"].split(" ")[0]
        if name == "id":
            return "%s%d" % (register[0].upper(), number)
        if kind == "area":
            return self.area()
        if kind in ("code", "codes"):
            return self.code(register + "." + name)
        if name == "units":
            return ";".join("U%d" % i for i in sorted({self.random.randint(1, 70) for _ in range(3)}, key=str))
        if kind == "integer":
            return str(self.random.choice([0, 1, 2, 3, 7, 25, 60, 12345]))
        if kind == "yesno":
            return self.random.choice(["yes", "no", ""] + (["是"] if self.labels else []))
        if kind == "date":
            dates = ["2024-07-01", "2024-06-30", "2025-01-01"] if name == "until" else ["2024-01-01", "2023-05-06", "2024-06-30"]
            return self.random.choice(dates) if self.one_in(6 if name == "until" else 2) else ""
        if kind == "time":
            return "2024-01-02T00:00:%02dZ" % self.random.randint(0, 59)
        if kind == "text" and (column["required"] or self.one_in(3)):
            return self.random.choice(["示例公司", "甲", "a b", "0123456789abcdef", "0123456789abcdefg", "é😀", " x "])
        return ""

    def cell(self, register, column, number):
        good = self.good_cell(register, column, number).encode()
        if self.flavour == "good":
            return good
        if self.flavour in ("quoted", "wild") and self.one_in(5):
            return b'"' + good + self.random.choice([b"", b",", b'""']) + b'"'
        if self.one_in(400 if self.flavour == "faulty" and self.rows < 1000 else 40 if self.flavour == "wild" else 100000):
            return self.random.choice([b'"', b'x"y', b'"x"y', b"\0", b"\r", b"\xff", b"\xe4\xb8", b"nonsense", b"-1",
                                       b"2024-13-01", b"\xef\xbb\xbf", b"999999999999999999999", b"110", b"x" * 70])
        return good

    def columns(self, register):
        columns = [c for c in COLUMNS if c["register"] == register]
        often = ("members", "employees", "trade", "operating")
        columns = [c for c in columns if c["required"] or not self.one_in(20 if c["column"] in often else 4)]
        if self.one_in(3):
            self.random.shuffle(columns)
        return columns

    def header(self, columns, labels):
        names = [c["label" if labels else "column"] for c in columns]
        names = ['"%s"' % n if self.one_in(20) else n for n in names]
        return ("\ufeff" if self.one_in(5) else "").encode() + ",".join(names).encode() + \
            (b"\r\n" if self.one_in(5) else b"\n")

    def line(self, register, columns, number):
        cells = [self.cell(register, c, number) for c in columns]
        if self.flavour in ("faulty", "wild") and self.one_in(60):
            cells = self.random.choice([cells[:-1], cells + [b""], [b""]])
        line = b",".join(cells)
        if self.one_in(12) and len(columns) > 2 and register == "units":
            line = self.pad(line, [c["column"] for c in columns], cells)
        crlf = self.one_in(10) if self.flavour != "good" else False
        return line + (b"\r\n" if crlf else b"\n")

    def pad(self, line, names, cells):
        """A name that makes the line about a multiple of 64 bytes long."""
        at = names.index("name")
        missing = (-len(line) - 1) % 64 + self.random.choice([-1, 0, 1])
        if at >= len(cells) or cells[at].endswith(b'"') or missing < 0:
            return line
        return b",".join(cells[:at] + [cells[at] + b"x" * missing] + cells[at + 1:])

    def file(self, register):
        columns, labels = self.columns(register), self.one_in(6)
        extra = {"column": "note", "label": "备注", "type": "text", "required": ""}
        columns += [extra] if self.one_in(4) else []
        out = [self.header(columns, labels)]
        for number in range(1, self.rows + 1):
            if self.one_in(40) and self.flavour != "good":
                out.append(self.header(columns, labels))
            out.append(self.line(register, columns, number))
        return out, self.end()

    def end(self):
        """Whether the last newline is missing, and what stands behind it."""
        ends = [(False, b""), (False, b""), (True, b"")]
        if self.flavour in ("faulty", "wild"):
            ends += [(True, b"\r"), (False, b'"'), (False, b"\xe4"), (False, b"U9,"), (False, b"\n")]
        return self.random.choice(ends)


def join(lines, end):
    data = b"".join(lines)
    return (data[:-1] if end[0] else data) + end[1]


def compress(maker, data):
    """Some members, which may end anywhere."""
    cuts = [maker.random.randrange(len(data) + 1) for _ in range(maker.random.choice([0, 1, 2, 12]))]
    places = [0] + sorted(cuts) + [len(data)]
    return b"".join(gzip.compress(data[a:b], 1, mtime=0) for a, b in zip(places, places[1:]))


def write_files(maker, place):
    for register, short in (("units", "u"), ("orgs", "o"), ("people", "p")):
        lines, end = maker.file(register)
        data = join(lines, end)
        half = maker.random.randrange(1, len(lines) + 1)
        files = {short + ".csv": data, short + ".csv.gz": compress(maker, data),
                 short + "1.csv": b"".join(lines[:half]), short + "2.csv": join([lines[0]] + lines[half:], end),
                 register + ".csv": data}
        for name, content in files.items():
            with open(os.path.join(place, name), "wb") as file:
                file.write(content)
    for register in ("visits", "meetings", "problems", "events", "sites", "awards"):  # for register-check
        with open(os.path.join(place, register + ".csv"), "wb") as file:
            file.write(join(*maker.file(register)))
    with open(os.path.join(place, "areas.csv"), "w", encoding="utf-8") as file:
        file.write("code,name\n" + "".join("%s,%s\n" % item for item in AREAS.items()))


# --- commands ------------------------------------------------------------------------------------

COUNTS = ["--by district --group kind", "--by district --group kind", "--by district --group kind --keep-going",
          "--by street --group name", "", "--by community --group trade --keep-going", "--group operating --by city",
          "--by district --group id --keep-going", "--group area --keep-going"]
MEASURES = ["--sum members --by district --group kind", "--distinct name --by district --group kind",
            "--sum employees --keep-going", "--distinct kind --by street"]
LISTS = ["", "area=11 members=3..", "--count kind=enterprise", "--sort area,-members --fields id,area,members",
         "--as-of 2024-06-30 operating=yes", "--keep-going name~公司", "--zh area=110101", "--excel members=..3",
         "--keep-going", "--pretty --fields name,kind", "--no-header --keep-going --known-by 2024-01-02T00:00:30Z"]
COVERAGES = ["--by district", "--group mode --by street", "--list party.covered", "--keep-going --by district",
             "--from 2024-01-01 --by city", "--keep-going --group kind", "--keep-going --due party=members=1..",
             "--keep-going --units employees=1.. --by community", "--keep-going --work guide,liaison,union --group line",
             "--keep-going --from 2024-02-01 --group line --by district", "--keep-going --group trade --by street"]


class Command:
    """Words, and the ways of giving the same files: more words, and what comes to standard input."""

    def __init__(self, words, forms):
        self.words, self.forms = words, forms


def read_in(program, options, name, files):
    """All forms of a program that reads one file; or the one with the same rows in two."""
    named, dash = ["-f", name + ".csv"], ["-f", "-"]
    one = [(named, None), (dash if program != "figures-count" else [], "<" + name + ".csv"),
           (dash, "|" + name + ".csv"), (["-f", name + ".csv.gz"], None), (dash, "|" + name + ".csv.gz"),
           (dash, "<" + name + ".csv.gz")]
    several = [(["-f", name + "1.csv", "-f", name + "2.csv"], None)]
    return Command([program] + options, several if files > 1 else one)


def commands_of(maker):
    pick = maker.random.choice
    day = ["--as-of", "2024-06-30"]
    orgs = ["orgs-count"] + day + pick(COVERAGES).split()
    people = ["-f", "people=p.csv"]
    files = [(["-f", "units=u.csv", "-f", "orgs=o.csv"] + people, None),
             (["-f", "units=u.csv.gz", "-f", "orgs=o.csv.gz"] + people, None),
             (["-f", "units=-", "-f", "orgs=o.csv"] + people, "|u.csv"),
             (["-f", "units=u.csv", "-f", "orgs=-"] + people, "<o.csv"),
             (["-f", "units=u.csv", "-f", "orgs=-"] + people, "|o.csv")]
    limit = ["--max-bytes", str(pick([10, 1000, 4000, 66000, 10000000]))]
    return [
        read_in("figures-count", ["-n", "u"] + pick(COUNTS).split(), "u", 1),
        read_in("figures-count", ["-n", "u"] + pick(COUNTS).split(), "u", 2),
        read_in("figures-count", ["-n", "o"] + pick(["--group line --by city", "--group units", "--group mode"]).split(), "o", 1),
        read_in("figures-count", ["-n", "u"] + pick(MEASURES).split(), "u", pick([1, 2])),
        read_in("figures-count", ["-n", "u"] + pick(COUNTS).split() + limit, "u", 1),
        read_in("units-list", pick(LISTS).split(), "u", 1),
        read_in("units-list", pick(LISTS).split(), "u", 2),
        Command(orgs, files),
        Command(["orgs-count"] + day + pick(COVERAGES).split(), [(["-d", "."], None)]),
        Command(["units-list"] + pick(LISTS).split(), [(["-d", "."], None)]),
        Command(["register-check"] + day + pick([[], ["units"], ["orgs", "units"]]), [(["-d", "."], None)]),
    ]


# --- runs ----------------------------------------------------------------------------------------


class Ways:
    def __init__(self, bindir, place, maker):
        self.bindir, self.place, self.maker, self.faults, self.runs = bindir, place, maker, [], 0

    def run(self, words, way, source):
        """Standard output, messages with one name for whatever was read, exit code."""
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TAIZHANG_SIMD": way[0], "TAIZHANG_PART": way[2]}
        for name in ("TAIZHANG_DIR", "TAIZHANG_ZONE", "LANGUAGE"):
            environment.pop(name, None)
        if not way[0]:
            del environment["TAIZHANG_SIMD"]
        words = [os.path.join(self.bindir, words[0]), "-j", way[1]] + words[1:]
        where = os.path.join(self.place, source[1:]) if source else os.devnull
        with open(where, "rb") as file:
            given = {"input": file.read()} if source and source[0] == "|" else {"stdin": file}
            done = subprocess.run(words, capture_output=True, cwd=self.place, env=environment, timeout=300, **given)
        self.runs += 1
        said = done.stderr
        for short in ("u", "o"):
            for name in (short + ".csv.gz", short + ".csv"):
                said = said.replace(b": %s:" % name.encode(), b": %s:" % short.encode())
        if source:
            for name in (b"standard input", b"-"):
                said = said.replace(b": %s:" % name, b": %s:" % source[1:2].encode())
        return done.stdout, said, done.returncode

    def random_way(self):
        pick = self.maker.random.choice
        parts = [p for p in PARTS if self.maker.rows < 1000 or len(p) != 1]
        return pick(SCANNERS), str(pick([1, 2, 3, 4])), pick(parts)

    def try_command(self, command, count):
        words, source = command.forms[0]
        want = self.run(command.words + words, ("libcsv", "1", ""), source)
        for turn in range(count):
            words, source = command.forms[0] if turn % 2 else self.maker.random.choice(command.forms)
            way = self.random_way()
            got = self.run(command.words + words, way, source)
            if got != want:
                self.faults.append((command.words + words, source, way, want, got))


def shown(text):
    return text.decode(errors="backslashreplace").splitlines()


def explain(fault):
    words, source, way, want, got = fault
    yield "TAIZHANG_SIMD=%s -j %s TAIZHANG_PART=%s: %s %s" % (*way, " ".join(words), source or "")
    yield "exit code %d, %d was expected" % (got[2], want[2])
    for what, index in (("printed", 0), ("said", 1)):
        old, new = shown(want[index]), shown(got[index])
        if old == new and want[index] != got[index]:
            yield what + ": bytes differ"
        at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
        if old != new:
            yield "%s line %d: %s" % (what, at + 1, (new + ["nothing"])[min(at, len(new))][:200])
            yield "   expected: %s" % (old + ["nothing"])[min(at, len(old))][:200]


def try_seed(seed, arguments):
    maker = Maker(seed)
    place = tempfile.mkdtemp(prefix="ways.")
    try:
        write_files(maker, place)
        ways = Ways(arguments.bin, place, maker)
        for command in commands_of(maker):
            ways.try_command(command, arguments.runs)
        print("%sok %d - seed %d (%s, %d rows, %d runs)" % ("not " if ways.faults else "", seed, seed, maker.flavour,
                                                           maker.rows, ways.runs))
        for fault in ways.faults[:5]:
            print("".join("# %s\n" % line for line in explain(fault)), end="")
        if ways.faults and arguments.keep:
            shutil.copytree(place, os.path.join(arguments.keep, str(seed)), dirs_exist_ok=True)
        return not ways.faults
    finally:
        shutil.rmtree(place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seeds", default="1-60")
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    arguments.bin = os.path.abspath(arguments.bin)
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    good = [try_seed(seed, arguments) for seed in seeds]
    return 0 if all(good) and good else 1


if __name__ == "__main__":
    sys.exit(main())
