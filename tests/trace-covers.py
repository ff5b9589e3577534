"""trace-covers.py REPORT TRACE TEMPLATE: whether each number of a report (Markdown) stands in its trace.

What is left when the places of the trace and days are taken out must be text of the template: a heading's number, the year of a plan.
Prints each number that is none, and exits with 1.
"""
import csv
import re
import sys

DAY = r'\d{4}年\d+月(?:\d+日)?|\d{4}-\d\d(?:-\d\d)?'
NUMBER = r'\d+(?:\.\d+)?'


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


def main():
    report, trace, template = sys.argv[1:]
    lines = read(report).split('\n')
    own = set(re.findall(NUMBER, re.sub(r'\{\{.*?\}\}', '', read(template), flags=re.S)))
    places = {(int(row['line']) - 1, int(row['column']) - 1, len(row['text'])) for row in csv.DictReader(read(trace).splitlines())}
    for line, at, length in places:
        lines[line] = lines[line][:at] + '#' * length + lines[line][at + length:]
    left = [(number, i) for i, line in enumerate(lines, 1) for number in re.findall(NUMBER, re.sub(DAY, '', line)) if number not in own]
    for number, i in left:
        print('%s:%d: %s is not in the trace' % (report, i, number))
    sys.exit(1 if left else 0)


main()
