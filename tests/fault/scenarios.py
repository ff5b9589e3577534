"""Scenarios of the fault tests: small register directories and a command that writes to each.

ALL holds them; scenario(name) finds one. What must hold after a fault is in verify.py. Every
directory passes register-check; everything in it was recorded before KNOWN, the command runs at NOW
and whoever writes next at LATER, so all results are known byte for byte.
"""
import os

# Sheets of some rows have many parts, so that they are written while they are read.
os.environ["TAIZHANG_PART"] = "100"

NOW, LATER = 1719792000, 1719878400  # 2024-07-01, 2024-07-02
KNOWN = "2024-06-30T00:00:00Z"

UNITS = """\
id,uscc,name,kind,area,members,since,until,recorded
U1,,示例一,enterprise,360102002,3,2023-01-01,,2024-01-01T00:00:00Z
U2,91360102MAY0000769,示例二,enterprise,360102002,4,,,2024-01-01T00:00:01Z
U3,,"示例,三",enterprise,360102003,5,2023-01-01,,2024-01-01T00:00:02Z
"""
ORGS = """\
id,line,name,mode,parent,area,units,secretary,since,until,recorded
O1,party,示例委员会,regional,,360102002,U3,张示例,2023-01-01,,2024-01-01T00:00:00Z
O2,party,示例支部,single,O1,360102002,U1,王示例,2023-02-01,,2024-01-01T00:00:01Z
O3,party,示例联合支部,joint,O1,360102002,U1;U2;U3,李示例,2023-02-01,,2024-01-01T00:00:02Z
"""
PEOPLE = """\
id,name,role,org,units,since,until,recorded
P1,甲示例,guide,,U1;U2,2023-03-01,,2024-01-01T00:00:00Z
P2,乙示例,guide,,U3,2024-03-01,,2024-01-01T00:00:01Z
P3,丙示例,secretary,O2,,2023-03-01,,2024-01-01T00:00:02Z
"""
VISITS = """\
id,date,by,unit,area,kind,text,recorded
V1,2024-02-01,P1,U1,360102002,routine,谈话内容,2024-02-02T00:00:00Z
V2,2024-02-02,P1,U1,360102002,routine,"又一次,谈话",2024-02-02T00:00:01Z
"""
PROBLEMS = """\
id,raised,unit,area,text,solved,result,recorded
B1,2024-02-01,U1,360102002,停车难,,,2024-02-02T00:00:02Z
"""
AWARDS = """\
id,date,kind,title,stage,recipient,until,recorded
A1,2024-02-01,honour,先进,nominated,示例一,,2024-02-02T00:00:03Z
"""
MEETINGS = """\
id,meeting,item,date,kind,topic,recorded
M1,LX1,1,2024-02-01,joint,停车,2024-02-02T00:00:04Z
"""
EVENTS = """\
id,date,kind,name,headcount,recorded
E1,2024-02-01,volunteer,示例活动,13,2024-02-02T00:00:05Z
"""
SITES = """\
id,kind,name,area,recorded
S1,complex,示例阵地,360102002,2024-02-02T00:00:06Z
"""
VISITS_JOURNAL = """\
at,op,by,why,id,date,by,unit,area,kind,text,recorded
2024-03-01T00:00:00Z,void,lee,重复,V3,2024-02-01,P1,U1,360102002,routine,谈话内容,2024-02-02T00:00:02Z
"""
UNITS_JOURNAL = """\
at,op,by,why,id,uscc,name,kind,area,members,since,until,recorded
2024-01-01T00:00:00Z,correct,lee,抄错,U1,,示例壹,enterprise,360102002,3,2023-01-01,,2023-12-01T00:00:00Z
"""
BASE = {"units": UNITS, "orgs": ORGS, "people": PEOPLE, "visits": VISITS, "problems": PROBLEMS,
        "awards": AWARDS, "meetings": MEETINGS, "events": EVENTS, "sites": SITES}

# What whoever comes next writes: good in every state that a scenario may end in.
NEXT = {
    "units": "units-add name=后来公司 kind=enterprise area=360102007",
    "orgs": "orgs-add line=union name=后来工会 mode=single area=360102007 units=U2 since=2024-06-01",
    "people": "people-add name=后来人 role=guide since=2024-06-01",
    "visits": "visits-log date=2024-06-20 unit=U2 kind=routine text=后来",
    "problems": "problems-log raised=2024-06-20 unit=U2 text=后来",
    "awards": "awards-add date=2024-06-20 kind=honour title=后来 recipient=后来",
    "meetings": "meetings-log meeting=LX9 item=9 date=2024-06-20 kind=joint topic=后来",
    "events": "events-log date=2024-06-20 kind=volunteer name=后来",
    "sites": "sites-add kind=complex name=后来 area=360102007",
}


class Scenario:
    """One command on one directory.

    files       name within the directory -> bytes
    command     words; the directory is `d` below the working directory and is named with -d, unless
                inside is set: then it is the working directory
    given       standard input, bytes
    registers   those that the command may change; the first is written to next
    code        how the command ends when nothing goes wrong
    first       a command run beforehand, as a part of making the directory
    looks       one more reader, whose output tells before from after; it ends with 0
    damaged     lines that are no rows stand in the first register, until the command mends them
    short       it belongs to the short form
    """

    def __init__(self, name, registers, command, given="", files=None, code=0, inside=False,
                 first=None, looks=None, damaged=False, short=False):
        self.name, self.registers, self.code, self.inside = name, registers.split(), code, inside
        self.first, self.looks, self.damaged, self.short = first, looks, damaged, short
        words = command.split() if isinstance(command, str) else list(command)
        self.command = words if inside else [words[0], "-d", "d", *words[1:]]
        self.given = given.encode()
        content = {f"{name}.csv": text for name, text in BASE.items()}
        content.update(files or {})
        self.files = {name: text if isinstance(text, bytes) else text.encode()
                      for name, text in content.items() if text is not None}

    def prepare(self, place):
        """Makes the directory place/d; the command is run in cwd(place)."""
        os.makedirs(os.path.join(place, "d"))
        for name, content in self.files.items():
            path = os.path.join(place, "d", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)

    def cwd(self, place):
        return os.path.join(place, "d") if self.inside else place

    def __repr__(self):
        return self.name


def units_batch(count):
    rows = "".join(f"批量{n}号公司,enterprise,360102007,{n}\n" for n in range(count))
    return "name,kind,area,members\n" + rows


def pending(*lines):
    return "taizhang-pending 1\n" + "".join(line + "\n" for line in lines) + "end\n"


def padded_visits(size):
    """The visits, followed by one more whose text makes the file `size` bytes long."""
    row = "V3,2024-02-03,P1,U1,360102002,routine,{},2024-02-02T00:00:03Z\n"
    room = size - len((VISITS + row.format("")).encode())
    return VISITS + row.format("x" * room)


def corrected(text, old, new):
    assert old in text
    return text.replace(old, new)


ONE_VISIT = "visits-log date=2024-06-20 by=P2 unit=U3 kind=routine text=核对情况"
TORN_VISIT = VISITS + "V3,2024-02-03,P1,U1,360102002,routi"
WHOLE_VISIT = VISITS + "V3,2024-02-03,P1,U1,360102002,routine,尾,2024-02-02T00:00:03Z"
BULK = """\
register,key,op,date,field,value,why
units,U1,from,2024-06-01,members,9,
orgs,O2,from,2024-06-01,secretary,赵示例,
people,P1,correct,,name,丁示例,抄错
visits,V2,void,,,,重复
problems,B1,set,,solved,2024-06-05,
"""
PEOPLE_WITH_AREAS = "".join(line.replace(",", ",area," if line.startswith("id") else ",,", 1) + "\n"
                            for line in PEOPLE.splitlines())
SHEETS = "at,file,digest,area,period,rows\n2024-02-01T00:00:00Z,a.csv,00,360102007,,3\n"
SURVEY = """\
单位名称,类别,党组织名称,工会名称,党建指导员
甲公司,企业,示例联合支部二,甲工会,
乙公司,企业,示例联合支部二,,丁示例
"""

def sheet(rows, again=None, count="3"):
    """So many units, one named like the first, or with that count in its last row."""
    lines = [f"导入第{n}号公司,企业,{3 if n < rows else count}\n" for n in range(1, rows + 1)]
    if again:
        lines[again] = lines[0]
    return "单位名称,类别,党员数\n" + "".join(lines)


CLOSED = "period,edition,at,by,why,what,rows,sha256,how\n"
DEFINITIONS = """\
figure,label,unit,register,when,where,measure,of,group,match,note
visited,走访,次,visits,date,,rows,,kind,,
"""
NEW_UNITS = corrected(UNITS, "U1,,示例一,enterprise,360102002,3,2023-01-01,,2024-01-01T00:00:00Z",
                      "U1,,示例一改,enterprise,360102002,3,2023-01-01,,2024-06-01T00:00:00Z")
NEW_JOURNAL = UNITS_JOURNAL + ("2024-06-01T00:00:00Z,correct,lee,抄错,U1,,示例一,enterprise,360102002,3,"
                               "2023-01-01,,2024-01-01T00:00:00Z\n")
REPLACING = pending("replace units.csv .units.csv.new",
                    "replace units.journal.csv .units.journal.csv.new")
SIZES = {f"{name}.csv": len(text.encode()) for name, text in BASE.items()}
ONLY_AWARDS = {name: None for name in SIZES if name != "awards.csv"}

ALL = [
    # one row, every writer
    Scenario("one unit", "units", "units-add name=新来公司 kind=enterprise area=360102007", short=True),
    Scenario("one organisation", "orgs", "orgs-add line=union name=新工会 mode=single area=360102002"
             " units=U1 since=2024-06-01"),
    Scenario("one person", "people", "people-add name=新人 role=guide units=U3 since=2024-06-01"),
    Scenario("one visit", "visits", ONE_VISIT, short=True),
    Scenario("one meeting", "meetings", "meetings-log meeting=LX2 item=1 date=2024-06-20 kind=joint"
             " topic=充电"),
    Scenario("one problem", "problems", "problems-log raised=2024-06-20 unit=U1 text=缺充电桩"),
    Scenario("one event", "events", "events-log date=2024-06-20 kind=volunteer name=新活动 headcount=5"),
    Scenario("one site", "sites", "sites-add kind=complex name=新阵地 area=360102003"),
    Scenario("one award", "awards", "awards-add date=2024-06-20 kind=honour title=新荣誉 recipient=示例二"),
    # one row, other directories
    Scenario("one row, locked before", "visits", ONE_VISIT, files={".lock": ""}),
    Scenario("one row, new register", "visits", ONE_VISIT, files={"visits.csv": None}, short=True),
    Scenario("one row, recorded not last", "units",
             "units-add name=新来公司 kind=enterprise area=360102007",
             files={"units.csv": "".join(",".join(line.split(",")[-1:] + line.split(",")[:-1]) + "\n"
                                         for line in UNITS.replace('"示例,三"', "示例三").splitlines())}),
    Scenario("one row, journal there", "visits", ONE_VISIT,
             files={"visits.journal.csv": VISITS_JOURNAL, ".lock": ""}),
    Scenario("one row, complete tail", "visits", ONE_VISIT, files={"visits.csv": WHOLE_VISIT},
             short=True),
    Scenario("one row, torn tail", "visits", ONE_VISIT, files={"visits.csv": TORN_VISIT}, short=True),
    Scenario("one row, torn before", "visits", ONE_VISIT,
             files={"visits.csv": TORN_VISIT, "visits.torn": "V0,2024\n"}),
    Scenario("one row, tail of NUL", "visits", ONE_VISIT,
             files={"visits.csv": VISITS.encode() + bytes(40)}),
    Scenario("one row across a page", "visits", ONE_VISIT,
             files={"visits.csv": padded_visits(4096 - 30)}),
    Scenario("one row at a page", "visits", ONE_VISIT, files={"visits.csv": padded_visits(4096)}),
    Scenario("one row, in the directory", "visits", ONE_VISIT, inside=True),
    Scenario("one row, no unit matches", "visits", ONE_VISIT.replace("U3", "U9"), code=1),
    Scenario("one row, own codes", "visits", ONE_VISIT.replace("routine", "special"),
             files={"codes.csv": "field,code,label,aliases\nvisits.kind,special,特别走访,\n"}),
    # more than one row or file
    Scenario("batch", "units", "units-add -f -", units_batch(3), short=True),
    Scenario("batch, new register", "sites", "sites-add -f - kind=complex area=360102002",
             "name\n甲站\n乙站\n", files={"sites.csv": None}, short=True),
    Scenario("batch, complete tail", "visits", "visits-log -f - kind=routine unit=U2",
             "date,text\n2024-06-01,甲\n2024-06-02,乙\n", files={"visits.csv": WHOLE_VISIT}),
    Scenario("batch, torn tail", "visits", "visits-log -f - kind=routine unit=U2",
             "date,text\n2024-06-01,甲\n2024-06-02,乙\n", files={"visits.csv": TORN_VISIT}),
    Scenario("batch, in the directory", "units", "units-add -f -", units_batch(2), inside=True),
    Scenario("batch, some refused", "units", "units-add --keep-going --rejects rejects.csv -f -",
             units_batch(2) + "坏公司,unknown,360102007,1\n", code=1),
    Scenario("batch, some there", "visits", "visits-log -f -", "date,by,unit,kind,text\n"
             "2024-02-01,P1,U1,routine,谈话内容\n2024-06-01,P1,U1,routine,甲\n2024-06-02,P1,U1,routine,乙\n"),
    Scenario("batch of many", "units", "units-add -f -", units_batch(300)),
    Scenario("code allowed", "units", "units-add uscc=91360102MAY0000760 --allow-code"
             " 91360102MAY0000760 --why 证照如此 name=新来公司 kind=enterprise area=360102007",
             short=True),
    Scenario("code allowed, journal there", "units", "units-add uscc=91360102MAY0000760 --allow-code"
             " 91360102MAY0000760 --why 证照如此 name=新来公司 kind=enterprise area=360102007",
             files={"units.journal.csv": UNITS_JOURNAL}),
    Scenario("code allowed, new register", "units", "units-add uscc=91360102MAY0000760 --allow-code"
             " 91360102MAY0000760 --why 证照如此 name=新来公司 kind=enterprise area=360102007",
             files=ONLY_AWARDS),
    # sheets
    Scenario("import", "units", "register-import units - area=360102007",
             "单位名称,类别,党员数\n甲公司,企业,３\n乙公司,企业,\n", short=True),
    Scenario("import, told before", "units", "register-import units - area=360102007",
             "单位名称,类别\n甲公司,企业\n", files={"sheets.csv": SHEETS}),
    Scenario("import, list without a newline", "units", "register-import units - area=360102007",
             "单位名称,类别\n甲公司,企业\n", files={"sheets.csv": SHEETS.rstrip()}),
    Scenario("import in parts, new register", "units", "register-import -j 2 units - area=360102007",
             sheet(60), files=ONLY_AWARDS, short=True),
    Scenario("import in parts, one row again", "units",
             "register-import -j 2 --keep-going units - area=360102007", sheet(60, again=50),
             files=ONLY_AWARDS, code=1),
    Scenario("import in parts, one row refused", "units", "register-import -j 2 units - area=360102007",
             sheet(60, count="多"), files=ONLY_AWARDS, code=1),
    Scenario("import in parts, told before", "units", "register-import -j 2 units - area=360102007",
             sheet(60), files={**ONLY_AWARDS, "sheets.csv": SHEETS}),
    Scenario("import a survey", "units orgs people",
             "register-import --as-of 2024-06-01 units - area=360102007", SURVEY,
             files={"people.csv": PEOPLE_WITH_AREAS}, short=True),
    # changes
    Scenario("amend from", "orgs", "register-amend orgs O2 --from 2024-06-01 secretary=赵示例",
             short=True),
    Scenario("amend end", "units orgs people",
             "register-amend units U1 --end 2024-06-01 --with-references", short=True),
    Scenario("amend set", "problems", "register-amend problems B1 --set solved=2024-06-05 result=已办结"),
    Scenario("amend correct", "units", "register-amend units U1 --correct --why 抄错 members=6",
             files={"units.journal.csv": UNITS_JOURNAL}, short=True),
    Scenario("amend void", "visits", "register-amend visits V2 --void --why 重复",
             files={"visits.journal.csv": VISITS_JOURNAL}),
    Scenario("amend hand-over", "people",
             "register-amend people P1 --hand-over P2 --from 2024-06-01"),
    Scenario("amend merge", "units orgs people", "register-amend units U1 --merge U2 --why 重复", short=True),
    Scenario("amend merge, five registers", "units orgs people visits problems",
             "register-amend units U2 --merge U1 --why 重复"),
    Scenario("amend in bulk", "units orgs people visits problems", "register-amend -f -", BULK,
             files={"visits.journal.csv": VISITS_JOURNAL}),
    Scenario("amend, torn tail", "visits", "register-amend visits V1 --correct --why 抄错 text=改正",
             files={"visits.csv": TORN_VISIT}),
    Scenario("amend, complete tail", "visits", "register-amend visits V3 --correct --why 抄错 text=改正",
             files={"visits.csv": WHOLE_VISIT}),
    Scenario("amend, in the directory", "awards", "register-amend awards A1 --set stage=awarded",
             inside=True),
    # published periods
    Scenario("close", "visits", "register-close 2024-05",
             looks="register-close --verify 2024-05", short=True),
    Scenario("close another period", "visits", "register-close 2024-05", first="register-close 2024-04",
             looks="register-close --verify 2024-05"),
    Scenario("close again", "visits", "register-close --again --why 补报 2024-05",
             first="register-close 2024-05", looks="register-close --verify"),
    Scenario("close, definitions given", "visits", "register-close --by street -D - 2024-05", DEFINITIONS,
             looks="register-close --verify 2024-05"),
    Scenario("close, list without a newline", "visits", "register-close 2024-05",
             looks="register-close --verify 2024-05",
             files={"closed.csv": CLOSED + "2024-04,1,2024-05-03T00:00:00Z,lee,,figures,1,00,",
                    "visits.csv": WHOLE_VISIT}),
    Scenario("late row", "visits", "visits-log --late --why 补报 date=2024-05-20 unit=U3 kind=routine",
             first="register-close 2024-05"),
    Scenario("late change", "visits", "register-amend --late visits V1 --correct --why 抄错 text=改正",
             first="register-close 2024-05"),
    # torn and damaged files
    Scenario("repair a torn tail", "visits", "register-repair --write visits",
             files={"visits.csv": TORN_VISIT}, damaged=True),
    # every file for itself: two would be mended one after the other
    Scenario("repair lines within", "visits", "register-repair --write visits", damaged=True, files={
        "visits.csv": VISITS.encode().replace(b"V2,", b"V9,half\n\xff\nV2,") + b"V3,2024-02-03,P1"}),
    # another program was killed before
    Scenario("one row after a batch was killed", "visits units sites", ONE_VISIT, short=True, files={
        "units.csv": UNITS + "U4,,示例四,enterpr", "sites.csv": "id,ki",
        ".pending": pending(f"append units.csv {SIZES['units.csv']}", "append sites.csv -")}),
    Scenario("batch after a batch was killed", "units", "units-add -f -", units_batch(2), files={
        "units.csv": UNITS + "U4,,示例四,enterprise,360102002,3,,,2024-06-01T00:00:00Z\n",
        "units.journal.csv": UNITS_JOURNAL + "2024-06-01T00:",
        ".pending": pending(f"append units.csv {SIZES['units.csv']}",
                            f"append units.journal.csv {len(UNITS_JOURNAL.encode())}")}),
    Scenario("one row after a change was killed", "visits units", ONE_VISIT, short=True, files={
        "units.journal.csv": UNITS_JOURNAL, ".units.csv.new": NEW_UNITS,
        ".units.journal.csv.new": NEW_JOURNAL, ".pending": REPLACING}),
    Scenario("amend after a change was killed midway", "units",
             "register-amend units U1 --correct --why 抄错 members=6", files={
                 "units.csv": NEW_UNITS, "units.journal.csv": UNITS_JOURNAL,
                 ".units.journal.csv.new": NEW_JOURNAL, ".pending": REPLACING}),
    Scenario("amend after a batch was killed", "units orgs",
             "register-amend orgs O2 --from 2024-06-01 secretary=赵示例", files={
                 "units.csv": UNITS + "U4,,示例四,enterprise,3",
                 ".pending": pending(f"append units.csv {SIZES['units.csv']}")}),
    Scenario("one row after a closing was killed", "visits", ONE_VISIT, short=True, files={
        "closed.csv": CLOSED + "2024-05,1,2024-06-03T00:00:00Z,lee,,fig",
        "closed/2024-05.figures.csv": "figure,ar", ".pending": pending(
            f"append closed.csv {len(CLOSED)}", "append closed/2024-05.figures.csv -",
            "append closed/2024-05.rows.csv -")}),
    Scenario("close after a closing was killed", "visits", "register-close 2024-05",
             looks="register-close --verify 2024-05", files={
                 "closed/2024-05.rows.csv": "register,id", ".pending": pending(
                     "append closed.csv -", "append closed/2024-05.rows.csv -")}),
    Scenario("batch after a change was never announced", "units", "units-add -f -", units_batch(2),
             files={".units.csv.new": NEW_UNITS[:50], ".pending.new": "taizhang-p"}),
]


def scenario(name):
    return next(one for one in ALL if one.name == name)


def chosen():
    """Those of the form that FAULT asks for, or those that FAULT_ONLY names (words in the name)."""
    only = os.environ.get("FAULT_ONLY")
    if only:
        return [one for one in ALL if only in one.name]
    return [one for one in ALL if one.short or os.environ.get("FAULT") == "full"]
