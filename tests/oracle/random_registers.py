"""Random registers that crowd the edges of a day and a period, with definitions and a case to run.

    random_registers.py SEED DIR

writes every register of taizhang-registers(5), areas.csv, codes.csv (sometimes), definitions.csv and
case.json (day, period, level and options) into DIR. The same seed gives the same bytes.
"""
import csv
import datetime
import json
import os
import random
import sys

sys.dont_write_bytecode = True
from oracle import CODES, COLUMNS, LEVELS, LIST_TYPES, SPAN, value_of  # noqa: E402

VERSIONED = [register for register, span in SPAN.items() if span == ("since", "until")]
NASTY = ["甲,乙", 'say "hi"', '"', "东湖区，豫章", "a b", "网信产业", "制造", "O'Brien", "零售;批发", "=1+1", "ok",
         "x,\"y\"", " lead", "tail ", "", "", "A/B", "é", "𠮷野家"]
AREAS = ["360102", "360103", "360102002", "360102004", "360102005", "360102007", "360103001", "360102400",
         "360102002001", "360102002002", "360102004001", "360102007003", "360103001001", "360102400009"]
INTEGERS = [0, 0, 1, 2, 3, 4, 5, 24, 25, 26, 49, 50, 100, 1126, 20000]
ORG_GROUPS = ["mode", "mode", "mode", "level", "line", "secretary", "parent", "document", "term_end"]
UNIT_GROUPS = ["kind", "kind", "step", "operating", "trade", "dept", "employees", "league"]
BOTH_GROUPS = ["name", "members"]
LETTERS = dict(zip(("units", "orgs", "people", "visits", "meetings", "problems", "events", "sites", "awards"),
                   "UOPVMBESA"))


def iso(day, shift=0):
    return (day + datetime.timedelta(days=shift)).isoformat()


class World:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        rng = self.rng
        self.day = datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(730))
        if rng.random() < 0.3:
            self.day = rng.choice([datetime.date(2024, 2, 29), datetime.date(2024, 12, 31),
                                   datetime.date(2024, 3, 1), datetime.date(2025, 1, 1)])
        self.start = self.day - datetime.timedelta(days=rng.choice([0, 1, 2, 30, 90, 181, 365]))
        self.end = max(self.start, self.day + datetime.timedelta(days=rng.choice([0, 0, 0, -1, 1, 5, -20, 31])))
        edges = [iso(d, s) for d in (self.day, self.start, self.end) for s in (-1, 0, 1)]
        others = [iso(self.day, rng.randint(-900, 200)) for _ in range(12)]
        others += [iso(self.start, rng.randint(0, max(1, (self.end - self.start).days))) for _ in range(6)]
        self.dates = edges + others
        self.areas = rng.sample(AREAS, rng.randint(3, len(AREAS)))
        if rng.random() < 0.15:
            self.areas.append(rng.choice(["36", "3601"]))
        self.line_changes = rng.random() < 0.1
        self.codes = {field: sorted(set(names.values())) for field, names in CODES.items()}
        self.new_codes = []
        if rng.random() < 0.3:
            self.new_codes = [("units.kind", "cooperative", "合作社", "农合"), ("step", "review", "复核", ""),
                              ("events.audience", "elders", "老年人", ""), ("people.role", "mentor", "导师", "")]
            for field, code, _, _ in self.new_codes:
                self.codes[field].append(code)
        self.ids, self.data, self.lost = {}, {}, {}

    # --- cells ---

    def code_list(self, register, column):
        return self.codes.get(register + "." + column) or self.codes[column]

    def cell(self, register, column):
        kind, _, required, target = COLUMNS[register][column]
        rng = self.rng
        if not required and rng.random() < 0.15:
            return ""
        if kind == "code":
            return rng.choice(self.code_list(register, column))
        if kind in ("codes", "list", "refs"):
            pool = (self.code_list(register, column) if kind == "codes" else
                    self.targets(target) if kind == "refs" else ["工会", "团区委", "妇联", "ab", "民政 局"])
            return ";".join(sorted(set(rng.sample(pool, min(len(pool), rng.randint(0, 4))))))
        if kind == "ref":
            return rng.choice(self.targets(target))
        if kind == "yesno":
            return rng.choice(["yes", "no"])
        if kind == "integer":
            return str(rng.choice(INTEGERS))
        if kind == "money":
            return "%d.%02d" % (rng.choice([0, 1, 50, 100, 500, 20000, 123456789]), rng.choice([0, 0, 5, 50, 99]))
        if kind == "date":
            return rng.choice(self.dates)
        if kind == "time":
            return rng.choice(self.dates) + rng.choice(["T00:00:00Z", "T15:59:59Z", "T16:00:00Z"])
        if kind == "area":
            return rng.choice(self.areas)
        if kind == "uscc":
            return credit_code(rng) if rng.random() < 0.5 else ""
        return rng.choice(NASTY) or ("无名" if required else "")

    def targets(self, register):
        unknown = [LETTERS[register] + "9999", "none-such"]
        return self.ids[register][:40] + (unknown if self.rng.random() < 0.3 else [])

    def row(self, register, key):
        row = {column: self.cell(register, column) for column in COLUMNS[register]}
        row["id"] = key
        rng = self.rng
        if register == "units":
            row["operating"] = rng.choice(["yes", "yes", "", "", "no"])
        if register == "orgs":
            row["line"] = rng.choice(["party", "party", "union", "youth", "women"])
            if row["mode"] == "single" and rng.random() < 0.8:
                row["units"] = row["units"].split(";")[0]
        if register == "people":
            row["role"] = rng.choice([row["role"], "guide", "guide", "liaison", "activist"])
            row["person"] = rng.choice(["", "r1", "r2", "r3", "r4", "r5", "甲", key])
        if register == "events" and row["part_of"]:
            row["headcount"] = ""
        return row

    # --- registers ---

    def size(self):
        return 300 if self.rng.random() < 0.05 else self.rng.randint(5, 60)

    def make(self):
        for register, letter in LETTERS.items():
            style = self.rng.choice(["%s%04d", "%s%d", "%s-%d.x_Y"])
            self.ids[register] = [style % (letter, i) for i in range(1, self.size() + 1)]
        for register in LETTERS:
            rows = []
            for number, key in enumerate(self.ids[register]):
                if register in VERSIONED:
                    rows += self.versions(register, key)
                else:
                    row = self.row(register, key)
                    if register == "meetings":
                        row["meeting"], row["item"] = "M%d" % (number // 3), str(number % 3 + 1)
                    start, end = SPAN.get(register, ("date", "date"))
                    if row[end] and row[end] < row[start]:
                        row[start], row[end] = row[end], row[start]
                    if row[end] == row[start] and register == "awards":
                        row[end] = ""
                    rows.append(row)
            self.rng.shuffle(rows)
            self.data[register] = rows

    def versions(self, register, key):
        """One to three versions: the next begins the day the last ends (a change), or later (a gap)."""
        rng = self.rng
        count = rng.choice([1, 1, 1, 2, 2, 3])
        dates = sorted(rng.sample(sorted(set(self.dates)), min(2 * count, len(set(self.dates)))))
        row, rows = self.row(register, key), []
        row["since"] = "" if rng.random() < 0.3 else dates[0]
        for i in range(count):
            row["until"] = dates[2 * i + 1]
            rows.append(dict(row))
            if i + 1 < count:
                fresh = self.row(register, key)
                for column in COLUMNS[register]:
                    if rng.random() < (0.6 if column == "area" else 0.2):
                        row[column] = fresh[column]
                if register == "orgs" and not self.line_changes:
                    row["line"] = rows[-1]["line"]
                row["since"] = dates[2 * i + 1] if rng.random() < 0.6 else dates[2 * i + 2]
        if rng.random() < 0.6:
            rows[-1]["until"] = ""
        return rows

    # --- files ---

    def write(self, path):
        os.makedirs(path, exist_ok=True)
        for register in LETTERS:
            self.write_register(register, os.path.join(path, register + ".csv"))
        if self.rng.random() < 0.8:
            codes = self.rng.sample(AREAS, self.rng.randint(0, len(AREAS)))
            codes += ["360102999", "360102999001", "360199", "3601", "36", "44", "4403"]
            self.write_file(os.path.join(path, "areas.csv"), ["code", "name", "vintage"],
                            [[code, self.rng.choice(["某街道", "甲,乙"]), "2023-06-30"] for code in sorted(set(codes))])
        if self.new_codes:
            self.write_file(os.path.join(path, "codes.csv"), ["field", "code", "label", "aliases"], self.new_codes)

    def write_register(self, register, path):
        rng, columns = self.rng, list(COLUMNS[register])
        if rng.random() < 0.3:
            lost = {c for c in columns if not COLUMNS[register][c][2] and rng.random() < 0.12}
            columns = [c for c in columns if c not in lost]
            self.forget(register, lost)
        if "recorded" in columns and rng.random() < 0.5:
            columns.remove("recorded")
            self.forget(register, {"recorded"})
        extra = rng.choice([[], [], ["备注"], ["x-note", "小计"]])
        columns += extra
        if rng.random() < 0.7:
            rng.shuffle(columns)
        chinese = rng.choice([0, 0, 0.5, 1])
        header = [COLUMNS[register][c][1] if c not in extra and rng.random() < chinese else c for c in columns]
        rows = [[row.get(c, "备,注") for c in columns] for row in self.data[register]]
        if rng.random() < 0.05:
            rows.insert(rng.randint(0, len(rows)), header)
        self.write_file(path, header, rows)

    def forget(self, register, lost):
        self.lost.setdefault(register, set()).update(lost)
        for row in self.data[register]:
            row.update(dict.fromkeys(lost, ""))
        if register in VERSIONED and lost & {"since", "until"}:
            first = {}
            for row in self.data[register]:
                first.setdefault(row["id"], row)
            self.data[register] = list(first.values())

    def write_file(self, path, header, rows):
        rng = self.rng
        end = "\r\n" if rng.random() < 0.15 else "\n"
        always = rng.random() < 0.1
        lines = [",".join(quote(field, always or rng.random() < 0.02) for field in line) + end
                 for line in [header] + rows]
        with open(path, "wb") as file:
            file.write((b"\xef\xbb\xbf" if rng.random() < 0.15 else b"") + "".join(lines).encode())


def quote(field, always):
    if always or any(c in field for c in ',"') or field != field.strip(" "):
        return '"' + field.replace('"', '""') + '"'
    return field


def credit_code(rng):
    """A valid GB 32100-2015 code with a valid GB 11714 check inside."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91360102" + "MA" + "".join(rng.choice("0123456789") for _ in range(6))
    inner = 11 - sum(w * int(c, 36) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body[8:])) % 11
    body += "X" if inner == 10 else str(inner % 11)
    total = sum(pow(3, i, 31) * alphabet.index(c) for i, c in enumerate(body))
    return body + alphabet[-total % 31]


# --- filters and definitions ---------------------------------------------------------------------------

class Chooser:
    """Random conditions, definitions and options that fit the data of a world."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng

    def plain_value(self, register, column):
        """A value that occurs and needs no quoting beyond a comma or a blank, or None."""
        values = {element for row in self.world.data[register]
                  for element in value_of(row, register, column).split(";")
                  if element and not set(element) & set("'\\\"") and ".." not in element
                  and element == element.strip()}
        return self.rng.choice(sorted(values)) if values else None

    def values(self, register, column, kind, count):
        rng = self.rng
        if kind == "code":
            codes = self.world.code_list(register, column)
            names = CODES.get(register + "." + column) or CODES.get(column)
            picked = rng.sample(codes, min(count, len(codes)))
            return [rng.choice([p] + [n for n, c in names.items() if c == p]) if rng.random() < 0.3 else p
                    for p in picked]
        if kind == "yesno":
            return [rng.choice(["yes", "no"])]
        if kind == "area":
            return [rng.choice(self.world.areas)[:rng.choice([4, 6, 6, 9, 12])] for _ in range(count)]
        if kind == "integer":
            return [str(rng.choice(INTEGERS)) for _ in range(count)]
        if kind == "money":
            return [rng.choice(["0", "50", "100.00", "500.5", "20000.99"]) for _ in range(count)]
        if kind == "date":
            return [rng.choice(self.world.dates) for _ in range(count)]
        found = [self.plain_value(register, column) for _ in range(count)]
        return [value.replace(",", "\\,") for value in found if value] or ["nobody"]

    def comparison(self, register, column):
        """op and right side for a column of a register."""
        rng, kind = self.rng, COLUMNS[register][column][0]
        is_list, kind = kind in LIST_TYPES, LIST_TYPES.get(kind, kind)
        not_ = rng.choice(["", "", "!"])
        if rng.random() < 0.12 and (register, column) != ("people", "person"):
            return not_ + "="
        if kind == "text" and not is_list and rng.random() < 0.4:
            value = self.values(register, column, kind, 1)[0].replace("\\,", "，")
            cut = rng.randrange(len(value))
            return not_ + "~" + (value[cut:cut + 2].strip() or value)
        if kind in ("integer", "money", "date") and rng.random() < 0.6:
            low, high = sorted(self.values(register, column, kind, 2),
                               key=(str if kind == "date" else float))
            return not_ + "=" + rng.choice([low + "..", ".." + high, low + ".." + high])
        return not_ + "=" + ",".join(self.values(register, column, kind, rng.choice([1, 1, 2, 3])))

    def condition(self, register):
        """One condition: a word of a filter, not yet quoted."""
        rng = self.rng
        columns = [c for c, spec in COLUMNS[register].items() if spec[0] not in ("time", "uscc")]
        steps = [c for c in columns if COLUMNS[register][c][0] in ("ref", "refs")]
        if steps and rng.random() < 0.35:
            step = rng.choice(steps)
            kind, _, _, target = COLUMNS[register][step]
            second = rng.choice([c for c, spec in COLUMNS[target].items() if spec[0] not in ("time", "uscc")
                                 and c not in ("operating", "person")])
            while True:
                word = self.comparison(target, second)
                if kind == "ref" or word not in ("=", "!="):
                    return step + "." + second + word
        column = rng.choice(columns)
        return column + self.comparison(register, column)

    def quoted(self, word):
        if " " not in word:
            return word
        field, mark, value = word.partition("=" if "=" in word else "~")
        return self.rng.choice(["'" + word + "'", field + mark + "'" + value + "'"])

    def where(self, register):
        return [self.condition(register) for _ in range(self.rng.choice([0, 0, 1, 1, 2, 3]))]

    def when(self, register):
        dates = [c for c, spec in COLUMNS[register].items() if spec[0] == "date"]
        return self.rng.choice((["on"] * 3 if register in SPAN else []) + dates)

    def measure(self, register):
        kinds = COLUMNS[register]
        rng, pool = self.rng, ["rows", "rows"]
        pool += ["distinct:" + c for c, s in kinds.items() if s[0] not in LIST_TYPES and s[0] != "time"]
        if register == "people":
            pool += ["distinct:person"] * 8
        adding = ["sum:" + c for c, s in kinds.items() if s[0] in ("integer", "money")]
        adding += ["items:" + c for c, s in kinds.items() if s[0] in LIST_TYPES]
        return rng.choice(rng.choice([pool, adding or pool, ["rows"]]))

    def group_fields(self, register, most):
        columns = [c for c, s in COLUMNS[register].items() if s[0] not in ("id", "area", "time", "uscc")]
        best = [c for c in columns if COLUMNS[register][c][0] in ("code", "codes", "yesno", "list")]
        return sorted({self.rng.choice(self.rng.choice([best, best, columns]))
                       for _ in range(self.rng.randint(0, most))})

    def definitions(self):
        rng, lines = self.rng, []
        fixed = [("people", "on", ["role=guide"], "distinct:person"),
                 ("people", "on", ["org.line=party", "role=secretary,deputy"], "distinct:person"),
                 ("people", "since", ["role=activist", "recommended_by.line=union,youth,women"], "distinct:person"),
                 ("problems", "solved", ["source=meeting,会议" if rng.random() < 0.5 else "source=meeting"], "rows")]
        for number in range(rng.randint(6, 13)):
            if rng.random() < 0.2:
                register, when, where, measure = rng.choice(fixed)
            else:
                register = rng.choice(sorted(LETTERS))
                when = self.when(register)
                where, measure = self.where(register), self.measure(register)
            groups = self.group_fields(register, 3)
            same = [line for line in lines if (line[4] == "on") == (when == "on")]
            of = rng.choice(same)[0] if same and rng.random() < 0.4 else ""
            shared = [field for line in same if line[0] == of for field in line[8].split(";")
                      if field in COLUMNS[register] and field not in ("id", "area")]
            if shared and shared[0]:
                groups = sorted(set(groups + shared[:1]))
            name = "%s.f%d" % (register, number) + rng.choice(["", ".x", "_2", "-a"])
            lines.append([name, rng.choice(["指导员", "解决问题,件", "a"]), rng.choice(["名", "个", ""]), register, when,
                          " ".join(map(self.quoted, where)), measure, of, ";".join(groups),
                          rng.choice(["", "党组织;覆盖"]), rng.choice(["", 'a "note", long'])])
        lines.append(["party.orgs", "党组织", "个", "", "", "", "", "", "", "党组织", ""])
        rng.shuffle(lines)
        return ["figure", "label", "unit", "register", "when", "where", "measure", "of", "group", "match",
                "note"], lines

    def case(self):
        rng, world = self.rng, self.world
        level = rng.choice([None] + ["street"] * 4 + ["community", "district", "district", "city", "province"])
        group = rng.choice([None, None, rng.choice(ORG_GROUPS), rng.choice(UNIT_GROUPS), rng.choice(BOTH_GROUPS)])
        due = {}
        for line, rules in (("party", ["members=5..", "members=1..4", "members!=0", "members=3.. kind=enterprise"]),
                            ("union", ["unionists=24..", "employees=25.."]), ("youth", ["league=..2", "league="]),
                            ("women", ["women=1..", "women=10..99"])):
            if rng.random() < 0.2:
                due[line] = rng.choice(rules)
        units = rng.choice([None, None, "operating!=no kind=enterprise", "kind=enterprise,association",
                            "operating=yes", "operating=", "area=360102", "name~甲"])
        work = rng.choice([None, None, rng.sample(["guide", "liaison", "union", "youth"], rng.randint(1, 4))])
        return {"as_of": iso(world.day), "from": iso(world.start), "to": iso(world.end),
                "orgs": {"flows": rng.random() < 0.8, "by": level, "group": group, "due": due, "units": units,
                         "work": work},
                "figures": {"by": rng.choice([None, level, *LEVELS])}, "pipe": self.pipe(),
                "odd": {"line_changes": world.line_changes}}

    def pipe(self):
        """A count of listed rows, by columns that the file has and that mean the same in every register."""
        register = self.rng.choice(sorted(LETTERS))
        unfit = self.world.lost.get(register, set()) | {"topic"}
        default = "raised" if register == "problems" else "date" if "date" in COLUMNS[register] else None
        when = "on" if register in SPAN and (not default or self.rng.random() < 0.5) else default
        fields = [field for field in self.group_fields(register, 1) if field not in unfit]
        where = [word for word in self.where(register) if " " not in word]
        measure = self.rng.choice(["rows", "rows", self.measure(register)])
        return {"register": register, "when": when, "where": where, "name": "n." + register,
                "measure": "rows" if measure.startswith("items:") or measure.partition(":")[2] in unfit else measure,
                "group": fields[0] if fields else None,
                "by": self.rng.choice([None, "street", "district", "community"])
                if "area" in COLUMNS[register] and "area" not in unfit else None}


def generate(seed, path):
    """Writes the directory of a seed; returns its case."""
    world = World(seed)
    world.make()
    world.write(path)
    chooser = Chooser(world)
    header, lines = chooser.definitions()
    with open(os.path.join(path, "definitions.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header] + lines)
    case = chooser.case()
    with open(os.path.join(path, "case.json"), "w", encoding="utf-8") as file:
        json.dump(case, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return case


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit("usage: random_registers.py SEED DIR")
    generate(int(sys.argv[1]), sys.argv[2])
