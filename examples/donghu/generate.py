#!/usr/bin/env python3
"""Write the registers of the sample district into a directory.

    generate.py DIR

Everything in them is made up: the people, the firms, the credit codes (valid in both check digits,
with a serial range that is not issued) and the phone numbers, which cannot be dialled.  Only the
divisions (registers/areas.csv, made by ../nanchang/areas.sh) and the names of a few honours are taken
from public life.  The same bytes come out on every run and every Python from 3.9 on:
random.Random(seed).random() is the only source of chance.

The report day is 2024-06-30, the period runs from 2024-01-01 to that day.  Around every figure of
the report stand rows that nearly count: ended the day before, starting the day after, another
sponsor, a dormant unit, the same person twice.
"""
import csv
import datetime
import os
import random
import sys

sys.dont_write_bytecode = True

DAY = datetime.date(2024, 6, 30)
FROM = datetime.date(2024, 1, 1)
DISTRICT = "360102"
chance = random.Random(20240630).random


# ---- chance and dates -------------------------------------------------------------------------

def below(n):
    return int(chance() * n)


def between(low, high):
    return low + below(high - low + 1)


def pick(items):
    return items[below(len(items))]


def sample(items, count):
    """COUNT different items, in the order of ITEMS."""
    left = list(range(len(items)))
    taken = sorted(left.pop(below(len(left))) for _ in range(count))
    return [items[i] for i in taken]


def date(text):
    return datetime.date.fromisoformat(text)


def iso(day):
    return day.isoformat() if day else ""


def day_between(first, last):
    first, last = date(first), date(last)
    return first + datetime.timedelta(below((last - first).days + 1))


def recorded(*days):
    """When a row with these dates was written: soon after the last of them that had come, in working
    hours; never known for what lies ahead, and here and there simply not known."""
    days = [d for d in days if d]
    if any(d > DAY for d in days[:1]) or chance() < 0.004:
        return ""
    base = max([d for d in days if d <= DAY] + [datetime.date(2022, 1, 10)])
    base = min(base + datetime.timedelta(below(4)), DAY)
    return "%sT%02d:%02d:%02dZ" % (base, between(1, 9), below(60), below(60))


# ---- areas ------------------------------------------------------------------------------------

# code, operating units on the day, single and joint Party organisations
STREETS = [
    ("360102002", 112, 5, 2),
    ("360102004", 98, 5, 1),
    ("360102005", 104, 5, 2),
    ("360102006", 82, 4, 1),
    ("360102007", 118, 5, 2),
    ("360102008", 110, 4, 2),
    ("360102009", 132, 6, 2),
    ("360102100", 74, 3, 1),
    ("360102400", 96, 4, 2),
    ("360102401", 54, 3, 1),
]
STREET_CODES = [s[0] for s in STREETS]
NUMERALS = "一二三四五六七八九十"


def read_areas():
    """The rows of areas.csv, the names by code, and the codes of each street's communities."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "registers", "areas.csv")
    with open(path, encoding="utf-8", newline="") as file:
        areas = list(csv.reader(file))[1:]
    names = {code: name for code, name, _vintage in areas}
    return areas, names, {s: [c for c in names if len(c) == 12 and c.startswith(s)] for s in STREET_CODES}


AREAS, AREA_NAME, COMMUNITIES = read_areas()
YONGXI = "360102400201"      # 永溪村


def short(area):
    """豫章 of 豫章街道, 民巷社区 of 民巷社区居委会, 永溪村 of 永溪村委会."""
    for kind in ("街道", "管理处", "镇", "居委会", "居委员会", "居民委员会", "委会"):
        if AREA_NAME[area].endswith(kind):
            return AREA_NAME[area][:-len(kind)]
    return AREA_NAME[area]


def numeral(n):
    """1 to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else ("" if tens == 1 else NUMERALS[tens - 1]) + "十") + \
        (NUMERALS[ones - 1] if ones else "")


def community(street):
    return pick(COMMUNITIES[street])


def next_street(street):
    return STREET_CODES[(STREET_CODES.index(street) + 1) % len(STREET_CODES)]


# ---- names and codes --------------------------------------------------------------------------

GIVEN = ["样例", "测试", "示范", "虚构", "假设", "范例", "试填", "演示", "练习", "模拟", "样本", "占位",
         "举例", "示意", "空白", "草稿", "试用", "借用", "代填", "待填"]
SURNAMES = list("张李王赵刘陈杨黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
                "叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛")
name_count = 0


def person_name():
    """A name nobody else in the registers has: surnames fastest, then the next given name."""
    global name_count
    given, surname = divmod(name_count, len(SURNAMES))
    name_count += 1
    return SURNAMES[surname] + GIVEN[given]


phone_count = 0


def phone():
    global phone_count
    phone_count += 1
    return "000-%08d" % phone_count


USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_PREFIX = {"enterprise": "91", "self-employed": "92", "association": "51", "service": "52",
               "foundation": "53", "professional": "31"}
serial = 0


def credit_code(kind):
    """A valid code: GB 11714 check of the nine inner characters, GB 32100 check of the whole."""
    global serial
    serial += 7
    inner = "MAY%05d" % serial
    inner += "0123456789X0"[
        11 - sum((int(c, 36) * w) for c, w in zip(inner, (3, 7, 9, 10, 5, 8, 4, 2))) % 11]
    code = USCC_PREFIX[kind] + DISTRICT + inner
    total = sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + USCC[(31 - total % 31) % 31]


# trade, department, kinds, the word in the name
TRADES = [
    ("餐饮", "区商务局", "enterprise", "餐饮有限公司"),
    ("批发零售", "区商务局", "enterprise", "商贸有限公司"),
    ("软件信息", "区科工局", "enterprise", "软件有限公司"),
    ("文化传媒", "区文广旅局", "enterprise", "文化传媒有限公司"),
    ("物业服务", "区住建局", "enterprise", "物业服务有限公司"),
    ("建筑装饰", "区住建局", "enterprise", "装饰工程有限公司"),
    ("家政服务", "区商务局", "enterprise", "家政服务有限公司"),
    ("广告设计", "区文广旅局", "enterprise", "广告设计有限公司"),
    ("医药健康", "区卫健委", "enterprise", "健康管理有限公司"),
    ("货运物流", "区交通局", "enterprise", "货运有限公司"),
    ("教育培训", "区教体局", "service", "培训学校"),
    ("养老服务", "区民政局", "service", "养老服务中心"),
    ("行业协会", "区民政局", "association", "行业协会"),
    ("公益慈善", "区民政局", "foundation", "公益基金会"),
    ("法律服务", "区司法局", "professional", "律师事务所"),
    ("会计服务", "区财政局", "professional", "会计师事务所"),
    ("小吃零售", "区市监局", "self-employed", "小吃店"),
    ("快递外卖", "区邮政管理部门", "platform", "外卖配送站"),
]
TRADE_WEIGHTS = [14, 16, 9, 7, 6, 7, 4, 4, 4, 5, 6, 3, 2, 1, 3, 2, 5, 2]
WORDS = ["样例", "测试", "示范", "虚构", "假设", "范例", "试填", "演示", "练习", "模拟"]
used_names = {}


def firm_name(word):
    n = used_names.get(word, 0)
    used_names[word] = n + 1
    return "东湖" + WORDS[n % len(WORDS)] + (numeral(n // len(WORDS)) if n >= len(WORDS) else "") + word


def pick_trade():
    at = below(sum(TRADE_WEIGHTS))
    for trade, weight in zip(TRADES, TRADE_WEIGHTS):
        at -= weight
        if at < 0:
            return trade


# ---- registers in the making ------------------------------------------------------------------

COLUMNS = {
    "units": "id uscc name kind trade dept area address employees members league women unionists step "
             "operating since until",
    "orgs": "id line name mode level parent area units members secretary document term_end since until",
    "people": "id person name role org channel fulltime pool certified recommended_by concurrent units "
              "area phone since until",
    "visits": "id date by unit area kind step text value",
    "meetings": "id meeting item date kind host topic depts plan join decide execute supervise result",
    "problems": "id raised source ref unit area help text due solved by result",
    "events": "id date kind part_of series name host team audience method topic item donor headcount value "
              "area",
    "sites": "id kind name area floor_m2 services upgraded since until",
    "awards": "id date kind title family level stage sponsor via recipient recipient_kind area until",
}
COLUMNS = {k: v.split() + ["recorded"] for k, v in COLUMNS.items()}
LETTER = {"units": "U", "orgs": "O", "people": "P", "visits": "V", "meetings": "M", "problems": "B",
          "events": "E", "sites": "S", "awards": "A"}
TABLES = {name: [] for name in COLUMNS}
last_id = {name: 0 for name in COLUMNS}


def new_id(register):
    last_id[register] += 1
    return "%s%04d" % (LETTER[register], last_id[register])


def add(register, **row):
    """Append a row; dates are date objects, lists are Python lists, until they are written."""
    row.setdefault("id", None)
    if row["id"] is None:
        row["id"] = new_id(register)
    unknown = set(row) - set(COLUMNS[register])
    assert not unknown, unknown
    TABLES[register].append(row)
    return row


def in_force(row, day=DAY):
    since, until = row.get("since"), row.get("until")
    return (not since or since <= day) and (not until or until > day)


# ---- units ------------------------------------------------------------------------------------

def make_unit(street, **more):
    trade, dept, kind, word = pick_trade()
    employees = 3 + int(380 * chance() ** 6)
    if kind == "self-employed":
        employees = between(1, 6)
    if kind == "platform":
        employees = between(20, 90)
    row = dict(
        uscc="" if kind == "platform" else credit_code(kind), name=firm_name(word), kind=kind,
        trade=trade, dept=dept, area=community(street), employees=employees, members=0, league=0,
        women=int(employees * (0.25 + chance() * 0.4)), unionists=0,
        operating="yes" if chance() < 0.9 else "",
        since=None if chance() < 0.3 else day_between("2016-01-04", "2022-12-30"), until=None)
    row["address"] = "%s示例路%d号" % (short(street), between(1, 300))
    row.update(more)
    return add("units", **row)


def street_of(row):
    return row["area"][:9]


UNITS = {}        # street -> operating units in force on the day
DORMANT = {}      # street -> units in force that do not operate
for code, count, *_ in STREETS:
    UNITS[code] = [make_unit(code) for _ in range(count)]
    DORMANT[code] = [make_unit(code, operating="no") for _ in range(between(3, 5))]
# Newly registered ones, one of them on the very day.
NEW_UNITS = [UNITS[c][-1] for c in STREET_CODES] + [UNITS[c][-2] for c in STREET_CODES[:6]]
for n, unit in enumerate(NEW_UNITS):
    unit["since"] = DAY if n == 15 else day_between("2023-09-01", "2024-06-14")
# Ended: the day before, in the half year, in the year before; and those that come later.
ENDED_UNITS = []
for n in range(30):
    until = [DAY, DAY, date("2024-01-01"), date("2023-12-31")][n] if n < 4 else \
        day_between("2023-02-01", "2024-06-20")
    ENDED_UNITS.append(make_unit(STREET_CODES[n % 10], until=until,
                                 since=day_between("2017-01-04", "2021-12-30")))
for n in range(12):
    make_unit(STREET_CODES[n % 10], since=DAY + datetime.timedelta(1 + 9 * n))
# Earlier versions: a unit that moved to the next street, one that was renamed.
MOVED_UNITS = []
for n in range(8):
    now = UNITS[STREET_CODES[n]][30]
    changed = day_between("2023-03-01", "2024-05-20")
    before = dict(now, since=date("2018-05-02"), until=changed)
    if n < 5:
        other = next_street(street_of(now))
        before.update(area=community(other), address="%s示例路%d号" % (short(other), between(1, 300)))
    else:
        before["name"] = now["name"].replace("东湖", "东湖原")
    now["since"] = changed
    TABLES["units"].insert(TABLES["units"].index(now), before)
    MOVED_UNITS.append(now)

SPECIAL = {id(u) for u in NEW_UNITS + MOVED_UNITS}


# ---- organisations ----------------------------------------------------------------------------

LINE_LETTER = {"party": "党", "union": "工", "youth": "团", "women": "妇"}
LAST_WORD = {
    "party": {"branch": "党支部", "general": "党总支", "committee": "党委"},
    "union": {"basic": "工会委员会", "federated": "联合工会"},
    "youth": {"branch": "团支部", "general": "团总支", "committee": "团委"},
    "women": {"committee": "妇委会", "federation": "妇女联合会"},
}


def level_of(line, mode, members):
    if line == "union":
        return "basic" if mode == "single" else "federated"
    if line == "women":
        return "federation" if mode == "regional" else "committee"
    return "branch" if members < 50 else "general" if members < 100 else "committee"


document_count = 0


def make_org(line, mode, street, units, since, until=None, parent="", name=None, members=None):
    column = {"party": "members", "union": "unionists", "youth": "league", "women": "women"}[line]
    if members is None:
        members = sum(u[column] for u in units)
    level = level_of(line, mode, members)
    since = max([since] + [u["since"] for u in units if u["since"]] +
                [o["since"] for o in TABLES["orgs"] if o["id"] == parent])
    if name is None:
        stem = units[0]["name"] if mode == "single" else "东湖%s%s%s" % (
            short(street), "片区" if mode == "regional" else units[0]["trade"] + "行业", "联合")
        name = stem + LAST_WORD[line][level]
        taken = {o["name"] for o in TABLES["orgs"]}
        n = 1
        while name in taken:
            n += 1
            name = "%s第%s%s" % (stem, numeral(n), LAST_WORD[line][level])
    org = add("orgs", line=line, name=name, mode=mode, level=level, parent=parent,
              area=street if mode != "single" else units[0]["area"], units=[u["id"] for u in units],
              members=members, secretary="", until=until)
    found(org, since)
    return org


def found(org, since):
    """ORG was founded on SINCE: the dates and the document number that follow from it."""
    global document_count
    document_count += 1
    org["since"] = since
    org["term_end"] = datetime.date(max(since.year, 2020) + (3 if org["line"] == "youth" else 5), since.month,
                                    min(since.day, 28))
    org["document"] = "东%s〔%d〕%d号" % (LINE_LETTER[org["line"]], since.year, document_count)


ORGS = {line: [] for line in LINE_LETTER}       # in force on the day
party_units = set()
single_party, joint_party, regional_party, missing_party = {}, {}, {}, []

for code, _count, singles, joints in STREETS:
    ordinary = [u for u in UNITS[code] if id(u) not in SPECIAL]
    by_size = sorted(ordinary, key=lambda u: -u["employees"])
    own = by_size[:singles]
    for n, u in enumerate(own):
        u["members"] = 3 + int(u["employees"] * (0.03 + 0.09 * chance()))
    if code == "360102009":
        own[0]["members"], own[1]["members"] = 112, 57
        own[0]["employees"] += 300
    rest = [u for u in by_size[singles:] if id(u) not in SPECIAL]
    groups = []
    for n in range(joints):
        members = sample(rest, between(2, 5))
        rest = [u for u in rest if u not in members]
        for k, u in enumerate(members):
            u["members"] = between(2, 4) if k == 0 else between(1, 2)
        groups.append(members)
    area_units = sample(rest, between(7, 9))
    rest = [u for u in rest if u not in area_units]
    for u in area_units:
        u["members"] = between(0, 2)
        u["since"] = None
    area_units[0]["members"] = 3
    single_party[code], joint_party[code], regional_party[code] = own, groups, area_units

# Four joint organisations reach into the next street; some units stand under two organisations.
for code in ("360102002", "360102005", "360102008", "360102400"):
    other = next_street(code)
    free = [u for u in UNITS[other] if id(u) not in SPECIAL and u not in single_party[other]
            and u not in regional_party[other] and all(u not in g for g in joint_party[other])]
    guest = pick(free)
    guest["members"] = between(1, 2)
    joint_party[code][0].append(guest)
for code in STREET_CODES[:7]:
    regional_party[code].append(single_party[code][1])
    regional_party[code].append(joint_party[code][0][0])
for code in STREET_CODES:        # the widest organisations are the oldest, and so are their units
    for u in regional_party[code] + DORMANT[code]:
        u["since"] = None

for code in STREET_CODES:
    units = regional_party[code] + (DORMANT[code][:1] if code < "360102007" else [])
    head = make_org("party", "regional", code, units, day_between("2016-03-01", "2018-12-20"),
                    name="东湖示例%s“两新”组织综合党委" % short(code), members=100 + between(5, 60))
    ORGS["party"].append(head)
    for u in single_party[code]:
        ORGS["party"].append(make_org("party", "single", code, [u], day_between(
            "2019-01-10", "2023-12-20"), parent=head["id"]))
    for units in joint_party[code]:
        units = units + (DORMANT[code][1:2] if len(units) == 3 else [])
        ORGS["party"].append(make_org("party", "joint", code, units, day_between(
            "2019-01-10", "2023-12-20"), parent=head["id"]))
    party_units |= {u["id"] for u in single_party[code] + regional_party[code]}
    party_units |= {u["id"] for g in joint_party[code] for u in g}

# Eight units that have three members and no Party organisation: four of them will get a guide.
for code in STREET_CODES[:8]:
    u = [u for u in UNITS[code] if u["id"] not in party_units and id(u) not in SPECIAL][3]
    u["members"] = between(3, 6)
    missing_party.append(u)
for code in STREET_CODES:
    for u in UNITS[code]:
        if u["id"] not in party_units and u not in missing_party:
            u["members"] = pick([0, 0, 0, 1, 1, 2])

# single, joint, regional organisations of the mass lines
PLAN = {"union": (20, 10, 7), "youth": (70, 35, 15), "women": (60, 32, 12)}
for line, (singles, joints, regionals) in PLAN.items():
    column = {"union": "unionists", "youth": "league", "women": "women"}[line]
    parents = {}
    has_own, in_joint = set(), set()
    for n in range(regionals):
        code = STREET_CODES[(n * 3) % 10]
        units = sample([u for u in UNITS[code] if id(u) not in SPECIAL], between(6, 10))
        for u in units:
            u["since"] = None
            if line != "women":
                u[column] = max(u[column], between(1, 8) if line == "union" else between(1, 3))
        if n % 3 == 0:
            units.append(DORMANT[code][2])
        org = make_org(line, "regional", code, units, day_between("2017-01-05", "2019-12-20"))
        parents.setdefault(code, org["id"])
        ORGS[line].append(org)
    for n in range(singles):
        code = STREET_CODES[n % 10]
        able = sorted((u for u in UNITS[code] if id(u) not in SPECIAL and u["id"] not in has_own),
                      key=lambda u: -u["employees"])
        u = pick(able[:6] if line == "union" else able[:24])
        has_own.add(u["id"])
        if line == "union":
            u["unionists"] = between(25, max(30, int(u["employees"] * 0.8)))
        elif line == "youth":
            u["league"] = max(u["league"], 3 + int(u["employees"] * 0.1 * chance()))
        ORGS[line].append(make_org(line, "single", code, [u], day_between("2019-02-01", "2023-12-20"),
                                   parent=parents.get(code, "")))
    for n in range(joints):
        code = STREET_CODES[(n * 7 + 3) % 10]
        free = [u for u in UNITS[code] if id(u) not in SPECIAL and u["id"] not in has_own | in_joint]
        units = sample(free, between(2, 5))
        if n % 9 == 4:
            units.append(pick([u for u in UNITS[next_street(code)] if id(u) not in SPECIAL
                               and u["id"] not in has_own | in_joint]))
        in_joint |= {u["id"] for u in units}
        for k, u in enumerate(units):
            if line == "union":
                u["unionists"] = max(u["unionists"], between(26, 40) if k == 0 else between(4, 20))
            elif line == "youth":
                u["league"] = max(u["league"], between(1, 3))
        ORGS[line].append(make_org(line, "joint", code, units, day_between("2019-02-01", "2023-12-20"),
                                   parent=parents.get(code, "")))
    covered = {i for o in ORGS[line] for i in o["units"]}
    for code in STREET_CODES:
        for n, u in enumerate(UNITS[code]):
            if u["id"] in covered:
                continue
            if line == "union":
                u["unionists"] = 31 if n == 40 else pick([0, 0, 0, 3, 6, 12])
            elif line == "youth":
                u["league"] = between(3, 5) if n in (41, 42) else pick([0, 0, 1, 1, 2])
for row in TABLES["units"]:
    row["employees"] = max(row["employees"], row["unionists"], row["women"] + row["members"] // 2,
                           row["members"] + row["league"])

# What opened in the half year: six, six, ten and eight; the last Party one on the very day.
for line, count in (("party", 6), ("union", 6), ("youth", 10), ("women", 8)):
    young = [o for o in ORGS[line] if o["mode"] != "regional"]
    for n, org in enumerate(sample(young, count)):
        found(org, DAY if n == count - 1 else FROM if n == 0 else day_between("2024-01-02", "2024-06-20"))


def earlier(org, changed, **was):
    """The version of ORG that was in force until CHANGED."""
    before = dict(org, until=changed, **was)
    org["since"] = changed
    TABLES["orgs"].insert(TABLES["orgs"].index(org), before)
    return before


stable = {line: [o for o in ORGS[line] if o["since"] < date("2023-12-01")] for line in ORGS}
grown = [o for o in stable["party"] if o["mode"] == "joint"][3]
earlier(grown, date("2024-03-01"), mode="single", units=grown["units"][:1])
moved = [o for o in stable["party"] if o["mode"] == "joint" and o["area"] == "360102007"][0]
earlier(moved, date("2024-04-01"), area="360102005")
renamed = [o for o in stable["youth"] if o["mode"] == "single"][5]
earlier(renamed, date("2023-10-01"), name="原" + renamed["name"])
moved_women = [o for o in stable["women"] if o["mode"] == "joint"][2]
earlier(moved_women, date("2024-05-01"), area=next_street(moved_women["area"]))

# Ended ones, the first of each line on the last day (so in force until the day before), and later ones.
ENDED_ORGS, LATER_ORGS = {}, {}
for line in LINE_LETTER:
    ENDED_ORGS[line], LATER_ORGS[line] = [], []
    covered = {i for o in ORGS[line] for i in o["units"]}
    free = [u for c in STREET_CODES for u in UNITS[c] if u["id"] not in covered and id(u) not in SPECIAL
            and u not in missing_party and (line != "party" or u["members"] < 3)]
    for n, until in enumerate((DAY, date("2024-03-31"), FROM, date("2023-12-31"), date("2023-06-15"))):
        u = free[37 * n + 5]
        ENDED_ORGS[line].append(make_org(line, "single", street_of(u), [u], date("2019-04-01"), until=until,
                                         members=between(3, 9),
                                         name=u["name"] + "原" + LAST_WORD[line][level_of(line, "single", 3)]))
    for n, since in enumerate((date("2024-07-01"), date("2024-09-01"))):
        street = street_of(free[40 * n + 11])
        units = [u for u in free[40 * n + 11:40 * n + 13] if street_of(u) == street]
        LATER_ORGS[line].append(make_org(line, "joint" if len(units) > 1 else "single", street, units, since,
                                         members=between(3, 9)))

PARTY = ORGS["party"]
MASS = [o for line in ("union", "youth", "women") for o in ORGS[line]]


# ---- people -----------------------------------------------------------------------------------

person_count = 0


def new_person():
    global person_count
    person_count += 1
    return dict(person="R%04d" % person_count, name=person_name(), phone=phone())


def post(who, role, org=None, **more):
    row = dict(who, role=role)
    if org is not None:
        row.update(org=org["id"], area=street_of(org))
        row["since"] = max(org["since"], day_between("2021-01-04", "2023-12-20")) if "since" not in more else None
        if org["until"]:
            row["until"] = org["until"]
    row.update(more)
    return add("people", **row)


secretaries, deputies = [], []
for n, org in enumerate(PARTY):
    row = post(new_person(), "secretary", org)
    org["secretary"] = row["name"]
    secretaries.append(row)
for n, org in enumerate(o for o in PARTY if o["mode"] != "joint" and o["members"] >= 5):
    if len(deputies) < 42:
        deputies.append(post(new_person(), "deputy", org))
members = []
for n, org in enumerate(PARTY):
    for _ in range(2 if org["mode"] == "regional" else 1 + n % 2):
        members.append(post(new_person(), "member", org))

# The pool: 62 secretaries and 33 deputies; two of those secretaries are deputies elsewhere as well.
for row in sample(secretaries, 62) + sample(deputies, 33):
    row["pool"] = "yes"
twice = [r for r in secretaries if r.get("pool") == "yes"][4:6]
for n, row in enumerate(twice):
    other = [o for o in PARTY if o["mode"] == "regional"][n + 2]
    who = {k: row[k] for k in ("person", "name", "phone")}
    deputies.append(post(who, "deputy", other, pool="yes"))
for n, row in enumerate(secretaries + deputies):
    if row.get("pool") == "yes":
        row["fulltime"] = "yes"
        row["certified"] = ["junior", "junior", "middle", "", "junior", "middle", "senior"][n % 7]
# In the pool, but no secretary or deputy of a Party organisation in force.
for n, row in enumerate(members[:60:20]):
    row["pool"] = "yes"
for n, org in enumerate(ENDED_ORGS["party"][:2]):
    post(new_person(), "secretary", org, pool="yes", certified="junior", since=org["since"], until=org["until"])
gone = post(new_person(), "deputy", PARTY[1], pool="yes", certified="middle", until=DAY)
for n in range(2):
    post(new_person(), "secretary", LATER_ORGS["party"][n], pool="yes", since=LATER_ORGS["party"][n]["since"])
workers = [post(new_person(), "worker", [o for o in PARTY if o["mode"] == "regional"][n % 10],
                fulltime="yes", pool="yes", certified=["junior", "", "middle"][n % 3]) for n in range(24)]

# Principal posts of the mass organisations.  A League branch may have a secretary: not one of the pool.
heads = {}                       # org id -> person
bridge = []                      # Party committee members who also head a mass organisation
bridge_rows = sample(secretaries, 12) + sample(deputies[:42], 8) + sample(members, 12)
free_mass = [o for o in MASS if o["since"] <= date("2023-12-20")]
for n, row in enumerate(bridge_rows):
    near = [o for o in free_mass if street_of(o) == row["area"]] or free_mass
    chosen = [pick(near)]
    if n % 8 == 3:
        more = [o for o in near if o["line"] != chosen[0]["line"]]
        chosen += [pick(more)] if more else []
    for o in chosen:
        free_mass.remove(o)
        heads[o["id"]] = row
    row["concurrent"] = sorted(o["id"] for o in chosen)
league_secretaries = [o for o in ORGS["youth"] if o["id"] not in heads and o["since"] < FROM][:4]
for org in MASS:
    if org["id"] in heads:
        who = {k: heads[org["id"]][k] for k in ("person", "name", "phone")}
        row = post(who, "head", org)
        holder = heads[org["id"]]
        row["since"] = holder["since"] = max(org["since"], holder["since"])
    elif org in league_secretaries:
        row = post(new_person(), "secretary", org, pool="yes", certified="junior")
    else:
        row = post(new_person(), "head", org)
    org["secretary"] = row["name"]
# The same person on a second committee, with the same joint post.
row = bridge_rows[25]
second = [o for o in PARTY if o["mode"] == "regional" and o["area"] == row["area"]][0]
if second["id"] == row["org"]:
    second = [o for o in PARTY if o["area"][:9] == row["area"] and o["mode"] == "joint"][0]
post({k: row[k] for k in ("person", "name", "phone")}, "member", second, concurrent=row["concurrent"],
     since=max(second["since"], row["since"]))
# Heads a union as well, but left the committee the day before, is a worker only, is of the League, comes later.
spare = [o for o in ORGS["union"] + ORGS["women"] if o["id"] not in heads and o["since"] < FROM]


def takes_over(org, who):
    """WHO heads ORG instead of the person entered for it."""
    for row in TABLES["people"]:
        if row["role"] == "head" and row.get("org") == org["id"]:
            row.update({k: who[k] for k in ("person", "name", "phone")})
            org["secretary"] = who["name"]
            return row["since"]
    return None


for n, (role, org, dates) in enumerate((
        ("member", PARTY[3], dict(until=DAY)), ("deputy", PARTY[4], dict(until=date("2024-02-01"))),
        ("worker", PARTY[0], {}), ("secretary", league_secretaries[0], {}))):
    who = new_person()
    if role == "secretary":
        row = [r for r in TABLES["people"] if r["role"] == "secretary" and r.get("org") == org["id"]][0]
        who = {k: row[k] for k in ("person", "name", "phone")}
    else:
        row = post(who, role, org)
        row.update(dates)
    since = takes_over(spare[n], who)
    row["concurrent"] = [spare[n]["id"]]
    row["since"] = max(row["since"], since)
who = new_person()
new_org = LATER_ORGS["union"][0]
post(who, "member", PARTY[6], since=date("2024-07-01"), concurrent=[new_org["id"]])
post(who, "head", new_org, since=new_org["since"])
new_org["secretary"] = who["name"]
for line in LINE_LETTER:
    for org in ENDED_ORGS[line]:
        if not org["secretary"]:
            held = [r for r in TABLES["people"] if r.get("org") == org["id"]]
            row = held[0] if held else post(new_person(), "secretary" if line == "party" else "head", org,
                                            since=org["since"], until=org["until"])
            org["secretary"] = row["name"]
for line in LINE_LETTER:
    for org in LATER_ORGS[line]:
        held = [r for r in TABLES["people"] if r.get("org") == org["id"]]
        org["secretary"] = held[0]["name"] if held else ""
for row in TABLES["orgs"]:       # earlier versions name the same person
    if row["until"] and not row["secretary"]:
        row["secretary"] = [o["secretary"] for o in TABLES["orgs"] if o["id"] == row["id"]][-1]

# Guides: 110 persons, 112 rows; 754 units that have no Party organisation, and some that have one.
TO_GUIDE = 754
without = {c: [u for u in UNITS[c] if u["id"] not in party_units] for c in STREET_CODES}
total = sum(len(v) for v in without.values())
never = {missing_party[n]["id"] for n in (0, 2, 4, 6)}
never |= {ENDED_ORGS["party"][0]["units"][0]}
while total - len(never) > TO_GUIDE:
    u = pick(without[pick(STREET_CODES)])
    if u not in missing_party:
        never.add(u["id"])
guided = {c: [u for u in without[c] if u["id"] not in never] for c in STREET_CODES}
assert sum(len(v) for v in guided.values()) == TO_GUIDE
shares = {c: len(guided[c]) * 110 // TO_GUIDE for c in STREET_CODES}
for c in sorted(STREET_CODES, key=lambda c: -((len(guided[c]) * 110) % TO_GUIDE))[:110 - sum(shares.values())]:
    shares[c] += 1
channels = ["grassroots"] * 52 + ["hired"] * 38 + ["seconded"] * 20
guides, guide_of = [], {}
for c in STREET_CODES:
    for n in range(shares[c]):
        units = guided[c][n::shares[c]]
        if n % 4 == 1:           # looks after one that has its own organisation as well
            units = units + [single_party[c][n % len(single_party[c])]]
        if n % 9 == 2:
            units = units + [DORMANT[c][n % len(DORMANT[c])]]
        if n % 5 == 3:           # a colleague's unit too
            units = units + [guided[c][(n + 1) % shares[c]]]
        units = list({u["id"]: u for u in units}.values())
        channel = channels.pop(below(len(channels)))
        since = max([day_between("2021-03-01", "2024-01-31")] + [u["since"] for u in units if u["since"]])
        row = post(new_person(), "guide", channel=channel, fulltime="yes", area=c, since=since,
                   units=sorted(u["id"] for u in units))
        guides.append(row)
        for u in guided[c][n::shares[c]]:
            guide_of[u["id"]] = row
# Two guides hold a second post in the next street, over units that others look after already.
for row in (guides[7], guides[50]):
    other = next_street(row["area"])
    post({k: row[k] for k in ("person", "name", "phone")}, "guide", channel=row["channel"], fulltime="yes",
         area=other, since=date("2024-02-01"),
         units=sorted(u["id"] for u in guided[other][:2] if id(u) not in SPECIAL))
# Three took on more units in the spring: an earlier version with fewer.
for row in (guides[3], guides[33], guides[63]):
    changed = date("2024-03-01")
    if row["since"] < changed and len(row["units"]) > 4:
        kept = [i for i in row["units"] if not [u for u in NEW_UNITS if u["id"] == i]][:4]
        TABLES["people"].insert(TABLES["people"].index(row), dict(row, until=changed, units=kept))
        row["since"] = changed
never_list = [u for c in STREET_CODES for u in without[c] if u["id"] in never and id(u) not in SPECIAL]
unguided = [u for u in never_list if u not in missing_party]
for n, (since, until) in enumerate((("2022-03-01", "2024-06-30"), ("2022-03-01", "2024-01-31"),
                                    ("2021-06-01", "2023-12-31"), ("2024-07-01", ""))):
    units = unguided[3 * n:3 * n + 3]
    since = date(since)
    if n < 3:
        since = max([since] + [u["since"] for u in units if u["since"]])
    post(new_person(), "guide", channel="hired", fulltime="no" if n == 1 else "yes",
         area=street_of(units[0]), since=since, until=date(until) if until else None,
         units=sorted(u["id"] for u in units))
for n in range(12):
    u = unguided[12 + n]
    post(new_person(), "liaison", fulltime="yes" if n < 3 else "", area=street_of(u),
         since=max([date("2023-02-01")] + ([u["since"]] if u["since"] else [])), units=[u["id"]])

# Activists: 43 taken in from mass organisations in the half year, two of them recommended twice.
old_mass = [o for o in MASS if o["since"] < date("2023-01-01")]


def take_in(who, since, by, **more):
    party = [o for o in PARTY if street_of(o) == street_of(by) and o["since"] <= since]
    row = post(who, "activist", area=street_of(by), recommended_by=by["id"], since=since)
    row.update(dict(more, org=pick(party)["id"]))
    return row


taken_in = []
for n in range(43):
    since = [FROM, DAY][n] if n < 2 else day_between("2024-01-05", "2024-06-28")
    taken_in.append(take_in(new_person(), since, pick(old_mass)))
for row in taken_in[10:12]:
    by = [o for o in old_mass if street_of(o) == row["area"] and o["id"] != row["recommended_by"]]
    take_in({k: row[k] for k in ("person", "name", "phone")}, row["since"], pick(by))
taken_in[20]["until"] = date("2024-06-25") if taken_in[20]["since"] < date("2024-06-01") else None
for n in range(18):
    take_in(new_person(), date("2023-12-31") if n == 0 else day_between("2023-01-10", "2023-12-20"), pick(old_mass))
for n in range(3):
    take_in(new_person(), DAY + datetime.timedelta(1 + 6 * n), pick(old_mass))
for n in range(6):
    take_in(new_person(), day_between("2024-01-10", "2024-06-20"),
            pick([o for o in PARTY if o["since"] < date("2023-01-01")]))
for n in range(2):
    take_in(new_person(), day_between("2024-01-10", "2024-06-20"), pick(old_mass), recommended_by="")

# Aides of the grids: 80 in force, one of them entered for two streets.
aides = [post(new_person(), "aide", area=STREET_CODES[n % 10],
              since=DAY if n == 79 else day_between("2022-05-01", "2024-05-20")) for n in range(80)]
post({k: aides[11][k] for k in ("person", "name", "phone")}, "aide", area=STREET_CODES[2], since=aides[11]["since"])
for n, until in enumerate(("2024-06-30", "2024-05-31", "2023-12-31", "2023-07-01", "2024-02-10")):
    post(new_person(), "aide", area=STREET_CODES[n], since=date("2022-05-01"), until=date(until))
for n in range(3):
    post(new_person(), "aide", area=STREET_CODES[n], since=DAY + datetime.timedelta(1 + 30 * n))


# ---- visits -----------------------------------------------------------------------------------

UNIT_ROWS = {}
for row in TABLES["units"]:
    UNIT_ROWS.setdefault(row["id"], []).append(row)


def unit_on(unit_id, day):
    return [r for r in UNIT_ROWS[unit_id] if in_force(r, day)][0]


VISIT_TEXTS = ["了解用工与党员情况", "宣讲惠企政策", "核对职工人数", "商量组建党组织", "回访上次问题", "征求意见建议",
               "帮助对接业务部门", "检查安全生产", "看望一线职工"]
FIRST_VISIT = {}                 # earliest version of a guide's post, for the date of a visit
for row in TABLES["people"]:
    if row["role"] == "guide":
        FIRST_VISIT[row["id"]] = min(FIRST_VISIT.get(row["id"], row["since"]), row["since"])
MONTHS = ["2023-03", "2023-05", "2023-06", "2023-10", "2024-01", "2024-02", "2024-03"]
visits = []
planned = []
for c in STREET_CODES:
    for u in guided[c]:
        guide = guide_of[u["id"]]
        first = max(guide["since"], u["since"] or guide["since"])
        days = [day_between(m + "-03", m + "-27") for m in MONTHS if chance() < 0.13]
        if chance() < 0.92:
            days.append(day_between("2024-04-03", "2024-06-28"))
        if chance() < 0.15:
            days.append(day_between("2024-06-03", "2024-06-30"))
        for d in days:
            if d >= first:
                planned.append((d, guide, u["id"], "guidance-day" if d.day <= 10 else "routine"))
    for u in single_party[c] + regional_party[c][:3]:
        if chance() < 0.6:
            chief = [r for r in secretaries if r["area"] == c][0]
            d = day_between("2024-03-15", "2024-06-28")
            if d >= chief["since"]:
                planned.append((d, chief, u["id"], "routine"))
for festival, text, count in (("2024-04-29", "五一节前慰问", 12), ("2024-06-08", "端午节慰问", 12),
                              ("2023-04-28", "五一节前慰问", 6), ("2023-06-20", "端午节慰问", 6)):
    d = date(festival)
    able = [(g, i) for g in guides for i in g["units"] if g["since"] <= d and i in guide_of
            and (not unit_on(i, DAY)["since"] or unit_on(i, DAY)["since"] <= d)]
    for g, i in sample(able, count):
        planned.append((d, g, i, text))
for n, g in enumerate(sample(guides, 5)):
    planned.append((DAY + datetime.timedelta(1 + n), g, [i for i in g["units"] if i in guide_of][0], "routine"))
for d, who, unit, kind in sorted(planned, key=lambda p: (p[0], p[2])):
    festive = kind not in ("routine", "guidance-day")
    visits.append(add("visits", date=d, by=who["id"], unit=unit, area=unit_on(unit, d)["area"],
                      kind="condolence" if festive else kind,
                      step="" if festive else pick(["survey", "assess", "visit", "visit", "dispatch"]),
                      text=kind if festive else pick(VISIT_TEXTS),
                      value=(500 if festival else 0) if festive else None))


# ---- meetings and problems --------------------------------------------------------------------

TOPICS = ["骑手歇脚点增设", "商圈停车秩序", "快递站点消防通道", "货车司机夜间停靠", "新业态工会入会", "小区外卖进出登记",
          "夜间充电安全", "高温津贴落实", "楼宇党组织组建", "餐饮后厨共享", "网约车候客区", "青年人才公寓", "零工市场迁建",
          "法律援助进站点", "子女暑期托管", "党员积分管理", "行业纠纷调解", "食品安全随手拍", "路面破损修补", "志愿服务排班",
          "数据共享口径", "阵地错时开放", "先进典型推荐"]
DEPTS = ["区商务局", "区市监局", "区总工会", "团区委", "区妇联", "区人社局", "区城管局", "区交通局", "区住建局"]
joint_items = []


def hold(meeting, day, kind, items, host="区委两新工委"):
    rows = []
    for n in range(1, items + 1):
        topic = TOPICS[len(joint_items) % len(TOPICS)] if kind == "joint" else pick(TOPICS)
        done = day <= DAY
        row = add("meetings", meeting=meeting, item=n, date=day, kind=kind, host=host, topic=topic,
                  depts=sorted(sample(DEPTS, between(2, 3))), plan="yes" if done else "",
                  join="yes" if done else "", decide="yes" if done else "",
                  execute=("yes" if chance() < 0.9 else "no") if done else "",
                  supervise=("yes" if chance() < 0.8 else "no") if done else "",
                  result=pick(["已落实", "推进中", "已落实"]) if done else "")
        rows.append(row)
        if kind == "joint":
            joint_items.append(row)
    return rows


old_items = []
for n, day in enumerate(("2023-02-10", "2023-03-24", "2023-04-21", "2023-05-19", "2023-06-16", "2023-09-22",
                         "2023-11-17", "2023-12-29")):
    old_items += hold("LX2023-%02d" % (n + 1), date(day), "joint", 2)
    if n % 3 == 0:
        hold("DD2023-%02d" % (n + 1), date(day) + datetime.timedelta(4), "dispatch", 1)
joint_items = []
ITEMS = [3, 1, 2, 2, 2, 1, 3, 2, 2, 1, 2, 2]
for n, day in enumerate(("2024-01-05", "2024-01-19", "2024-02-02", "2024-02-23", "2024-03-08", "2024-03-22",
                         "2024-04-12", "2024-04-26", "2024-05-10", "2024-05-24", "2024-06-07", "2024-06-21")):
    hold("LX2024-%02d" % (n + 1), date(day), "joint", ITEMS[n])
    if n % 3 == 1:
        hold("DD2024-%02d" % (n + 1), date(day) + datetime.timedelta(5), "dispatch", 2)
    if n % 4 == 2:
        hold("GW2024-%02d" % (n + 1), date(day) + datetime.timedelta(6), "committee", 1)
items_2024 = list(joint_items)
hold("LX2024-13", date("2024-07-05"), "joint", 2)
hold("DD2024-13", date("2024-07-10"), "dispatch", 1)

PROBLEMS = ["门前缺少停车位", "站点缺充电设施", "饮水点偏少", "用工合同不清", "消防通道堆物", "路灯损坏", "进小区登记繁琐",
            "职工体检没有着落", "子女暑期无人照看", "政策申报不会办"]


def raise_problem(raised, source, ref, unit, solved, area=None):
    add("problems", raised=raised, source=source, ref=ref, unit=unit or "",
        area=unit_on(unit, raised)["area"] if unit else area, help=pick(["solve", "solve", "plan", "build", "brand"]),
        text=pick(PROBLEMS), due=raised + datetime.timedelta(60), solved=solved,
        by=pick(DEPTS) + "经办" if solved else "", result="已办结" if solved else "")


def solved_after(raised, last=DAY):
    return min(raised + datetime.timedelta(between(3, 45)), last)


old_units = [u["id"] for c in STREET_CODES for u in UNITS[c] if not u["since"]]
drafts = []
n = 0
for item in items_2024[:20]:     # forty from this year's meetings
    for _ in range(2):
        n += 1
        solved = DAY if n == 40 else solved_after(item["date"])
        drafts.append((item["date"], "meeting", item["id"], pick(old_units), solved))
for item in old_items[-4:-1]:    # six from last year's, the first of them solved on New Year's Day
    for k in range(2):
        first = item is old_items[-4] and k == 0
        drafts.append((item["date"], "meeting", item["id"], pick(old_units),
                       FROM if first else day_between("2024-01-08", "2024-02-20")))
for item in items_2024[18:23]:   # raised, not solved by the day
    drafts.append((item["date"], "meeting", item["id"], pick(old_units), None))
for n, item in enumerate(items_2024[21:23]):
    drafts.append((item["date"], "meeting", item["id"], pick(old_units), DAY + datetime.timedelta(1 + n)))
for n, item in enumerate(old_items[:12]):
    drafts.append((item["date"], "meeting", item["id"], pick(old_units),
                   date("2023-12-31") if n == 11 else solved_after(item["date"], date("2023-12-31"))))
recent = [v for v in visits if v["date"] <= DAY]
for v in sample([v for v in recent if v["date"] >= FROM], 34):
    drafts.append((v["date"], "visit", v["id"], v["unit"], solved_after(v["date"]) if chance() < 0.8 else None))
for v in sample([v for v in recent if v["date"] < FROM], 14):
    drafts.append((v["date"], "visit", v["id"], v["unit"], solved_after(v["date"], date("2023-12-30"))))
for n in range(30):
    raised = day_between("2024-01-03", "2024-06-27")
    drafts.append((raised, "snapshot", "", None, solved_after(raised) if n % 5 else None))
for n in range(16):
    raised = day_between("2024-01-03", "2024-06-27")
    drafts.append((raised, "hotline", "", pick(old_units), solved_after(raised) if n % 4 else None))
for n in range(5):
    raised = day_between("2024-02-03", "2024-06-27")
    drafts.append((raised, "other", "", None, solved_after(raised)))
for n in range(18):
    raised = day_between("2023-01-10", "2023-11-27")
    drafts.append((raised, pick(["snapshot", "hotline"]), "", None, solved_after(raised, date("2023-12-28"))))
for raised, source, ref, unit, solved in sorted(drafts, key=lambda d: (d[0], d[1], d[2])):
    raise_problem(raised, source, ref, unit, solved, area=community(pick(STREET_CODES)))
raise_problem(date("2024-07-02"), "snapshot", "", None, None, area=community(STREET_CODES[4]))
raise_problem(visits[-1]["date"], "visit", visits[-1]["id"], visits[-1]["unit"], None)


# ---- events -----------------------------------------------------------------------------------

drafts = []


def event(day, kind, **row):
    row.update(date=date(day) if isinstance(day, str) else day, kind=kind)
    drafts.append(row)
    return row


def where():
    return DISTRICT if chance() < 0.1 else pick(STREET_CODES)


# Gifts: 50 000 yuan of health checks from the district union, 20 000 yuan against the heat.
for day, value, count in (("2024-04-30", 20000, 100), ("2024-05-17", 18000, 90), ("2024-06-14", 12000, 60)):
    event(day, "gift", name="新就业群体健康体检套餐", host="区总工会", item="health-check", donor="区总工会",
          audience=["riders"], headcount=count, value=value, area=DISTRICT)
for day, donor, value in (("2023-06-09", "区总工会", 30000), ("2024-05-21", "市总工会", 8000),
                          ("2024-03-08", "区妇联", 5000), ("2024-07-12", "区总工会", 10000)):
    event(day, "gift", name="健康体检名额", host="区委两新工委", item="health-check", donor=donor,
          audience=["riders"], headcount=value // 200, value=value, area=DISTRICT)
for day, donor, value in (("2024-06-05", "区总工会", 12000), ("2024-06-20", "团区委", 8000)):
    event(day, "gift", name="夏日送清凉", host=donor, item="cooling", donor=donor, audience=["riders"],
          headcount=value // 40, value=value, area=DISTRICT)
for day, donor, value, item in (("2023-07-17", "区总工会", 15000, "cooling"), ("2024-07-05", "团区委", 6000, "cooling"),
                                ("2024-06-11", "区总工会", 3000, "consolation"), ("2023-12-31", "区妇联", 900, "cooling")):
    event(day, "gift", name="夏日送清凉" if item == "cooling" else "慰问困难骑手", host=donor, item=item, donor=donor,
          audience=["riders"], headcount=30, value=value, area=DISTRICT)

# Volunteering: 107 times by the two teams; 800 attendances of youth volunteers.
TEAM_WORK = ["护送就医", "清扫路口", "助老送餐", "夜间巡查", "文明劝导", "护考接送"]
for team, count in (("洪城红车队", 61), ("洪城红骑手队", 46)):
    for n in range(count):
        day = {0: FROM, 1: DAY}.get(n) or day_between("2024-01-04", "2024-06-28")
        event(day, "volunteer", name=pick(TEAM_WORK), host="区委两新工委", team=team,
              audience=["riders"] if team == "洪城红骑手队" else [], headcount=between(5, 24), area=where())
    for n in range(20):
        event(day_between("2023-01-10", "2023-12-31"), "volunteer", name=pick(TEAM_WORK), host="区委两新工委",
              team=team, headcount=between(5, 20), area=where())
    event("2023-12-31", "volunteer", name="迎新巡查", host="区委两新工委", team=team, headcount=10, area=where())
    event("2024-07-01", "volunteer", name="文明劝导", host="区委两新工委", team=team, headcount=8, area=where())
    event("2024-05-04", "culture", name="车友联谊", host="团区委", team=team, headcount=30, area=where())
for n in range(9):
    event(day_between("2024-01-10", "2024-06-20"), "volunteer", name="义诊", host="区卫健委", team="社区志愿队",
          headcount=between(6, 30), area=where())
counts = [between(25, 55) for _ in range(19)]
while sum(counts) > 780 or sum(counts) < 700:
    counts = [between(25, 55) for _ in range(19)]
for n, count in enumerate(counts + [800 - sum(counts)]):
    day = {0: "2024-01-01", 1: "2024-06-30"}.get(n) or day_between("2024-01-08", "2024-06-26")
    event(day, "volunteer", name="青年志愿行动", host="团区委", team="青年志愿服务队", audience=["youth"],
          headcount=count, area=where())
for day, kind, audience, count in (("2023-12-31", "volunteer", ["youth"], 40), ("2023-05-04", "volunteer", ["youth"], 66),
                                   ("2024-07-06", "volunteer", ["youth"], 35), ("2024-04-10", "training", ["youth"], 60),
                                   ("2024-05-18", "volunteer", ["employees"], 25)):
    event(day, kind, name="青年志愿者集训" if kind == "training" else "志愿行动", host="团区委", team="青年志愿服务队",
          audience=audience, headcount=count, area=where())

# Welfare in series: 34.
for series, count in (("青壹暖冬", 9), ("童心圆梦", 8), ("微心愿", 8), ("名著小书包", 5), ("希望小屋", 4)):
    for n in range(count):
        last = "2024-02-28" if series == "青壹暖冬" else "2024-06-28"
        event(day_between("2024-01-03", last), "welfare", series=series, name=series + "走进社区", host="团区委",
              headcount=between(10, 60), area=where())
    for n in range(3):
        event(day_between("2023-01-10", "2023-12-20"), "welfare", series=series, name=series + "走进社区", host="团区委",
              headcount=between(10, 60), area=where())
for day, kind, series in (("2023-12-31", "welfare", "青壹暖冬"), ("2024-07-01", "welfare", "微心愿"),
                          ("2024-01-20", "culture", "青壹暖冬"), ("2024-03-05", "welfare", "邻里互助"),
                          ("2024-05-30", "welfare", "邻里互助"), ("2024-06-01", "welfare", "")):
    event(day, kind, series=series, name="公益专场", host="团区委", headcount=20, area=where())

# Trainings by audience and method; for employees by contents.
for n in range(14):
    day = day_between("2024-01-15", "2024-06-26") if n < 9 else day_between("2023-02-15", "2023-12-10")
    event(day, "training", name="党组织书记培训", host="区委两新工委", audience=["secretaries"],
          method=[["example"], ["tour"], ["example", "tour"]][n % 3], headcount=between(30, 70), area=DISTRICT)
for n in range(14):
    day = day_between("2024-01-15", "2024-06-26") if n < 9 else day_between("2023-02-15", "2023-12-10")
    event(day, "training", name="专职党务工作者培训", host="区委两新工委", audience=["workers"],
          method=[["lecture"], ["face-to-face"], ["hands-on"], ["face-to-face", "lecture"]][n % 4],
          headcount=between(15, 40), area=DISTRICT)
for n in range(18):
    day = day_between("2024-01-15", "2024-06-26") if n < 12 else day_between("2023-02-15", "2023-12-10")
    event(day, "training", name="党员职工培训", host="区总工会", audience=["employees"],
          topic=[["党性教育"], ["职业技能"], ["安全生产"], ["安全生产", "职业技能"]][n % 4],
          headcount=between(40, 120), area=where())

# Festivals and what was done at them; a row within another carries no head count.
def festival(day, name, host, parts, headcount):
    whole = event(day, "festival", name=name, host=host, audience=["riders"], headcount=headcount, area=DISTRICT)
    for kind, part in parts:
        event(day, kind, name=part, host=host, audience=["riders"], area=DISTRICT, part_of=whole)


festival("2023-07-17", "第一届7·17骑手节", "区委两新工委",
         [("culture", "骑手才艺展演"), ("volunteer", "骑手交通劝导"), ("festival", "最美骑手事迹分享")], 260)
festival("2024-04-30", "五一劳动者联欢", "区总工会", [("culture", "职工合唱"), ("festival", "劳模故事会")], 180)
festival("2024-06-08", "端午粽香进站点", "区妇联", [("festival", "包粽子比赛"), ("volunteer", "送粽上门")], 120)
festival("2024-07-17", "第二届7·17骑手节", "区委两新工委", [("culture", "骑手才艺展演")], None)
for day, name, value in (("2024-04-29", "五一慰问一线骑手", 6000), ("2024-06-07", "端午慰问散工", 4000),
                         ("2023-06-21", "端午慰问骑手", 4500)):
    event(day, "condolence", name=name, host="区总工会", item="consolation", donor="区总工会", audience=["riders"],
          headcount=value // 100, value=value, area=DISTRICT)
for row in sorted(drafts, key=lambda r: r["date"]):
    part_of = row.pop("part_of", None)
    row["id"] = new_id("events")
    written = add("events", **row)
    if part_of is not None:
        written["part_of"] = part_of["id"]


# ---- sites ------------------------------------------------------------------------------------

ALL = ["charging", "first-aid", "meals", "rest"]
add("sites", kind="complex", name="央央春天投资大厦", area="360102009", floor_m2=2380, services=ALL,
    since=date("2023-03-20"))
add("sites", kind="complex", name="豫章后街商圈", area="360102007", floor_m2=1650, services=ALL,
    upgraded=date("2024-03-15"), since=date("2022-11-08"))
add("sites", kind="complex", name="示例老街", area="360102004", floor_m2=900, services=["rest"],
    since=date("2021-07-01"), until=DAY)
add("sites", kind="complex", name="样例广场", area="360102008", floor_m2=1400, services=ALL,
    since=date("2024-09-01"))
add("sites", kind="complex", name="测试大厦", area="360102002", floor_m2=700, since=date("2020-07-01"),
    until=date("2023-12-31"))
closed = COMMUNITIES["360102006"][4]
for code in STREET_CODES:
    for area in COMMUNITIES[code]:
        if area == closed or AREA_NAME[area].endswith("家委会"):      # of the people of one institution
            continue
        floor = between(200, 900)
        row = add("sites", kind="center", name=short(area) + "党群服务中心", area=area, floor_m2=floor,
                  services=sample(ALL, between(1, 4)), since=day_between("2018-01-05", "2023-12-20"))
        if floor % 11 == 0:      # moved into larger rooms
            opened = day_between("2023-04-01", "2024-06-10")
            before = dict(row, since=date("2017-07-01"), until=opened, floor_m2=floor - 120)
            row.update(since=opened, upgraded=opened)
            TABLES["sites"].insert(TABLES["sites"].index(row), before)
TABLES["sites"][-1]["since"] = DAY
for n, (since, until) in enumerate((("2018-06-01", "2024-06-30"), ("2024-07-01", ""))):
    add("sites", kind="center", name=short(closed) + ("党群服务中心" if n == 0 else "新党群服务中心"), area=closed,
        floor_m2=310 + 100 * n, services=["rest"], since=date(since), until=date(until) if until else None)
add("sites", kind="center", name="示例市场党群服务中心", area="360102005", floor_m2=260, since=date("2019-01-01"),
    until=date("2023-08-01"))
home = add("sites", kind="workers-home", name="豫章郡小区劳模之家", area="360102400", floor_m2=1126,
           services=["meals", "rest"], upgraded=date("2024-03-01"), since=date("2024-03-01"))
before = dict(home, floor_m2=860, upgraded=None, since=date("2022-05-01"), until=date("2024-03-01"))
TABLES["sites"].insert(TABLES["sites"].index(home), before)
add("sites", kind="workers-home", name="样例园区职工之家", area="360102009", floor_m2=640, services=["rest"],
    since=date("2021-05-01"))
add("sites", kind="workers-home", name="示范劳模之家", area="360102004", floor_m2=420, since=date("2019-05-01"),
    until=DAY)
add("sites", kind="workers-home", name="测试劳模之家", area="360102008", floor_m2=500, since=date("2024-07-01"))
add("sites", kind="station", name="劳模事迹驿站", area="360102400", floor_m2=80, services=["rest"],
    since=date("2022-05-01"))
for n in range(13):
    kind = "youth-home" if n < 7 else "women-home"
    street = STREET_CODES[n % 10]
    add("sites", kind=kind, name=short(street) + ("" if n < 10 else "第二") + ("青年之家" if n < 7 else "妇女之家"),
        area=street, floor_m2=between(60, 240), services=["rest"],
        since=DAY if n == 12 else day_between("2020-03-01", "2024-05-20"))
for name, kind, since, until in (("样例青年之家", "youth-home", "2019-05-04", "2024-06-30"),
                                 ("示范妇女之家", "women-home", "2024-07-01", ""),
                                 ("测试妇女之家", "women-home", "2018-03-08", "2023-12-31"),
                                 ("示范青年驿站", "station", "2023-05-04", "")):
    add("sites", kind=kind, name=name, area="360102002", floor_m2=100, since=date(since),
        until=date(until) if until else None)
for n in range(26):
    street = STREET_CODES[n % 10]
    add("sites", kind="station", name=short(street) + numeral(n // 10 + 1) + "号红色驿站", area=community(street),
        floor_m2=between(12, 60), services=sorted(sample(ALL, between(2, 4))),
        since=day_between("2021-07-01", "2024-06-20"), until=DAY if n == 25 else None)
add("sites", kind="casual-station", name="永溪村散工服务站点", area=YONGXI, floor_m2=150, services=ALL,
    upgraded=date("2024-05-01"), since=date("2023-05-01"))
add("sites", kind="casual-station", name="扬农散工临时点", area="360102401", floor_m2=40, services=["rest"],
    since=date("2022-03-01"), until=date("2024-02-01"))


# ---- awards -----------------------------------------------------------------------------------

def award(day, title, sponsor, **row):
    row.setdefault("kind", "honour")
    row.setdefault("stage", "awarded")
    row.setdefault("area", pick(STREET_CODES))
    add("awards", date=date(day) if isinstance(day, str) else day, title=title, sponsor=sponsor, **row)


for n in range(6):
    award("2023-07-17", "最美骑手", "区委两新工委", level="district", recipient=person_name(), recipient_kind="rider")
for n in range(40):
    award("2023-09-10", "了不起的网约车司机", "区委两新工委", level="district", recipient=person_name(),
          recipient_kind="driver")
for n in range(10):
    award("2024-06-30" if n == 9 else "2024-05-20", "最美骑手", "区委两新工委", level="district",
          recipient=person_name(), recipient_kind="rider")
for n in range(80):
    award("2024-01-01" if n == 0 else "2024-06-28", "了不起的网约车司机", "区委两新工委", level="district",
          recipient=person_name(), recipient_kind="driver")
for title, kind in (("最美骑手", "rider"), ("了不起的网约车司机", "driver")):
    award("2024-05-06", title, "市委两新工委", level="city", recipient=person_name(), recipient_kind=kind)
    award("2023-12-31", title, "区委两新工委", level="district", recipient=person_name(), recipient_kind=kind)
    award("2024-07-01", title, "区委两新工委", level="district", recipient=person_name(), recipient_kind=kind)
    award("2024-05-20", title + "提名", "区委两新工委", level="district", recipient=person_name(), recipient_kind=kind)
for n in range(4):
    award("2024-05-20", "最美快递员", "区委两新工委", level="district", recipient=person_name(),
          recipient_kind="courier")
for title, sponsor, via, count in (("市五一劳动奖章", "市总工会", "区总工会", 2), ("市巾帼建功标兵", "市妇联", "区妇联", 1)):
    for n in range(count):
        award("2024-04-28" if via == "区总工会" else "2024-03-07", title, sponsor, level="city", via=via,
              recipient=person_name(), recipient_kind="employee")
    for day, more in (("2024-04-10", dict(stage="nominated", level="city", via=via)),
                      ("2024-04-11", dict(stage="nominated", level="city", via=via)),
                      ("2023-04-27", dict(level="city", via=via)),
                      ("2024-07-03", dict(level="city", via=via)),
                      ("2024-04-28", dict(level="city", via="市直机关工委")),
                      ("2024-04-20", dict(level="district", via=via))):
        named = title if more["level"] == "city" else title.replace("市", "区", 1)
        award(day, named, sponsor if more["level"] == "city" else via, recipient=person_name(),
              recipient_kind="employee", **more)
for n in range(3):
    award("2024-05-04", "区青年五四奖章", "团区委", level="district", recipient=person_name(), recipient_kind="employee")
for day, level, sponsor in (("2023-05-04", "district", "团区委"), ("2023-12-31", "district", "团区委"),
                            ("2024-05-03", "city", "团市委"), ("2024-05-04", "street", "团区委"),
                            ("2024-07-02", "district", "团区委")):
    title = {"district": "区青年五四奖章", "city": "市青年五四奖章", "street": "街道优秀青年"}[level]
    award(day, title, sponsor, level=level, recipient=person_name(), recipient_kind="employee")
BRANDS = [("青年文明号", "youth", 4), ("青年突击队", "youth", 3), ("青年岗位能手", "youth", 2), ("工心向党", "labour", 2),
          ("工人先锋号", "labour", 3)]
for title, family, count in BRANDS:
    sponsor = "团市委" if family == "youth" else "市总工会"
    for n in range(count):
        award(day_between("2024-01-10", "2024-06-28"), title, sponsor, kind="brand", family=family, level="city",
              recipient=firm_name("品牌培育点"), recipient_kind="post" if title == "青年岗位能手" else "unit")
    award(day_between("2023-03-10", "2023-12-31"), title, sponsor, kind="brand", family=family, level="city",
          recipient=firm_name("品牌培育点"), recipient_kind="unit")
award("2023-12-31", "工人先锋号", "市总工会", kind="brand", family="labour", level="city",
      recipient=firm_name("品牌培育点"), recipient_kind="unit")
award("2024-07-01", "青年文明号", "团市委", kind="brand", family="youth", level="city",
      recipient=firm_name("品牌培育点"), recipient_kind="unit")
for n in range(2):
    award("2024-05-08", "优秀青年岗位", "团市委", kind="honour", family="youth", level="city",
          recipient=firm_name("品牌培育点"), recipient_kind="post")


# ---- writing ----------------------------------------------------------------------------------

STEPS = ["survey", "assess", "visit", "dispatch"]


def finish():
    for n, row in enumerate(TABLES["units"]):
        row.setdefault("step", STEPS[(n * 7 + n // 3) % 4])
        row["recorded"] = recorded(row["since"], row["until"])
    for row in TABLES["orgs"]:
        row["recorded"] = recorded(row["since"], row["until"])
    for row in TABLES["people"]:
        row["recorded"] = recorded(row.get("since"), row.get("until"))
    for row in TABLES["visits"] + TABLES["meetings"] + TABLES["awards"]:
        row["recorded"] = recorded(row["date"])
    for row in TABLES["events"]:
        row["recorded"] = recorded(row["date"])
    for row in TABLES["problems"]:
        row["recorded"] = "" if row["solved"] and row["solved"] > DAY else recorded(row["raised"], row["solved"])
    for row in TABLES["sites"]:
        row["recorded"] = recorded(row.get("since"), row.get("until"))
    TABLES["awards"].sort(key=lambda r: r["date"])
    for n, row in enumerate(TABLES["awards"]):
        row["id"] = "A%04d" % (n + 1)


MONEY = {("visits", "value"), ("events", "value")}


def cell(register, column, value):
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(sorted(value))
    if isinstance(value, datetime.date):
        return iso(value)
    if (register, column) in MONEY:
        return "%d.00" % value
    return str(value)


def vocabulary():
    """Text columns whose values are a closed list here: whoever writes another one is told."""
    rows = []
    for register, column in (("awards", "sponsor"), ("awards", "via"), ("events", "donor"), ("events", "series"),
                             ("events", "team"), ("meetings", "host"), ("units", "dept"), ("units", "trade")):
        values = sorted({row[column] for row in TABLES[register] if row.get(column)})
        rows += [("%s.%s" % (register, column), v, v, "") for v in values]
    return rows


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: generate.py DIR")
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    finish()
    for register, columns in COLUMNS.items():
        write(os.path.join(target, register + ".csv"), columns,
              [[cell(register, c, row.get(c)) for c in columns] for row in TABLES[register]])
    write(os.path.join(target, "areas.csv"), ("code", "name", "vintage"), AREAS)
    write(os.path.join(target, "codes.csv"), ("field", "code", "label", "aliases"), vocabulary())


if __name__ == "__main__":
    main()
