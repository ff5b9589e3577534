"""What is measured: the jobs, the programs that take part in each, and the goals. run.py measures.

Commands run in the register directory; a command that is one text goes through the shell. Two programs have the same answer
when what their `answer` makes of their output is equal.
"""
import hashlib
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = '2024-06-30'
CALLS = 1000  # of visits-log
SLOW_ROWS = 1000000  # slow programs take part up to so many units
WORKBOOK_ROWS = 200000

# job, program, what ('time' is × that of the last column), at most (<) or at least (>), how much, against.
# For 10 million units on two processors, the files in memory.
GOALS = (
    ('count', 'taizhang -j 2', 'time', '<', 1.5, 'wc -l'),
    ('count', 'taizhang -j 1', 'time', '<', 2.5, 'wc -l'),
    ('count', 'DuckDB', 'time', '>', 8, 'taizhang -j 2'),
    ('count', 'taizhang -j 2', 'MB', '<', 8, None),
    ('coverage', 'taizhang -j 2', 'time', '<', 3, 'wc -l'),
    ('coverage', 'DuckDB', 'time', '>', 4, 'taizhang -j 2'),
    ('coverage', 'taizhang -j 2', 'MB', '<', 110, None),
    ('filter', 'taizhang -j 2', 'time', '<', 2.5, 'wc -l'),
    ('filter', 'DuckDB', 'time', '>', 5, 'taizhang -j 2'),
    ('filter', 'taizhang -j 2', 'MB', '<', 8, None),
    ('gz', 'taizhang -j 2', 'time', '<', 1.15, 'bare inflate'),
    ('gz', 'DuckDB', 'time', '>', {'zlib': 1.6, 'ISA-L': 3}, 'taizhang -j 2'),
    ('gz', 'taizhang -j 2', 'MB', '<', 8, None),
    ('check', 'taizhang -j 2', 'time', '<', 6, 'coverage -j 2'),
    ('check', 'taizhang -j 2', 'MB', '<', 600, None),
    ('add', 'taizhang -j 2', 'MB/s', '>', 500, None),
    ('add', 'taizhang -j 2', 'fsync of its register', '<', 1, None),
    ('add', 'taizhang -j 2', 'MB', '<', 300, None),
    ('import', 'taizhang -j 2', 'MB/s', '>', 100, None),
    ('workbook', 'openpyxl', 'time', '>', 5, 'taizhang -j 2'),
    ('workbook', 'taizhang -j 2', 'MB', '<', 67, None),
    ('log', 'taizhang', 'time', '<', 1.5, 'append'),
    ('start', 'taizhang', 'ms', '<', 5, None),
    ('start', 'taizhang', 'MB', '<', 4, None),
)


class Program:
    """needs: what must be installed; codes: exit codes of success; times: runs that one measurement consists of."""
    def __init__(self, name, command, answer=None, needs=(), slow=False, codes=(0,), times=1):
        self.name = name
        self.command = ['sh', '-c', command] if isinstance(command, str) else command
        self.answer = answer
        self.needs = needs
        self.slow = slow
        self.codes = codes
        self.times = times


class Job:
    """The first of `programs` is what the others' times are given as multiples of; `files` are what is read; before(): what
    must be done again before each run."""
    def __init__(self, name, title, files, programs, before=None):
        self.name = name
        self.title = title
        self.files = files
        self.programs = programs
        self.before = before


# --- answers --------------------------------------------------------------------------------------------------------

def counts(key, column=-1):
    """Of CSV: the counts of a column added up by key(fields); rows without a count or a key are left out."""
    def answer(path):
        sums = {}
        with open(path, encoding='utf-8') as lines:
            for line in lines:
                fields = line.rstrip('\r\n').split(',')
                k = fields[column].isdigit() and key(fields)
                if k:
                    sums[k] = sums.get(k, 0) + int(fields[column])
        return {k: n for k, n in sums.items() if n}
    return answer


def figures(key):
    return counts(key, column=4)


def same_bytes(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as f:
        for block in iter(lambda: f.read(1 << 20), b''):
            digest.update(block)
    return digest.hexdigest()


def lines_and_rows(register):
    """The lines printed, and the rows of the register that was written."""
    def answer(path):
        numbers = []
        for name in (path, register):
            with open(name, 'rb') as f:
                numbers.append(sum(block.count(b'\n') for block in iter(lambda: f.read(1 << 20), b'')))
        return numbers
    return answer


def same_number(path):
    """Rows of the register that was written, or the number that a program prints that only reads."""
    with open(path, encoding='utf-8') as lines:
        text = lines.read()
    if not text.startswith('U'):
        return int(text)
    written = lines_and_rows('../imported/units.csv')(path)
    return written[0] if written[0] + 1 == written[1] else written


def district_and_kind(fields):
    return fields[0][:6], fields[1]


def figure_by_kind(fields):
    area, group = fields[1], fields[3]
    return area and group and (area, group.partition('=')[2])


def line_and_district(fields):
    return tuple(fields[:2])


def figure_covered(fields):
    figure, area = fields[:2]
    line, _, what = figure.partition('.')
    return area and what == 'covered' and line != 'guides' and line != 'work' and (line, area)


# --- the jobs -------------------------------------------------------------------------------------------------------

def ask(package, question):
    return [sys.executable, os.path.join(HERE, 'ask.py'), package, question]


def own(command, answer, codes=(0,)):
    """With one thread and with two."""
    return [Program(f'taizhang -j {j}', command + ['-j', str(j)], answer, codes=codes) for j in (1, 2)]


def wc(*files):
    return Program('wc -l', ['wc', '-l', *files])


MAWK_COUNT = "mawk -F , 'NR > 1 { n[substr($7, 1, 6) \",\" $4]++ } END { for (k in n) print k \",\" n[k] }'"
SQL_COUNT = 'select substr(area, 1, 6), kind, count(*) from %s group by 1, 2'
SQL_FILTER = "select * from data where area like '11%' and cast(members as integer) >= 3"
SQLITE_IN_FORCE = f"coalesce(since, '') <= '{DAY}' and (coalesce(until, '') = '' or until > '{DAY}')"
SQLITE_COVERAGE = f'''
with recursive pairs(line, rest, id) as (
    select line, units || ';', '' from orgs where {SQLITE_IN_FORCE}
    union all
    select line, substr(rest, instr(rest, ';') + 1), substr(rest, 1, instr(rest, ';') - 1) from pairs where rest <> '')
select line, substr(area, 1, 6), count(distinct units.id) from units join pairs using (id)
where coalesce(operating, '') <> 'no' and {SQLITE_IN_FORCE} group by 1, 2'''


def count():
    answer = counts(district_and_kind)
    return Job('count', 'units by district and kind', ['units.csv'], [
        wc('units.csv'),
        *own(['figures-count', '-f', 'units.csv', '-n', 'u', '--group', 'kind', '--by', 'district'], figures(figure_by_kind)),
        Program('zsv', ['zsv', 'sql', 'units.csv', SQL_COUNT % 'data'], answer, ['zsv']),
        Program('mawk', MAWK_COUNT + ' units.csv', answer, ['mawk']),
        Program('DuckDB', ask('duckdb', 'count'), answer, ['duckdb']),
        Program('Polars', ask('polars', 'count'), answer, ['polars']),
        Program('datamash', 'datamash -t , --header-in --sort --group 7,4 count 1 <units.csv', answer, ['datamash'], slow=True),
        Program('SQLite', ['sqlite3', ':memory:', '.mode csv', '.import units.csv units', SQL_COUNT % 'units'], answer,
                ['sqlite3'], slow=True),
        Program('Miller', ['mlr', '--icsv', '--ocsv', '--headerless-csv-output', '--infer-none', 'cut', '-o', '-f', 'area,kind',
                'then', 'put', '$area = $area[1:6]', 'then', 'count', '-g', 'area,kind', 'units.csv'], answer, ['mlr'], slow=True),
    ])


def coverage():
    answer = counts(line_and_district)
    return Job('coverage', 'taizhang: all figures of orgs-count by district; the others: units covered, by line and district',
               ['units.csv', 'orgs.csv'], [
        wc('units.csv', 'orgs.csv'),
        *own(['orgs-count', '--as-of', DAY, '--by', 'district'], figures(figure_covered)),
        Program('DuckDB', ask('duckdb', 'coverage'), answer, ['duckdb']),
        Program('Polars', ask('polars', 'coverage'), answer, ['polars']),
        Program('SQLite', ['sqlite3', ':memory:', '.mode csv', '.import units.csv units', '.import orgs.csv orgs',
                SQLITE_COVERAGE], answer, ['sqlite3'], slow=True),
    ])


def select():
    return Job('filter', 'units-list area=11 members=3.., every column', ['units.csv'], [
        wc('units.csv'),
        *own(['units-list', '-f', 'units.csv', 'area=11', 'members=3..'], same_bytes),
        Program('zsv', ['zsv', 'sql', 'units.csv', SQL_FILTER], same_bytes, ['zsv']),
        Program('mawk', ['mawk', '-F', ',', 'NR == 1 || (substr($7, 1, 2) == "11" && $10 >= 3)', 'units.csv'], same_bytes, ['mawk']),
        Program('DuckDB', ask('duckdb', 'filter'), same_bytes, ['duckdb']),
        Program('Polars', ask('polars', 'filter'), same_bytes, ['polars']),
        Program('Miller', ['mlr', '--csv', '--infer-none', 'filter', '$area[1:2] == "11" && int($members) >= 3', 'units.csv'],
                same_bytes, ['mlr'], slow=True),
    ])


def gz():
    answer = counts(district_and_kind)
    return Job('gz', 'units by district and kind, from .csv.gz', ['units.csv.gz'], [
        Program('bare inflate', ['inflate', 'units.csv.gz']),
        *own(['figures-count', '-f', 'units.csv.gz', '-n', 'u', '--group', 'kind', '--by', 'district'], figures(figure_by_kind)),
        Program('gzip -dc, mawk', 'gzip -dc units.csv.gz | ' + MAWK_COUNT, answer, ['gzip', 'mawk']),
        Program('DuckDB', ask('duckdb', 'gz'), answer, ['duckdb']),
    ])


def check():
    everything = ['units.csv', 'orgs.csv', 'people.csv']
    return Job('check', 'register-check of everything', everything, [
        wc(*everything),
        *own(['register-check', '--as-of', DAY], same_bytes, codes=(0, 1)),
        Program('coverage -j 2', ['orgs-count', '--as-of', DAY, '--by', 'district', '-j', '2']),
    ])


def add():
    def before():
        shutil.rmtree('../added', ignore_errors=True)
        os.mkdir('../added')
    return Job('add', 'units-add -f of new rows into an empty register', ['../new-units.csv'], [
        wc('../new-units.csv'),
        *own(['units-add', '-d', '../added', '-f', '../new-units.csv'], lines_and_rows('../added/units.csv')),
    ], before)


def into_empty():
    shutil.rmtree('../imported', ignore_errors=True)
    os.mkdir('../imported')
    shutil.copy('../sheet/areas.csv', '../imported')


def import_text():
    sheet = '../sheet/gb18030.csv'
    return Job('import', 'register-import of a sheet of units in GB18030 into an empty register', [sheet], [
        Program('iconv, wc -l', f'iconv -f GB18030 -t UTF-8 {sheet} | wc -l', None, ['iconv']),
        *own(['register-import', '-d', '../imported', 'units', sheet], same_number),
    ], into_empty)


def import_workbook():
    sheet = '../sheet/sheet.xlsx'
    return Job('workbook', f'register-import of an .xlsx of at most {WORKBOOK_ROWS:,} units into an empty register; openpyxl only reads it',
               [sheet], [
        Program('zipfile', [sys.executable, os.path.join(HERE, 'workbook.py'), '--inflate', sheet]),
        *own(['register-import', '-d', '../imported', 'units', sheet], same_number),
        Program('openpyxl', ask('openpyxl', sheet), same_number, ['openpyxl']),
    ], into_empty)


def log():
    def before():
        shutil.rmtree('../logged', ignore_errors=True)
        shutil.copytree('../donghu', '../logged')
        open('../logged/.lock', 'a', encoding='ascii').close()
    loop = f'i=0; while [ $i -lt {CALLS} ]; do i=$((i + 1)); %s || exit; done'
    row = 'V$i,2024-06-01,,U0006,360102002007,routine,,$i,,2024-06-01T00:00:00Z'
    return Job('log', f'{CALLS:,} calls of visits-log in a shell loop (sample district)', [], [
        Program('append', loop % f'append ../logged/.lock ../logged/visits.csv {row}'),
        Program('taizhang', loop % 'visits-log -d ../logged unit=U0006 date=2024-06-01 kind=routine text=$i',
                lines_and_rows('../logged/visits.csv')),
    ], before)


def start():
    return Job('start', 'orgs-count of the sample district: one run of 100', [], [
        Program('/bin/true', ['/bin/true'], times=100),
        Program('taizhang', ['orgs-count', '-d', '../donghu', '--as-of', DAY], same_bytes, times=100),
    ])


JOBS = {'count': count, 'coverage': coverage, 'filter': select, 'gz': gz, 'check': check, 'add': add, 'import': import_text,
        'workbook': import_workbook, 'log': log, 'start': start}
