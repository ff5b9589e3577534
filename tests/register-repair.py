#!/usr/bin/env python3
"""register-repair on registers that are damaged at random.

    register-repair.py FIRST-LAST      for these seeds

What is a row is decided here once more, by the rules of RFC 4180 for one line. After the repair the
file has every line that is a row, byte for byte and in order, and NAME.torn every other one; a second
run finds nothing. Every third time the program is killed first, somewhere on its way.
"""
import collections
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

HEADER = "id,name,kind,area,address,recorded"
SHEETS = [
    ("units.csv", HEADER, ""),
    ("units.journal.csv", "at,op,by,why," + HEADER, "2024-02-01T00:00:00Z,correct,x,y,"),
]


def fields_of(line):
    """The number of fields of a line, 0 when it is none that may stand in a file."""
    if line.endswith(b"\r"):
        line = line[:-1]
    if not line or b"\0" in line or b"\r" in line:
        return 0
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    if text.startswith('\ufeff"'):
        text = text[1:]
    count, at = 0, 0
    while True:
        count += 1
        if text[at:at + 1] == '"':
            at += 1
            while True:
                end = text.find('"', at)
                if end < 0:
                    return 0
                at = end + 1
                if text[at:at + 1] != '"':
                    break
                at += 1
        else:
            end = text.find(",", at)
            end = len(text) if end < 0 else end
            if '"' in text[at:end]:
                return 0
            at = end
        if at == len(text):
            return count
        if text[at] != ",":
            return 0
        at += 1


def good_row(chance, number, before):
    name = chance.choice(["示例公司", "甲", '"东湖, 商店"', '"a ""b"" c"', "Ä"])
    line = f"{before}U{number},{name},enterprise,360102007,{'路' * chance.randrange(30)},2024-01-02T00:00:00Z"
    return line.encode() + (b"\r" if chance.random() < 0.05 else b"")


def damage(chance, line):
    """Some bytes in the place of the line with its newline."""
    at = chance.randrange(len(line) + 1)
    noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40)))
    return chance.choice([
        lambda: b"\0" * chance.choice([1, len(line) + 1, 512, 70000]),
        lambda: b"\0" * chance.randrange(1, 5000) + line[at:] + b"\n",
        lambda: line[:at] + b"\xff" + line[at:] + b"\n",
        lambda: line,
        lambda: line[:at],
        lambda: line[:at] + b"\n",
        lambda: line[:at] + line + b"\n",
        lambda: line.replace(b",", b"", 1) + b"\n",
        lambda: line.replace(b",", b'",', 1) + b"\n",
        lambda: b'"' + line + b"\n",
        lambda: line[:at] + b"\r" + line[at:] + b"\n",
        lambda: line[:at] + b"\n" + line[at:] + b"\n",
        lambda: b"\n",
        lambda: noise,
        lambda: line[:at] + noise + line[at:] + b"\n",
    ])()


def make(chance, header, before):
    parts = [header.encode() + b"\n"]
    for number in range(chance.randrange(1, 60)):
        line = good_row(chance, number, before)
        parts.append(damage(chance, line) if chance.random() < 0.15 else line + b"\n")
    return b"".join(parts)


def split(content):
    lines = content.split(b"\n")
    return lines[:-1], lines[-1]


def judge(content, header, kept, torn):
    """What is wrong with the outcome; None when nothing is."""
    wanted = len(header.split(","))
    again = header.encode()
    lines, tail = split(content)
    rows = [line for line in lines if fields_of(line) == wanted or line == again]
    others = collections.Counter(line for line in lines if fields_of(line) != wanted and line != again)
    kept_lines, rest = split(kept)
    if rest:
        return "the last line has no newline"
    torn_lines, rest = split(torn)
    if rest:
        return "a piece that is set aside has no newline"
    ended = kept_lines == rows + [tail] and fields_of(tail) == wanted
    if not ended and kept_lines != rows:
        return "other lines are kept than are rows"
    if tail and not ended:
        others[tail] += 1
    missing = others - collections.Counter(torn_lines)
    if missing:
        return f"not in .torn: {list(missing)[:3]}"
    return None


def register_repair(place):
    return subprocess.run(["register-repair", "-d", place, "--write", "--most"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)


def kill_some(place, chance):
    with subprocess.Popen(["register-repair", "-d", place, "--write", "--most"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as child:
        time.sleep(chance.random() * 0.008)
        child.kill()


def check(seed, place):
    chance = random.Random(seed)
    before = {}
    for name, header, start in SHEETS:
        before[name] = make(chance, header, start)
        with open(os.path.join(place, name), "wb") as file:
            file.write(before[name])
    if seed % 3 == 0:
        for _ in range(3):
            kill_some(place, chance)
    done = register_repair(place)
    if done.returncode != 0:
        return f"exit code {done.returncode}: {done.stdout[-300:]}"
    for name, header, _ in SHEETS:
        with open(os.path.join(place, name), "rb") as file:
            kept = file.read()
        torn = os.path.join(place, name[:-4] + ".torn")
        content = b""
        if os.path.exists(torn):
            with open(torn, "rb") as file:
                content = file.read()
        fault = judge(before[name], header, kept, content)
        if fault:
            return f"{name}: {fault}"
    again = register_repair(place)
    if again.returncode != 0 or again.stdout.count(b"\n") != 1:
        return f"a second run: {again.stdout[-300:]}"
    left = [name for name in os.listdir(place) if name.startswith(".") and name != ".lock"]
    return f"left behind: {left}" if left else None


def main():
    first, last = (int(word) for word in sys.argv[1].split("-"))
    for seed in range(first, last + 1):
        place = tempfile.mkdtemp(prefix="taizhang.")
        fault = check(seed, place)
        if fault:
            print(f"seed {seed}, see {place}: {fault}")
            return 1
        shutil.rmtree(place)
    print(f"{last - first + 1} registers and journals, nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
