#!/usr/bin/env python3
"""Part `bytes` of the fault tests: a register of 1,000 rows cut at every byte, one of 50 gzip members
cut at every byte and with every bit turned round (bytes.c, in one process), and a sample of the same
with the programs themselves."""
import os
import random
import subprocess
import sys
import tempfile
import zlib

BUILD = os.environ["O"]
SHORT = os.environ.get("FAULT") != "full"
DRIVER = os.path.join(BUILD, "fault", "library", "bytes")
bad = 0


def report(what, tried, faults):
    global bad
    bad += faults
    print(f"ran\t{what}\t{tried}\t{faults}", flush=True)


def drive(kind, step):
    os.mkdir(kind)
    done = subprocess.run([DRIVER, kind, kind, str(step)], stdout=subprocess.PIPE, text=True,
                          check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    for what, tried, faults in lines:
        report(what, int(tried), int(faults))
    if not lines or done.returncode != (1 if any(int(line[2]) for line in lines) else 0):
        report(f"bytes {kind}: ended with {done.returncode}", 0, 1)


def run(program, *arguments):
    return subprocess.run([os.path.join(BUILD, "bin", program), *arguments], capture_output=True,
                          check=False)


def whole(content):
    """The whole lines of a cut register, and the torn one; a line is whole without its newline."""
    lines = content.split(b"\n")
    torn = lines.pop()
    if torn in ROWS:
        lines.append(torn)
        torn = b""
    return lines, torn


def wrong(what, cut, done):
    sys.stderr.write(f"{what}, cut at byte {cut}: exit {done.returncode}\n"
                     f"{done.stderr.decode(errors='replace')}\n")
    return 1


def try_cut(cut):
    """Reader, check, repair (only looking), next writer, reader again."""
    content = REGISTER[:cut]
    lines, torn = whole(content)
    with open("d/units.csv", "wb") as file:
        file.write(content)
    if os.path.exists("d/units.torn"):
        os.unlink("d/units.torn")
    done = run("units-list", "-d", "d", "--fields", "id")
    ids = [line.split(b",")[0] for line in lines]
    if done.stdout.split() != ids or done.returncode != (1 if torn else 0):
        return wrong("units-list", cut, done)
    done = run("register-check", "-d", "d")
    if (done.returncode == 0) != (not torn):
        return wrong("register-check", cut, done)
    done = run("register-repair", "-d", "d")
    unended = not content.endswith(b"\n")
    if done.returncode != unended or done.stdout.count(b"\n") != 1 + unended:
        return wrong("register-repair", cut, done)
    done = run("units-add", "-d", "d", "id=X1", "name=新单位", "kind=enterprise", "area=360102001")
    with open("d/units.csv", "rb") as file:
        after = file.read().split(b"\n")
    if done.returncode != 0 or done.stdout != b"X1\n" or after[:-2] != lines or after[-1] != b"" or \
            not after[-2].startswith(b"X1,"):
        return wrong("units-add", cut, done)
    aside = b""
    if os.path.exists("d/units.torn"):
        with open("d/units.torn", "rb") as file:
            aside = file.read()
    if aside != (torn + b"\n" if torn else b""):
        return wrong("units.torn", cut, done)
    done = run("units-list", "-d", "d", "--count")
    return 0 if done.returncode == 0 else wrong("units-list afterwards", cut, done)


def member_ends(folded):
    """Where members end, with the number of newlines before: a file cut there is whole gzip data."""
    ends, at, newlines = {}, 0, 0
    while at < len(folded):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        newlines += member.decompress(folded[at:]).count(b"\n")
        at = len(folded) - len(member.unused_data)
        ends[at] = newlines
    return ends


def try_folded(at, damage):
    """A file that is cut or has a damaged byte: all rows, or exit 3 with the place."""
    content = FOLDED[:at] if damage == 0 else \
        FOLDED[:at] + bytes([FOLDED[at] ^ damage]) + FOLDED[at + 1:]
    with open("cut.csv.gz", "wb") as file:
        file.write(content)
    done = run("units-list", "-f", "cut.csv.gz", "--count")
    if done.returncode == 0 and done.stdout == b"1000\n" and damage:
        return 0
    if damage == 0 and at in MEMBER_ENDS and done.returncode == 0 and \
            done.stdout == b"%d\n" % (MEMBER_ENDS[at] - 1):
        return 0
    if done.returncode == 3 and done.stdout == b"" and (b" byte " in done.stderr or at < 2):
        return 0
    return wrong(f"units-list of gzip, damage {damage:#x}", at, done)


# What the medium does is not what is tried here.
place = tempfile.TemporaryDirectory(prefix="taizhang.",
                                    dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
os.chdir(place.name)
drive("cut", 50 if SHORT else 1)
drive("gzip", 50 if SHORT else 1)

subprocess.run([DRIVER, "make", "units.csv"], check=True)
subprocess.run([DRIVER, "fold", "units.csv.gz"], check=True)
with open("units.csv", "rb") as made:
    REGISTER = made.read()
with open("units.csv.gz", "rb") as made:
    FOLDED = made.read()
MEMBER_ENDS = member_ends(FOLDED)
ROWS = set(REGISTER.split(b"\n")[:-1])
os.mkdir("d")
chance = random.Random(3)
sample = 8 if SHORT else 300
header = REGISTER.index(b"\n") + 1
cuts = [len(REGISTER), len(REGISTER) - 1] + [chance.randrange(header, len(REGISTER)) for _ in range(sample)]
report("programs on a cut register", len(cuts), sum(try_cut(cut) for cut in cuts))
places = [(chance.randrange(len(FOLDED)), chance.choice((0, 0, 1, 8, 0x80, 0xFF)))
          for _ in range(2 * sample)]
report("programs on a damaged .gz", len(places), sum(try_folded(*place) for place in places))
os.chdir("/")
place.cleanup()
sys.exit(1 if bad else 0)
