#!/usr/bin/env python3
"""No personal value in any message.

A value that can be recognised stands in every personal column (registers.csv says which) of rows
that are damaged in every way that makes a program speak; it is given in operands and filters, too.
Neither standard error, nor what register-check finds, nor the reasons in --rejects may show any
part of it: the place and the length are enough.
"""
import collections
import csv
import os
import shutil
import subprocess
import sys
import tempfile

BIN = os.path.join(os.environ["O"], "bin")
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SECRET = "卯酉戌亥QXJZ"
PARTS = [part.encode() for part in ("卯酉", "酉戌", "戌亥", "QXJZ")]
VALUES = {  # of a good row
    "orgs": "id=O9 line=party name=示例支部 mode=regional area=360102007 units=U1 since=2024-01-01",
    "people": "id=P9 role=guide org=O1 units=U1 area=360102007 since=2024-01-01",
    "visits": "id=V9 date=2024-03-01 by=P1 unit=U1 area=360102007 kind=routine value=10.00",
    "problems": "id=B9 raised=2024-03-01 unit=U1 area=360102007 solved=2024-04-01",
    "awards": "id=A9 date=2024-03-01 kind=honour title=先进 stage=awarded",
}
WRITER = {"orgs": "orgs-add", "people": "people-add", "visits": "visits-log",
          "problems": "problems-log", "awards": "awards-add"}
BASE = {
    "units": "id,name,kind,area,recorded\nU1,示例公司,enterprise,360102007,2024-01-01T00:00:00Z\n",
    "orgs": "id,line,name,mode,area,units,recorded\nO1,party,委员会,regional,360102007,U1,2024-01-01T00:00:00Z\n",
    "people": f"id,name,role,phone,recorded\nP1,{SECRET},guide,{SECRET},2024-01-01T00:00:00Z\n"
              f"P2,{SECRET},guide,{SECRET},2024-01-01T00:00:01Z\n",
}
RECORDED = "2024-05-01T00:00:00Z"


def registers():
    """Register → its columns, and which of them are personal."""
    columns, personal = collections.defaultdict(list), collections.defaultdict(list)
    with open(os.path.join(SOURCE, "lib", "register", "registers.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["register"] == "*":
                continue
            columns[row["register"]].append(row["column"])
            if row["personal"] == "yes":
                personal[row["register"]].append(row["column"])
    return columns, personal


class Register:
    def __init__(self, name, columns, personal):
        self.name, self.columns, self.personal = name, columns + ["recorded"], personal
        self.good = dict(word.split("=") for word in VALUES[name].split())
        self.good.update({column: SECRET for column in personal}, recorded=RECORDED)
        self.header = ",".join(self.columns)

    def row(self, **changed):
        return ",".join({**self.good, **changed}.get(column, "") for column in self.columns)

    def files(self):
        """(what is wrong with it, the bytes of a file)."""
        head, good = self.header + "\n", self.row()
        last = good.split(",")
        yield "good", head + good + "\n"
        yield "too few fields", head + ",".join(last[:-2]) + "\n"
        yield "too many fields", head + good + f",{SECRET}\n"
        yield "only values", f"{SECRET},{SECRET}二\n{SECRET},{SECRET}\n"
        yield "one field", head + SECRET + "\n"
        yield "no header", good + "\n" + good + "\n"
        yield "no header, only values", f"{SECRET},{SECRET}\n{SECRET},{SECRET}\n"
        yield "the same row twice", head + good + "\n" + good + "\n"
        yield "no newline at the end", head + good
        yield "torn", head + good + "\n" + good[: len(good) * 2 // 3]
        yield "bad recorded", head + self.row(recorded="昨天") + "\n"
        for column in self.columns:
            if column not in self.personal:
                yield f"bad {column}", head + self.row(**{column: "坏!值"}) + "\n"
                yield f"empty {column}", head + self.row(**{column: ""}) + "\n"
        other = self.good["id"][0] + "8"
        yield "another one", head + good + "\n" + self.row(id=other, **dict.fromkeys(self.personal, SECRET + "二")) + "\n"
        for column in self.personal:
            yield f"empty {column}", head + self.row(**{column: ""}) + "\n"
            yield f"{column} twice in the header", f"{head[:-1]},{column}\n{good},{SECRET}\n"
            yield f"same id, other {column}", head + good + "\n" + self.row(**{column: SECRET + "二"}) + "\n"
            for what, value in (
                    ("unclosed quote", f'"{SECRET}'), ("text after a quote", f'"{SECRET}"{SECRET}'),
                    ("quote inside", f'{SECRET}"{SECRET}'), ("line break", f'"{SECRET}\n{SECRET}"'),
                    ("not UTF-8", SECRET.encode() + b"\xff" + SECRET.encode()), ("bell", SECRET + "\a" + SECRET),
                    ("NUL", SECRET + "\0" + SECRET), ("C1 control", SECRET + "\x85" + SECRET),
                    ("tab", SECRET + "\t" + SECRET), ("overlong", SECRET * 20000),
                    ("formula", "=" + SECRET), ("formula with @", "@" + SECRET), ("blanks", f"  {SECRET} "),
                    ("line separator", SECRET + "\u2028" + SECRET), ("carriage return", SECRET + "\r" + SECRET)):
                yield f"{what} in {column}", (head + self.row(**{column: "<here>"}) + "\n").encode().replace(
                    b"<here>", value if isinstance(value, bytes) else value.encode())

    def journal(self, data):
        """The same as a journal: every line but the header begins with what the journal adds."""
        lines = data.split(b"\n")
        return b"\n".join([b"at,op,by,why," + lines[0]] + [
            b"2024-06-01T00:00:00Z,correct,lee," + SECRET.encode() + b"," + line if line else line
            for line in lines[1:]])

    def commands(self):
        """(the file stands here, words, standard input)."""
        name, column = self.name, self.personal[-1]
        here = "in.csv"
        writer = [WRITER[name], "-d", "d"]
        figures = ["figures-count", "-D", "definitions.csv", "-d", "d", "--period", "2024"]
        return [
            (here, [name + "-list", "-f", here, "--sort", ",".join(self.personal)]),
            (here, [name + "-list", "-f", here, "--match", column, "--in", f"{here}:{column}"]),
            (here, ["figures-count", "-n", "x", "--sum", column, "-f", here]),
            (here, ["figures-count", "-n", "x", "--distinct", column, "--group", column, "-f", here]),
            (here, writer + ["-f", here]),
            (here, writer + ["--keep-going", "--rejects", "rejects.csv", "-f", here]),
            (here, ["register-import", "-d", "d", name, here]),
            (here, ["register-import", "-d", "d", "--changes", "--from", "2024-06-01", "--keep-going",
                    "--rejects", "rejects.csv", name, here]),
            (here, ["report-render", "-f", "figures.csv", "-l", f"rows={here}", "--trace", "trace.csv", "t.md"]),
            (f"d/{name}.csv", [name + "-list", "-d", "d", "--known-by", "2024-05-20"]),
            (f"d/{name}.csv", ["register-check", "-d", "d"]),
            (f"d/{name}.csv", figures),
            (f"d/{name}.csv", ["orgs-count", "-d", "d", "--as-of", "2024-06-30", "--group", column]),
            (f"d/{name}.csv", writer + self.operands(id="X1")),
            (f"d/{name}.csv", ["register-amend", "-d", "d", name, self.good["id"], "--set", f"{column}={SECRET}二"]),
            (f"d/{name}.csv", ["register-amend", "-d", "d", name, self.good["id"], "--void", "--why", "重复"]),
            (f"d/{name}.csv", ["register-amend", "-d", "d", name, self.good["id"], "--merge", self.good["id"][0] + "8",
                               "--why", "重复"]),
            (f"d/{name}.csv", ["register-repair", "-d", "d"]),
            (f"d/{name}.journal.csv", [name + "-list", "-d", "d", "--known-by", "2024-05-20"]),
            (f"d/{name}.journal.csv", ["register-check", "-d", "d"]),
            (f"d/{name}.journal.csv", ["register-amend", "-d", "d", name, self.good["id"], "--void", "--why", "重复"]),
        ]

    def operands(self, **changed):
        return [f"{name}={value}" for name, value in {**self.good, **changed}.items() if name != "recorded"]

    def typed(self):
        """Commands in which a person has typed the value, on a good directory."""
        name, key = self.name, self.good["id"]
        writer, amend = [WRITER[name], "-d", "d"], ["register-amend", "-d", "d", name, key]
        for column in self.personal:
            for value in (SECRET, SECRET + "\a", SECRET.encode() + b"\xff", "=" + SECRET):
                operand = os.fsencode(column + "=") + (value if isinstance(value, bytes) else value.encode())
                yield writer + self.operands(**{column: ""}) + [operand]
                yield writer + [operand]
                yield amend + ["--set", operand]
                yield amend + ["--correct", operand]
                yield amend + ["--correct", "--why", "抄错", operand]
                yield amend + ["--from", "2024-06-01", operand]
                yield [name + "-list", "-d", "d", operand]
                yield [name + "-list", "-d", "d", "--where", operand]
            for sign in ("＝", "==", "!", ":", "+=", "-=", "~~", " = ", ">", "=..", "＝＝"):
                operand = f"{column}{sign}{SECRET}"
                yield writer + [operand]
                yield amend + ["--correct", "--why", "抄错", operand]
                yield [name + "-list", "-d", "d", operand]
                yield [name + "-list", "-d", "d", "--where", operand]
            for text in (f"{column}='{SECRET}", f"{column}={SECRET}' x", f"{column}={SECRET} and x",
                         f"{column}={SECRET}..{SECRET}", f"{column}~{SECRET},"):
                yield [name + "-list", "-d", "d", "--where", text]
                yield ["orgs-count", "-d", "d", "--as-of", "2024-06-30", "--units", text]
                yield ["orgs-count", "-d", "d", "--as-of", "2024-06-30", "--due", f"party={text}"]
        if name == "visits":
            for value in SECRET, SECRET + "三":
                yield writer + self.operands(by=value)
                yield amend + ["--correct", "--why", "抄错", f"by={value}"]
                yield ["visits-list", "-d", "d", f"by={value}"]
                yield ["visits-list", "-d", "d", f"by.name＝{value}"]
                yield ["visits-list", "-d", "d", f"by.phone:{value}"]

    def changes(self):
        """Files of changes for register-amend -f."""
        head = "register,key,op,date,field,value,why\n"
        for column in self.personal:
            for op in "correct", "set", "from", "end", "void", "merge", "what":
                for value in SECRET, SECRET + "\a", "=" + SECRET, f'"{SECRET}', f'"{SECRET}"x':
                    yield head + f"{self.name},{self.good['id']},{op},,{column},{value},\n"
            yield head + f"{self.name},{self.good['id']},correct,,{column},{SECRET}\n"
            yield head + f"{self.name},{self.good['id']},correct,,{column},{SECRET},抄错,{SECRET}\n"
            yield head + f"{self.name},{self.good['id']},correct,,{column},{SECRET},抄错\n" * 2


class Place:
    """A directory of registers and what else the commands read; restored before each command."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="privacy.", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.faults, self.tried = [], 0

    def write(self, name, data):
        with open(os.path.join(self.path, name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())

    def prepare(self, register):
        shutil.rmtree(os.path.join(self.path, "d"), ignore_errors=True)
        os.mkdir(os.path.join(self.path, "d"))
        for name, text in BASE.items():
            self.write(f"d/{name}.csv", text)
        if register:
            self.write(f"d/{register.name}.csv", register.header + "\n" + register.row() + "\n")
            self.write("definitions.csv", "figure,label,unit,register,when,where,measure,of,group,match,note\n" +
                       "".join(f"x.{c},,,{register.name},{self.when(register)},,distinct:{c},,{c},,\n"
                               for c in register.personal))
            self.write("t.md", "{{x}} " + " ".join(f"{{{{names rows {c}}}}}" for c in register.personal) + "\n")
        self.write("figures.csv", "figure,area,period,group,value,of\nx,,,,1,\n")
        self.write("rejects.csv", "")

    @staticmethod
    def when(register):
        return {"visits": "date", "problems": "raised", "awards": "date"}.get(register.name, "on")

    def run(self, words, what):
        program = os.path.join(BIN, words[0])
        done = subprocess.run([program, *words[1:]], cwd=self.path, stdin=subprocess.DEVNULL, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        said = done.stderr
        if words[0] == "register-check":
            said += done.stdout
        if "--rejects" in words:
            with open(os.path.join(self.path, "rejects.csv"), "rb") as file:
                said += b"\n".join(reasons(file.read().decode(errors="replace")))
        self.tried += 1
        if done.returncode not in (0, 1, 2, 3):
            self.faults.append(f"{what}: {words}: ended with {done.returncode}: {said[:300]}")
        if any(part in said for part in PARTS):
            self.faults.append(f"{what}: {' '.join(os.fsdecode(w) for w in words)[:300]}: "
                               f"{said.decode(errors='replace')[:600]}")


def reasons(text):
    """The third column of --rejects; the fourth is the line as it was, which is its purpose."""
    csv.field_size_limit(10**8)
    return [row[2].encode() for row in csv.reader(text.replace("\0", "").splitlines()) if len(row) > 2]


def main():
    full = os.environ.get("FAULT") == "full"
    columns, personal = registers()
    place = Place()
    missing = set(personal) - set(VALUES)
    for name in missing:
        place.faults.append(f"{name} has personal columns and is not tried")
    tried = collections.Counter()
    for name in VALUES if full else ("people", "visits"):
        register = Register(name, columns[name], personal[name])
        for number, (what, data) in enumerate(register.files()):
            data = data if isinstance(data, bytes) else data.encode()
            for turn, (where, words) in enumerate(register.commands()):
                if what == "only values" and words[0] in ("figures-count", "report-render") and "in.csv" in where:
                    continue  # they read any CSV, so that its first line says what its columns are called
                if not full and (number + turn) % 6:
                    continue
                place.prepare(register)
                place.write(where, register.journal(data) if "journal" in where else data)
                place.run(words, f"{name}: {what}")
        tried["damaged rows"], place.tried = tried["damaged rows"] + place.tried, 0
        for number, words in enumerate(register.typed()):
            if full or number % 4 == 0:
                place.prepare(register)
                place.run(words, f"{name}: typed")
        for number, text in enumerate(register.changes()):
            if full or number % 4 == 0:
                place.prepare(register)
                place.write("changes.csv", text)
                place.run(["register-amend", "-d", "d", "-f", "changes.csv"], f"{name}: {text.splitlines()[1]}")
        tried["values that were typed"], place.tried = tried["values that were typed"] + place.tried, 0
    shutil.rmtree(place.path)
    for text in place.faults[: 10**6 if full else 20]:
        print(text, file=sys.stderr)
    print(f"ran\tpersonal values in messages about damaged rows\t{tried['damaged rows']}\t{len(place.faults)}")
    print(f"ran\tpersonal values in messages about what was typed\t{tried['values that were typed']}\t0")
    return 1 if place.faults else 0


if __name__ == "__main__":
    sys.exit(main())
