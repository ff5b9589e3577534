"""Random changes to random registers, and --known-by against copies kept from then; prints TAP.

    time_travel.py --bin BINDIR --seeds 1-5 [--steps 200] [--every 20]

Rows are added, progress is made, errors are corrected, rows withdrawn, units move, guides hand over,
organisations end with what refers to them, ids are merged; one by one and from files of changes. After
every step the files are judged by the letter: nothing changes when the program refuses; lines that are not changed
stay; what is replaced stands in the journal with the time that the replacing rows are recorded at;
that time is now, or one second after the latest. A copy of the directory is kept every so many steps.
In the end every reader and counter shows with --known-by what it shows of each copy.
"""
import argparse
import csv
import datetime
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import compare  # noqa: E402
import random_registers  # noqa: E402
from oracle import COLUMNS, LIST_TYPES  # noqa: E402
from random_registers import LETTERS, VERSIONED  # noqa: E402

DATED = [register for register in LETTERS if register not in VERSIONED]
WRITERS = {**dict.fromkeys(("units", "orgs", "people", "sites", "awards"), "add"),
           **dict.fromkeys(("visits", "meetings", "problems", "events"), "log")}
JOURNAL = ["at", "op", "by", "why"]
ENGLISH = {(register, spec[1]): column for register in COLUMNS for column, spec in COLUMNS[register].items()}


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(time):
    return int(datetime.datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp())


class File:
    """A register or journal: its bytes, its lines, its cells by English name."""

    def __init__(self, path, register):
        self.lines, self.names, self.rows = [], [], []
        if not os.path.exists(path):
            return
        with open(path, "rb") as file:
            self.lines = file.read().split(b"\n")[:-1]
        text = b"\n".join(self.lines).decode("utf-8-sig").replace("\r", "")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.names = [ENGLISH.get((register, name), name) for name in rows[0]]
        self.rows = [row for row in rows[1:] if row != rows[0]]

    def dicts(self):
        return [dict(zip(self.names, row)) for row in self.rows]


class State:
    """What stands in a directory, and the latest time in it."""

    def __init__(self, directory):
        self.bytes, self.registers, self.journals, latest = {}, {}, {}, ""
        for name in sorted(os.listdir(directory)):
            if name.endswith(".csv") or name.startswith(".pending") or name.endswith(".new"):
                with open(os.path.join(directory, name), "rb") as file:
                    self.bytes[name] = file.read()
        for register in LETTERS:
            self.registers[register] = File(os.path.join(directory, register + ".csv"), register)
            self.journals[register] = File(os.path.join(directory, register + ".journal.csv"), register)
            times = [row.get("recorded", "") for row in self.registers[register].dicts()]
            times += [row[0] for row in self.journals[register].rows]
            latest = max([latest] + times)
        self.latest = latest or "1970-01-01T00:00:00Z"

    def known(self, register, time):
        """By the letter of taizhang-registers(5): the rows that were known at a time, sorted."""
        names = self.registers[register].names
        rows = [row for row in self.registers[register].dicts() if row.get("recorded", "") <= time]
        for row in self.journals[register].rows:
            old = dict(zip(self.journals[register].names[4:], row[4:]))
            if old.get("recorded", "") <= time < row[0]:
                rows.append(old)
        return sorted([row.get(name, "") for name in names] for row in rows)


def cells_of(line):
    return next(csv.reader([line.decode("utf-8-sig")]))


def in_force(row, date):
    return row.get("since", "") < date < (row.get("until") or "9999")


def is_guide(row, date):
    return in_force(row, date) and row.get("role") == "guide"


class Travel:
    def __init__(self, bindir, place, seed):
        self.bindir, self.seed, self.faults, self.done = bindir, seed, [], {}
        self.directory = os.path.join(place, "registers")
        self.case = random_registers.generate(seed, self.directory)
        self.world = random_registers.World(seed)
        self.world.make()
        self.chooser = random_registers.Chooser(self.world)
        self.rng, self.place = random.Random(seed), place
        self.add_recorded()
        self.state = State(self.directory)
        self.now = seconds_of(self.state.latest) if self.rng.random() < 0.5 else 1700000000
        self.copies = []

    def add_recorded(self):
        """Most registers that lack the column get it, empty: what stands there was always known."""
        for register in LETTERS:
            path = os.path.join(self.directory, register + ".csv")
            if "recorded" in File(path, register).names or self.rng.random() < 0.1:
                continue
            with open(path, "rb") as file:
                head, *lines = file.read().splitlines(keepends=True)
            names = [b",recorded" if cells_of(line) == cells_of(head) else b"," for line in [head] + lines]
            with open(path, "wb") as file:
                for line, more in zip([head] + lines, names):
                    body = line.rstrip(b"\r\n")
                    file.write(body + more + line[len(body):])

    def fault(self, words, text):
        self.faults.append(" ".join(map(compare.oracle_quote, words)) + ": " + text)

    def run(self, words, directory, data=b""):
        environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC", "TAIZHANG_DIR": directory, "USER": "lee",
                       "SOURCE_DATE_EPOCH": str(self.now)}
        return subprocess.run([os.path.join(self.bindir, words[0])] + words[1:], input=data,
                              capture_output=True, timeout=120, env=environment, cwd=self.place)

    # --- random changes ---

    def value(self, register, column):
        rng, (kind, _, _, target) = self.rng, COLUMNS[register][column]
        one = LIST_TYPES.get(kind, kind)
        if one == "ref":
            found = [row["id"] for row in self.state.registers[target].dicts()] or ["none"]
            return ";".join(rng.sample(found, min(len(found), 1 if kind == "ref" else rng.randint(1, 3))))
        if kind == "area":
            return rng.choice(self.world.areas)
        text = self.world.cell(register, column)
        return text if one != "text" else text.replace("\\", "")

    def edits(self, register, op, row):
        rng, columns = self.rng, [c for c in COLUMNS[register] if c not in ("id", "recorded")]
        if op == "from":
            columns = [c for c in columns if c not in ("since", "until")]
        if op == "set":
            columns = [c for c in columns if not row.get(c)] or columns
        found = []
        for column in rng.sample(columns, min(len(columns), rng.choice([1, 1, 2, 3]))):
            listed = COLUMNS[register][column][0] in ("refs", "list", "codes")
            sign = rng.choice(["", "+", "-"]) if listed and op != "set" else ""
            held = row.get(column, "").split(";")
            value = rng.choice(held) if sign == "-" else self.value(register, column)
            found.append((column + sign, value))
        return found

    def pick(self, register, wanted=lambda row: True):
        """A row and its key."""
        rows = [row for row in self.state.registers[register].dicts() if wanted(row)]
        if not rows:
            return {}, "none"
        row = self.rng.choice(rows)
        dated = row.get("since", row.get("date", row.get("raised", "")))
        return row, row["id"] + ("@" + dated if register in VERSIONED or self.rng.random() < 0.4 else "")

    def change(self):
        """One line of a file of changes, or several that belong together."""
        rng = self.rng
        op = rng.choice(["from"] * 5 + ["end"] * 2 + ["set"] * 4 + ["correct"] * 4 + ["void"] * 2 +
                        ["hand-over"] + ["merge"] * 2)
        register = ("people" if op == "hand-over" else rng.choice(VERSIONED) if op in ("from", "end") else
                    rng.choice(DATED) if op == "set" else rng.choice(list(LETTERS)))
        row, key = self.pick(register)
        date, field = rng.choice(self.world.dates), [("", "")]
        if op in ("from", "end", "hand-over") and rng.random() < 0.9:
            row, key = self.pick(register, lambda row: in_force(row, date))
        if op == "hand-over":
            row, key = self.pick(register, lambda row: is_guide(row, date) and row.get("units"))
            field = [("", self.pick(register, lambda row: is_guide(row, date))[1])]
        if op == "merge":
            register = rng.choice(VERSIONED)
            row, key = self.pick(register)
            key = key.split("@")[0]
            alike = [row.get(column, "") for column in ("line", "role", "org")]
            field = [("", self.pick(register, lambda other: rng.random() < 0.1 or alike == [
                other.get(column, "") for column in ("line", "role", "org")])[1].split("@")[0])]
        if op in ("from", "set", "correct"):
            field = self.edits(register, op, row)
        why = "核对,\"甲\"" if op in ("correct", "void", "merge") or rng.random() < 0.1 else ""
        return [[register, key, op, date if op in ("from", "end", "hand-over") else "", name, value, why]
                for name, value in field]

    def command(self):
        """(words, standard input) of one command."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return self.addition()
        if kind < 0.35:
            lines = [line for _ in range(rng.choice([2, 2, 3, 4])) for line in self.change()]
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(
                [["register", "key", "op", "date", "field", "value", "why"]] + lines)
            return (["register-amend", "-f", "-"] + ["--with-references"] * rng.randint(0, 1),
                    text.getvalue().encode())
        lines = self.change()
        register, key, op, date, _, value, why = lines[0]
        words = ["register-amend", register, key]
        words += (["--hand-over", value, "--from", date] if op == "hand-over" else
                  ["--merge", value] if op == "merge" else
                  ["--" + op, date] if date else ["--" + op])
        words += ["--why", why] if why else []
        words += ["--with-references"] if op == "end" and rng.random() < 0.7 else []
        if op in ("from", "set", "correct"):
            words += [line[4] + "=" + line[5] for line in lines]
        return words, b""

    def addition(self):
        rng = self.rng
        register = rng.choice([r for r in LETTERS if "recorded" in self.state.registers[r].names or
                               not self.state.registers[r].names] or ["units"])
        columns = [c for c, spec in COLUMNS[register].items() if c not in ("id", "recorded", "until", "solved")
                   and (spec[2] or rng.random() < 0.4) and (c in self.state.registers[register].names)]
        rows = [[self.value(register, column) for column in columns] for _ in range(rng.choice([1, 1, 3]))]
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([columns] + rows)
        return [register + "-" + WRITERS[register], "-f", "-"], text.getvalue().encode()

    # --- what a step may do ---

    def step(self, number):
        rng, before = self.rng, self.state
        self.now += rng.choice([0, 0, 1, 60, 86400, 86400, -3600])
        words, data = self.command()
        done = self.run(words, self.directory, data)
        after = State(self.directory)
        said = done.stderr.decode(errors="replace")
        if done.returncode not in (0, 1, 2, 3):
            self.fault(words, "exit %d: %s" % (done.returncode, said))
        elif done.returncode and (after.bytes != before.bytes or done.stdout):
            self.fault(words, "refused, but something changed: " + said)
        elif not done.returncode:
            self.judge(words, before, after)
            if "--merge" in words:
                self.judge_merge(words, before, after)
        op = next((w for w in words if w[:2] == "--"), words[-2] if words[0] == "register-amend" else words[0])
        counts = self.done.setdefault(op, [0, 0])
        counts[0] += 1
        counts[1] += done.returncode == 0 and after.bytes != before.bytes
        if done.returncode and os.environ.get("SAY"):
            sys.stderr.write("%s: %s" % (op, said))
        self.state = after

    def judge(self, words, before, after):
        if [name for name in after.bytes if name[0] == "."]:
            self.fault(words, "left behind: " + " ".join(after.bytes))
        wanted = max(stamp(self.now), stamp(seconds_of(before.latest) + 1))
        for register in LETTERS:
            old, new = before.registers[register], after.registers[register]
            journal = after.journals[register]
            kept = before.bytes.get(register + ".journal.csv", b"")
            if not after.bytes.get(register + ".journal.csv", b"").startswith(kept):
                self.fault(words, "%s: the journal lost what stood there" % register)
            gone = list(old.rows)
            fresh = [row for row in new.rows if not (row in gone and (gone.remove(row) or True))]
            times = {dict(zip(new.names, row)).get("recorded", "") for row in fresh}
            added = journal.rows[len(before.journals[register].rows):]
            times |= {row[0] for row in added}
            if times - {wanted}:
                self.fault(words, "%s: recorded at %s, %s was expected" % (register, times, wanted))
            if added and journal.names[:4] != JOURNAL:
                self.fault(words, "%s: the journal's header" % register)
            entries = [dict(zip(journal.names[4:], row[4:])) for row in added]
            if sorted(map(repr, entries)) != sorted(repr(dict(zip(old.names, row))) for row in gone):
                self.fault(words, "%s: the journal has not what was replaced" % register)
            if [line for line in old.lines if line in new.lines] != [line for line in new.lines if line in old.lines]:
                self.fault(words, "%s: lines that stay changed their order" % register)

    def judge_merge(self, words, before, after):
        """Nothing names the id that went, and the other one is in force whenever one of them was."""
        register, stays, goes = words[1], words[2], words[4]
        for name in LETTERS:
            columns = [c for c, spec in COLUMNS[name].items() if spec[3] == register]
            if any(goes in row.get(c, "").split(";") for row in after.registers[name].dicts() for c in columns):
                self.fault(words, "%s still names %s" % (name, goes))
        if any(row["id"] == goes for row in after.registers[register].dicts()):
            self.fault(words, goes + " is still there")
        for date in self.world.dates:
            held = [any(row["id"] in ids and row.get("since", "") <= date < (row.get("until") or "9999")
                        for row in state.registers[register].dicts())
                    for state, ids in ((before, (stays, goes)), (after, (stays,)))]
            if held[0] != held[1]:
                self.fault(words, "in force on %s: %s before, %s now" % (date, *held))

    # --- looking back ---

    def keep(self, number):
        path = os.path.join(self.place, "copy%d" % number)
        shutil.copytree(self.directory, path)
        self.copies.append((path, self.state.latest))

    def questions(self):
        definitions = os.path.join(self.directory, "definitions.csv")
        case, rng = self.case, self.rng
        orgs = {**case["orgs"], "as_of": case["as_of"], "from": case["from"]}
        by = ["--by", orgs["by"]] if orgs["by"] else []
        group = ["--group", orgs["group"]] if orgs["group"] else []
        count = ["orgs-count"] + compare.words_of(orgs, orgs["flows"])
        figures = ["figures-count", "-D", definitions, "--as-of", case["as_of"], "--from", case["from"], "--to", case["to"]]
        asked = [count + by + group, figures + by,
                 count + ["--list", rng.choice(["units", "party.orgs", "party.covered", "work.covered"])]]
        for register in LETTERS:
            asked.append([register + "-list"])
            asked.append([register + "-list", self.chooser.condition(register)])
        return asked

    def look_back(self):
        asked = self.questions()
        final = State(self.directory)
        for path, time in self.copies:
            then = State(path)
            for register in LETTERS:
                if then.registers[register].names and sorted(then.registers[register].rows) != final.known(register, time):
                    self.fault([register, time], "the journal does not lead back")
            for words in asked:
                old, new = self.run(words, path), self.run(words + ["--known-by", time], self.directory)
                lines = [sorted(out.stdout.split(b"\n")) if "-list" in words[0] or "--list" in words else out.stdout
                         for out in (old, new)]
                if lines[0] != lines[1] or old.returncode != new.returncode or old.returncode > 1:
                    self.fault(words + ["--known-by", time], "differs from the copy (exit %d and %d; %s)" % (
                        old.returncode, new.returncode, new.stderr.decode(errors="replace")[:300]))


def travel(bindir, top, seed, steps, every):
    with tempfile.TemporaryDirectory(dir=top) as place:
        t = Travel(bindir, place, seed)
        for number in range(steps):
            if number % every == 0:
                t.keep(number)
            t.step(number)
            if t.faults:
                break
        t.keep(steps)
        t.look_back()
        return t.faults, t.done


def main():
    parser = argparse.ArgumentParser(description="Changes registers at random and looks back.")
    parser.add_argument("--bin", required=True, help="directory of the programs")
    parser.add_argument("--seeds", default="1-5", help="A-B, or one seed")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--every", type=int, default=20)
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    bindir, failed = os.path.abspath(arguments.bin), 0
    print("1..%d" % len(seeds), flush=True)
    with tempfile.TemporaryDirectory(prefix="taizhang-travel-") as top:
        for number, seed in enumerate(seeds, 1):
            faults, done = travel(bindir, top, seed, arguments.steps, arguments.every)
            print("%s %d - seed %d: %s" % ("not ok" if faults else "ok", number, seed, ", ".join(
                "%s %d/%d" % (op, *reversed(counts)) for op, counts in sorted(done.items()))))
            for line in faults[:20]:
                print("# " + line.replace("\n", " | "))
            sys.stdout.flush()
            failed += bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
