#!/usr/bin/env python3
"""Crash states: every state of the directory that a power cut may leave, as far as fsync permits it.

Each scenario is run once with record.so. From its log the states are rebuilt at every call:

- Names: what was created, renamed or removed in a directory since its last fsync may be missing, in
  any combination (of many: each alone, all but each, the first ones).
- Bytes: what was written to a file since its last fsync may be missing, there up to any byte (of
  long writes: some), or be NUL up to the new length, or NUL up to a page and then there.

A file's fsync does not make its name durable. From the first byte on standard output on, and after
exit 0, only the state after the command is permitted. verify.py examines each state.

The same is done with programs in which fsync does nothing: that must be noticed in every scenario.
"""
import itertools
import math
import os
import shutil
import sys

import verify
from scenarios import NOW, chosen

BUILD = os.environ["O"]
RECORD = os.path.join(BUILD, "fault", "record.so")
NO_FSYNC = os.path.join(BUILD, "fault", "no-fsync", "bin")
FULL = os.environ.get("FAULT") == "full"
PAGE = 4096
MANY = 6 if FULL else 3         # names that may be missing in any combination
PRODUCT = 1000 if FULL else 40  # states at one call that are tried in any combination


class File:
    """A file as it is (bytes) and as the medium may have it (durable, and the writes since)."""

    def __init__(self, durable=b""):
        self.durable, self.writes = durable, []

    @staticmethod
    def apply(data, write):
        kind, at, data_written = write
        if kind == "truncate":
            return data[:at] + bytes(max(at - len(data), 0))
        return data[:at] + bytes(max(at - len(data), 0)) + data_written + data[at + len(data_written):]

    def bytes(self):
        data = self.durable
        for write in self.writes:
            data = self.apply(data, write)
        return data

    def sync(self):
        self.durable, self.writes = self.bytes(), []

    def contents(self):
        """All that a power cut may leave: first all of it, then nothing of it, then the rest."""
        if not self.writes:
            return [self.durable]
        states = {self.bytes(): None, self.durable: None}
        data = self.durable
        for write in self.writes:
            kind, at, written = write
            if kind == "write":
                end = self.apply(data, write)
                for cut in cuts(written):
                    states[self.apply(data, (kind, at, written[:cut]))] = None
                    if len(end) > len(data):  # the new length is there, but not all of the bytes
                        states[self.apply(data, (kind, at, written[:cut] + bytes(len(written) - cut)))] = None
                page = PAGE - at % PAGE
                while page < len(written):
                    states[self.apply(data, (kind, at, bytes(page) + written[page:]))] = None
                    page += PAGE
            data = self.apply(data, write)
            states[data] = None
        for missing in range(len(self.writes) - 1):  # an earlier one alone is missing
            data = self.durable
            for i, write in enumerate(self.writes):
                data = data if i == missing else self.apply(data, write)
            states[data] = None
        return list(states)


def cuts(written):
    """Where a write may have been cut: everywhere, or for long ones at some places."""
    n = len(written)
    if FULL and n <= 400:
        return range(n)
    lines = [i + 1 for i, byte in enumerate(written) if byte == 10]
    places = {0, 1, n // 3, n // 2, n - 21, n - 20, n - 2, n - 1, *lines[:2], *lines[-2:]}
    places |= {line - 1 for line in lines[:2]}
    return sorted(place for place in places if 0 <= place < n)


class Directory:
    """A directory of the log: what its names stand for, and the changes since its last fsync."""

    def __init__(self, names):
        self.durable, self.changes = dict(names), []

    @staticmethod
    def apply(names, change):
        kind, name, node, old = change
        names = dict(names)
        if kind == "rename" and names.get(old) is node:
            del names[old]
        if kind == "unlink":
            names.pop(name, None)
        else:
            names[name] = node
        return names

    def names(self, chosen_changes=None):
        names = self.durable
        for change in self.changes if chosen_changes is None else chosen_changes:
            names = self.apply(names, change)
        return names

    def sync(self):
        self.durable, self.changes = self.names(), []

    def possible(self):
        """All that the names may stand for: first with every change."""
        n = len(self.changes)
        if n <= MANY:
            kept = [[bool(bits >> i & 1) for i in range(n)] for bits in reversed(range(1 << n))]
        else:
            kept = [[True] * n, [False] * n]
            kept += [[i < first for i in range(n)] for first in range(1, n)]
            kept += [[i != missing for i in range(n)] for missing in range(n)]
            kept += [[i == alone for i in range(n)] for alone in range(n)]
        for choice in kept:
            yield self.names([change for change, keep in zip(self.changes, choice) if keep])


class Medium:
    """Follows a log; the root is '.', directories are named by their path within it."""

    def __init__(self, files):
        self.directories = {".": Directory({})}
        self.open = {}
        for name, data in sorted(files.items()):
            parent = os.path.dirname(name) or "."
            self.directories[parent].durable[name] = "directory" if data is None else File(data)
            if data is None:
                self.directories[name] = Directory({})

    def change(self, kind, name, node=None, old=None):
        self.directories[os.path.dirname(name) or "."].changes.append((kind, name, node, old))

    def find(self, name):
        return self.directories[os.path.dirname(name) or "."].names()[name]

    def follow(self, line):
        verb, *words = line.split()
        if verb == "open":
            self.follow_open(*words)
        elif verb == "write":
            self.open[words[0]].writes.append(("write", int(words[1]), bytes.fromhex(words[2])))
        elif verb == "truncate":
            self.open[words[0]].writes.append(("truncate", int(words[1]), b""))
        elif verb == "sync":
            self.open[words[0]].sync()
        elif verb == "close":
            del self.open[words[0]]
        elif verb in ("unlink", "rmdir"):
            self.change("unlink", words[0])
        elif verb in ("rename", "link"):
            self.change(verb, words[1], self.find(words[0]), words[0])
        elif verb == "mkdir":
            self.change("create", words[0], "directory")
            self.directories[words[0]] = Directory({})

    def follow_open(self, number, name, created, emptied):
        if name in self.directories:
            self.open[number] = self.directories[name]
            return
        if created == "1":
            self.change("create", name, File())
        self.open[number] = self.find(name)
        if emptied == "1" and created == "0":
            self.open[number].writes.append(("truncate", 0, b""))

    def trees(self):
        """What may be in the directory and below: name -> File or "directory"."""
        def below(directory):
            for names in self.directories[directory].possible():
                inner = [name for name, node in names.items() if node == "directory"]
                for parts in itertools.product(*(list(below(name)) for name in inner)):
                    tree = dict(names)
                    for part in parts:
                        tree.update(part)
                    yield tree
        return below(".")

    def states(self):
        """Every content that a power cut may leave now: name -> bytes; the first is what is there."""
        trees = [(tree, list({id(node): node for node in tree.values()
                              if isinstance(node, File) and node.writes}.values()))
                 for tree in self.trees()]
        contents = {id(node): node.contents() for _, dirty in trees for node in dirty}
        size = sum(math.prod(len(contents[id(node)]) for node in dirty) for _, dirty in trees)
        for number, (tree, dirty) in enumerate(trees):
            choices = [contents[id(node)] for node in dirty]
            if size <= PRODUCT:
                picks = itertools.product(*choices)
            elif number or not dirty:  # all is there, or nothing
                picks = zip(*((choice[0], choice[1]) for choice in choices)) if dirty else [()]
            else:  # each file alone, while of the others all or nothing is there
                picks = itertools.chain(*(zip(*(choice if i == varied else itertools.repeat(choice[other])
                                                for i, choice in enumerate(choices)))
                                          for varied in range(len(choices)) for other in (0, 1)))
            for pick in picks:
                there = {id(node): data for node, data in zip(dirty, pick)}
                yield {name: None if node == "directory" else there.get(id(node), node.durable)
                       for name, node in tree.items()}


def record(scenario, promise, programs):
    """Runs the scenario; the lines of its log."""
    work = os.path.join(promise.work, "recorded")
    verify.prepare(scenario, work)
    log = os.path.join(promise.work, "log")
    code, out, err = verify.run(scenario.command, scenario.cwd(work), NOW, scenario.given, programs,
                                LD_PRELOAD=RECORD, FAULT_LOG=log, FAULT_DIR=os.path.join(work, "d"))
    if (code, out) != promise.result[:2]:
        raise AssertionError(f"{scenario}: recorded, it ended with {code}: {err}")
    with open(log, encoding="ascii") as file:
        lines = file.read().splitlines()
    there = verify.content(os.path.join(work, "d"))
    os.remove(log)
    shutil.rmtree(work)
    medium = Medium(promise.initial)
    for line in lines:
        medium.follow(line)
    if next(medium.states()) != there:
        raise AssertionError(f"{scenario}: the log does not lead to what the command left")
    return lines


def all_states(initial, lines):
    """Yields (content, whether the command was acknowledged, number of calls made) once each."""
    yielded = set()
    medium = Medium(initial)
    acknowledged = False
    for made in range(len(lines) + 1):
        acknowledged = acknowledged or made == len(lines)
        for files in medium.states():
            key = (verify.digest(files), acknowledged)
            if key not in yielded:
                yielded.add(key)
                yield files, acknowledged, made
        if made < len(lines):
            medium.follow(lines[made])
            acknowledged = acknowledged or lines[made] == "out"


def end_states(initial, lines):
    """The same for the end of the command only."""
    medium = Medium(initial)
    for line in lines:
        medium.follow(line)
    for files in medium.states():
        yield files, True, len(lines)


def lost(final, files):
    """Files that are not, after the command has told its success, as it has left them."""
    return [f"{name} is not as it was acknowledged" for name in sorted({*final, *files})
            if final.get(name, 0) != files.get(name, 0) and not os.path.basename(name).startswith(".")]


def examine(scenario, programs, states, enough):
    """(states tried, what is wrong); stops after `enough` faults."""
    promise = verify.Promise(scenario)
    faults = []
    lines = record(scenario, promise, programs)
    tried = 0
    for files, acknowledged, made in states(promise.initial, lines):
        tried += 1
        directory = os.path.join(promise.work, "state")
        verify.restore(files, directory)
        found = promise.faults(directory, "after" if acknowledged else "either")
        shutil.rmtree(directory)
        if acknowledged:
            found = found + lost(promise.final, files)
        if found:
            last = " ".join(lines[made - 1].split()[:3]) if made else "the beginning"
            inside = {name: data and data[-200:] for name, data in files.items()
                      if data != promise.initial.get(name, 0)}
            faults.append(f"{scenario}, after call {made} ({last}): {found[0]}\n{inside}")
        if len(faults) >= enough:
            break
    promise.close()
    return tried, faults


def with_fsync(scenario):
    return examine(scenario, verify.BIN, all_states, 20)


def without_fsync(scenario):
    return examine(scenario, NO_FSYNC, end_states, 1)


def main():
    report = verify.Report()
    if os.environ.get("ASAN_OPTIONS"):
        print("skip\tcrash states\tnothing can be preloaded under AddressSanitizer")
        return 0
    scenarios = chosen()
    for tried, faults in verify.in_parallel(with_fsync, scenarios):
        report.add("crash states that fsync permits", tried, faults, complain)
    writing = [scenario for scenario in scenarios if scenario.name != "one row, no unit matches"]
    for scenario, (_, faults) in zip(writing, verify.in_parallel(without_fsync, writing)):
        report.add("crash states: programs without fsync are caught", 1,
                   [] if faults else [f"{scenario}: nothing is wrong without fsync"], complain)
    return report.end()


def complain(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
