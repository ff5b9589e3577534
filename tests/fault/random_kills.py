#!/usr/bin/env python3
"""Random kills: a writer or amender that is killed at a random moment.

    random_kills.py [KILLS]

Each kill starts a scenario anew, half of them with pauses between the steps (slow.c), sends SIGKILL
after a part of the time that the command takes undisturbed, and leaves what is found to verify.py: the next readers and the next writer. Ids that
were printed before the kill are an acknowledgement.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import verify
from crowd import SLOW
from scenarios import ALL, NOW, Scenario, units_batch

KILLS = {"short": 60, "full": 10000}
LATEST = 1.2  # times the undisturbed run; later kills meet nobody
LONG = [
    # so many rows that the bytes are written in several goes
    Scenario("batch of very many", "units", "units-add -f -", units_batch(30000)),
]


def start(one, place, slow):
    """The command in place/d, its output in place/out; what it is given is there when it starts."""
    more = {"LD_PRELOAD": SLOW} if slow and os.path.exists(SLOW) and not os.environ.get("ASAN_OPTIONS") else {}
    given = os.path.join(place, "given")
    with open(given, "wb") as file:
        file.write(one.given)
    with open(given, "rb") as stdin, open(os.path.join(place, "out"), "wb") as out, \
            open(os.path.join(place, "err"), "wb") as err:
        return subprocess.Popen([os.path.join(verify.BIN, one.command[0]), *one.command[1:]],
                                cwd=one.cwd(place), env=verify.environment(NOW, **more), stdin=stdin,
                                stdout=out, stderr=err)


def read(place, name):
    with open(os.path.join(place, name), "rb") as file:
        return file.read()


class Victim:
    """A scenario, what it promises and how long it takes."""

    def __init__(self, one):
        self.one, self.promise = one, verify.Promise(one)
        self.seconds = [sorted(self.undisturbed(slow) for _ in range(3))[1] for slow in (False, True)]

    def undisturbed(self, slow):
        place = verify.place()
        verify.prepare(self.one, place)
        begin = time.perf_counter()
        start(self.one, place, slow).wait()
        took = time.perf_counter() - begin
        shutil.rmtree(place)
        return took

    def kill(self, chance):
        """One run; returns whether it was killed, and what is wrong afterwards."""
        place = verify.place()
        verify.prepare(self.one, place)
        slow = chance.random() < 0.5
        moment = time.perf_counter() + chance.uniform(0, LATEST * self.seconds[slow])
        process = start(self.one, place, slow)
        time.sleep(max(0, moment - time.perf_counter()))
        process.send_signal(signal.SIGKILL)
        code = process.wait()
        allowed = self.promise.allowed(code, read(place, "out"), read(place, "err").decode(errors="replace"))
        faults = self.promise.faults(os.path.join(place, "d"), allowed)
        shutil.rmtree(place)
        return code == -signal.SIGKILL, faults


def share(arguments):
    """The kills of one scenario; in a process of its own."""
    one, count, seed = arguments
    chance = random.Random(f"{seed} {one.name}")
    victim = Victim(one)
    killed, runs, faults = 0, 0, []
    while killed < count and runs < 20 * count:
        was_killed, found = victim.kill(chance)
        runs += 1
        killed += was_killed
        faults += [f"{one.name}: {text}" for text in found]
    states = len({key for key, _ in victim.promise.known_faults})
    victim.promise.close()
    return killed, runs, faults, states


def main():
    form = "full" if os.environ.get("FAULT") == "full" else "short"
    kills = int(sys.argv[1]) if sys.argv[1:] else KILLS[form]
    victims = ALL + LONG if form == "full" else [one for one in ALL if one.short]
    seed = random.randrange(10**9)
    each = -(-kills // len(victims))
    report = verify.Report()
    states = 0
    for killed, runs, faults, found in verify.in_parallel(share, [(one, each, seed) for one in victims]):
        report.add("random kills of writers and amenders", killed, faults,
                   lambda text: print(text[:2000], file=sys.stderr))
        states += found
    print(f"seed {seed}: {states} different directories were left", file=sys.stderr)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
