"""ask.py duckdb|polars count|coverage|filter|gz: the questions of the benchmark, put to a Python package.
ask.py openpyxl FILE.xlsx: the rows of a workbook that have a running number.

Reads units.csv and orgs.csv of the current directory and prints rows of CSV. Each question stands in the form that was the
fastest of several. `ask.py PACKAGE` only loads the package: that much of its seconds goes by before any question.
"""
import sys

DAY = '2024-06-30'
THREADS = 2


def duckdb(question):
    import duckdb
    if not question:
        return
    base = duckdb.connect()
    base.execute(f'set threads = {THREADS}')

    for name, file in (('units', 'units.csv.gz' if question == 'gz' else 'units.csv'), ('orgs', 'orgs.csv')):
        base.execute(f"create view {name} as select * from read_csv('{file}', all_varchar = true)")
    in_force = f"coalesce(since, '') <= '{DAY}' and (until is null or until > '{DAY}')"
    if question == 'coverage':
        text = f'''
            with u as (select id, substr(area, 1, 6) as district from units
                       where coalesce(operating, '') <> 'no' and {in_force}),
                 o as (select distinct line, unnest(string_split(units, ';')) as id from orgs where {in_force})
            select line, district, count(*) from u join o using (id) group by all'''
    elif question == 'filter':
        text = """copy (select * from units where area like '11%' and members::integer >= 3)
            to '/dev/stdout' (format csv, header, use_tmp_file false)"""
    else:
        text = 'select substr(area, 1, 6), kind, count(*) from units group by all'
    rows = base.execute(text).fetchall()
    for row in rows if question != 'filter' else ():
        print(*row, sep=',')


def polars(question):
    import os
    os.environ['POLARS_MAX_THREADS'] = str(THREADS)
    import polars
    if not question:
        return
    col = polars.col
    district = col('area').str.slice(0, 6).alias('district')
    in_force = (col('since').fill_null('') <= DAY) & (col('until').is_null() | (col('until') > DAY))
    units = polars.scan_csv('units.csv', infer_schema=False)
    if question == 'count':
        rows = units.group_by(district, 'kind').agg(polars.len())
    elif question == 'filter':
        rows = units.filter(col('area').str.starts_with('11') & (col('members').cast(polars.Int64) >= 3))
        rows.sink_csv(sys.stdout.buffer)
        return
    else:
        orgs = polars.scan_csv('orgs.csv', infer_schema=False).filter(in_force)
        pairs = orgs.select('line', id=col('units').str.split(';')).explode('id').unique()
        operating = units.filter((col('operating').fill_null('') != 'no') & in_force).select('id', district)
        rows = operating.join(pairs, on='id').group_by('line', 'district').agg(polars.len())
    for row in rows.collect(engine='streaming').iter_rows():
        print(*row, sep=',')


def openpyxl(path):
    import openpyxl
    if not path:
        return
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    print(sum(isinstance(row[0], int) for row in sheet.iter_rows(values_only=True)))


if __name__ == '__main__':
    {'duckdb': duckdb, 'polars': polars, 'openpyxl': openpyxl}[sys.argv[1]]((sys.argv[2:] or [''])[0])
