"""listings-follow.py PAGE TRACE DEFINITIONS REGISTERS: follows the numbers of a report in HTML by their links.

Each row of TRACE has its number on the page, which is a link; the file that it leads to is there, its rows give the
value, as the definition of the figure says, and it is what --list prints of that figure. The list at the end leads to
the rows of both figures of a comparison. Prints how many numbers were followed; what is wrong is a line of its own
and exit code 1.
"""
import csv
import html.parser
import os
import subprocess
import sys
import urllib.parse
from decimal import Decimal

sys.dont_write_bytecode = True
import follow

faults = []


class Page(html.parser.HTMLParser):
    """The texts and addresses of numbers, and those of each item of the list at the end."""

    def __init__(self):
        super().__init__()
        self.numbers, self.items, self.open, self.details = [], [], False, False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if attributes.get('class') == 'number':
            self.numbers.append([attributes.get('href'), '', attributes.get('title')])
            self.open = True
        if tag == 'details':
            self.details = True
        if tag == 'li' and self.details:
            self.items.append([])
        if tag == 'a' and self.details and not attributes['href'].startswith('#'):
            self.items[-1].append(attributes['href'])

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        if self.open:
            self.numbers[-1][1] += data


def main():
    page_file, trace, definitions, registers = sys.argv[1:]
    directory = os.path.dirname(page_file)
    with open(definitions, encoding='utf-8', newline='') as file:
        defined = {row['figure']: row for row in csv.DictReader(file)}
    with open(trace, encoding='utf-8', newline='') as file:
        traced = []
        for row in csv.DictReader(file):  # a second row of the same place is what the first is compared with
            if traced and (traced[-1][0]['line'], traced[-1][0]['column']) == (row['line'], row['column']):
                traced[-1].append(row)
            else:
                traced.append([row])
    page = Page()
    with open(page_file, encoding='utf-8') as file:
        page.feed(file.read())
    if len(page.numbers) != len(traced) or len(page.items) != len(traced):
        faults.append('%d numbers and %d items, %d in the trace' % (len(page.numbers), len(page.items), len(traced)))
    seen = {}
    for (address, text, title), items, rows in zip(page.numbers, page.items, traced):
        if text != rows[0]['text'] or not title:
            faults.append('%s on the page is %s in the trace' % (text, rows[0]['text']))
        if items[:1] != [address] or len(items) != len(rows):
            faults.append('%s leads to %s, in the list at the end to %s' % (text, address, items))
        for link, row in zip(items, rows):
            path = os.path.join(directory, urllib.parse.unquote(link or 'nothing'))
            key = (row['figure'], row['area'], row['period'], row['group'])
            if seen.setdefault(path, key) != key:
                faults.append('%s is of two figures' % path)
            if not os.path.isfile(path):
                faults.append('%s: no file %s' % (text, path))
                continue
            with open(path, 'rb') as file:
                content = file.read()
            definition = defined.get(row['figure'], {})
            value = follow.measured(content, definition)
            if value != Decimal(row['value']):
                faults.append('%s: %s rests on %s, its rows give %s' % (text, ' '.join(key), row['value'], value))
            command = follow.list_command(row, definition, definitions, registers)
            if content != subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout:
                faults.append('%s: %s is not what --list prints' % (text, path))
    for fault in faults:
        print(fault)
    print(len(traced))
    return 1 if faults or not traced else 0


sys.exit(main())
