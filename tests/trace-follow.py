"""trace-follow.py REGISTERS DEFINITIONS TRACE: follows every number of a report's trace back to its rows.

For each row of TRACE the rows behind its figure are listed by the program that counts it, and their number, the number of their
different values, their sum or the number of elements of their lists, as the definition says, is compared with the value.
Prints how many numbers were followed; a number that its rows do not give is a line of its own and exit code 1.
"""
import csv
import subprocess
import sys
from decimal import Decimal

sys.dont_write_bytecode = True
import follow


def listed(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit('%s: exit %d: %s' % (' '.join(command), done.returncode, done.stderr.decode('utf-8', 'replace')))
    return done.stdout


def main():
    registers, definitions, trace = sys.argv[1:]
    with open(definitions, encoding='utf-8', newline='') as file:
        defined = {row['figure']: row for row in csv.DictReader(file)}
    followed, wrong = 0, 0
    known = {}
    with open(trace, encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file):
            key = (row['figure'], row['area'], row['period'], row['group'])
            definition = defined.get(row['figure'], {})
            if key not in known:
                known[key] = follow.measured(listed(follow.list_command(row, definition, definitions, registers)), definition)
            followed += 1
            if known[key] != Decimal(row['value']):
                wrong += 1
                print('%s: the report rests on %s, its rows give %s' % (' '.join(key), row['value'], known[key]))
    print(followed)
    return 1 if wrong or not followed else 0


sys.exit(main())
