"""Compares orgs-count and figures-count with the oracle on random registers; prints TAP.

    compare.py --bin BINDIR --seeds 1-200 [--jobs N]

For every seed: both counts byte for byte; opening + opened - ended + moved_in - moved_out = closing in
every area; --list FIGURE against the figure; REGISTER-list … | figures-count -n … .
"""
import argparse
import concurrent.futures
import csv
import difflib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import oracle  # noqa: E402
import random_registers  # noqa: E402

SHOWN = 10


class Run:
    """The programs of one directory; collects what went wrong as lines."""

    def __init__(self, bindir, directory):
        self.bindir, self.directory, self.faults = bindir, directory, []
        self.environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
        self.environment.pop("TAIZHANG_DIR", None)

    def program(self, words, data=None):
        """Standard output, or None when the program failed (which is noted)."""
        try:
            done = subprocess.run([os.path.join(self.bindir, words[0])] + words[1:], input=data or b"",
                                  capture_output=True, timeout=120, env=self.environment,
                                  cwd=os.path.dirname(self.directory))
        except (OSError, subprocess.TimeoutExpired) as error:
            self.fault(words, [str(error)])
            return None
        if done.returncode or done.stderr:
            said = done.stderr.decode(errors="replace").splitlines()
            self.fault(words, ["exit %d" % done.returncode] + said)
        return None if done.returncode else done.stdout

    def fault(self, words, lines):
        shown = [line.replace(self.directory, "DIR") for line in lines[:SHOWN]]
        if len(lines) > SHOWN:
            shown.append("… %d more" % (len(lines) - SHOWN))
        command = " ".join(oracle_quote(word) for word in words).replace(self.directory, "DIR")
        self.faults += [command] + ["  " + line for line in shown]

    def same(self, words, rows, data=None):
        got, want = self.program(words, data), oracle.to_csv(rows)
        if got is not None and got != want.encode():
            text = got.decode(errors="backslashreplace")
            diff = list(difflib.unified_diff(want.split("\n"), text.split("\n"), "oracle", "program",
                                             n=0, lineterm=""))[2:]
            self.fault(words, [line for line in diff if not line.startswith("@@")] or ["bytes differ"])
        return got


def oracle_quote(word):
    return "'" + word + "'" if set(word) & set(" '\"=!~;\\") else word


def table(output):
    """{(figure, area, group): value} of printed figures."""
    rows = list(csv.reader(io.StringIO(output.decode(), newline=""), strict=True))
    return {(row[0], row[1], row[3]): row[4] for row in rows[1:]}


def listed_ids(output):
    rows = list(csv.reader(io.StringIO(output.decode(), newline=""), strict=True))
    if not rows:
        return ["no header"]
    column = rows[0].index("id") if "id" in rows[0] else 0
    return sorted(row[column] for row in rows[1:])


def words_of(options, flows):
    words = ["--as-of", options["as_of"]]
    if flows:
        words += ["--from", options["from"]]
    for line, rule in options["due"].items():
        words += ["--due", line + "=" + rule]
    if options["units"]:
        words += ["--units", options["units"]]
    return words + (["--work", ",".join(options["work"])] if options["work"] else [])


def check_orgs(run, directory, case, rng):
    options = {**case["orgs"], "as_of": case["as_of"], "from": case["from"] if case["orgs"]["flows"] else None}
    base = ["orgs-count", "-d", directory]
    split = ["--by", options["by"]] if options["by"] else []
    group = ["--group", options["group"]] if options["group"] else []
    got = run.same(base + words_of(options, options["from"]) + split + group,
                   oracle.orgs_count(directory, options))
    if got is not None and options["from"]:
        before = {**options, "as_of": oracle.day_before(options["from"])}
        words = base + words_of(before, False) + split
        opening = run.program(words)
        if opening is not None:
            run.faults += identity(table(opening), table(got))
    figures = oracle.orgs_figures(directory, {**options, "by": None, "group": None})
    names = [name for name in figures if ".moved_" not in name]
    for name in rng.sample(names, 3):
        check_list(run, base + words_of(options, options["from"]), figures[name])


def identity(opening, closing):
    faults = []
    for (figure, area, group), value in closing.items():
        if figure in [line + ".orgs" for line in oracle.LINES] and not group:
            stock = int(opening.get((figure, area, ""), "0"))
            flows = [int(closing[figure + end, area, ""]) for end in (".opened", ".ended", ".moved_in", ".moved_out")]
            if stock + flows[0] - flows[1] + flows[2] - flows[3] != int(value):
                faults.append("flow identity of %s in '%s': %d + %d - %d + %d - %d is not %s"
                              % (figure, area, stock, *flows, value))
    return faults


def check_list(run, words, figure):
    words = words + ["--list", figure.name]
    got = run.program(words)
    if got is None:
        return
    want, ids = oracle.list_rows(figure), listed_ids(got)
    if ids != want:
        run.fault(words, ["%d rows listed, %d expected" % (len(ids), len(want)),
                          "missing: " + " ".join(sorted(set(want) - set(ids)))[:200],
                          "unexpected: " + " ".join(sorted(set(ids) - set(want)))[:200]])


def check_figures(run, directory, case, rng):
    options = {"as_of": case["as_of"], "from": case["from"], "to": case["to"], "by": case["figures"]["by"]}
    base = ["figures-count", "-d", directory, "-D", os.path.join(directory, "definitions.csv"),
            "--as-of", case["as_of"], "--from", case["from"], "--to", case["to"]]
    split = ["--by", options["by"]] if options["by"] else []
    run.same(base + split, oracle.figures_count(directory, options))
    figures = oracle.figures_figures(directory, options)
    for name in rng.sample(sorted(figures), min(3, len(figures))):
        check_list(run, base, figures[name])


def check_pipe(run, directory, case):
    pipe = case["pipe"]
    time = (["--as-of", case["as_of"]] if pipe["when"] == "on" else
            ["--from", case["from"], "--to", case["to"]])
    listing = run.program([pipe["register"] + "-list", "-d", directory] + time + pipe["where"])
    if listing is None:
        return
    words = ["figures-count", "-n", pipe["name"]]
    kind, _, field = pipe["measure"].partition(":")
    words += ["--" + kind, field] if field else []
    words += ["--group", pipe["group"]] if pipe["group"] else []
    words += ["--by", pipe["by"]] if pipe["by"] else []
    before = len(run.faults)
    options = {**pipe, "as_of": case["as_of"], "from": case["from"], "to": case["to"]}
    run.same(words, oracle.pipe_count(directory, options), listing)
    if len(run.faults) > before:
        run.faults.insert(before, " ".join([pipe["register"] + "-list"] + time +
                                           [oracle_quote(word) for word in pipe["where"]]) + " |")


def check_seed(bindir, top, seed):
    """The faults of a seed, as lines; the programs run in a directory that holds no registers itself."""
    with tempfile.TemporaryDirectory(dir=top) as place:
        directory = os.path.join(place, "registers")
        case = random_registers.generate(seed, directory)
        run, rng = Run(bindir, directory), random.Random(seed)
        check_orgs(run, directory, case, rng)
        check_figures(run, directory, case, rng)
        check_pipe(run, directory, case)
        if run.faults:
            odd = [name for name, there in case["odd"].items() if there]
            run.faults.append("registers: random_registers.py %d DIR" % seed + (" (odd %s)" % ", ".join(odd) if odd else ""))
        return run.faults


def guarded(bindir, top, seed):
    try:
        return check_seed(bindir, top, seed)
    except Exception as error:  # a fault of the comparison itself is a failed test, not a lost plan
        return ["%s: %s" % (type(error).__name__, error)]


def main():
    parser = argparse.ArgumentParser(description="Compare taizhang's counts with the oracle.")
    parser.add_argument("--bin", required=True, help="directory of the programs")
    parser.add_argument("--seeds", default="1-200", help="A-B, or one seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    bindir, failed = os.path.abspath(arguments.bin), 0
    print("1..%d" % len(seeds), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="taizhang-oracle-") as top, \
            concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        try:
            results = [pool.submit(guarded, bindir, top, seed) for seed in seeds]
            for number, (seed, result) in enumerate(zip(seeds, results), 1):
                faults = result.result()
                print("%s %d - seed %d" % ("not ok" if faults else "ok", number, seed))
                for line in faults:
                    print("# " + line.replace("\n", " "))
                sys.stdout.flush()
                failed += bool(faults)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
