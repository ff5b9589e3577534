"""Looks into a Word document that report-render has written, for tests/report-docx.t.

    report-docx.py parts FILE       that the package is whole, and every element where its schema has it
    report-docx.py text FILE        a line for each paragraph: its style, a tab, its text; cells with their column's place
    report-docx.py layout FILE      paper, grid, and the type of each style
    report-docx.py trace FILE CSV   that each number of the trace stands in its paragraph
    report-docx.py plain FILE       the text alone: a line for each paragraph or row of a table
    report-docx.py docx FILE        the same as python-docx reads it; exit code 77 where that is not installed
    report-docx.py pages PDF        measures what LibreOffice has made of full pages of body text (millimetres)
"""

import csv
import posixpath
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile
import zlib

W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
R = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'
P = '{http://schemas.openxmlformats.org/package/2006/relationships}'
T = '{http://schemas.openxmlformats.org/package/2006/content-types}'

# ECMA-376-1 transitional, wml.xsd: the children of these elements in their order, in full, so that a new one in a wrong place is
# seen. Word refuses what stands in another order.
ORDER = {
    'pPr': '''pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
        spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
        divId cnfStyle rPr sectPr pPrChange''',
    'rPr': '''rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
        webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
        eastAsianLayout specVanish oMath''',
    'tblPr': '''tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
        tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange''',
    'tblBorders': 'top left start bottom right end insideH insideV',
    'tblCellMar': 'top left start bottom right end',
    'tcPr': '''cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers
        cellIns cellDel cellMerge tcPrChange''',
    'trPr': 'cantSplit tblHeader',  # a choice in any order; these are the ones in use
    'tbl': 'tblPr tblGrid tr',
    'tr': 'tblPrEx trPr tc',
    'tc': 'tcPr p',
    'p': 'pPr r',
    'sectPr': '''headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols
        formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange''',
    'pBdr': 'top left bottom right between bar',
    'style': '''name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
        personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr''',
    'styles': 'docDefaults latentStyles style',
    'docDefaults': 'rPrDefault pPrDefault',
    'font': '''altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic''',
    'settings': '''writeProtection view zoom removePersonalInformation removeDateAndTime mirrorMargins alignBordersAndEdges
        gutterAtTop hideSpellingErrors hideGrammaticalErrors proofState attachedTemplate trackRevisions documentProtection
        defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength
        clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets
        drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery
        displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin
        drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne
        strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture footnotePr endnotePr compat docVars
        rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator''',
    'compat': '''useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL noColumnBalance
        balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn
        spacingInWholePoints adjustLineHeightInTable useFELayout compatSetting''',
    'inline': 'extent effectExtent docPr cNvGraphicFramePr graphic',
    'pic': 'nvPicPr blipFill spPr',
    'nvPicPr': 'cNvPr cNvPicPr',
    'blipFill': 'blip srcRect tile stretch',
    'spPr': 'xfrm custGeom prstGeom',
    'body': None, 'r': None, 'hdr': None, 'ftr': None,
}


def local(element):
    return element.tag.rsplit('}', 1)[-1]


def fail(text):
    print(text)
    sys.exit(1)


def check_order(name, element):
    for child in element.iter():
        order = ORDER.get(local(child))
        if order is None:
            continue
        order = order.split()
        places = []
        for part in child:
            if local(part) not in order:
                fail(f'{name}: {local(part)} in {local(child)}')
            places.append(order.index(local(part)))
        if places != sorted(places):
            fail(f'{name}: {local(child)} has {[local(part) for part in child]}')


def check_body(body):
    children = [local(child) for child in body]
    if children[-1] != 'sectPr' or 'sectPr' in children[:-1]:
        fail('the section does not stand last')
    for before, after in zip(children, children[1:]):
        if before == 'tbl' and after != 'p':
            fail('a table with nothing behind it')


def check_table(table):
    widths = [int(column.get(W + 'w')) for column in table.iter(W + 'gridCol')]
    if sum(widths) != 8848 or min(widths) <= 0:
        fail(f'columns of {widths}')
    for row in table.findall(W + 'tr'):
        if [int(width.get(W + 'w')) for width in row.iter(W + 'tcW')] != widths:
            fail('a row with other columns')
        if row.find(f'{W}trPr/{W}cantSplit') is None:
            fail('a row that may break')
    heads = [row.find(f'{W}trPr/{W}tblHeader') is not None for row in table.findall(W + 'tr')]
    if heads != [True] + [False] * (len(heads) - 1):
        fail('the head is not the first row')


def check_runs(name, root):
    for run in root.iter(W + 'r'):
        fonts = run.find(f'{W}rPr/{W}rFonts')
        if fonts is None:
            fail(f'{name}: a run without fonts')
        names = {fonts.get(W + kind) for kind in ('ascii', 'hAnsi', 'eastAsia', 'cs')}
        if len(names) != 1 or None in names or fonts.get(W + 'hint') != 'eastAsia':
            fail(f'{name}: fonts {fonts.attrib}')


def parts(path):
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    if archive.testzip() or len(set(names)) != len(names) or names[0] != '[Content_Types].xml':
        fail(f'parts {names}')
    if any(item.date_time != (1980, 1, 1, 0, 0, 0) for item in archive.infolist()):
        fail('a part with a time')
    types = tree.fromstring(archive.read('[Content_Types].xml'))
    given = {part.get('PartName') for part in types.findall(T + 'Override')}
    endings = {part.get('Extension') for part in types.findall(T + 'Default')}
    if not given <= {'/' + name for name in names}:
        fail(f'types of parts that are not there: {given}')
    for name in names:
        if '/' + name not in given and name.rsplit('.', 1)[-1] not in endings:
            fail(f'{name} has no type')
        if name.endswith('.xml') or name.endswith('.rels'):
            root = tree.fromstring(archive.read(name))
            check_order(name, root)
            check_runs(name, root)
        if name.endswith('.rels'):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in root.findall(P + 'Relationship'):
                if posixpath.join(folder, relation.get('Target')) not in names:
                    fail(f'{name} leads to {relation.get("Target")}')
    document = tree.fromstring(archive.read('word/document.xml'))
    check_body(document.find(W + 'body'))
    for table in document.iter(W + 'tbl'):
        check_table(table)
    styles = {s.get(W + 'styleId') for s in tree.fromstring(archive.read('word/styles.xml')).findall(W + 'style')}
    used = {s.get(W + 'val') for s in document.iter(W + 'pStyle')}
    relations = {r.get('Id') for r in tree.fromstring(archive.read('word/_rels/document.xml.rels'))}
    named = {e.get(R + a) for e in document.iter() for a in ('id', 'embed') if e.get(R + a)}
    if not used <= styles or not named <= relations:
        fail(f'{used - styles} {named - relations}')


def text_of(paragraph):
    out = ''
    for part in paragraph.iter():
        if local(part) == 't':
            out += part.text or ''
        elif local(part) in ('tab', 'br'):
            out += '\t' if local(part) == 'tab' else '\n'
    return out


def document_of(path):
    return tree.fromstring(zipfile.ZipFile(path).read('word/document.xml'))


def shown(paragraph):
    style = paragraph.find(f'{W}pPr/{W}pStyle').get(W + 'val')
    words = [style]
    ind = paragraph.find(f'{W}pPr/{W}ind')
    jc = paragraph.find(f'{W}pPr/{W}jc')
    if ind is not None:
        words += [f'{kind}={ind.get(W + kind + "Chars")}' for kind in ('left', 'right') if ind.get(W + kind + 'Chars')]
    if jc is not None:
        words.append(jc.get(W + 'val'))
    text = ''
    for run in paragraph.findall(W + 'r'):
        font = run.find(f'{W}rPr/{W}rFonts').get(W + 'eastAsia')
        bold = run.find(f'{W}rPr/{W}b') is not None
        picture = run.find(f'.//{{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}}docPr')
        body = text_of(run) if picture is None else f'[{picture.get("descr")}]'
        if body:
            text += ('{' + font + (' 粗' if bold else '') + '}' if (font, bold) != shown.last else '') + body
            shown.last = (font, bold)
    return ' '.join(words) + '\t' + text.replace('\t', '\\t').replace('\n', '\\n')


def text(path):
    for paragraph in document_of(path).iter(W + 'p'):
        shown.last = None
        print(shown(paragraph))


def layout(path):
    section = document_of(path).find(f'.//{W}sectPr')
    for name in ('pgSz', 'pgMar', 'docGrid'):
        print(name, *(f'{key.rsplit("}")[-1]}={value}' for key, value in sorted(section.find(W + name).attrib.items())))
    archive = zipfile.ZipFile(path)
    for style in tree.fromstring(archive.read('word/styles.xml')).findall(W + 'style'):
        ind = style.find(f'{W}pPr/{W}ind')
        jc = style.find(f'{W}pPr/{W}jc')
        print(style.get(W + 'styleId'), style.find(f'{W}rPr/{W}rFonts').get(W + 'eastAsia'),
              int(style.find(f'{W}rPr/{W}sz').get(W + 'val')) / 2,
              '-' if ind is None else ind.get(W + 'firstLineChars', '-'), '-' if jc is None else jc.get(W + 'val'))
    relations = {r.get('Id'): r.get('Target') for r in tree.fromstring(archive.read('word/_rels/document.xml.rels'))}
    for footer in section.findall(W + 'footerReference'):
        root = tree.fromstring(archive.read('word/' + relations[footer.get(R + 'id')]))
        field = ''.join(part.text for part in root.iter(W + 'instrText')).strip()
        for paragraph in root.iter(W + 'p'):
            shown.last = None
            print(footer.get(W + 'type'), shown(paragraph), field)
    print('even and odd', tree.fromstring(archive.read('word/settings.xml')).find(W + 'evenAndOddHeaders') is not None)


def trace(path, rows):
    """Paragraphs count that have text, and cells; the number of a list item and the address of a link do not."""
    body = document_of(path).find(W + 'body')
    cells = {p for cell in body.iter(W + 'tc') for p in cell.iter(W + 'p')}
    blocks = [text_of(p) for p in body.iter(W + 'p') if p in cells or text_of(p) or p.find(f'.//{W}drawing') is not None]
    found = list(csv.DictReader(open(rows, encoding='utf-8')))
    for row in found:
        block = blocks[int(row['line']) - 1]
        if row['text'] not in block:
            fail(f'{row["text"]} is not in paragraph {row["line"]}: {block}')
    print(len(found))


def plain(path):
    for block in document_of(path).find(W + 'body'):
        if local(block) == 'p':
            print(text_of(block))
        elif local(block) == 'tbl':
            for row in block.findall(W + 'tr'):
                print('|'.join(text_of(cell) for cell in row.findall(W + 'tc')))


def docx(path):
    try:
        import docx as library
        from docx.table import Table
        from docx.text.paragraph import Paragraph
    except ImportError:
        sys.exit(77)
    document = library.Document(path)
    for block in document.element.body:
        if local(block) == 'p':
            print(Paragraph(block, document).text)
        elif local(block) == 'tbl':
            for row in Table(block, document).rows:
                print('|'.join(cell.text for cell in row.cells))


POINT = 25.4 / 72  # millimetres
LINE, CHARACTER = 225 / 22, 156 / 28  # of the standard
NEAR = 0.2


def lines_of(pdf, page):
    """The lines of a page as (left, top, right, text), in millimetres. Left is the origin of the first character, right that of
    the last one and the width of its font on top: what the PDF says of text, no matter how much of it is ink."""
    boxes = subprocess.run(['pdftotext', '-f', str(page), '-l', str(page), '-bbox-layout', pdf, '-'], capture_output=True,
                           text=True, check=True).stdout
    found = re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</line>', boxes, re.S)
    return sorted(((float(x) * POINT, float(y) * POINT, float(right) * POINT, ' '.join(re.findall('>([^<]+)</word>', words)))
                   for x, y, right, words in found), key=lambda line: line[1])


def baselines_of(pdf):
    """For each page the baselines of its lines, in millimetres from the bottom. pdftotext does not tell them, and its boxes are
    as high as the font says; here they are read from the PDF, which has them to a tenth of a point."""
    data = open(pdf, 'rb').read()
    found = []
    for start in re.finditer(rb'stream\r?\n', data):
        try:
            content = zlib.decompressobj().decompress(data[start.end():])
        except zlib.error:
            continue
        places = re.findall(rb'BT\s(?:1 0 0 1 )?-?[\d.]+ ([\d.]+) (?:Td|Tm) /F\d+ ', content)
        if places:
            found.append(sorted({float(y) * POINT for y in places}, reverse=True))
    return found


def near(name, value, wanted, most=NEAR):
    if abs(value - wanted) > most:
        fail(f'{name}: {value:.3f}, not {wanted:.3f} (± {most:.3f})')


def measure_line(width, line, wanted=28):
    """The first character's cell begins at the left margin, the 28th one's ends at the right margin."""
    left, _, right, letters = line
    count = len(letters)
    if count != wanted:
        fail(f'a line of {count} characters, not {wanted}')
    cell = (right - left - 16 * POINT) / (count - 1)
    near('distance of characters', cell, CHARACTER, NEAR / 28)
    near('left margin', left, 28)
    near(f'right margin behind {count} characters', width - (right - 16 * POINT + cell), 26 + (28 - count) * CHARACTER)


def measure_grid(height, baselines):
    """The first line begins at the top margin, the last one ends at the bottom margin. LibreOffice has the baseline of a line of
    fixed height at four fifths of it."""
    for line, (before, after) in enumerate(zip(baselines, baselines[1:])):
        near(f'distance of lines {line + 1} and {line + 2}', before - after, LINE, 0.05)
    near('distance of the first and last line', baselines[0] - baselines[-1], 21 * LINE)
    near('top margin', height - baselines[0] - LINE * 4 / 5, 37)
    near('bottom margin', baselines[-1] - LINE / 5, 35)


def pages(pdf):
    """One paragraph of five pages: the indent of its first line, the second and third page, and the last line, of 27 characters
    and not justified."""
    info = subprocess.run(['pdfinfo', pdf], capture_output=True, text=True, check=True).stdout
    width, height = (float(size) * POINT for size in re.search(r'Page size: +([\d.]+) x ([\d.]+) pts', info).groups())
    near('width of the paper', width, 210)
    near('height of the paper', height, 297)
    near('indent', lines_of(pdf, 1)[0][0] - 28, 2 * CHARACTER)
    measure_line(width, lines_of(pdf, 5)[-2], 27)
    baselines = baselines_of(pdf)
    for page in (2, 3):
        *text, footer = lines_of(pdf, page)
        if len(text) != 22:
            fail(f'page {page}: {len(text)} lines')
        for line in text:
            measure_line(width, line)
        measure_grid(height, baselines[page - 1][:22])
        if footer[3] != f'— {page} —':
            fail(f'page {page}: {footer[3]}')
        # one character of 14 pt from the outer margin
        outer = width - footer[2] - 26 if page % 2 else footer[0] - 28
        near('page number', outer, 14 * POINT)
        near('gap above the page number', footer[1] - (297 - 35), 5, 2)


{'parts': parts, 'text': text, 'layout': layout, 'trace': trace, 'plain': plain, 'docx': docx,
 'pages': pages}[sys.argv[1]](*sys.argv[2:])
