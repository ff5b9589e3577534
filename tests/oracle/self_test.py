"""Hand-worked cases for the oracle and the generator; prints TAP."""
import json
import os
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
import compare  # noqa: E402
import oracle  # noqa: E402
import random_registers  # noqa: E402

DAY, START = "2024-06-30", "2024-06-01"
FILES = {
    # U1–U4 count; U5 is dormant, U6 ended that day, U7 begins the day after; U4 has a short area.
    "units.csv": """id,name,kind,area,operating,members,league,unionists,women,since,until
U1,a,enterprise,360102002001,,3,0,25,1,,
U2,"b,c",association,360102002,yes,2,3,24,,2024-06-30,
U3,d,enterprise,360102004,,5,2,0,0,2024-01-01,2024-07-01
U4,e,,360102,,9,,,,,
U5,f,enterprise,360102004,no,9,9,99,9,,
U6,g,enterprise,360102004,,9,9,99,9,,2024-06-30
U7,h,enterprise,360102004,,9,9,99,9,2024-07-01,
""",
    # O1 moves 002 → 004 on 06-10; O2 ends on the day itself; O3 is refounded after a gap;
    # O4 becomes a union; O5 is opened and ended on the edges of June.
    "orgs.csv": """id,line,name,mode,area,units,since,until
O1,party,x,joint,360102002,U1;U2;U9,2020-01-01,2024-06-10
O1,party,x,joint,360102004,U1;U2;U5,2024-06-10,
O2,party,y,single,360102004,U3,2020-01-01,2024-06-30
O3,union,z,single,360102002,U1,2023-01-01,2024-05-31
O3,union,z,single,360102002,U1,2024-06-02,
O4,youth,w,regional,360102002,U2,2023-01-01,2024-06-15
O4,union,w,regional,360102002,U1;U2,2024-06-15,
O5,women,v,,360102002,U1,2024-06-01,2024-06-30
O6,women,u,,360102002,U1,2024-06-30,
""",
    "people.csv": """id,person,name,role,org,units,since,until
P1,,一,guide,O1,U2;U3;U5,,
P2,r,二,guide,O2,U4,,2024-06-30
P3,r,三,liaison,O1,U4,2024-06-30,
P4,r,四,secretary,O4,,2024-06-01,
P5,,五,secretary,O4,,2024-06-20,
""",
    "areas.csv": "code,name,vintage\n360102,东湖区,\n360102007,豫章,\n",
    # Chinese header, byte order mark, CRLF, a repeated header.
    "events.csv": "\ufeff活动编号,日期,类型,人次,价值（元）,对象,area\r\nE1,2024-06-01,gift,10,1.50,riders;youth,360102002\r\n"
                  "活动编号,日期,类型,人次,价值（元）,对象,area\r\nE2,2024-06-30,gift,,2.25,,\r\n"
                  "E3,2024-07-01,gift,99,9.00,riders,360102009\r\n",
    "problems.csv": "id,raised,source,solved\nB1,2024-06-30,visit,\nB2,2024-06-01,visit,2024-06-30\n"
                    "B3,2024-01-01,,2024-07-01\n",
    "meetings.csv": "id,meeting,item,date,kind\nM1,a,1,2024-06-05,joint\nM2,a,2,2024-06-05,joint\nM3,b,1,2024-06-06,joint\n",
    "visits.csv": "id,date,kind,unit\nV1,2024-06-29,routine,U6\nV2,2024-06-30,routine,U6\n",
    "definitions.csv": """figure,label,unit,register,when,where,measure,of,group,match,note
guides,,,people,on,role=guide,distinct:person,,,,
union.people,,,people,on,org.line=union,rows,people,,,
joined.youth,,,people,since,org.line=youth,rows,,,,
people,,,people,on,,distinct:person,,role,,
heads,,,events,date,,sum:headcount,,audience,,
money,,,events,date,kind=gift,sum:value,heads,audience,,
targets,,,events,date,,items:audience,,,,
open,,,problems,on,,rows,,source,,
solved,,,problems,solved,solved!=,rows,,,,
topics,,,meetings,date,kind=联席会议,rows,,,,
meetings,,,meetings,date,,distinct:meeting,topics,,,
visits,,,visits,date,unit.kind=enterprise,rows,,,,
party.orgs,党组织,个,,,,,,,,
""",
}


def cells(rows):
    return {(figure, area, group): (value, of) for figure, area, _, group, value, of in rows}


def expect(table, figure, value, of="", area="", group=""):
    assert table[figure, area, group] == (str(value), str(of)), \
        "%s@%s[%s]: %s" % (figure, area, group, table[figure, area, group])


def test_coverage(path):
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "by": "street"}))
    expect(got, "units", 4)
    expect(got, "units", 2, area="360102002")
    expect(got, "units", 1, area="360102004")
    expect(got, "units", 1, area="360102")
    expect(got, "units", 0, area="360102007")
    expect(got, "party.orgs", 1)
    expect(got, "party.orgs", 1, area="360102004")
    expect(got, "party.covered", 2, 4)
    expect(got, "party.covered", 0, 1, area="360102004")
    expect(got, "party.public", 4, 4)
    expect(got, "youth.public", 2, 4)
    expect(got, "women.public", 1, 4)
    expect(got, "party.due", 3, 4)
    expect(got, "party.built", 1, 3)
    expect(got, "party.own", 0, 3)
    expect(got, "party.missing", 2, 3)
    expect(got, "party.notown", 3, 3)
    expect(got, "union.due", 1, 4)
    expect(got, "union.own", 1, 1)
    expect(got, "youth.missing", 1, 1)
    expect(got, "guides.covered", 1, 4)
    expect(got, "work.covered", 3, 4)
    assert not any(key[0] in ("women.due", "party.orgs.opened") for key in got)
    assert {key[1] for key in got} == {"", "360102", "360102002", "360102004", "360102007"}


def test_options(path):
    work = {"as_of": DAY, "work": ["liaison"], "units": "kind=企业 operating=yes,no", "due": {"women": "women=1.."}}
    got = cells(oracle.orgs_count(path, work))
    expect(got, "units", 3)  # U1, U3, U5
    expect(got, "party.covered", 2, 3)
    expect(got, "women.due", 2, 3)
    expect(got, "women.built", 1, 2)
    expect(got, "work.covered", 2, 3)
    got = cells(oracle.orgs_count(path, {"as_of": "2024-06-29", "work": ["guide", "liaison"]}))
    expect(got, "units", 4)  # U2 has not begun, U6 is still there
    expect(got, "guides.covered", 1, 4)  # U4 by P2; U3 has O2 that day


def test_groups(path):
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "group": "mode"}))
    expect(got, "union.covered", 1, 4, group="mode=single")
    expect(got, "union.covered", 1, 4, group="mode=regional")
    expect(got, "union.covered", 0, 4, group="mode=joint")
    expect(got, "women.covered", 1, 4, group="mode=")
    expect(got, "union.built", 1, 1, group="mode=single")
    expect(got, "women.orgs", 1, group="mode=")
    expect(got, "party.orgs", 1, group="mode=joint")
    assert ("party.covered", "", "mode=") not in got and ("party.own", "", "mode=single") not in got
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "group": "kind"}))
    expect(got, "party.covered", 1, 2, group="kind=enterprise")
    expect(got, "party.covered", 0, 0, group="kind=foundation")
    expect(got, "party.due", 1, 1, group="kind=")
    assert ("party.covered", "", "kind=") not in got and ("party.orgs", "", "kind=enterprise") not in got
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "group": "name"}))
    expect(got, "units", 1, group="name=b,c")
    expect(got, "party.orgs", 1, group="name=x")


def test_flows(path):
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "from": START, "by": "street", "group": "mode"}))
    for figure, area, value in (
            ("party.orgs.opened", "", 0), ("party.orgs.ended", "", 1), ("party.orgs.ended", "360102004", 1),
            ("party.orgs.moved_in", "", 0), ("party.orgs.moved_in", "360102004", 1),
            ("party.orgs.moved_out", "360102002", 1), ("party.orgs.moved_out", "360102004", 0),
            ("union.orgs.opened", "360102002", 2), ("union.orgs.ended", "", 0), ("youth.orgs.ended", "", 1),
            ("women.orgs.opened", "", 2), ("women.orgs.ended", "", 1)):
        expect(got, figure, value, area=area)
    expect(got, "party.orgs.moved_in", 1, area="360102004", group="mode=joint")
    expect(got, "women.orgs.opened", 2, group="mode=")
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "from": START, "by": "district"}))
    expect(got, "party.orgs.moved_in", 0, area="360102")
    got = cells(oracle.orgs_count(path, {"as_of": DAY, "from": "2024-06-03"}))
    expect(got, "union.orgs.opened", 1)  # O3 began the day before the period, O4 turned union


def test_identity(path):
    for by in (None, "district", "street", "community"):
        options = {"as_of": DAY, "from": START, "by": by}
        opening = {"as_of": oracle.day_before(START), "by": by}
        tables = [compare.table(oracle.to_csv(oracle.orgs_count(path, o)).encode()) for o in (opening, options)]
        assert compare.identity(*tables) == []
    broken = {**tables[1], ("party.orgs", "", ""): "5"}
    assert len(compare.identity(tables[0], broken)) == 1


def test_definitions(path):
    rows = oracle.figures_count(path, {"as_of": DAY, "from": START, "to": DAY, "by": "street"})
    got = cells(rows)
    expect(got, "guides", 1)
    expect(got, "people", 3)  # P1, r (twice), P5
    expect(got, "people", 2, group="role=secretary")
    expect(got, "people", 0, group="role=aide")
    expect(got, "union.people", 2, 3)  # O4 is a union on the day
    expect(got, "joined.youth", 1)  # and was the League's when P4 came
    expect(got, "heads", 10)
    expect(got, "heads", 10, group="audience=youth")
    expect(got, "heads", 0, group="audience=")
    expect(got, "heads", 10, area="360102002")
    expect(got, "money", "3.75", 10)
    expect(got, "money", "2.25", 0, group="audience=")
    expect(got, "money", "0.00", 0, area="360102007", group="audience=riders")
    expect(got, "targets", 2)
    expect(got, "open", 2)  # B2 was solved that day
    expect(got, "open", 1, group="source=")
    expect(got, "solved", 1)
    expect(got, "topics", 3)
    expect(got, "meetings", 2, 3)
    expect(got, "meetings", 0, 0, area="360102002")
    expect(got, "visits", 1)  # U6 had ended on the day of V2
    assert ("party.orgs", "", "") not in got and ("heads", "360102009", "") not in got
    assert {row[2] for row in rows} == {DAY, START + "/" + DAY}
    figures = oracle.figures_figures(path, {"as_of": DAY, "from": START, "to": DAY})
    assert oracle.list_rows(figures["people"]) == ["P1", "P3", "P4", "P5"]


def test_pipe(path):
    options = {"register": "people", "when": "on", "where": ["role=guide,liaison"], "as_of": DAY, "name": "n",
               "measure": "rows", "group": "units"}
    assert oracle.to_csv(oracle.pipe_count(path, options)) == (
        "figure,area,period,group,value,of\nn,,,,2,\nn,,,units=U2,1,\nn,,,units=U3,1,\nn,,,units=U4,1,\nn,,,units=U5,1,\n")


def test_filters(path):
    directory = oracle.Directory(path)
    row = dict.fromkeys(oracle.COLUMNS["units"], "")
    row.update(id="U1", name="甲,乙 丙", kind="enterprise", area="360102002", members="10", since="2024-01-31")
    true = ["name=甲\\,乙' '丙", "'name=甲\\,乙 丙'", "name~乙", "name!~丁", "kind=非公企业", "kind!=社团", "area=3601",
            "area!=360103", "members=9..", "members=..10", "members=010", "members!=9,11", "operating=", "operating=yes",
            "operating!=no", "league=", "league!=0..", "members!=", "since=2024-01-01..2024-01-31", "since=..2024-02-01",
            "members=1..9,10", "name~乙 kind=foundation,enterprise"]
    false = ["name=甲", "name=甲,乙", "kind=foundation", "area=360102002001", "members=11..", "members=..9", "operating=no",
             "operating!=", "league=0..", "league=0", "since!=2024-01-01..2024-01-31", "name~乙 members=9"]
    for text in true + false:
        assert oracle.Filter(directory, "units", text).holds(row, DAY) == (text in true), text
    person = dict.fromkeys(oracle.COLUMNS["people"], "")
    person.update(id="P9", org="O1", concurrent="O3;O4", units="U1;U6")
    true = ["person=P9", "org.line=party", "org.area=360102004", "concurrent.line=union", "concurrent.mode=single",
            "concurrent.line!=women", "units=U6", "units!=U2", "units.name=a", "units!=", "org.units=U5",
            "recommended_by.line=", "org.line!="]
    false = ["org.area=360102002", "concurrent.mode!=single", "units.name=g", "recommended_by.line=party", "org.units=U9"]
    for text in true + false:
        assert oracle.Filter(directory, "people", text).holds(person, DAY) == (text in true), text


def test_bytes(path):
    rows = [("a", "", "", "name=x,y", "1", ""), ("a", "", "", 'name="', "1", ""), ("a", "", "", "name=t ", "1", "")]
    assert oracle.to_csv(rows) == ("figure,area,period,group,value,of\n"
                                   'a,,,"name=x,y",1,\na,,,"name=""",1,\na,,,"name=t ",1,\n')
    order = [row[:4] for row in oracle.orgs_count(path, {"as_of": DAY, "from": START, "by": "street", "group": "mode"})]
    assert order == sorted(order) and len(order) == len(set(order))


def test_generator(path):
    for seed in range(1, 13):
        outputs = []
        for name in "ab":
            directory = os.path.join(path, name + str(seed))
            case = random_registers.generate(seed, directory)
            outputs.append({f: open(os.path.join(directory, f), "rb").read() for f in os.listdir(directory)})
        assert outputs[0] == outputs[1] and json.loads(outputs[0]["case.json"]) == case
        for register in random_registers.VERSIONED:
            spans = {}
            for row in oracle.Directory(directory).rows(register):
                spans.setdefault(row["id"], []).append((row["since"], row["until"] or "9999"))
            for span in map(sorted, spans.values()):
                assert all(since < until for since, until in span)
                assert all(a[1] <= b[0] for a, b in zip(span, span[1:])), "versions overlap"


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    print("1..%d" % len(tests))
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="taizhang-oracle-") as path:
            for file, text in FILES.items():
                with open(os.path.join(path, file), "w", encoding="utf-8", newline="") as out:
                    out.write(text)
            try:
                test(path)
                print("ok %d - %s" % (number, name))
            except Exception:
                failed += 1
                print("not ok %d - %s" % (number, name))
                print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
