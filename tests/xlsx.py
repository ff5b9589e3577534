"""Shows the sheet of a workbook, for tests/xlsx.t: a line for each row, its cells with tabs between,
each as @text (formatted as text), 0number or 0.00number by the format of the cell, *text in bold.

    xlsx.py FILE            what programs wrote, part by part by the standard
    xlsx.py --openpyxl FILE the same by openpyxl; exit code 77 where that is not installed
"""

import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
BUILT_IN = {'0': '0', '1': '0', '2': '0.00', '49': '@'}


def formats(archive):
    styles = tree.fromstring(archive.read('xl/styles.xml'))
    bold = [font.find(MAIN + 'b') is not None for font in styles.find(MAIN + 'fonts')]
    return ['*' if bold[int(xf.get('fontId'))] else BUILT_IN[xf.get('numFmtId')]
            for xf in styles.find(MAIN + 'cellXfs')]


def column_of(place):
    number = 0
    for letter in place.rstrip('0123456789'):
        number = number * 26 + ord(letter) - ord('A') + 1
    return number


def show(path):
    archive = zipfile.ZipFile(path)
    style = formats(archive)
    sheet = tree.fromstring(archive.read('xl/worksheets/sheet1.xml'))
    for row in sheet.find(MAIN + 'sheetData'):
        cells = []
        for cell in row:
            cells += [''] * (column_of(cell.get('r')) - 1 - len(cells))
            text = cell.find(f'{MAIN}is/{MAIN}t')
            if (text is not None) != (cell.get('t') == 'inlineStr'):
                sys.exit(f"{cell.get('r')}: its type and its content differ")
            cells.append(style[int(cell.get('s'))] +
                         (cell.find(MAIN + 'v').text if text is None else text.text))
        print('\t'.join(cells))


def show_by_openpyxl(path):
    try:
        import openpyxl
    except ImportError:
        sys.exit(77)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            if cell.value is None:
                cells.append('')
                continue
            value = f'{cell.value:.2f}' if cell.number_format == '0.00' else str(cell.value)
            form = '0' if cell.number_format == 'General' else cell.number_format
            cells.append(('*' if cell.font.b else form) + value)
        while cells and not cells[-1]:
            cells.pop()
        print('\t'.join(cells))


if sys.argv[1] == '--openpyxl':
    show_by_openpyxl(sys.argv[2])
else:
    show(sys.argv[1])
