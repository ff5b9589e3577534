#!/usr/bin/env python3
"""Power cuts: writers on a file system that is shut down at a random moment, without a log flush.

    power_cuts.py [CUTS]

What was written since and not made durable is gone, as after a power cut, and mounting replays the
log. Then the next readers and the next writer run: acknowledged rows are there once, batches are
whole or absent, an amendment over two registers is made in both or in none.

The file systems are made in files of the temporary directory and mounted in a mount namespace of
this process alone, so that nothing of them is left when it ends, however it ends. The same is done
with programs in which fsync does nothing: those must lose rows.
"""
import collections
import csv
import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
import time

from crowd import TOTAL, WRITERS, csv_of, row_of, run

BUILD = os.environ["O"]
NO_FSYNC = os.path.join(BUILD, "fault", "no-fsync", "bin")
KINDS = {"ext4": ("mkfs.ext4 -q -F", 64), "xfs": ("mkfs.xfs -q -f", 320)}  # and the size in MiB
SHUTDOWN, NO_LOG_FLUSH = 0x8004587D, 2  # _IOR('X', 125, __u32), the same for both
CUTS_OF_DIRECTORY = 40  # then a new one: the first writers in a directory are cut, too
MOST_SECONDS = 0.25  # from the start of the writers to the cut


class Place:
    """A file system of its own in a file."""

    def __init__(self, kind):
        make, size = KINDS[kind]
        self.kind, self.image, self.path = kind, f"{kind}.image", os.path.abspath(kind)
        with open(self.image, "wb") as file:
            file.truncate(size << 20)
        subprocess.run([*make.split(), self.image], check=True, stdout=subprocess.DEVNULL)
        os.mkdir(self.path)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-t", self.kind, "-o", "loop", self.image, self.path], check=True)

    def unmount(self):
        for _ in range(100):  # somebody who looks at all mounts may hold it for a moment
            if subprocess.run(["umount", self.path], stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise OSError(f"{self.path} cannot be unmounted")

    def cut(self):
        fd = os.open(self.path, os.O_RDONLY)
        fcntl.ioctl(fd, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        os.close(fd)

    def close(self):
        self.unmount()
        os.remove(self.image)
        os.rmdir(self.path)


class Cuts:
    def __init__(self, place, programs, chance):
        self.place, self.chance = place, chance
        self.programs = programs  # where the writers are
        self.lock = threading.Lock()
        self.faults = []
        self.number, self.rows, self.batches = 0, 0, 0
        self.directory = ""
        self.there = {}       # text of a row that must be there → its register and id
        self.unsure = []      # batches that were not acknowledged
        self.values = [0]     # that units.employees of U1 may have
        self.cutting = False
        self.over = threading.Event()

    def fault(self, text):
        with self.lock:
            self.faults.append(f"{self.place.kind}: {text}")

    def write(self, program, *words, text=None):
        return run(program, "-q", "-d", self.directory, *words, text=text, programs=self.programs)

    def must(self, program, *words, text=None):
        code, out, said = run(program, "-d", self.directory, *words, text=text)
        if code != 0:
            self.fault(f"{program} {' '.join(words)}: exit code {code}: {said.strip()[:300]}")
        return out

    def fresh_directory(self):
        self.directory = os.path.join(self.place.path, f"d{self.number}")
        self.there, self.values = {}, [0]
        os.mkdir(self.directory)
        self.must("units-add", "-f", "-", text="id,name,kind,area,employees\nU1,示例一公司,enterprise,360102007,0\n"
                  "U9,示例九公司,enterprise,360102007,\n")
        self.must("events-log", "id=E1", "date=2024-03-01", "kind=volunteer", f"headcount={TOTAL}")
        os.sync()  # also what a program without fsync has written

    # --- until the cut

    def add_rows(self, writer):
        chance = random.Random(f"{self.chance.random()} {writer}")
        while not self.over.is_set():
            self.batches += 1
            size = 1 if chance.random() < 0.4 else chance.randint(2, 40)
            register, tag = chance.choice(list(WRITERS)), f"w{writer}b{self.batches:05}"
            batch = [row_of(register, tag, n, size) for n in range(size)]
            code, out, _ = self.write(WRITERS[register][0], "-f", "-", text=csv_of(batch))
            texts = [row[WRITERS[register][1]] for row in batch]
            with self.lock:
                if code == 0 and len(out.split()) == size and not self.cutting:
                    self.there.update(zip(texts, [(register, key) for key in out.split()]))
                    self.rows += size
                else:
                    self.unsure.append((register, texts))

    def amend(self):
        while not self.over.is_set():
            value = random.randint(0, TOTAL)
            text = ("register,key,op,date,field,value,why\n"
                    f"units,U1,correct,,employees,{value},核对\n"
                    f"events,E1,correct,,headcount,{TOTAL - value},核对\n")
            self.values.append(value)
            code, _, _ = self.write("register-amend", "-f", "-", text=text)
            with self.lock:
                if code == 0 and not self.cutting:
                    self.values = [value]

    def once(self):
        if self.number % CUTS_OF_DIRECTORY == 0:
            self.fresh_directory()
        self.number += 1
        self.unsure, self.cutting = [], False
        self.over.clear()
        threads = [threading.Thread(target=self.add_rows, args=(n,)) for n in range(2)]
        threads.append(threading.Thread(target=self.amend))
        for thread in threads:
            thread.start()
        time.sleep(self.chance.uniform(0, MOST_SECONDS))
        with self.lock:  # who ends from here on has told nobody before the power went
            self.cutting = True
        self.place.cut()
        self.over.set()
        for thread in threads:
            thread.join()
        self.place.unmount()
        self.place.mount()
        self.check()

    # --- after it

    def look(self):
        """What readers see: (register, text) → ids."""
        rows = collections.defaultdict(list)
        for register, (_, column) in WRITERS.items():
            code, out, said = run(f"{register}-list", "-q", "-d", self.directory, "--fields", f"id,{column}")
            if code != 0 and not (code == 1 and "torn" in said):
                self.fault(f"{register}-list: exit code {code}: {said.strip()[:300]}")
            for row in csv.DictReader(out.splitlines()):
                if "走访" in row[column]:
                    rows[row[column]].append((register, row["id"]))
        return dict(rows)

    def value(self):
        units = self.must("units-list", "-q", "id=U1", "--fields", "employees", "--no-header").split()
        events = self.must("events-list", "-q", "id=E1", "--fields", "headcount", "--no-header").split()
        if len(units) != 1 or len(events) != 1 or int(units[0]) + int(events[0]) != TOTAL:
            self.fault(f"an amendment is made in one register alone: {units} {events}")
        return int(units[0]) if units else None

    def check(self):
        before = self.look()
        value = self.value()
        if value not in self.values:
            self.fault(f"the amendment that was acknowledged is not there: {value}, {self.values} expected")
        for text, place in self.there.items():
            if before.get(text) != [place]:
                self.fault(f"acknowledged as {place}, found {before.get(text)}: {text}")
        known = set(self.there)
        for register, texts in self.unsure:
            found = [text for text in texts if text in before]
            if found and found != texts or any(len(before[text]) != 1 for text in found):
                self.fault(f"half a batch: {len(found)} of {len(texts)} rows, {texts[0]}")
            known.update(found)
        for text in set(before) - known:
            self.fault(f"nobody wrote {text}")
        # whoever writes next clears away what was left
        self.must("sites-add", "-q", "kind=center", f"name=示例{self.number}号中心", "area=360102007")
        for register, (_, column) in WRITERS.items():
            self.must(f"{register}-list", "--count")
        after = self.look()
        if after != before or self.value() != value:
            self.fault("the next writer has changed what is seen")
        code, out, said = run("register-check", "-d", self.directory, ahead=True)
        if code != 0 or len(out.splitlines()) != 1:
            self.fault(f"register-check: exit code {code}: {out[:500]}{said[:300]}")
        left = [n for n in os.listdir(self.directory) if n[0] == "." and n != ".lock"]
        if left:
            self.fault(f"left behind: {left}")
        os.sync()
        self.there, self.values = {text: places[0] for text, places in after.items()}, [value]


def hinders(kind):
    """Why this machine cannot do it, or None."""
    if os.environ.get("ASAN_OPTIONS"):
        return "too slow with the address sanitizer"
    if os.geteuid() != 0:
        return "needs root"
    tool = KINDS[kind][0].split()[0]
    if not shutil.which(tool):
        return f"{tool} is not installed"
    try:
        Place(kind).close()
    except (OSError, subprocess.CalledProcessError) as e:
        for left in (f"{kind}.image", kind):
            subprocess.run(["rm", "-rf", "--one-file-system", left], check=False)
        return f"{kind} cannot be mounted here: {e}"
    return None


def cut_often(kind, cuts, programs, seed, until_fault=False):
    place = Place(kind)
    one = Cuts(place, programs, random.Random(seed))
    begin = time.monotonic()
    while one.number < cuts and not (until_fault and one.faults):
        one.once()
    place.close()
    print(f"{kind}: {one.number} cuts, {one.rows} rows acknowledged, {time.monotonic() - begin:.0f} s", file=sys.stderr)
    return one


def show(kind, cuts):
    """Prints the lines of one file system; returns the number of faults."""
    what = f"power cuts on {kind}"
    hindrance = hinders(kind)
    if hindrance:
        print(f"skip\t{what}\t{hindrance}")
        return 0
    seed = random.randrange(10**9)
    one = cut_often(kind, cuts, None, seed)
    for text in one.faults[:20]:
        print(f"seed {seed}: {text}", file=sys.stderr)
    print(f"ran\t{what}\t{cuts}\t{len(one.faults)}")
    if not os.path.isdir(NO_FSYNC):
        print(f"skip\t{what}, a build without fsync is noticed\tit is not built")
        return len(one.faults)
    blind = cut_often(kind, 20, NO_FSYNC, seed, until_fault=True)
    print(f"ran\t{what}, a build without fsync is noticed\t{blind.number}\t{int(not blind.faults)}")
    return len(one.faults) + (not blind.faults)


def main():
    if os.geteuid() == 0 and os.environ.get("IN_NAMESPACE") != "1" and shutil.which("unshare"):
        # mounts of this namespace end with it; their loop devices free themselves then
        if subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            os.environ["IN_NAMESPACE"] = "1"
            os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    if os.geteuid() == 0 and os.environ.get("IN_NAMESPACE") != "1":
        for kind in KINDS:
            print(f"skip\tpower cuts on {kind}\tno mount namespaces here")
        return 0
    full = os.environ.get("FAULT") == "full"
    cuts = int(sys.argv[1]) if sys.argv[1:] else 1000 if full else 5
    return 1 if sum([show(kind, cuts) for kind in KINDS]) else 0


if __name__ == "__main__":
    sys.exit(main())
