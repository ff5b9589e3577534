"""trace-follow.py REGISTERS DEFINITIONS TRACE: follows every number of a report's trace back to its rows.

For each row of TRACE the rows behind its figure are listed by the program that counts it, and their number, the number of their
different values, their sum or the number of elements of their lists, as the definition says, is compared with the value.
Prints how many numbers were followed; a number that its rows do not give is a line of its own and exit code 1.
"""
import csv
import subprocess
import sys
from decimal import Decimal


def rows_of(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit('%s: exit %d: %s' % (' '.join(command), done.returncode, done.stderr.decode('utf-8', 'replace')))
    return list(csv.DictReader(done.stdout.decode('utf-8').splitlines()))


def period_options(period):
    if '/' not in period:
        return ['--as-of', period]
    first, last = period.split('/')
    return ['--as-of', last, '--from', first, '--to', last]


def measured(rows, measure):
    kind, _, field = measure.partition(':')
    if kind in ('rows', ''):
        return Decimal(len(rows))
    if kind == 'distinct':
        if field == 'person':  # the column, else the row's own id
            return Decimal(len({row.get('person') or row['id'] for row in rows}))
        if field == 'meeting':
            return Decimal(len({row.get('meeting') or row['id'] for row in rows}))
        return Decimal(len({row[field] for row in rows} - {''}))
    if kind == 'sum':
        return sum((Decimal(row[field] or '0') for row in rows), Decimal(0))
    if kind == 'items':
        return Decimal(sum(len([x for x in row[field].split(';') if x]) for row in rows))
    raise SystemExit('unknown measure %s' % measure)


def main():
    registers, definitions, trace = sys.argv[1:]
    with open(definitions, encoding='utf-8', newline='') as file:
        defined = {row['figure']: row for row in csv.DictReader(file)}
    followed, wrong = 0, 0
    known = {}
    with open(trace, encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file):
            key = (row['figure'], row['area'], row['period'], row['group'])
            if key not in known:
                what = row['figure'] + ('@' + row['area'] if row['area'] else '') + ('[' + row['group'] + ']' if row['group'] else '')
                definition = defined.get(row['figure'], {})
                options = ['-d', registers, '--list', what] + period_options(row['period'])
                if definition.get('register'):
                    command = ['figures-count', '-D', definitions]
                    known[key] = measured(rows_of(command + options), definition['measure'])
                else:
                    known[key] = measured(rows_of(['orgs-count'] + options), 'rows')
            followed += 1
            if known[key] != Decimal(row['value']):
                wrong += 1
                print('%s: the report rests on %s, its rows give %s' % (' '.join(key), row['value'], known[key]))
    print(followed)
    return 1 if wrong or not followed else 0


sys.exit(main())
