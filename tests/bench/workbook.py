#!/usr/bin/env python3
"""Makes a workbook of a CSV file, as spreadsheet programs write it: texts are shared, whole numbers are numbers.

    workbook.py ROWS FILE.csv FILE.xlsx     the first ROWS lines of the file
    workbook.py --inflate FILE.xlsx         unfolds all that is in it; prints how many bytes that is
"""
import csv
import itertools
import sys
import zipfile
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/'
OFFICE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PARTS = {
    '[Content_Types].xml': f'<Types xmlns="{PACKAGE}content-types">'
                           '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                           f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}sheet.main+xml"/>'
                           f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}worksheet+xml"/>'
                           f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}sharedStrings+xml"/></Types>',
    '_rels/.rels': f'<Relationships xmlns="{PACKAGE}relationships">'
                   f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
                       '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{PACKAGE}relationships">'
                                  f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
                                  f'<Relationship Id="rId2" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
                                  '</Relationships>',
}


def cell(place, text, texts):
    if text.isdigit() and len(text) < 12:
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'


def write(rows, source, target):
    texts = {}
    with open(source, encoding='utf-8', newline='') as lines, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, HEAD + text)
        with archive.open('xl/worksheets/sheet1.xml', 'w') as out:
            out.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for number, row in enumerate(itertools.islice(csv.reader(lines), rows), 1):
                cells = (cell(f'{chr(65 + i)}{number}', text, texts) for i, text in enumerate(row) if text)
                out.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
            out.write(b'</sheetData></worksheet>')
        shared = ''.join(f'<si><t>{escape(text)}</t></si>' for text in texts)
        archive.writestr('xl/sharedStrings.xml', f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{shared}</sst>')


def inflate(path):
    with zipfile.ZipFile(path) as archive:
        total = 0
        for name in archive.namelist():
            with archive.open(name) as part:
                total += sum(map(len, iter(lambda: part.read(1 << 16), b'')))
    print(total)


if __name__ == '__main__':
    if sys.argv[1] == '--inflate':
        inflate(sys.argv[2])
    else:
        write(int(sys.argv[1]), sys.argv[2], sys.argv[3])
