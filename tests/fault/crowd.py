#!/usr/bin/env python3
"""Many writers at once, a tenth of them killed, while readers, counters and an amender run.

    crowd.py [WRITERS ROWS ROUNDS]

Every writer adds ROWS rows in batches of 1 to 60 to four registers, one process after another, in a
fresh directory for every round. A tenth of the processes is killed at a random moment; half of
their batches are given up, the others are given again, as a person would. Meanwhile an amender
changes rows of several registers in one go, so that sums and joins over the registers stay the
same, and readers look at the directory as one state.

At the end of a round the registers tell the order of all transactions by `recorded`. From them
every state that ever was is known, and what the readers saw must be one of these.
"""
import collections
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

BUILD = os.path.abspath(os.environ.get("O", "build"))
BIN = os.path.join(BUILD, "bin")
SLOW = os.path.join(BUILD, "fault", "slow.so")
FULL, SHORT = (64, 1000, 20), (8, 40, 1)
KILLED = 0.1
SLOWED = 0.1
PATIENCE = ["--lock-timeout", "600"]  # a busy machine is no fault; being passed by others is
TOTAL = 1000  # units.employees of U1 and events.headcount of E1 together
COVERED = ["U%d" % n for n in range(1, 9)]  # each by the organisation O1 or by the guide P1
WRITERS = {  # register: its writer, and the column that holds what tells a row from all others
    "visits": ("visits-log", "text"),
    "problems": ("problems-log", "text"),
    "units": ("units-add", "name"),
    "meetings": ("meetings-log", "topic"),
}
FIGURES = """figure,label,unit,register,when,where,measure,of,group,match,note
rows.visits,,,visits,date,,rows,,,,
rows.problems,,,problems,raised,,rows,,,,
rows.units,,,units,on,,rows,,,,
rows.meetings,,,meetings,date,,rows,,,,
sum.units,,,units,on,id=U1,sum:employees,,,,
sum.events,,,events,date,id=E1,sum:headcount,,,,
"""
Batch = collections.namedtuple("Batch", "register tag rows")


def run(program, *arguments, text=None, kill_after=None, programs=None, ahead=False, slow=False):
    """Returns exit code, standard output and standard error.

    slow: with pauses between its steps, where the machine can preload.

    programs: where the program is, if not in BIN; ahead: long after now, since rows are recorded
    ahead of the clock when more are written than seconds pass.
    """
    environment = dict(os.environ)
    if ahead:
        environment["SOURCE_DATE_EPOCH"] = "4000000000"
    if slow and os.path.exists(SLOW) and not os.environ.get("ASAN_OPTIONS"):
        environment["LD_PRELOAD"] = SLOW
    process = subprocess.Popen([os.path.join(programs or BIN, program), *arguments], text=True,
                               env=environment,
                               stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, said = process.communicate(text, timeout=kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        out, said = process.communicate()
    except BrokenPipeError:
        out, said = "", ""
        process.wait()
    return process.returncode, out, said


def row_of(register, tag, number, size):
    text = f"{tag}-{size:02}-{number:02} 走访“示例”,约{number}人"
    if register == "visits":
        return {"date": "2024-03-01", "unit": "U9", "kind": "routine", "text": text}
    if register == "problems":
        return {"raised": "2024-03-02", "unit": "U9", "text": text}
    if register == "units":
        return {"name": text, "kind": "enterprise", "area": "360102007"}
    return {"meeting": tag, "item": str(number + 1), "date": "2024-03-03", "kind": "joint",
            "topic": text}


def csv_of(rows):
    lines = [",".join(rows[0])]
    lines += [",".join('"' + value.replace('"', '""') + '"' for value in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def read_register(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Round:
    def __init__(self, place, writers, rows, seed):
        self.place, self.writers, self.rows, self.seed = place, writers, rows, seed
        self.lock = threading.Lock()
        self.faults = []
        self.acknowledged = {}  # text of a row → its register and id
        self.given_up = collections.Counter()  # by register, tag
        self.seen = []  # (reader, what figures-count printed)
        self.looks = self.kills = self.processes = self.amended = 0
        self.longest, self.most_passed = 0.0, 0
        self.written = 0  # transactions that were acknowledged
        self.done = threading.Event()
        self.prepare()

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def must(self, program, *arguments, text=None):
        code, out, said = run(program, *arguments, "-d", self.place, *PATIENCE, text=text)
        if code != 0:
            self.fault(f"{program} {' '.join(arguments)}: exit code {code}: {said.strip()}")
        return out

    def prepare(self):
        self.must("units-add", "-f", "-", text="name,kind,area,employees\n" + "".join(
            f"底册{n}公司,enterprise,360102007,{TOTAL if n == 1 else ''}\n" for n in range(1, 10)))
        self.must("events-log", "date=2024-03-01", "kind=volunteer", "headcount=0")
        for line, name in ("party", "一"), ("party", "二"), ("union", "三"):
            self.must("orgs-add", f"line={line}", f"name=示例组织{name}", "mode=regional",
                      "area=360102007", "units=" + ",".join(COVERED if name == "一" else ["U9"]))
        self.must("people-add", "name=张示例", "role=guide", "units=U9")
        self.must("people-add", "name=李示例", "role=secretary", "org=O2")
        with open(os.path.join(self.place, "figures.csv"), "w", encoding="utf-8") as file:
            file.write(FIGURES)

    # --- those who write

    def write(self, writer):
        chance = random.Random(f"{self.seed} {writer}")
        left, number = self.rows, 0
        while left:
            size = min(left, 1 if chance.random() < 0.3 else chance.randint(2, 60))
            register = chance.choice(list(WRITERS))
            tag = f"r{writer:02}b{number:04}"
            batch = Batch(register, tag, [row_of(register, tag, n, size) for n in range(size)])
            self.write_batch(batch, chance)
            left, number = left - size, number + 1

    def write_batch(self, batch, chance):
        took = 0.05
        while True:
            kill_after = chance.uniform(0, 1.5 * took) if chance.random() < KILLED else None
            operands = len(batch.rows) == 1 and chance.random() < 0.5
            begin, before = time.monotonic(), self.written
            code, out, said = run(
                WRITERS[batch.register][0], "-q", "-d", self.place, *PATIENCE,
                *([f"{name}={value}" for name, value in batch.rows[0].items()] if operands
                  else ["-f", "-"]),
                text=None if operands else csv_of(batch.rows), kill_after=kill_after,
                slow=chance.random() < SLOWED)
            took = time.monotonic() - begin
            with self.lock:
                self.processes += 1
                self.kills += code == -9
                self.longest = max(self.longest, took)
                self.most_passed = max(self.most_passed, self.written - before)
                self.written += code == 0
            if code == 0:
                self.acknowledge(batch, out.split())
                return
            if code != -9:
                self.fault(f"{batch.tag}: exit code {code}: {said.strip()[:200]}")
                return
            if chance.random() < 0.5:
                with self.lock:
                    self.given_up[batch.register, batch.tag] = len(batch.rows)
                return

    def acknowledge(self, batch, ids):
        if len(ids) != len(batch.rows):
            self.fault(f"{batch.tag}: {len(ids)} ids for {len(batch.rows)} rows")
        column = WRITERS[batch.register][1]
        with self.lock:
            for row, key in zip(batch.rows, ids):
                self.acknowledged[row[column]] = (batch.register, key)

    # --- the one who amends: three sums and joins stay as they are

    def amend(self):
        chance = random.Random(f"{self.seed} amend")
        line, number = 0, 0
        while not self.done.is_set():
            line, number = 1 - line, number + 1
            value = chance.randint(0, TOTAL)
            covered = sorted(chance.sample(COVERED, chance.randint(1, len(COVERED) - 1)))
            guided = sorted(set(COVERED) - set(covered)) + ["U9"]
            changes = [
                ("units", "U1", "employees", value), ("events", "E1", "headcount", TOTAL - value),
                ("orgs", "O1", "units", ";".join(covered)), ("people", "P1", "units", ";".join(guided)),
                ("orgs", "O2", "line", ["party", "union"][line]),
                ("orgs", "O3", "line", ["union", "party"][line]),
                ("people", "P2", "org", ["O2", "O3"][line])]
            text = "register,key,op,date,field,value,why\n" + "".join(
                f"{register},{key},correct,,{field},{value},第{number}次\n"
                for register, key, field, value in changes)
            took = 0.05
            while not self.done.is_set():
                kill_after = chance.uniform(0, 1.5 * took) if chance.random() < KILLED else None
                begin = time.monotonic()
                code, _, said = run("register-amend", "-q", "-d", self.place, *PATIENCE, "-f", "-",
                                    text=text, kill_after=kill_after,
                                    slow=chance.random() < 0.5)
                took = time.monotonic() - begin
                with self.lock:
                    self.processes += 1
                    self.kills += code == -9
                    self.amended += code == 0
                if code == 0:
                    break
                if code != -9:
                    self.fault(f"register-amend: exit code {code}: {said.strip()[:200]}")
                    break

    # --- those who read

    def read(self, reader):
        chance = random.Random(f"{self.seed} read {reader}")
        looks = [self.look_at_figures, self.look_at_coverage, self.look_at_join,
                 self.look_at_batches, self.look_at_count]
        counts = collections.Counter()
        while True:
            last = self.done.is_set()
            chance.choice(looks)(reader, chance, counts)
            with self.lock:
                self.looks += 1
            if last:
                return

    def look_at_figures(self, reader, chance, counts):
        out = self.must("figures-count", "-D", os.path.join(self.place, "figures.csv"),
                        "--period", "2024")
        state = {row["figure"]: int(row["value"]) for row in csv.DictReader(out.splitlines())}
        with self.lock:
            self.seen.append((reader, state))
        if state.get("sum.units", 0) + state.get("sum.events", 0) != TOTAL:
            self.fault(f"figures-count saw a mixture: {state}")

    def look_at_coverage(self, reader, chance, counts):
        out = self.must("orgs-count", "--as-of", "2024-06-30")
        found = {row["figure"]: int(row["value"]) for row in csv.DictReader(out.splitlines())}
        party = found.get("party.covered", 0)
        # U9 is listed by O2 or O3, whichever is a Party organisation
        if party + found.get("guides.covered", 0) != len(COVERED) + 1 or found["party.orgs"] != 2:
            self.fault(f"orgs-count saw a mixture: {found}")

    def look_at_join(self, reader, chance, counts):
        out = self.must("people-list", "org.line=party", "--fields", "id", "--no-header")
        if out.split() != ["P2"]:
            self.fault(f"people-list org.line=party saw a mixture: {out.split()}")

    def look_at_batches(self, reader, chance, counts):
        register = chance.choice(list(WRITERS))
        column = WRITERS[register][1]
        out = self.must(f"{register}-list", "--sort", column, "--fields", column, f"{column}~走访")
        texts = [row[column] for row in csv.DictReader(out.splitlines())]
        if texts != sorted(texts, key=lambda text: text.encode()):
            self.fault(f"{register}-list --sort {column}: not sorted")
        if len(set(texts)) != len(texts):
            self.fault(f"{register}-list: a row twice")
        self.check_whole(texts, f"{register}-list")

    def check_whole(self, texts, who):
        for tag, number in collections.Counter(text[:11] for text in texts).items():
            if number != int(tag[-2:]):
                self.fault(f"{who}: {number} of the rows of {tag}")

    def look_at_count(self, reader, chance, counts):
        register = chance.choice(list(WRITERS))
        number = int(self.must(f"{register}-list", "--count", "-q") or 0)
        if number < counts[register]:
            self.fault(f"{register}-list --count: {number} after {counts[register]}")
        counts[register] = number

    # --- what has come of it

    def check(self):
        files = {register: read_register(os.path.join(self.place, register + ".csv"))
                 for register in WRITERS}
        there = collections.defaultdict(list)
        transactions = collections.defaultdict(lambda: collections.defaultdict(list))
        for register, rows in files.items():
            column = WRITERS[register][1]
            # a row that the amender replaces keeps its place and gets a new time
            if register != "units" and [r["recorded"] for r in rows] != sorted(r["recorded"] for r in rows):
                self.fault(f"{register}.csv: recorded goes back")
            if len({row["id"] for row in rows}) != len(rows):
                self.fault(f"{register}.csv: an id twice")
            for row in rows:
                if "走访" in row[column]:
                    there[row[column]].append((register, row["id"]))
                    transactions[row["recorded"]][register, row[column][:8]].append(row)
            self.check_whole([r[column] for r in rows if "走访" in r[column]], register + ".csv")
        self.check_rows(files, there)
        self.check_order(files, transactions)
        self.check_directory()
        # those who were there before, and a few for whose haste the polling is too slow
        if self.most_passed > 2 * self.writers + 20:
            self.fault(f"{self.most_passed} others were given the lock before one that had waited longer")

    def check_rows(self, files, there):
        for text, places in there.items():
            if len(places) != 1:
                self.fault(f"{text}: {len(places)} times")
        for text, place in self.acknowledged.items():
            if place not in there[text]:
                self.fault(f"acknowledged, not there: {place} {text}")
        content = {}
        for register, rows in files.items():
            for row in rows:
                content[register, row["id"]] = row
        for text, (register, key) in self.acknowledged.items():
            row = content.get((register, key), {})
            tag, size, number = text.split(" ")[0].split("-")
            for name, value in row_of(register, tag, int(number), int(size)).items():
                if row.get(name) != value:
                    self.fault(f"{register} {key}: {name} is not as it was given")
        given_up = {tag for _, tag in self.given_up}
        for text in there:
            if text not in self.acknowledged and text[:8] not in given_up:
                self.fault(f"nobody wrote {text}")

    def check_order(self, files, transactions):
        """One transaction, one time; and whoever counted saw the state after one of them."""
        for at, tags in transactions.items():
            if len(tags) != 1:
                self.fault(f"{at}: recorded of several transactions: {list(tags)}")
        versions = {row["recorded"]: int(row["employees"]) for row in
                    read_register(os.path.join(self.place, "units.journal.csv")) + files["units"]
                    if row["id"] == "U1"}
        state = {f"rows.{register}": 0 for register in WRITERS}
        state.update({"rows.units": 9, "sum.units": TOTAL, "sum.events": 0})
        numbers = {}  # state → number of the transaction; equal states are told apart by nobody
        for number, at in enumerate(sorted({*transactions, *versions})):
            if at in versions and at in transactions:
                self.fault(f"{at}: recorded of an amendment and of rows")
            for (register, _), rows in transactions.get(at, {}).items():
                state[f"rows.{register}"] += len(rows)
            if at in versions:
                state["sum.units"], state["sum.events"] = versions[at], TOTAL - versions[at]
            numbers.setdefault(tuple(sorted(state.items())), []).append(number)
        latest = collections.Counter()
        for reader, seen in self.seen:
            possible = numbers.get(tuple(sorted(seen.items())))
            if possible is None:
                self.fault(f"a state that never was: {seen}")
            elif possible[-1] < latest[reader]:
                self.fault(f"an older state after a newer one: {seen}")
            else:
                latest[reader] = max(latest[reader], possible[0])

    def check_directory(self):
        # the next writer clears away what the killed ones have left
        self.must("sites-add", "-q", "kind=center", "name=示例中心", "area=360102007")
        for name in os.listdir(self.place):
            if name != ".lock" and (name[0] == "." or not name.endswith(".csv")):
                self.fault(f"left behind: {name}")
        code, out, said = run("register-check", "-d", self.place, ahead=True)
        if code != 0 or len(out.splitlines()) != 1:
            self.fault(f"register-check: exit code {code}: {said}" + "; ".join(out.splitlines()[1:4]))

    def run(self):
        readers = 2 + self.writers // 16
        others = [threading.Thread(target=self.read, args=(n,)) for n in range(readers)]
        others.append(threading.Thread(target=self.amend))
        writers = [threading.Thread(target=self.write, args=(n,)) for n in range(self.writers)]
        for thread in others + writers:
            thread.start()
        for thread in writers:
            thread.join()
        self.done.set()
        for thread in others:
            thread.join()
        self.check()


def main():
    full = os.environ.get("FAULT") == "full"
    writers, rows, rounds = map(int, sys.argv[1:]) if sys.argv[1:] else FULL if full else SHORT
    tried, faults, looks, kills, longest = 0, 0, 0, 0, 0.0
    for number in range(rounds):
        place = tempfile.mkdtemp(prefix="crowd.")
        begin = time.monotonic()
        seed = random.randrange(10**9)
        one = Round(place, writers, rows, seed)
        one.run()
        shutil.rmtree(place)
        for text in one.faults[:20]:
            print(f"crowd, seed {seed}: {text}", file=sys.stderr)
        faults += len(one.faults)
        tried += len(one.acknowledged)
        looks += one.looks
        kills += one.kills
        longest = max(longest, one.longest)
        print(f"round {number + 1}: {time.monotonic() - begin:.1f} s, {one.processes} writing "
              f"processes, {one.kills} killed, {one.amended} amendments, {one.looks} readings, "
              f"slowest {one.longest:.2f} s, passed by {one.most_passed} others at most", file=sys.stderr, flush=True)
    print(f"ran\trows that {writers} writers at once were told are on disk\t{tried}\t{faults}")
    print(f"ran\twriters and amenders killed among them\t{kills}\t0")
    print(f"ran\treadings and counts meanwhile, each of one state\t{looks}\t0")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
