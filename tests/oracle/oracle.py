"""An independent reading of taizhang-figures(5): what orgs-count and figures-count must print.

It shares nothing with the programs but the written description of the registers (registers.csv and
codes.csv beside this file) and favours plain loops over speed.

    orgs_count(dir, options), figures_count(dir, options), pipe_count(dir, options) -> figure rows
    orgs_figures(dir, options), figures_figures(dir, options) -> {name: Figure} for list_rows(figure)

options: as_of, from, to (ISO dates or None), by (level name), group (a field), due ({line: filter}),
units (filter), work (list of kinds).
"""
import csv
import datetime
import os
import re
import sys
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = ("figure", "area", "period", "group", "value", "of")
LEVELS = {"province": 2, "city": 4, "district": 6, "street": 9, "community": 12}
LINES = ("party", "union", "youth", "women")
PUBLIC = {"party": "members", "union": "unionists", "youth": "league", "women": "women"}
DUE = {"party": "members=3..", "union": "unionists=25..", "youth": "league=3.."}
SPAN = {"units": ("since", "until"), "orgs": ("since", "until"), "people": ("since", "until"),
        "sites": ("since", "until"), "problems": ("raised", "solved"), "awards": ("date", "until")}
LIST_TYPES = {"list": "text", "codes": "code", "refs": "ref"}
NOT_GROUPS = {"id", "area", "since", "until", "recorded", "units"}


def read_csv(path):
    """Header and rows; byte order mark, CRLF and repeated headers are no data."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    return rows[0], [row for row in rows[1:] if row != rows[0]]


def read_tables():
    """{register: {column: (type, label, required, referenced register)}}, {code field: {name: code}}"""
    columns, codes, common = defaultdict(dict), defaultdict(dict), {}
    for register, column, label, kind, required, _ in read_csv(os.path.join(HERE, "registers.csv"))[1]:
        kind, _, target = kind.partition(" ")
        place = common if register == "*" else columns[register]
        place[column] = (kind, label, bool(required), target)
    for register in columns:
        columns[register].update(common)
    add_codes(codes, os.path.join(HERE, "codes.csv"))
    return dict(columns), codes


def add_codes(codes, path):
    for field, code, label, aliases in read_csv(path)[1]:
        for name in [code, label] + aliases.split(";"):
            if name:
                codes[field].setdefault(name, code)


COLUMNS, CODES = read_tables()


def day_before(day):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def fen(text):
    yuan, _, cents = text.partition(".")
    return int(yuan or "0") * 100 + int((cents + "00")[:2])


def quoted(field):
    if re.search(r'[,"\r\n]', field) or field[:1] in (" ", "\t") or field[-1:] in (" ", "\t"):
        return '"' + field.replace('"', '""') + '"'
    return field


def to_csv(rows):
    return "".join(",".join(map(quoted, row)) + "\n" for row in [HEADER] + list(rows))


class Directory:
    """The registers of one directory; a row is a dict of every column, '' where there is none."""

    def __init__(self, path):
        self.path, self.registers, self.by_id = path, {}, {}
        self.codes = {field: dict(names) for field, names in CODES.items()}
        if os.path.exists(os.path.join(path, "codes.csv")):
            extended = defaultdict(dict, self.codes)
            add_codes(extended, os.path.join(path, "codes.csv"))
            self.codes = extended

    def rows(self, register):
        if register not in self.registers:
            header, lines = read_csv(os.path.join(self.path, register + ".csv"))
            names = {spec[1]: column for column, spec in COLUMNS[register].items()}
            header = [names.get(title, title) for title in header]
            empty = dict.fromkeys(COLUMNS[register], "")
            self.registers[register] = [{**empty, **dict(zip(header, line, strict=True))}
                                        for line in lines]
        return self.registers[register]

    def version(self, register, key, day):
        """The row that a reference means on a day; registers without a span have one row per id."""
        if register not in self.by_id:
            index = self.by_id[register] = defaultdict(list)
            for row in self.rows(register):
                index[row["id"]].append(row)
        for row in self.by_id[register].get(key, ()):
            if register not in SPAN or in_force(register, row, day):
                return row
        return None

    def code_names(self, register, column):
        return self.codes.get(register + "." + column) or self.codes.get(column) or {}

    def areas(self):
        path = os.path.join(self.path, "areas.csv")
        if not os.path.exists(path):
            return []
        header, lines = read_csv(path)
        return [line[header.index("code")] for line in lines]


def in_force(register, row, day):
    start, end = (row[column] for column in SPAN[register])
    return start <= day and (not end or end > day)


def value_of(row, register, column):
    """A cell with the two defaults: operating is yes, a person is the row's own id."""
    if not row[column] and (register, column) == ("units", "operating"):
        return "yes"
    if not row[column] and (register, column) == ("people", "person"):
        return row["id"]
    return row[column]


def elements(row, register, column):
    """The values a row stands for in a column: one, or each of a list ('' when it is empty)."""
    cell = value_of(row, register, column)
    if COLUMNS[register][column][0] in LIST_TYPES:
        return sorted(set(filter(None, cell.split(";")))) or [""]
    return [cell]


class Filter:
    """Conditions that must all hold: field=a,b  field!=  field=3..9  field~text  ref.field=a …"""

    def __init__(self, directory, register, text):
        self.directory, self.register = directory, register
        self.conditions = [self.parse(word) for word in split_words(text)]

    def parse(self, word):
        field, op, text = re.fullmatch(r"([a-z_0-9.]+)(!=|!~|=|~)(.*)", word, re.S).groups()
        values = [text.replace("\\,", ",")]
        if op.endswith("="):
            values = [v.replace("\\,", ",") for v in re.split(r"(?<!\\),", text)]
        first, _, second = field.partition(".")
        kind, _, _, target = COLUMNS[self.register][first]
        register, column = (target, second) if second else (self.register, first)
        final = COLUMNS[register][column][0]
        if final in ("code", "codes") and op.endswith("="):
            names = self.directory.code_names(register, column)
            values = [names[v] if v else v for v in values]
        return first, second, target, LIST_TYPES.get(final, final), final in LIST_TYPES, op, values

    def holds(self, row, day):
        """day: where references are followed, for this row."""
        return all(self.condition(row, day, *condition) for condition in self.conditions)

    def condition(self, row, day, first, second, target, kind, is_list, op, values):
        if second:
            found = [self.directory.version(target, key, day)
                     for key in elements(row, self.register, first)]
            found = [(hit, target, second) if hit else None for hit in found]
        else:
            found = [(row, self.register, first)]
        hit = any(self.matches(place, kind, is_list, op, value) for place in found for value in values)
        return hit != op.startswith("!")

    @staticmethod
    def matches(place, kind, is_list, op, value):
        raw = place[0][place[2]] if place else ""
        if op.endswith("=") and value == "":
            return raw == ""
        cell = value_of(*place) if place else ""
        for item in cell.split(";") if is_list else [cell]:
            if op.endswith("~"):
                if value in item:
                    return True
            elif item and one_equals(kind, item, value):
                return True
        return False


def one_equals(kind, item, value):
    number = {"integer": int, "money": fen, "date": str, "time": str}.get(kind)
    if number and ".." in value:
        low, high = value.split("..")
        return (not low or number(low) <= number(item)) and (not high or number(item) <= number(high))
    if number:
        return number(item) == number(value)
    return item.startswith(value) if kind == "area" else item == value


def split_words(text):
    """Blanks separate, '…' protects them."""
    words, word, inside = [], None, False
    for char in text:
        if char == "'":
            inside, word = not inside, word or ""
        elif char in " \t" and not inside:
            words, word = (words + [word] if word is not None else words), None
        else:
            word = (word or "") + char
    return words + [word] if word is not None else words


class Figure:
    """Rows behind a figure, how they are measured, its breakdowns and its denominator.

    breakdowns: {field: (function row -> values, values that are there in any case)}
    moves: the rows count in the areas, never in the whole.
    """

    def __init__(self, name, period, rows, breakdowns=None, of=None, measure=None, moves=False):
        self.name, self.period, self.rows, self.of = name, period, rows, of
        self.breakdowns, self.moves = breakdowns or {}, moves
        self.measure = measure or (lambda rows: str(len(rows)))
        self.cells, self.values = defaultdict(list), {}

    def fill(self, digits):
        for field, (values, known) in self.breakdowns.items():
            self.values[field] = set(known).union(*(values(row) for row in self.rows))
        for row in self.rows:
            groups = [None] + [(field, value) for field, (values, _) in self.breakdowns.items()
                               for value in set(values(row))]
            area = row["area"][:digits] if digits and row.get("area") else None
            for group in groups:
                if not self.moves:
                    self.cells[None, group].append(row)
                if area:
                    self.cells[area, group].append(row)

    def value(self, area, group):
        return self.measure(self.cells.get((area, group), []))

    def denominator(self, area, group):
        if not self.of:
            return ""
        return self.of.value(area, group if group and group[0] in self.of.breakdowns else None)


def list_rows(figure):
    """The ids of the rows behind a figure, sorted; an id stands once per row."""
    return sorted(row["id"] for row in figure.rows) if not figure.moves else []


def tabulate(figures, digits, more_areas):
    """Every cell: whole and areas, all and groups, zeros included, sorted by bytes."""
    areas = {code for code in more_areas if digits and len(code) == digits}
    for figure in figures:
        figure.fill(digits)
        areas.update(area for area, _ in figure.cells if area)
    lines = []
    for figure in figures:
        groups = [None] + [(f, v) for f in figure.values for v in figure.values[f]]
        for area in [None] + sorted(areas):
            for group in groups:
                lines.append((figure.name, area or "", figure.period, "=".join(group or ()),
                              figure.value(area, group), figure.denominator(area, group)))
    return sorted(lines, key=lambda line: [field.encode() for field in line[:4]])


def breakdown(directory, register, field):
    """(values of a row, values that are there in any case) of a group column."""
    kind = COLUMNS[register][field][0]
    known = ()
    if kind in ("code", "codes"):
        known = set(directory.code_names(register, field).values())
    elif kind == "yesno":
        known = ("yes", "no")
    return lambda row: elements(row, register, field), known


# --- orgs-count ------------------------------------------------------------------------------------

def orgs_figures(path, options):
    directory, day, group = Directory(path), options["as_of"], options.get("group")
    digits = LEVELS.get(options.get("by"))
    base = Filter(directory, "units", options.get("units") or "operating!=no")
    units = [row for row in directory.rows("units") if in_force("units", row, day) and base.holds(row, day)]
    orgs = [row for row in directory.rows("orgs") if in_force("orgs", row, day)]
    people = [row for row in directory.rows("people") if in_force("people", row, day)]
    assert not group or group == "mode" or group not in NOT_GROUPS
    by_unit = {group: breakdown(directory, "units", group)} if group in COLUMNS["units"] else {}
    by_org = {group: breakdown(directory, "orgs", group)} if group in COLUMNS["orgs"] else {}
    figures = {}

    def add(name, rows, groups, of=None, period=day, moves=False):
        figures[name] = Figure(name, period, rows, groups, figures.get(of), moves=moves)

    def listed(rows):
        where = defaultdict(list)
        for row in rows:
            for unit in filter(None, row["units"].split(";")):
                where[unit].append(row)
        return where

    add("units", units, by_unit)
    covers = {}
    for line in LINES:
        mine = [row for row in orgs if row["line"] == line]
        cover = covers[line] = listed(mine)
        covered = [unit for unit in units if unit["id"] in cover]
        modes = {"mode": (lambda unit, cover=cover: [best_mode(cover[unit["id"]])],
                          ("single", "joint", "regional"))} if group == "mode" else by_unit
        add(line + ".orgs", mine, by_org)
        add(line + ".covered", covered, modes, "units")
        add(line + ".public", [unit for unit in units if int(unit[PUBLIC[line]] or 0) > 0], by_unit, "units")
        rule = (options.get("due") or {}).get(line, DUE.get(line))
        if rule:
            rule = Filter(directory, "units", rule)
            due = [unit for unit in units if rule.holds(unit, day)]
            own = {unit for unit, rows in cover.items() if any(row["mode"] == "single" for row in rows)}
            add(line + ".due", due, by_unit, "units")
            for name, rows, groups in (
                    ("built", [u for u in due if u["id"] in cover], modes),
                    ("own", [u for u in due if u["id"] in own], by_unit),
                    ("missing", [u for u in due if u["id"] not in cover], by_unit),
                    ("notown", [u for u in due if u["id"] not in own], by_unit)):
                add(line + "." + name, rows, groups, line + ".due")
    guided = listed([row for row in people if row["role"] == "guide"])
    kinds = {"guide": guided, "liaison": listed([row for row in people if row["role"] == "liaison"]),
             "union": covers["union"], "youth": covers["youth"]}
    work = [kinds[kind] for kind in options.get("work") or ["guide"]]
    party = covers["party"]
    add("guides.covered", [u for u in units if u["id"] not in party and u["id"] in guided], by_unit, "units")
    add("work.covered", [u for u in units if u["id"] in party or any(u["id"] in kind for kind in work)],
        by_unit, "units")
    if options.get("from"):
        period = options["from"] + "/" + (options.get("to") or day)
        for line in LINES:
            flows = flow_rows(directory.rows("orgs"), line, options["from"], options.get("to") or day, digits)
            for name, rows in flows.items():
                add(line + ".orgs." + name, rows, by_org, period=period, moves=name.startswith("moved"))
    return figures


def best_mode(orgs):
    modes = {org["mode"] for org in orgs}
    return next((mode for mode in ("single", "joint", "regional") if mode in modes), "")


def flow_rows(orgs, line, start, end, digits):
    versions = defaultdict(list)
    for row in orgs:
        if row["line"] == line:
            versions[row["id"]].append(row)
    flows = {"opened": [], "ended": [], "moved_in": [], "moved_out": []}
    for rows in versions.values():
        for row in rows:
            if row["since"] and start <= row["since"] <= end:
                if not any(in_force("orgs", other, day_before(row["since"])) for other in rows):
                    flows["opened"].append(row)
            if row["until"] and start <= row["until"] <= end:
                heirs = [other for other in rows if other["since"] == row["until"]]
                if not heirs:
                    flows["ended"].append(row)
                elif digits and heirs[0]["area"][:digits] != row["area"][:digits]:
                    flows["moved_out"].append(row)
                    flows["moved_in"].append(heirs[0])
    return flows


def orgs_count(path, options):
    figures = orgs_figures(path, options)
    return tabulate(list(figures.values()), LEVELS.get(options.get("by")), Directory(path).areas())


# --- figures-count ---------------------------------------------------------------------------------

def measure_of(register, text):
    """A function rows -> printed value for rows, distinct:F, sum:F, items:F."""
    kind, _, field = text.partition(":")
    if kind == "distinct":
        return lambda rows: str(len({v for row in rows for v in elements(row, register, field) if v}))
    if kind == "items":
        return lambda rows: str(sum(len([e for e in row[field].split(";") if e]) for row in rows))
    if kind == "sum" and COLUMNS[register][field][0] == "money":
        return lambda rows: "%d.%02d" % divmod(sum(fen(row[field]) for row in rows), 100)
    if kind == "sum":
        return lambda rows: str(sum(int(row[field] or 0) for row in rows))
    return lambda rows: str(len(rows))


def select(directory, register, when, where, options):
    """The rows of a register in force on the day (when 'on') or that happened in the period, filtered."""
    condition, chosen = Filter(directory, register, where), []
    for row in directory.rows(register):
        if when == "on":
            day, there = options["as_of"], in_force(register, row, options["as_of"])
        else:
            day, there = row[when], bool(row[when]) and options["from"] <= row[when] <= options["to"]
        if there and condition.holds(row, day):
            chosen.append(row)
    return chosen


def figures_figures(path, options):
    directory, figures, of = Directory(path), {}, {}
    header, lines = read_csv(options.get("definitions") or os.path.join(path, "definitions.csv"))
    for line in lines:
        entry = dict(zip(header, line, strict=True))
        register, when = entry["register"], entry["when"]
        if not register:
            continue
        period = options["as_of"] if when == "on" else options["from"] + "/" + options["to"]
        groups = {field: breakdown(directory, register, field)
                  for field in filter(None, entry["group"].split(";"))}
        figures[entry["figure"]] = Figure(entry["figure"], period,
                                          select(directory, register, when, entry["where"], options),
                                          groups, measure=measure_of(register, entry["measure"]))
        of[entry["figure"]] = entry["of"]
    for name, other in of.items():
        figures[name].of = figures[other] if other else None
    return figures


def figures_count(path, options):
    figures = figures_figures(path, options)
    return tabulate(list(figures.values()), LEVELS.get(options.get("by")), Directory(path).areas())


def pipe_count(path, options):
    """REGISTER-list WHERE… | figures-count -n NAME: groups and areas are those that occur."""
    directory, register = Directory(path), options["register"]
    rows = select(directory, register, options["when"], " ".join(options["where"]), options)
    group = options.get("group")
    groups = {group: (breakdown(directory, register, group)[0], ())} if group else {}
    figure = Figure(options["name"], "", rows, groups, measure=measure_of(register, options["measure"]))
    return tabulate([figure], LEVELS.get(options.get("by")), [])


if __name__ == "__main__":
    sys.exit("oracle.py is a module; see compare.py")
