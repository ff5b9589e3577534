"""report-html.py PAGE TRACE: prints what is wrong with a report in HTML, nothing when it is good.

An XML parser and an HTML parser read the same; nothing is loaded or run; ids are unique; headings leave out no
level; every number says where it comes from and stands where the trace says.
"""
import csv
import html.parser
import re
import sys
import xml.parsers.expat

ADDRESS = re.compile(r'(https?:|mailto:)[^\s\\]*|(?!//)[^\s\\:]*([/?#][^\s\\]*)?', re.I)
BLOCK = re.compile(r'p[1-9][0-9]*')
VOID = {'meta', 'br', 'hr'}
faults = []


def fault(text):
    faults.append(text)


class Page:
    """What a parser tells, as events and as the texts of blocks and numbers."""

    def __init__(self):
        self.events, self.stack, self.blocks, self.numbers, self.charts = [], [], {}, [], set()
        self.open, self.depth = None, 0  # the block that is open, and how many elements are with it
        self.number = 0  # likewise of the number that is open

    def start(self, name, attributes):
        # An HTML parser makes the names of SVG small.
        self.events.append((name.lower(), {key.lower(): value for key, value in attributes.items()}))
        self.stack.append(name)
        if name == 'figure':
            self.charts.add(attributes['id'])
        if BLOCK.fullmatch(attributes.get('id', '')):
            self.open, self.depth = attributes['id'], len(self.stack)
            self.blocks[self.open] = ''
        if name == 'br':
            self.data('\n')
        if attributes.get('class') == 'number':
            self.numbers.append([self.open, len(self.blocks[self.open]) + 1, '', attributes.get('title', '')])
            self.number = len(self.stack)

    def end(self, name):
        if self.stack.pop() != name:
            fault(f'</{name}> closes another element')
        if len(self.stack) < self.number:
            self.number = 0
        if len(self.stack) < self.depth:
            self.open, self.depth = None, 0

    def data(self, text):
        self.events.append(text)
        if self.open:
            self.blocks[self.open] += text
            if len(self.stack) == self.number:
                self.numbers[-1][2] += text


class Html(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag, attrs):
        self.page.start(tag, dict(attrs))
        if tag in VOID:
            self.page.end(tag)

    def handle_startendtag(self, tag, attrs):
        self.page.start(tag, dict(attrs))
        self.page.end(tag)

    def handle_endtag(self, tag):
        self.page.end(tag)

    def handle_data(self, data):
        self.page.data(data)


def read_as_xml(text):
    page, parser = Page(), xml.parsers.expat.ParserCreate('UTF-8')
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = page.start, page.end
    parser.CharacterDataHandler = page.data
    parser.Parse(text, True)
    return page


def read_as_html(text):
    parser = Html()
    parser.feed(text.decode())
    parser.close()
    return parser.page


def joined(events):
    """With texts joined, which the parsers cut differently, and without what stands outside the root."""
    out = []
    for event in events:
        if isinstance(event, str) and out and isinstance(out[-1], str):
            out[-1] += event
        else:
            out.append(event)
    return [event for i, event in enumerate(out) if 0 < i < len(out) - 1 or not isinstance(event, str)]


def check_elements(page):
    ids = [a['id'] for _, a in (e for e in page.events if isinstance(e, tuple)) if 'id' in a]
    if len(ids) != len(set(ids)):
        fault('an id stands twice')
    depth = 0
    for name, attributes in (e for e in page.events if isinstance(e, tuple)):
        if name in ('script', 'img', 'iframe', 'object', 'embed', 'link', 'base', 'form'):
            fault(f'there is <{name}>')
        for key, value in attributes.items():
            if key.startswith('on') or key in ('src', 'srcset', 'action', 'background') or 'url(' in value:
                fault(f'there is {key}="{value}"')
            if key == 'href' and not ADDRESS.fullmatch(value):
                fault(f'there is a link to {value}')
        if re.fullmatch('h[1-6]', name):
            if int(name[1]) > depth + 1 or (name == 'h1' and depth):
                fault(f'<{name}> behind <h{depth}>')
            depth = int(name[1])
        if name == 'th' and attributes.get('scope') not in ('row', 'col'):
            fault('<th> without scope')


def words_of(row):
    """What the title of a number must hold."""
    value = f"分子{row['value']}，分母{row['of']}" if row['of'] else f"数值{row['value']}"
    return [row['figure'], row['group'], *row['period'].split('/'), value, row['area'] or '全部']


def check_numbers(page, trace):
    # The second row of a place is the figure with which the first is compared.
    rows = []
    for row in csv.DictReader(trace):
        row['words'] = words_of(row)
        if rows and all(row[key] == rows[-1][key] for key in ('line', 'column', 'text')):
            rows[-1]['words'] += ['对比：', *words_of(row)[2:-1]]
        else:
            rows.append(row)
    listed = re.findall(r'<li><a href="#(p\d+)">([^<]*)</a>', page.text)
    if [(f"p{row['line']}", row['text']) for row in rows] != listed[-len(rows):]:
        fault('the list of numbers is not the trace')
    rows = [row for row in rows if f"p{row['line']}" not in page.charts]
    if len(rows) != len(page.numbers):
        fault(f'{len(page.numbers)} numbers, {len(rows)} rows of the trace')
    for row, (block, column, text, title) in zip(rows, page.numbers):
        if (f"p{row['line']}", int(row['column']), row['text']) != (block, column, text):
            fault(f"{text} at {block}:{column}, in the trace {row['text']} at {row['line']}:{row['column']}")
        for word in row['words']:
            if word not in title:
                fault(f'{word} is not in the title "{title}"')


def main():
    with open(sys.argv[1], 'rb') as file:
        text = file.read()
    page = read_as_xml(text)
    page.text = text.decode()
    if joined(page.events) != joined(read_as_html(text).events):
        fault('the XML parser and the HTML parser read different things')
    style = text.split(b'<style>')[1].split(b'</style>')[0]
    if b'url(' in style or b'@import' in style:
        fault('the style sheet loads something')
    check_elements(page)
    with open(sys.argv[2], encoding='utf-8', newline='') as trace:
        check_numbers(page, trace)


main()
print('\n'.join(faults[:20]), end='\n' if faults else '')
sys.exit(1 if faults else 0)
