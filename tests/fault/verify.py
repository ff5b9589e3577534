"""What must hold of a register directory after a fault; see scenarios.py for what was being done.

    promise = Promise(scenario)            runs the command once undisturbed
    promise.faults(directory, allowed)     what is wrong with a directory in which a fault has
                                           happened; allowed: "before", "after" or "either"
    promise.allowed(code, out, err)        what a program that ended by itself may leave behind

1. The next readers see the registers as they were before or are after the command, all alike and
   with whole rows; bytes that are neither rows nor pending are said to be torn, with exit 1.
2. The next writer succeeds, its row is there once, and everything else is as the readers saw it;
   the journals are those of that state.
3. register-check finds nothing then, nothing is left over, and --known-by shows what was known
   before the command.
"""
import hashlib
import multiprocessing
import os
import re
import shutil
import subprocess
import tempfile

from scenarios import KNOWN, LATER, NEXT, NOW

BIN = os.path.join(os.environ.get("O") or "build", "bin")
PROCESSES = min(2, len(os.sched_getaffinity(0)))
COVERAGE = {"units", "orgs", "people"}

# What a message must say so that the state is not simply the one before.
SAID_AFTER = ("the change counts", "the rows are on disk")
SAID_EITHER = ("a power cut may", "could not be cut off", "cannot be taken back",
               "finishes or forgets", "cannot be removed", "all of its rows by now, or none")


def place():
    """A new directory where many small files are made quickly."""
    return tempfile.mkdtemp(prefix="taizhang.", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def environment(now, **more):
    return dict(os.environ, SOURCE_DATE_EPOCH=str(now), USER="lee", TAIZHANG_ZONE="+08:00", **more)


def run(words, cwd, now, given=b"", bin_directory=None, before=(), **more):
    """Runs a program; words[0] is its name. Gives its code (negative: the signal), output, messages."""
    program = os.path.join(bin_directory or BIN, words[0])
    done = subprocess.run([*before, program, *words[1:]], cwd=cwd, env=environment(now, **more),
                          input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def content(directory):
    """All files: path within the directory -> bytes; directories have None."""
    files = {}
    for parent, directories, names in os.walk(directory):
        within = os.path.relpath(parent, directory)
        for name in directories:
            files[os.path.normpath(os.path.join(within, name))] = None
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                files[os.path.normpath(os.path.join(within, name))] = file.read()
    return files


def restore(files, directory):
    os.makedirs(directory)
    for name in sorted(files):
        path = os.path.join(directory, name)
        if files[name] is None:
            os.makedirs(path, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(files[name])


def digest(files):
    state = hashlib.sha256()
    for name in sorted(files):
        data = files[name]
        state.update(f"{name}\0{-1 if data is None else len(data)}\0".encode())
        state.update(data or b"")
    return state.digest()


def prepare(scenario, where):
    """Makes where/d as the command finds it."""
    scenario.prepare(where)
    if scenario.first:
        words = scenario.first.split()
        code, _, err = run([words[0], "-d", "d", *words[1:]], where, NOW - 3600)
        if code != 0:
            raise AssertionError(f"{scenario}: {scenario.first} ended with {code}: {err}")


class Promise:
    def __init__(self, scenario):
        self.scenario = scenario
        self.known_faults = {}
        self.work = place()
        start = os.path.join(self.work, "start")
        prepare(scenario, start)
        directory = os.path.join(start, "d")
        self.initial = content(directory)
        self.before = self.view(directory)
        self.known = [self.known_rows(directory, one) for one in scenario.registers]
        self.result = run(scenario.command, scenario.cwd(start), NOW, scenario.given)
        if self.result[0] != scenario.code:
            raise AssertionError(f"{scenario}: ended with {self.result}")
        self.final = content(directory)
        self.after = self.view(directory)
        shutil.rmtree(start)
        self.journals = [self.journals_later(files) for files in (self.initial, self.final)]
        self.same = self.before[0] == self.after[0]

    def close(self):
        shutil.rmtree(self.work, ignore_errors=True)

    def list(self, directory, register, *options):
        words = [register + "-list", "-d", directory, *options]
        return run(words, self.work, NOW)

    def known_rows(self, directory, register):
        """Sorted: rows that stand in the journal come last."""
        return sorted(self.list(directory, register, "--known-by", KNOWN)[1].splitlines())

    def view(self, directory, count=True):
        """What readers see: ((rows of each register …), (codes …), messages)."""
        rows, codes, messages = [], [], ""
        for register in self.scenario.registers:
            code, out, err = self.list(directory, register)
            rows.append(out)
            codes.append(code)
            messages += err
        if count and COVERAGE & set(self.scenario.registers):
            code, out, err = run(["orgs-count", "-d", directory, "--as-of", "2024-06-30"], self.work, NOW)
            rows.append(out)
            codes.append(code)
            messages += err
        if count and self.scenario.looks:
            rows.append(self.look(directory))
        if count and self.scenario.damaged:
            rows.append(repr(codes).encode())
        return tuple(rows), tuple(codes), messages

    def look(self, directory):
        """What the reader of this scenario says, with its code."""
        words = self.scenario.looks.split()
        code, out, _ = run([words[0], "-d", directory, *words[1:]], self.work, NOW)
        return out + str(code).encode()

    def journals_later(self, files):
        """The journals that the next writer leaves: name -> bytes."""
        directory = os.path.join(self.work, "later")
        restore(files, directory)
        self.write_next(directory)
        found = journals(directory)
        shutil.rmtree(directory)
        return found

    def write_next(self, directory):
        words = NEXT[self.scenario.registers[0]].split()
        return run([words[0], "-d", directory, *words[1:]], self.work, LATER)

    def allowed(self, code, out, err):
        if code < 0 and not out:
            return "either"
        if self.scenario.damaged and code != self.scenario.code:
            return "either"  # a report is printed whatever was done
        if code == self.scenario.code or out:
            return "after"
        if any(text in err for text in SAID_AFTER):
            return "after"
        return "either" if any(text in err for text in SAID_EITHER) else "before"

    def faults(self, directory, allowed):
        """What is wrong, as a list of texts. The directory is not changed."""
        files = content(directory)
        key = digest(files)
        if (key, "either") not in self.known_faults:
            self.known_faults[key, "either"] = self.examine(files)
        found, seen = self.known_faults[key, "either"]
        if allowed != "either" and not self.same and seen and seen != allowed:
            found = [*found, f"readers see the state {seen}, only {allowed} is permitted"]
        return found

    def examine(self, files):
        """(what is wrong, the state that readers see or None)."""
        directory = os.path.join(self.work, "d")
        restore(files, directory)
        found = []
        view = self.view(directory)
        seen = "before" if view[0] == self.before[0] else "after" if view[0] == self.after[0] else None
        if not seen:
            found.append(f"readers see neither state, or both: {show(view)}")
        else:
            found += self.unsaid(files, view)
        found += self.next_writer(directory, view)
        permitted = self.journals if self.same or not seen else [self.journals[seen == "after"]]
        if journals(directory) not in permitted:
            found.append(f"the journals are not those of the state {seen}: {journals(directory)}")
        shutil.rmtree(directory)
        return found, seen

    def unsaid(self, files, view):
        """Bytes of a register that are neither listed nor said to be torn."""
        found = []
        if self.scenario.damaged:
            return found
        for i, register in enumerate(self.scenario.registers):
            code, listed = view[1][i], max(view[0][i].count(b"\n") - 1, 0)
            if code not in (0, 1) or code == 1 and "torn" not in view[2]:
                found.append(f"{register}-list ends with {code}: {view[2]}")
            if ".pending" in files or register + ".csv" not in files:
                continue
            lines = files[register + ".csv"].split(b"\n")
            if len(lines) > 2 and b"\0" in lines[-2]:  # torn, although a newline follows
                lines.pop()
            whole, tail = len(lines) - 2, lines[-1]
            good = listed == whole + 1 and code == 0 or listed == whole and code == 1 if tail else \
                listed == whole and code == 0
            if not good:
                found.append(f"{register}: {whole} lines and {len(tail)} bytes, {listed} rows listed, exit {code}")
        return found

    def next_writer(self, directory, view):
        code, out, err = self.write_next(directory)
        ids = out.split()
        if code != 0 or len(ids) != 1:
            return [f"the next writer ends with {code} and prints {out}: {err}"]
        found = []
        later = self.view(directory, count=False)
        own = [line for line in later[0][0].splitlines() if line.startswith(ids[0] + b",")
               or b"," + ids[0] + b"," in line[:40] and "后来".encode() in line]
        rest = [b"".join(line + b"\n" for line in later[0][0].splitlines() if line not in own),
                *later[0][1:]]
        if len(own) != 1:
            found.append(f"the next writer's row is there {len(own)} times")
        damaged = self.scenario.damaged
        if any(later[1]) and not damaged or tuple(rest) != view[0][:len(rest)]:
            found.append(f"after the next writer readers see something else: {show(later)}")
        code, out, err = run(["register-check", "-d", directory], self.work, LATER)
        if findings(out) and not damaged:
            found.append(f"register-check finds {out.decode(errors='replace')} {err}")
        if self.scenario.looks and self.look(directory) not in view[0]:
            found.append(f"{self.scenario.looks} says something else after the next writer: {self.look(directory)}")
        left = [name for name in os.listdir(directory) if name.startswith(".") and name != ".lock"]
        if left:
            found.append(f"left over: {left}")
        for one, known in zip(self.scenario.registers, self.known):
            seen = self.known_rows(directory, one)
            if seen != known:
                found.append(f"--known-by shows of {one} {seen}")
        return found


def journals(directory):
    return {name: data for name, data in content(directory).items() if name.endswith(".journal.csv")}


def findings(out):
    """Lines of register-check that are faults, but for one that a scenario has on purpose."""
    return [line for line in out.decode(errors="replace").splitlines()[1:]
            if not re.match(r"[^,]*,[^,]*,[^,]*,(note-[^,]*|recorded-not-last),", line)]


def show(view):
    text = "\n".join(out.decode(errors="replace") for out in view[0])
    return f"codes {view[1]}\n{text}\n{view[2]}"


def in_parallel(work, items):
    """work(item) for each, in two processes; in the order of the items."""
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        yield from pool.imap(work, items)


class Report:
    """Collects what a part tells: one line of the table for each `what`."""

    def __init__(self):
        self.lines = {}

    def add(self, what, tried, faults, complain):
        """faults: texts; complain is called with a sample of them."""
        line = self.lines.setdefault(what, [0, 0])
        line[0] += tried
        line[1] += len(faults)
        for text in faults[:3]:
            complain(f"{what}: {text}")

    def end(self):
        for what, (tried, faults) in self.lines.items():
            print(f"ran\t{what}\t{tried}\t{faults}")
        return 1 if any(faults for _, faults in self.lines.values()) else 0
