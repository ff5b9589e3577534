"""Builds whose library is a shared one, places where mutants of it are tried, and how a test is run there."""
import glob
import os
import resource
import select
import shlex
import shutil
import signal
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
MEGABYTE = 1 << 20
FILE_LIMIT, MEMORY_LIMIT = 1024 * MEGABYTE, 6144 * MEGABYTE
PLAIN = ["CFLAGS=-O2 -fPIC -fno-semantic-interposition"]
SANITIZED = ["CFLAGS=-O1 -fPIC", "SANITIZE=-fsanitize=address,undefined -fno-sanitize-recover=all"]
# The oracle and the tests that go over all programs try fewer here: what they miss counts as not caught.
FEWER = {"SEEDS": "1-20", "MOST_PROGRAMS": "2"}


def clean_environment(**more):
    environment = dict(os.environ, **more)
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"):
        environment.pop(name, None)
    return environment


def make(*words):
    done = subprocess.run(["make", "--no-print-directory", *words], cwd=TOP, env=clean_environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise SystemExit(done.stdout)
    return done.stdout


class Build:
    """Programs and tests that are linked to a shared library, below `place`."""

    def __init__(self, place, options, sanitized):
        self.place, self.sanitized = place, sanitized
        self.options = [f"O={place}", "SHARED=1", "LDFLAGS=-Wl,-rpath,'$$ORIGIN/..:$$ORIGIN/../..'", *options]
        self.library = os.path.join(place, "libtaizhang.so")
        make("-j", str(os.cpu_count()), *self.options, "checked")
        self.compile_words = self.words_of("lib/csv/reader.o", " -c ")
        self.link_words = self.words_of("libtaizhang.so", " -shared ")
        self.failing_words = {
            "unit/" + name: self.words_of("unit/" + name, " -lcmocka ")
            for path in glob.glob(os.path.join(TOP, "tests", "unit", "failing_*.c"))
            for name in (os.path.basename(path)[:-2],)}

    def words_of(self, target, mark):
        """The command that makes a target, as a list of words."""
        commands = make("-n", "-B", *self.options, os.path.join(self.place, target))
        lines = [line for line in commands.splitlines() if mark in line and target in line.split(" -o ")[-1]]
        return shlex.split(lines[-1])

    def compile(self, path, source, place, name):
        """Compiles a text as if it stood in the source file `path`; the object's name, or None."""
        file, object_file = os.path.join(place, path), os.path.join(place, name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as out:
            out.write(source)
        words = []
        for word in self.compile_words:
            word = word.replace("lib/csv/reader.c", path).replace("-Ilib", "-I" + os.path.join(TOP, "lib"))
            words.append(object_file if word.endswith("/lib/csv/reader.o") else word)
        words = [word for word in words if word not in ("-MMD", "-MP")]
        done = subprocess.run(words + ["-w"], cwd=place, stderr=subprocess.DEVNULL, check=False)
        return object_file if done.returncode == 0 else None

    def link(self, path, object_file, target, words=None):
        """Links the library (or what else words make) with another object in the place of that of `path`."""
        original = os.path.join(self.place, path[:-2] + ".o")
        words = words or self.link_words
        made = words.index("-o") + 1
        words = [object_file if word == original else target if i == made else word for i, word in enumerate(words)]
        subprocess.run(words, cwd=TOP, check=True)


def list_tests(build):
    programs = sorted(glob.glob(os.path.join(TOP, "tests", "*.t")))
    units = sorted(glob.glob(os.path.join(TOP, "tests", "unit", "*.c")))
    names = ["tests/" + os.path.basename(path) for path in programs]
    names.remove("tests/mutants.t")
    return names + ["unit/" + os.path.basename(path)[:-2] for path in units
                    if os.path.exists(os.path.join(build, "unit", os.path.basename(path)[:-2]))]


def limits(sanitized, seconds):
    """The memory, the files and the processor's seconds of every process of a test."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 2))
    if not sanitized:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def end_session(leader):
    """Ends what a test has started: every process of its session."""
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and os.getsid(int(entry)) == leader:
                os.kill(int(entry), signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


class Place:
    """A copy of the source tree and of the builds in which one mutant after another is tried."""

    def __init__(self, root, builds):
        self.root = root
        self.source = os.path.join(root, "source")
        self.temporary = os.path.join(root, "tmp")
        self.builds = builds
        self.mutated, self.linked = {}, set()
        self.copy_source()
        for name, build in builds.items():
            self.copy_build(name, build)

    def copy_source(self):
        shutil.rmtree(self.source, ignore_errors=True)
        shutil.copytree(TOP, self.source, symlinks=True,
                        ignore=shutil.ignore_patterns("build", ".git", "__pycache__"))
        self.stamps = self.stamps_now()

    def stamps_now(self):
        return {(path, info.st_size, info.st_mtime_ns, info.st_mode)
                for top, _, names in os.walk(self.source) if "__pycache__" not in top
                for path in (os.path.join(top, name) for name in names)
                for info in (os.lstat(path),)}

    def copy_build(self, name, build):
        target = os.path.join(self.root, name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(build.place, target, symlinks=True, ignore=shutil.ignore_patterns("*.o", "*.d", "*.a"))

    def put(self, name, path, object_file):
        self.builds[name].link(path, object_file, os.path.join(self.root, name, "libtaizhang.so"))
        self.mutated[name] = path, object_file
        self.linked.clear()

    def link_failing(self, name, test):
        """Links a unit test that is not linked to the shared library with the mutant."""
        words = name in self.mutated and self.builds[name].failing_words.get(test)
        if words and (name, test) not in self.linked:
            path, object_file = self.mutated[name]
            self.builds[name].link(path, object_file, os.path.join(self.root, name, test), words)
            self.linked.add((name, test))

    def run(self, name, test, seconds, **more):
        """Runs a test, each of whose processes may use the processor so many seconds; (why it failed or None, seconds)."""
        self.link_failing(name, test)
        shutil.rmtree(self.temporary, ignore_errors=True)
        os.makedirs(self.temporary)
        build = os.path.join(self.root, name)
        program = os.path.join(build, test) if test.startswith("unit/") else os.path.join(self.source, test)
        environment = clean_environment(O=build, CMOCKA_MESSAGE_OUTPUT="TAP", TMPDIR=self.temporary, **FEWER, **more)
        sanitized = self.builds[name].sanitized if name in self.builds else False
        if sanitized:
            environment.update(ASAN_OPTIONS="abort_on_error=0:exitcode=99:hard_rss_limit_mb=3000")
        process = subprocess.Popen([program], cwd=self.temporary, env=environment, start_new_session=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   preexec_fn=lambda: limits(sanitized, seconds))
        why = watch(process, 30 + 10 * seconds)
        if why:
            end_session(process.pid)
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if not why and process.returncode:
            why = f"exit code {process.returncode}"
        end_session(process.pid)
        if not why and self.stamps_now() != self.stamps:
            why = "wrote outside its directory"
        if why:
            self.mend()
        return why, used.ru_utime + used.ru_stime

    def mend(self):
        """Puts the source tree back as it was; the test's own directory is removed before the next."""
        if self.stamps_now() != self.stamps:
            self.copy_source()


def watch(process, seconds):
    """Reads what a test says until its end, its first failure or the end of its time."""
    deadline, said, good, plan = time.monotonic() + seconds, b"", 0, None
    out = process.stdout.fileno()
    while True:
        ready = select.select([out], [], [], max(0, deadline - time.monotonic()))[0]
        if not ready:
            return "took too long"
        got = os.read(out, 65536)
        *lines, said = (said + got).split(b"\n")
        for line in lines:
            if line.startswith(b"not ok"):
                return line.decode(errors="replace")
            good += line.startswith(b"ok ")
            if line.startswith(b"1.."):
                plan = int(line[3:].split()[0])
        if not got:
            break
    return None if plan == good else f"{good} of {plan} cases"
