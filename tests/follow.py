"""What follows numbers to their rows: the programs that list them, and what rows give by a definition's measure."""
import csv
from decimal import Decimal


def list_command(row, definition, definitions, registers):
    """The program that lists the rows behind a row of a trace."""
    what = row['figure'] + ('@' + row['area'] if row['area'] else '') + ('[' + row['group'] + ']' if row['group'] else '')
    first, _, last = row['period'].rpartition('/')
    command = ['figures-count', '-D', definitions] if definition.get('register') else ['orgs-count']
    return command + ['-d', registers, '--list', what, '--as-of', last] + (['--from', first, '--to', last] if first else [])


def measured(content, definition):
    """What the rows of a listing (bytes of CSV) give."""
    rows = list(csv.DictReader(content.decode('utf-8').splitlines()))
    kind, _, field = (definition.get('measure') or 'rows').partition(':')
    if kind == 'rows':
        return Decimal(len(rows))
    if kind == 'distinct':
        if field in ('person', 'meeting'):  # the column, else the row's own id
            return Decimal(len({row.get(field) or row['id'] for row in rows}))
        return Decimal(len({row[field] for row in rows} - {''}))
    if kind == 'sum':
        return sum((Decimal(row[field] or '0') for row in rows), Decimal(0))
    if kind == 'items':
        return Decimal(sum(len([x for x in row[field].split(';') if x]) for row in rows))
    raise SystemExit('unknown measure %s' % definition['measure'])
