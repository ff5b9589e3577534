#!/usr/bin/env python3
"""Permissions of every file that appears, and names that are no plain files.

1. Under each umask, in a new directory, one whose files exist and one that a group shares (setgid):
   at no moment may others (and without a shared directory: the group) read what a writer makes, and
   replaced files keep mode and group. -o and --rejects give what the umask gives, after a moment in
   which only the owner may read.
2. A symbolic link, one to nothing, a second name, a FIFO, a device, a directory or a socket in the
   place of each file that a writer touches: it ends, in time, and the target stays as it was.
3. A lock that is not free: exit 75.
"""
import fcntl
import os
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile

BUILD = os.environ["O"]
BIN, SHIM = os.path.join(BUILD, "bin"), os.path.join(BUILD, "fault", "modes.so")
UMASKS = (0o000, 0o002, 0o007, 0o022, 0o027, 0o037, 0o077, 0o777)
ROOT = os.geteuid() == 0
GROUP = 12345  # that root gives to files
SECONDS = 60   # what takes longer hangs
FILES = {
    "units.csv": "id,uscc,name,kind,area,recorded\nU1,,示例公司,enterprise,360102007,2024-01-01T00:00:00Z\n",
    "visits.csv": "id,date,unit,area,kind,text,recorded\nV1,2024-02-01,U1,360102007,routine,谈话,2024-02-02T00:00:00Z\n",
    "visits.journal.csv": "at,op,by,why,id,date,unit,area,kind,text,recorded\n",
}
SHEET = "date,unit,kind,text\n2024-03-01,U1,routine,一\n2024-03-02,U1,routine,二\n"
CODE = "91360102MAY0000760"  # its check character is wrong
COMMANDS = [  # and the exit code
    (["visits-log", "date=2024-03-01", "unit=U1", "kind=routine", "text=一"], 0),
    (["visits-log", "-f", "../sheet.csv"], 0),
    (["units-add", f"uscc={CODE}", "--allow-code", CODE, "--why", "证照如此", "name=新公司", "kind=enterprise",
      "area=360102007"], 0),
    (["register-amend", "visits", "V1", "--correct", "--why", "抄错", "text=改正"], 0),
    (["visits-log", "--keep-going", "--rejects", "../rejects.csv", "-f", "../bad.csv"], 1),
    (["visits-list", "-o", "../out.csv"], 0),
]
NAMES = ["visits.csv", "visits.journal.csv", "visits.torn", ".lock", ".pending", ".pending.new", ".visits.csv.new",
         "units.csv", "codes.csv"]
KINDS = ["link", "link to nothing", "second name", "FIFO", "device", "directory", "socket"]


class Place:
    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="permissions.", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.directory = os.path.join(self.path, "d")
        self.log = os.path.join(self.path, "log")
        self.faults, self.tried = [], 0

    def prepare(self, files, mode=None):
        shutil.rmtree(self.path)
        os.makedirs(self.directory)
        for name, text in {"../sheet.csv": SHEET, "../bad.csv": SHEET + "?,U1,routine,三\n", "../log": "", **files}.items():
            path = os.path.join(self.directory, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            if mode is not None and "/" not in name:
                os.chmod(path, mode)
                if ROOT:
                    os.chown(path, -1, GROUP)

    def run(self, words, umask=0o022, preload=False):
        """Runs in d; None: it hangs."""
        self.tried += 1
        environment = dict(os.environ)
        if preload:
            environment.update(LD_PRELOAD=SHIM, FAULT_LOG=self.log)
        try:
            return subprocess.run([os.path.join(BIN, words[0]), *words[1:]], cwd=self.directory, env=environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  umask=umask, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return None


def mode_of(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


# --- 1

def check_modes(place, words, umask, kind):
    what = f"{words[0]} {' '.join(words[1:])[:30]}, umask {umask:03o}, {kind} directory"
    shared = kind == "shared"
    for line in open(place.log, encoding="utf-8"):
        mode, path = int(line[:4], 8), line[5:].strip()
        output = path.startswith("../") or path.startswith("/")
        if mode & (0o007 if shared and not output else 0o077):
            place.faults.append(f"{what}: {path} is made with {mode:03o}")
    for name in os.listdir(place.directory):
        path = os.path.join(place.directory, name)
        mode, old = mode_of(path), kind == "existing" and name in FILES
        wanted = 0o640 if old else 0o660 if shared else 0o600
        if mode != wanted:
            place.faults.append(f"{what}: {name} has {mode:03o}, {wanted:03o} expected")
        if ROOT and (old or shared) and os.lstat(path).st_gid != GROUP:
            place.faults.append(f"{what}: {name} has lost its group")
    for name in "out.csv", "rejects.csv":
        path = os.path.join(place.path, name)
        if os.path.exists(path):
            wanted = 0o640 if kind == "existing" else 0o666 & ~umask
            if mode_of(path) != wanted:
                place.faults.append(f"{what}: {name} has {mode_of(path):03o}, {wanted:03o} expected")


def try_modes(place):
    for umask in UMASKS:
        for kind in "new", "existing", "shared":
            for words, code in COMMANDS:
                files = dict(FILES) if kind == "existing" else {}
                if kind == "existing":
                    files.update({"../out.csv": "", "../rejects.csv": ""})
                place.prepare(files, 0o640)
                for name in "out.csv", "rejects.csv":
                    if kind == "existing":
                        os.chmod(os.path.join(place.path, name), 0o640)
                if kind == "shared":
                    if ROOT:
                        os.chown(place.directory, -1, GROUP)
                    os.chmod(place.directory, 0o2770)
                if kind != "existing":  # the registers are made by their writers
                    for first in (["units-add", "id=U1", "name=示例公司", "kind=enterprise", "area=360102007"],
                                  ["visits-log", "id=V1", "date=2024-02-01", "unit=U1", "kind=routine", "text=谈话"]):
                        place.run(first, umask, preload=True)
                done = place.run(words, umask, preload=True)
                if done is None or done.returncode != code:
                    place.faults.append(f"{words}, umask {umask:03o}, {kind}: {done and (done.returncode, done.stderr)}")
                check_modes(place, words, umask, kind)


# --- 2

def put(place, name, kind):
    """Puts something in the place of d/NAME; False when that cannot be done here."""
    path, target = os.path.join(place.directory, name), os.path.join(place.path, "target")
    content = FILES.get(name, "")
    if os.path.exists(path):
        os.remove(path)
    with open(target, "w", encoding="utf-8") as file:
        file.write(content)
    os.chmod(target, 0o604)
    if kind == "link":
        os.symlink("../target", path)
    elif kind == "link to nothing":
        os.symlink("../nothing", path)
    elif kind == "second name":
        os.link(target, path)
    elif kind == "FIFO":
        os.mkfifo(path)
    elif kind == "directory":
        os.mkdir(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as s:
            s.bind(os.path.relpath(path))
    else:
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        except OSError:
            return False
    return True


def try_kind(place, umask, name, kind, words):
    files = dict(FILES)
    if name == "visits.torn":
        files["visits.csv"] += "V2,2024-02"
    place.prepare(files)
    os.chdir(place.path)
    if not put(place, name, kind):
        return
    visits = os.path.join(place.directory, "visits.csv")
    before = None
    if name != "visits.csv":
        with open(visits, "rb") as file:
            before = file.read()
    done = place.run(words, umask)
    what = f"{kind} as {name}, {' '.join(words)[:40]}"
    if done is None:
        place.faults.append(f"{what}: hangs")
        return
    writes = words[0] in ("visits-log", "register-amend")
    refused = (1, 3) if kind == "link to nothing" else (3,)  # 1: of no rows none can be amended
    if done.returncode not in (0, 1, 3) or name == "visits.csv" and writes and done.returncode not in refused:
        place.faults.append(f"{what}: ends with {done.returncode}: {done.stderr[:200]}")
    with open("target", encoding="utf-8") as file:
        if file.read() != FILES.get(name, "") or mode_of("target") != 0o604 or os.path.exists("nothing"):
            place.faults.append(f"{what}: the target was touched")
    if before is not None:
        with open(visits, "rb") as file:
            now = file.read()
        if done.returncode == 3 and writes and now != before or not writes and now != before:
            placed = name == "visits.torn" and done.returncode == 3 and before.startswith(now)
            if not placed:
                place.faults.append(f"{what}: exit {done.returncode}, and visits.csv is changed")
        if done.returncode == 0 and writes and now == before:
            place.faults.append(f"{what}: exit 0, and visits.csv is unchanged")


def try_kinds(place, full):
    commands = [COMMANDS[0][0], COMMANDS[1][0], COMMANDS[3][0], ["visits-list"], ["register-check"]]
    for umask in UMASKS if full else (0o022,):
        for number, name in enumerate(NAMES):
            for kind in KINDS:
                for turn, words in enumerate(commands):
                    if full or (number + turn) % 2 == 0:
                        try_kind(place, umask, name, kind, words)
    os.chdir("/")


# --- 3

def try_locked(place):
    place.prepare(FILES)
    fd = os.open(os.path.join(place.directory, ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.fcntl(fd, 38, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))  # F_OFD_SETLK may lack a name
    for program in sorted(os.listdir(BIN)):
        words = {"register-check": [program], "register-amend": COMMANDS[3][0], "register-repair": [program],
                 "orgs-count": [program, "--as-of", "2024-06-30"]}.get(program)
        if program.endswith("-list"):
            words = [program]
        elif program.endswith(("-add", "-log")):
            words = [program, "-f", "../empty.csv"]
        if not words:
            continue
        with open(os.path.join(place.path, "empty.csv"), "w", encoding="utf-8") as file:
            file.write("id\n")
        done = place.run([*words, "--lock-timeout", "0.05"])
        if done is None or done.returncode != 75:
            place.faults.append(f"{program}: {done and (done.returncode, done.stderr)} although the lock is held")
    os.close(fd)


def main():
    full = os.environ.get("FAULT") == "full"
    place = Place()
    bad = 0
    steps = [("permissions of files that are made and replaced", try_modes, not os.path.exists(SHIM) and "modes.so is not built"),
             ("links, FIFOs, devices in the place of files", lambda p: try_kinds(p, full), None),
             ("a lock that is not free", try_locked, None)]
    for what, step, hindrance in steps:
        if what.startswith("permissions") and os.environ.get("ASAN_OPTIONS"):
            hindrance = "nothing can be preloaded under AddressSanitizer"
        if hindrance:
            print(f"skip\t{what}\t{hindrance}")
            continue
        place.faults, place.tried = [], 0
        step(place)
        for text in place.faults[:30]:
            print(text, file=sys.stderr)
        print(f"ran\t{what}\t{place.tried}\t{len(place.faults)}")
        bad += len(place.faults)
    shutil.rmtree(place.path)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
