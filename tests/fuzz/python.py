#!/usr/bin/env python3
"""The reader and writer of the toolkit beside Python's csv module in strict mode, on random rows.

Where both have an opinion they must agree: fields with commas, quotes, blanks and Chinese text, any
way of quoting, LF and CRLF. Python takes line breaks inside fields and other things that registers
refuse; those do not occur here. Writes made-up rows with one, reads them with the other, both ways
round, through `units-list -f`, which passes unknown columns on as they stand.

    python.py UNITS-LIST SEEDS
"""
import csv
import io
import random
import subprocess
import sys

PIECES = ["", "a", ",", '"', '""', " ", "\t", "东湖", "，", "'", "=1", "\\", ";", "é", "😀", "-", "x,y"]


def make_rows(chance, count):
    rows = [["id", "name", "kind", "area", "一", "two", 'th"ree', "4,4"]]
    for number in range(count):
        own = ["".join(chance.choice(PIECES) for _ in range(chance.randrange(5))) for _ in range(4)]
        rows.append([f"U{number}", "某公司", "enterprise", "360102", *own])
    return rows


def print_rows(rows, quoting, end):
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


def pass_on(content):
    done = subprocess.run([sys.argv[1], "-f", "-"], input=content,
                          capture_output=True, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"units-list: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout


tried = 0
for seed in range(1, int(sys.argv[2]) + 1):
    rows = make_rows(random.Random(seed), 300)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
        for end in ("\n", "\r\n"):
            got = pass_on(print_rows(rows, quoting, end))
            again = list(csv.reader(io.StringIO(got.decode(), newline=""), strict=True))
            if again != rows:
                for want, have in zip(rows, again):
                    if want != have:
                        sys.exit(f"seed {seed}: {want} came back as {have}")
                sys.exit(f"seed {seed}: {len(rows)} rows came back as {len(again)}")
            if pass_on(got) != got:
                sys.exit(f"seed {seed}: written again, it is not the same")
            tried += len(rows) - 1
print(f"{tried} rows")
