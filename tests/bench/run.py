#!/usr/bin/env python3
"""Times the programs against others on the same registers; prints Markdown.

    run.py BUILD UNITS [JOB…]

Every program first gives its answer; one whose answer differs from that of taizhang is named and not timed. Then in each of
RUNS rounds (default 5) every program runs once in turn, output to /dev/null. Seconds are medians; a ratio is the median of the
ratios of the rounds, each to the first program of the job in the same round. CPU is what all processors spent. Memory is that of the largest process, its peak
over all rounds. Ends with 1 when an answer was wrong or a program failed. What is measured stands in jobs.py.
"""
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import jobs

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = {'duckdb': 'DuckDB', 'polars': 'Polars', 'openpyxl': 'openpyxl'}  # Python packages

# How a program tells its version.
VERSIONS = {
    'mawk': ['mawk', '-W', 'version'],
    'datamash': ['datamash', '--version'],
    'sqlite3': ['sqlite3', '--version'],
    'mlr': ['mlr', '--version'],
    'zsv': ['zsv', 'version'],
    'gzip': ['gzip', '--version'],
    'iconv': ['iconv', '--version'],
    'wc': ['wc', '--version'],
}


def tell(text):
    """What is going on, for the person who waits."""
    if sys.stderr.isatty():
        print(f'\r\033[K{text}', end='', file=sys.stderr, flush=True)


def run(command, output):
    """The exit code. The command's whole session ends with this program."""
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def first_line(command):
    try:
        text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return text.decode(errors='replace').partition('\n')[0].strip()


class Peers:
    """What is installed, asked once."""
    def __init__(self):
        self.versions = {}

    def version(self, name):
        """None when it is not there."""
        if name not in self.versions:
            if name in NAMES:
                code = f'import {name}; print({name}.__version__)'
                self.versions[name] = first_line([sys.executable, '-c', code])
            elif shutil.which(name):
                self.versions[name] = first_line(VERSIONS[name]) or 'version unknown'
            else:
                self.versions[name] = None
        return self.versions[name]

    def there(self, program):
        return all(self.version(name) for name in program.needs)


# --- measuring ------------------------------------------------------------------------------------------------------

class Measurement:
    def __init__(self):
        self.seconds = []
        self.cpu = []
        self.kib = 0

    def seconds_median(self):
        return statistics.median(self.seconds)

    def ratio(self, other):
        return statistics.median(a / b for a, b in zip(self.seconds, other.seconds))

    def mb(self):
        return self.kib * 1024 / 1e6


def once(job, program, measurement):
    """One run, added to the measurement; false when it failed."""
    if job.before:
        job.before()
    if run(['measure', str(program.times), '../measured', *program.command], subprocess.DEVNULL) != 0:
        return False
    with open('../measured', encoding='ascii') as f:
        nanoseconds, busy, kib, code = map(int, f.read().split())
    measurement.seconds.append(nanoseconds / 1e9)
    measurement.cpu.append(busy / 1e9)
    measurement.kib = max(measurement.kib, kib)
    return code in program.codes


def answer_of(job, program):
    """Its answer, or None when it failed."""
    if job.before:
        job.before()
    with open('../answer', 'wb') as out:
        if run(program.command, out) not in program.codes:
            return None
    try:
        return program.answer('../answer') if program.answer else ''
    except OSError:
        return None


def trial(job, units, peers):
    """{name: why it does not take part} of the programs of a job, and a first run of those that do."""
    out = {}
    right = None
    for program in job.programs:
        tell(f'{job.name}: answer of {program.name}')
        if not peers.there(program):
            out[program.name] = 'not installed'
        elif program.slow and units > jobs.SLOW_ROWS:
            out[program.name] = f'left out above {jobs.SLOW_ROWS:,} units'
        else:
            answer = answer_of(job, program)
            if answer is None:
                out[program.name] = 'failed'
            elif program.answer and right is None:
                right = answer
            elif program.answer and answer != right:
                out[program.name] = 'wrong answer'
    return out


def measure(job, units, peers, rounds):
    """({name: Measurement}, {name: why there is none})."""
    out = trial(job, units, peers)
    measured = {p.name: Measurement() for p in job.programs if p.name not in out}
    for number in range(rounds):
        for program in job.programs:
            if program.name in out:
                continue
            tell(f'{job.name}: round {number + 1} of {rounds}, {program.name}')
            if not once(job, program, measured[program.name]):
                out[program.name] = 'failed'
                del measured[program.name]
    return measured, out


# --- showing --------------------------------------------------------------------------------------------------------

def number(value):
    """Three significant digits, or all before the point."""
    if isinstance(value, int):
        return f'{value:,}'
    digits = next((d for d, limit in enumerate((100, 10, 1, 0.1, 0.01, 0.001)) if value >= limit), 6)
    return f'{value:,.{digits}f}'


def show_job(job, measured, out):
    base = job.programs[0].name
    for program in job.programs:
        if program.name in out:
            print(f'| {job.name} | {program.name} | {out[program.name]} | | | |')
        else:
            m = measured[program.name]
            ratio = number(m.ratio(measured[base])) if base in measured else ''
            print(f'| {job.name} | {program.name} | {number(m.seconds_median())} | {ratio} | '
                  f'{number(statistics.median(m.cpu))} | {number(m.mb())} |')


def goal_value(job, measured, goal):
    """None when something is missing that it needs."""
    _, name, what, _, _, against = goal
    if name not in measured or (against and against not in measured):
        return None
    m = measured[name]
    if what == 'time':
        return m.ratio(measured[against])
    if what == 'MB':
        return m.mb()
    if what == 'ms':
        return m.seconds_median() * 1000
    if what == 'MB/s':
        return sum(os.path.getsize(f) for f in job.files) / 1e6 / m.seconds_median()
    return count_fsyncs(job, next(p for p in job.programs if p.name == name))


def count_fsyncs(job, program):
    """How often the register's file is synchronised, None without strace."""
    if not shutil.which('strace'):
        return None
    job.before()
    run(['strace', '-f', '-y', '-o', '../trace', '-e', 'trace=fsync,fdatasync', *program.command], subprocess.DEVNULL)
    with open('../trace', encoding='utf-8', errors='replace') as f:
        return sum('.csv>' in line for line in f)


def show_goals(results, inflater):
    print('\n| job | goal | measured | reached |\n|---|---|---:|---|')
    for goal in jobs.GOALS:
        job_name, name, what, side, limit, against = goal
        if job_name not in results:
            continue
        if isinstance(limit, dict):  # of the library
            limit = limit[inflater]
        value = goal_value(*results[job_name][:2], goal)
        text = f'{name}: {"at most" if side == "<" else "at least"} {limit} ' + (f'× {against}' if what == 'time' else what)
        reached = value is not None and (value <= limit if side == '<' else value >= limit)
        shown = 'not measured' if value is None else number(value)
        print(f'| {job_name} | {text} | {shown} | {"" if value is None else "yes" if reached else "no"} |')


def processor():
    with open('/proc/cpuinfo', encoding='utf-8', errors='replace') as f:
        for line in f:
            name, _, value = line.partition(':')
            if name.strip() in ('model name', 'Model', 'cpu model'):
                return value.strip()
    return platform.machine()


def file_system(path):
    """The type of the file system that holds a path."""
    best = ('', 'unknown')
    path = os.path.realpath(path)
    with open('/proc/mounts', encoding='utf-8', errors='replace') as f:
        for line in f:
            point, kind = line.split()[1:3]
            if (path + '/').startswith(point.rstrip('/') + '/'):
                best = max(best, (point, kind))
    return best[1]


def show_circumstances(results, peers, inflater):
    print('\nJobs, and how much each reads:\n')
    for job, _, _ in results.values():
        size = sum(os.path.getsize(f) for f in job.files)
        print(f'- {job.name}: {job.title}' + (f' ({size / 1e6:,.1f} MB)' if size else ''))
    print(f'\nPrograms:\n\n- {first_line(["figures-count", "-V"])}' + (f', inflating with {inflater}' if inflater else ''))
    peers.version('wc')
    for name in sorted(peers.versions):
        if peers.version(name):
            print(f'- {NAMES.get(name, name)}: {peers.version(name)}' + seconds_of_loading(name))
    print(f'- Python {platform.python_version()}, Linux {platform.release()}')


def seconds_of_loading(name):
    """Of a Python package: what goes by before any question."""
    if name not in NAMES:
        return ''
    load = Measurement()
    for _ in range(5):
        run(['measure', '1', '../measured', sys.executable, os.path.join(HERE, 'ask.py'), name], subprocess.DEVNULL)
        with open('../measured', encoding='ascii') as f:
            load.seconds.append(int(f.read().split()[0]) / 1e9)
    return f', of whose seconds {number(load.seconds_median())} go by until Python has loaded it'


# --- all of it ------------------------------------------------------------------------------------------------------

def make_data(work, units, wanted):
    """The registers in work/registers, which becomes the current directory, and what else the jobs read beside it."""
    registers = os.path.join(work, 'registers')
    os.mkdir(registers)
    os.chdir(registers)
    tell(f'making {units:,} units')
    commands = [['generate', str(units), '.']]
    if 'add' in wanted:
        commands.append(['generate', '--new', str(min(units, 1000000)), work])
    if 'import' in wanted or 'workbook' in wanted:
        os.mkdir('../sheet')
        commands.append(['generate', '--sheet', str(min(units, 1000000)), '../sheet'])
    if 'import' in wanted:
        commands.append(['sh', '-c', 'iconv -f UTF-8 -t GB18030 ../sheet/sheet.csv >../sheet/gb18030.csv'])
    if 'workbook' in wanted:
        commands.append([sys.executable, os.path.join(HERE, 'workbook.py'), str(jobs.WORKBOOK_ROWS + 2), '../sheet/sheet.csv', '../sheet/sheet.xlsx'])
    if 'gz' in wanted:
        commands.append(['sh', '-c', 'gzip -c units.csv >units.csv.gz'])
    for command in commands:
        if run(command, subprocess.DEVNULL) != 0:
            sys.exit(f'{command[0]} failed')
    shutil.copytree(os.path.join(HERE, '..', '..', 'examples', 'donghu', 'registers'), os.path.join(work, 'donghu'))


def inflating_library():
    """What .gz are inflated with; the bare loop says it."""
    subprocess.run(['sh', '-c', 'gzip -c orgs.csv >../orgs.csv.gz'], check=True)
    return first_line(['inflate', '../orgs.csv.gz']).split()[1]


def bench(units, wanted, rounds):
    peers = Peers()
    inflater = inflating_library() if 'gz' in wanted else None
    load = os.getloadavg()[0]
    sizes = [os.path.getsize(name) for name in ('units.csv', 'orgs.csv', 'people.csv')]
    print(f'{units:,} units, {units // 5:,} organisations, {units // 100:,} people ({sum(sizes) / 1e6:,.0f} MB); '
          f'median of {rounds} rounds; {processor()}, {len(os.sched_getaffinity(0))} processors, load {load:.1f} at the '
          f'beginning; files on {file_system(".")}, read before\n')
    print('| job | program | seconds | ratio | CPU | MB |\n|---|---|---:|---:|---:|---:|')
    results = {}
    wrong = False
    for name in wanted:
        job = jobs.JOBS[name]()
        measured, out = measure(job, units, peers, rounds)
        results[name] = job, measured, out
        wrong |= 'wrong answer' in out.values() or 'failed' in out.values()
        tell('')
        show_job(job, measured, out)
        sys.stdout.flush()
    print('\nThe ratio is that of the seconds to the first program of the job; CPU is the seconds of all processors together; MB is the '
          'peak of the largest process.')
    show_goals(results, inflater)
    print('\nThe goals are those for 10,000,000 units and two processors.')
    show_circumstances(results, peers, inflater)
    return 1 if wrong else 0


def main():
    if len(sys.argv) < 3 or not sys.argv[2].isdigit():
        sys.exit('usage: run.py BUILD UNITS [JOB…]')
    build, units = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    wanted = sys.argv[3:] or list(jobs.JOBS)
    for name in wanted:
        if name not in jobs.JOBS:
            sys.exit(f"no job '{name}'; there are: {' '.join(jobs.JOBS)}")
    for name in ('TAIZHANG_DIR', 'TAIZHANG_ZONE', 'TAIZHANG_SIMD', 'SOURCE_DATE_EPOCH'):
        os.environ.pop(name, None)
    os.environ['LC_ALL'] = 'C'
    os.environ['PATH'] = os.pathsep.join([build + '/bin', build + '/bench', os.environ['PATH']])
    for number_of_signal in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number_of_signal, lambda n, _: sys.exit(128 + n))
    with tempfile.TemporaryDirectory(prefix='taizhang-bench.') as work:
        try:
            make_data(work, units, wanted)
            return bench(units, wanted, int(os.environ.get('RUNS') or 5))
        finally:
            os.chdir('/')


if __name__ == '__main__':
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
