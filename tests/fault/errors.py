#!/usr/bin/env python3
"""Every error at every call: the k-th open, write, fsync … of each scenario fails (inject.so).

- A call that was interrupted is made again: with EINTR the run succeeds.
- Otherwise a run succeeds as if nothing had been, or says what went wrong and exits 3 (75: locked).
- Errors on the way back too: once a call has failed, all of one other kind fail.
- Writes that do a part and then fail.
What the directory holds is examined as after a crash (verify.py). Readers and counters print what
they print undisturbed, or fail. A limit on the size of files and of open files is tried as well.
"""
import errno
import os
import shutil
import sys

import verify
from scenarios import ALL, NOW, VISITS_JOURNAL, chosen

INJECT = os.path.join(os.environ["O"], "fault", "inject.so")
FULL = os.environ.get("FAULT") == "full"
ERRORS = ["ENOSPC", "EIO", "EINTR", "EDQUOT", "EFBIG", "EROFS", "EMFILE", "ENOMEM", "EACCES", "ENOLCK"]
SHORT_ERRORS = ["EIO", "EINTR"]
RETRIED = {"read", "pread", "write", "fsync", "ftruncate", "fcntl"}
BACK = ["ftruncate", "fsync", "unlink", "open", "rename", "close", "write", "fstat", "stat"]
PAIRED = ["write", "fsync", "rename", "unlink", "open", "fchmod", "ftruncate"]

READERS = [
    "units-list", "units-list --sort -members", "visits-list --known-by 2024-02-15 kind=routine",
    "people-list --pretty", "orgs-list --zh", "visits-list by.role=guide", "problems-list --count",
    "orgs-count --as-of 2024-06-30 --by street", "orgs-count --as-of 2024-06-30 --list party.orgs",
    "figures-count -n visits -f d/visits.csv --group kind", "register-check", "register-repair",
]


class Reading:
    """A reader of the directory that all scenarios start from."""

    def __init__(self, text):
        self.name = text
        program, *rest = text.split()
        self.command = [program, *([] if program == "figures-count" else ["-d", "d"]), *rest]
        self.work = verify.place()
        ALL[0].prepare(self.work)
        with open(os.path.join(self.work, "d", "visits.journal.csv"), "w", encoding="utf-8") as file:
            file.write(VISITS_JOURNAL)
        self.result = self.run()
        if self.result[0] not in (0, 1):
            raise AssertionError(f"{text}: ended with {self.result}")

    def run(self, **faults):
        return verify.run(self.command, self.work, NOW, **faults)

    def close(self):
        shutil.rmtree(self.work)


class Writing:
    """A scenario and its promise."""

    def __init__(self, scenario):
        self.scenario, self.name = scenario, scenario.name
        self.promise = verify.Promise(scenario)
        self.result = self.promise.result
        self.work = os.path.join(self.promise.work, "run")

    def run(self, before=(), **faults):
        shutil.rmtree(self.work, ignore_errors=True)
        verify.prepare(self.scenario, self.work)
        return verify.run(self.scenario.command, self.scenario.cwd(self.work), NOW, self.scenario.given,
                          before=before, **faults)

    def left(self, result):
        """What is wrong with what a run has left behind."""
        return self.promise.faults(os.path.join(self.work, "d"), self.promise.allowed(*result))

    def close(self):
        self.promise.close()


def counts(one):
    """call -> how often it is made in an undisturbed run."""
    path = os.path.join(one.work + ".counts")
    one.run(LD_PRELOAD=INJECT, FAULT_COUNTS=path)
    with open(path, encoding="ascii") as file:
        made = {line.split()[0]: int(line.split()[1]) for line in file}
    os.remove(path)
    return made


def judge(one, result, must_succeed=False):
    """What is wrong with how a run ended, and with the directory."""
    code, out, err = result
    found = []
    if code == one.result[0] and out == one.result[1]:
        pass
    elif must_succeed:
        found.append(f"ended with {code}, printed {out}: {err}")
    elif code not in (3, 75):
        found.append(f"ended with {code}, printed {out}: {err}")
    elif not err.strip():
        found.append(f"ended with {code} and said nothing")
    if hasattr(one, "left"):
        found += one.left(result)
    return found


def each_error(one):
    """Single errors: (tried, what is wrong)."""
    tried, faults = 0, []
    for call, times in counts(one).items():
        for name in ERRORS if FULL else SHORT_ERRORS:
            for k in range(1, times + 1):
                if call == "memory":
                    continue
                plan = f"{call}:{k}:{getattr(errno, name)}"
                result = one.run(LD_PRELOAD=INJECT, FAULT_ERRORS=plan)
                tried += 1
                must = name == "EINTR" and call in RETRIED
                faults += [f"{one.name}: {name} at {call} {k} (FAULT_ERRORS={plan}): {text}"
                           for text in judge(one, result, must)[:1]]
    return tried, faults


def each_pair(one):
    """Errors on the way back, and writes that do a part first."""
    tried, faults = 0, []
    made = counts(one)
    for call in PAIRED:
        for k in range(1, made.get(call, 0) + 1):
            for then in BACK if FULL else BACK[:3]:
                for short in ("", "half") if call == "write" else ("",):
                    plan = {"FAULT_ERRORS": f"{call}:{k + bool(short)}:{errno.ENOSPC}",
                            "FAULT_THEN": f"{then}:{errno.EIO}"}
                    if short:
                        plan["FAULT_SHORT"] = short
                    result = one.run(LD_PRELOAD=INJECT, **plan)
                    tried += 1
                    faults += [f"{one.name}: {plan}: {text}" for text in judge(one, result)[:1]]
    return tried, faults


def each_limit(one):
    """RLIMIT_FSIZE and RLIMIT_NOFILE as low as makes a difference."""
    tried, faults = 0, []
    sizes = [len(data or b"") for files in (one.promise.initial, one.promise.final) for data in files.values()]
    step = 1 if FULL else 97
    limits = [("--fsize", size) for size in range(0, max(sizes) + 2, step)]
    limits += [("--nofile", number) for number in range(3, 24)]
    for option, number in limits:
        result = one.run(before=["prlimit", f"{option}={number}"])
        if option == "--nofile" and result[0] == 127:  # too few for the program to be loaded
            continue
        tried += 1
        faults += [f"{one.name}: prlimit {option}={number}: {text}" for text in judge(one, result)[:1]]
    return tried, faults


def of_writer(scenario):
    one = Writing(scenario)
    found = {"errors at calls of writers": each_error(one), "errors on the way back too": each_pair(one)}
    if shutil.which("prlimit"):
        found["limits on the size and number of files"] = each_limit(one)
    one.close()
    return found


def of_reader(text):
    one = Reading(text)
    found = {"errors at calls of readers and counters": each_error(one)}
    one.close()
    return found


def main():
    if os.environ.get("ASAN_OPTIONS"):
        print("skip\terrors at every call\tnothing can be preloaded under AddressSanitizer")
        return 0
    report = verify.Report()
    scenarios = chosen() if FULL else [one for one in chosen() if one.name in
                                       ("one visit", "one row, torn tail", "code allowed", "amend correct")]
    for found in verify.in_parallel(of_writer, scenarios or chosen()):
        for what, (tried, faults) in found.items():
            report.add(what, tried, faults, complain)
    for found in verify.in_parallel(of_reader, READERS if FULL else READERS[1:3]):
        for what, (tried, faults) in found.items():
            report.add(what, tried, faults, complain)
    return report.end()


def complain(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
