"""What mutate.py makes of a source, and a few faults that the unit test of their module must find; TAP."""
import os
import subprocess
import sys
import tempfile

import mutate
from builds import TOP

SAMPLE = '''#include "x.h" /* 1 < 2 */
#define LIMIT 7
enum { BLOCK = 64, MOST = 12 };
static const char *const names[3] = {"a == b", "b"};

bool f(struct list *list, int n)
{
	char text[16][8], *end = NULL;
	// n == 3
	static_assert(sizeof(text) == 16, "16");
	if (n == 0 && list->first.count < 10)
		list_clear(list, ')');
	for (int i = 0; i <= n + 1; i++)
		list->add(list,
		    text[i - 1]);
	error_set("%d", _("more than %d"), n >> 2);
	if (end != text)
		abort();
	return list_sort(list) > 0x10u;
}
'''
WANTED = """3 constant 12 -> 13
11 boundary < -> <=
11 comparison < -> >=
11 comparison == -> !=
11 constant 0 -> 1
11 constant 10 -> 11
12 call without list_clear
13 boundary + 1 left out
13 boundary <= -> <
13 comparison <= -> >
13 constant 0 -> 1
14 call without add
15 boundary - 1 left out
16 call without error_set
16 constant 2 -> 3
17 comparison != -> ==
19 boundary > -> >=
19 comparison > -> <=
19 constant 0x10u -> 17u"""
FAULTS = [("pairs", "lib/figures/pairs.c"), ("rules", "lib/register/rules.c"), ("figure", "lib/figures/figure.c")]
count = bad = 0


def ok(good, name):
    global count, bad
    count += 1
    bad += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)


def sample():
    found = sorted(f"{m.line} {m.kind} {m.change}" for m in mutate.mutants_of("x.c", SAMPLE))
    wanted = sorted(WANTED.splitlines())
    ok(found == wanted, "the faults of a sample")
    for line in sorted(set(found) ^ set(wanted)):
        print(f"# {line}: {'not wanted' if line in found else 'missing'}")
    changed = {m.change: m.apply(SAMPLE) for m in mutate.mutants_of("x.c", SAMPLE)}
    ok("n != 0 && list" in changed["== -> !="] and "if (n == 0 && list->first.count < 10)\n\t\t;\n" in
       changed["without list_clear"] and "n + 0; i++" in changed["+ 1 left out"], "what becomes of its text")


def choice():
    with open(os.path.join(TOP, "lib/csv/reader.c"), encoding="utf-8") as file:
        source = file.read()
    first, again, other = ([m.key() for m in mutate.shuffled("lib/csv/reader.c", source, seed)] for seed in (1, 1, 2))
    ok(first == again, "the same seed, the same faults")
    ok(first != other and sorted(first) == sorted(other), "another seed, another order of the same faults")
    ok(len(set(first)) == len(first), "faults can be told apart by path, function, text and change")
    parts = mutate.shares({"a": 100, "b": 50, "c": 49, "d": 1}, 20)
    ok(sum(parts.values()) == 20 and parts["a"] == 10, "shares in proportion to the lines")


def compiled(build, source, path, test, place):
    """Whether the unit test passes with the source in the place of `path`; None when it cannot be built."""
    file, program = os.path.join(place, "mutant.c"), os.path.join(place, "test")
    with open(file, "w", encoding="utf-8") as out:
        out.write(source)
    command = [os.environ.get("CC") or "cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O0", "-w", "-Ilib",
               f"-I{build}/gen", file, f"{build}/tests/unit/{test}.o", f"{build}/libtaizhang.a", "-lcsv", "-lz",
               "-lcmocka", "-o", program]
    if subprocess.run(command, cwd=TOP, stderr=subprocess.DEVNULL, check=False).returncode:
        return None
    try:
        done = subprocess.run([program], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def faults(build):
    for test, path in FAULTS:
        with open(os.path.join(TOP, path), encoding="utf-8") as file:
            source = file.read()
        mutants = [m for m in mutate.shuffled(path, source, 1) if m.kind == "comparison"][:2]
        with tempfile.TemporaryDirectory() as place:
            if compiled(build, source, path, test, place) is None:
                ok(True, f"faults in {path} # SKIP no library to link with")
                continue
            ok(compiled(build, source, path, test, place), f"the unit test of {path} passes without a fault")
            for mutant in mutants:
                ok(compiled(build, mutant.apply(source), path, test, place) is False,
                   f"and finds {path}:{mutant.line}: {mutant.change}")


sample()
choice()
faults(os.path.abspath(sys.argv[1]))
print(f"1..{count}")
sys.exit(1 if bad else 0)
