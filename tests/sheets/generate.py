#!/usr/bin/env python3
"""Writes into a directory the text sheets that tests/sheets.t imports, as streets would send them.

    python3 tests/sheets/generate.py DIR
    python3 tests/sheets/generate.py --workbooks DIR

Everything in them is made up. What must come of each is kept in expected/NAME: what register-import gave, after it was read row
by row against the sheet. Some sheets are kept as files beside this one: what a hand typed (*.csv), and workbooks (*.xlsx).

The workbooks were written by other programs than ours, as a machine that runs the tests may have neither: `--workbooks`
writes them with openpyxl 3.0.9 (Debian: python3-openpyxl); those named libreoffice-… are such a workbook that LibreOffice
Calc 7.4 (libreoffice-calc-nogui) has opened, computed and saved:

    soffice --headless --convert-to xlsx --outdir OTHER libreoffice-….xlsx
"""
import codecs
import csv
import io
import os
import sys

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code(number):
    """A well-formed credit code of an enterprise of the district, which nobody has (GB 32100, GB 11714)."""
    body = f"MA99{number:04d}"
    inner = (11 - sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11) % 11
    front = "91360102" + body + ("X" if inner == 10 else str(inner))
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(front))
    return front + ALPHABET[(31 - total % 31) % 31]


def cells(text):
    """Rows of a sheet: a line each, `|` between cells, \\n a line break within a cell."""
    return [[cell.replace("\\n", "\n") for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def save(directory, name, rows, encoding="utf-8", delimiter=",", newline="\r\n", mark=b""):
    """As Excel saves: cells with a delimiter, a quote or a line break are quoted; a line break within a cell is a LF."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    with open(os.path.join(directory, name), "wb") as f:
        f.write(mark + text.getvalue().encode(encoding))


# --- whole sheets, each in the form of another program --------------------------------------------------------------

STREET = cells(f"""
豫章街道两新组织基本情况统计表|||||||||
填报单位（盖章）：豫章街道党工委||||||填报日期：2026年5月8日|||
序号|单位名称（全称）|统一社会信用代码|单位类别|所属社区|职工人数|党员数（正式）|成立时间|是否正常经营|地址
1|样例一公司|{code(1)}|非公企业|豫章一社区|1,234|３名|2019.5.8|√|豫章路１号 A座3-2室
2|样例二公司|{code(2).lower()}|民营企业|豫章二社区居委会|12人|0|2020/5/8|是|豫章路2号，二楼
3|样例协会||社会团体|豫章三社区|４|1|2021年5月8日|有|"江畔"大厦
4|样例服务中心||民非|豫章三社区||−|2021-12-31|否|
|合计||||1,250|4||
5||||||||
填表人：张示例|||审核人：李示例|||制表日期：2026年5月9日||
""")
# A street's own word for a kind is no code: 民营企业 is refused and the row with it, so the total is right for the sheet.


def forms(d):
    save(d, "gbk.csv", STREET, "gb18030")
    save(d, "excel.csv", STREET, mark=codecs.BOM_UTF8)
    save(d, "unicode.txt", STREET, "utf-16-le", "\t", mark=codecs.BOM_UTF16_LE)
    save(d, "semicolons.csv", STREET, delimiter=";", newline="\n")


# --- cells ----------------------------------------------------------------------------------------------------------

def numbered(heading, values, more=""):
    """One unit a row, the value in the second column."""
    rows = cells(f"单位名称|{heading}")
    return rows + [[f"样例{i:02d}公司", value] for i, value in enumerate(values, 1)]


def values(d):
    save(d, "numbers.csv", numbered("职工人数", [
        "3", "１２", "1,234", "１，２３４人", "３名", "12人", " 7 ", "　8　", "12.0", "0", "", "/", "无", "0012",
        "约12", "10-20", "12.5", "1,23", "3+2", "-3", "十二人", "3 4", "5、6", "12人左右", "1.2万", "#REF!", "9.9E+15", "√"]))
    save(d, "yesno.csv", numbered("是否正常经营", [
        "是", "否", "√", "×", "有", "无", "Y", "n", "1", "0", "", "✔", "对号", "X", "—", "?", "是否", "部分", "2"]))
    save(d, "dates.csv", numbered("成立时间", [
        "2026-05-08", "2026.5.8", "2026.05.08", "2026/5/8", "2026年5月8日", "2026年05月08号", "２０２６．５．８", "20260508",
        "2026 年 5 月 8 日", "2026-5-8 00:00:00", "2026/5/8 9:30", "46150", "", "2026年5月", "2026.5", "2026-05", "202605", "2026年",
        "2026", "5月8日", "5/8", "26.5.8", "5/8/2026", "2026.2.30", "2026-13-01", "2026.1", "1926年5月8日", "3026.5.8", "45", "去年",
        "2026年5月8日前", "2026年5月上旬", "2026.5.8-2026.6.1", "46150.5"]))
    save(d, "serials.csv", numbered("成立时间", ["43593", "46150", "36526", "99999", "1", "40000 "]))
    save(d, "kinds.csv", numbered("单位类别", [
        "非公企业", "企业", "新经济组织", "社会团体", "社团", "民办非企业单位", "民非", "社会服务机构", "基金会", "律师事务所", "站点", "个体", "个体工商户",
        "enterprise", " 非公 企业 ", "民营", "企业、社团", "", "非公企业（小微）"]))


def codes(d):
    good, other, third = code(11), code(12), code(13)
    wrong = good[:-1] + ALPHABET[(ALPHABET.index(good[-1]) + 1) % 31]
    inner = third[:16] + ("1" if third[16] != "1" else "2") + third[17]
    save(d, "codes.csv", numbered("统一社会信用代码", [
        good, other.lower(), f" {third[:4]} {third[4:]} ", "".join(chr(ord(c) + 0xFEE0) for c in code(14)), f"'{code(15)}", f"{code(16)}\\n".replace("\\n", "\n"),
        "", "无", "暂无", wrong, inner, "9.14E+17", "9.14403E+17", "9.1440300715267E+17", "914403007152670000", code(17)[:-1], code(17) + "1",
        code(18).replace("0", "O"), "360102600012345", "办理中", good.lower()]))
    save(d, "odd-code.csv", numbered("统一社会信用代码", ["91350203M0001QKT19", "91350203M0001QKT18"]))


def areas(d):
    save(d, "areas-of-all.csv", cells("""
单位名称|所属街道（社区）
样例01公司|豫章街道
样例02公司|豫章
样例03公司|豫章街道办事处
样例04公司|东湖区豫章街道
样例05公司|江西省南昌市东湖区豫章街道
样例06公司|豫章街道豫章一社区
样例07公司|豫章一社区居委会
样例08公司|360102007
样例09公司|360102007001
样例10公司|贤士湖管理处永溪村
样例11公司|永溪村委会
样例12公司|扬子洲镇
样例13公司|扬子洲乡
样例14公司|彭家桥十五社区
样例15公司|豫章街道大院一社区
样例16公司|江边社区
样例17公司|百花洲街道江边社区
样例18公司|360102099
样例19公司|西湖区
样例20公司|豫章街道、大院街道
样例21公司|
样例22公司|东湖区
"""))
    save(d, "two-areas.csv", cells("""
单位名称|所属街道|所属社区
样例01公司|豫章街道|豫章一社区
样例02公司|豫章街道|
样例03公司||豫章二社区
样例04公司|豫章街道|大院一社区
样例05公司|百花洲街道|江边社区
样例06公司|大院街道|江边社区
样例07公司|豫章街道|江边社区
样例08公司||江边社区
样例09公司||
"""), "gb18030")


# --- headings -------------------------------------------------------------------------------------------------------

def headings(d):
    save(d, "two-rows.csv", cells("""
东湖区两新组织摸底表|||||||
序号|单位名称|人员情况||||单位类别|备用
||职工人数|正式党员数|团员数|女职工数||
1|样例一公司|12|3|2|５|企业|甲
2|样例二公司|7|0||3|社团|
"""), "gb18030")
    save(d, "own-column.csv", cells("""
单位名称|单位类别|经营面积（亩）|职工数
样例一公司|企业|3|7
样例二公司|企业|约2|8
"""))
    save(d, "asked.csv", cells("""
*企业名称（与营业执照一致）|＊类型|从业人员（单位：人）|党员数
样例一公司|企业|7|1
"""))
    save(d, "telling.csv", cells("""
单位名称|单位类别|职工数（万人）|职工数（其中女）|党员数（含预备党员）|正式党员数（上年）
样例一公司|企业|0.5|3|4|5
"""))
    save(d, "twice.csv", cells("""
单位名称|企业名称|单位类别
样例一公司|样例公司|企业
"""))
    save(d, "same-twice.csv", cells("""
单位名称|单位类别|备注|备注
样例一公司|企业|甲|乙
"""))
    save(d, "no-headings.csv", cells("""
样例一公司|企业|7
样例二公司|企业|8
"""))
    save(d, "pages.csv", cells("""
两新组织名单（第1页）||
单位名称|单位类别|职工数
样例一公司|企业|3
样例二公司|企业|4
本页小计||7
两新组织名单（第2页）||
单位名称|单位类别|职工数
样例三公司|企业|5
样例四公司|企业|6
本页小计||11
合计||18
"""), "gb18030")
    save(d, "pages-two.csv", cells("""
东湖区名单||||
单位：豫章街道|||第一页|
序号|单位名称|单位类别|人数|
|||职工数|党员数（正式）
1|样例一公司|企业|3|1
东湖区名单||||
单位：豫章街道|||第二页|
序号|单位名称|单位类别|人数|
|||职工数|党员数（正式）
2|样例二公司|企业|4|2
合计|||7|3
"""), "gb18030")
    save(d, "dividers.csv", cells("""
单位名称|单位类别|职工数
一、非公企业（2家）||
样例一公司|企业|3
样例二公司|企业|4
（二）社会组织||
样例协会|社团|5
个体工商户||
样例店|个体|1
7-11||
"""))
    save(d, "outside.csv", cells("""
单位名称|单位类别|职工数
样例一公司|企业|3
样例二公司|企业|4||已搬走
"""))


# --- totals, signatures, line breaks ---------------------------------------------------------------------------------

def totals(d):
    save(d, "totals-right.csv", cells("""
社区|单位名称|单位类别|职工数|正式党员数
豫章一社区|样例一公司|企业|1,000|３
|样例二公司|企业|20|4
小　计|||1,020|7
豫章二社区|样例三公司|企业|5|
小计|||５|0
合 计|||1,025人|7
"""), "gb18030")
    save(d, "totals-wrong.csv", cells("""
社区|单位名称|单位类别|职工数|正式党员数
豫章一社区|样例一公司|企业|3|1
豫章一社区|样例二公司|企业|4|1
小计|||8|2
豫章二社区|样例三公司|企业|5|
豫章二社区小计|||5|
合计|||12|3
"""))
    save(d, "totals-unknown.csv", cells("""
单位名称|单位类别|职工数|正式党员数
样例一公司|企业|约3|1
样例二公司|企业|4|1
合计||7|3
总计：2家|||
"""))
    save(d, "totals-words.csv", cells("""
单位名称|职工数
样例一公司|３
合计咨询公司|4
小计（人）|7
样例二公司|5
总计12|12
共计：3家|12
累 计：|12
"""))
    save(d, "three-lines.csv", cells("""
单位名称|职工数
样例一公司|３
样例二公司|4
合计|7
"""), "gb18030")


def ends(d):
    for i, line in enumerate(["填表人：张示例|审核人：李示例|2026年5月8日", "审核人（签字）：|填报人：|", "制表日期：2026.5.8||", "备注：职工数含劳务派遣人员||",
                              "　　填表人：张示例||", "单位负责人：王示例||联系电话：079100000000", "注：1.本表由街道填写；2.一式两份||", "（盖章）||",
                              "说明：本表每月5日前报送||", "||2026年5月8日", "二〇二六年五月八日||",
                              "以上数据截至5月底。||", "统计时点：5月31日||"], 1):
        save(d, f"end-{i}.csv", cells(f"""
单位名称|单位类别|职工数
样例{i}公司|企业|{i}
{line}
附：样表||
"""), "gb18030")
    save(d, "end-lost.csv", cells("""
单位名称|单位类别|职工数
样例一公司|企业|3
填表人：张示例||
样例二公司|企业|4
"""))
    save(d, "end-second.csv", cells("""
单位名称|单位类别|职工数
样例一公司|企业|3
备注：下表为社会组织||
单位名称|单位类别|职工数
样例协会|社团|4
"""))
    save(d, "breaks.csv", cells("""
单位名称\\n（全称）|单位\\n类别|职工\\n人数|地址
样例一\\n公司|企业|12\\n人|豫章路1号\\n二楼
样例"二"公司|企业|7|甲路1号, 乙路2号
"""), "gb18030")
    save(d, "merged.csv", cells("""
街道|单位名称|单位类别|职工数
豫章街道|样例一公司|企业|3
|样例二公司||4
小计|||7
大院街道|样例三公司|社团|5
|样例四公司|企业|
"""), "gb18030")
    save(d, "merged-refused.csv", cells("""
街道|社区|单位名称|单位类别|职工数
豫章街道|豫章一社区|样例一公司|企业|3
||样例二公司|企业|4
|豫章二社区|样例三公司|企业|5
无名街道||样例四公司|企业|6
||样例五公司|企业|7
大院街道||样例六公司|企业|8
||样例七公司|企业|9
小计||||22
|江边社区|样例八公司|企业|10
"""), "gb18030")


# --- several registers -----------------------------------------------------------------------------------------------

def survey(d):
    save(d, "survey.csv", cells("""
豫章街道两新组织党群组织建设情况摸底表||||||||||||||
填报单位：豫章街道||||||||||||||
序号|单位名称|社区|单位类别|职工数|党组织情况||||党建工作指导员|工会||团支部名称|妇联
|||||是否建立|党组织名称|组建方式|书记||是否建立|组建方式||
1|样例一公司|豫章一社区|企业|12|是|样例商圈联合党支部|联合组建|张示例||√|单独组建|样例团支部|有
2|样例二公司|豫章二社区|企业|7|是|样例商圈联合党支部|联合||||||
3|样例三公司|豫章二社区|企业|5|是|样例商圈　联合党支部||||无|||无
4|样例四公司|豫章三社区|企业|９|否|||　|李示例||||
5|样例五公司|豫章三社区|社团|3|否||||李示例|否||样例团支部|
6|样例六公司|豫章三社区|企业|30|有|样例六公司党支部|单独组建|王示例||是||样例六公司团支部|样例六公司妇联
7|样例七公司|豫章四社区|企业|8|是|样例楼宇党委|区域统建|赵示例|||||
|合计||||||||||||
填表人：张示例||||||||||||||
"""), "gb18030")
    save(d, "survey-merged.csv", cells("""
社区|党组织名称|党组织组建方式|党组织书记|单位名称|单位类别|职工数|党建指导员
豫章一社区|样例商圈联合党支部|联合组建|张示例|样例一公司|企业|12|
||||样例二公司|企业|7|
||||样例三公司|社团|5|
豫章二社区|样例四公司党支部|单独组建|李示例|样例四公司|企业|9|
|无|无||样例五公司|企业|9|王示例
"""), "gb18030")
    save(d, "survey-streets.csv", cells("""
街道|单位名称|单位类别|党组织名称|党组织组建方式
豫章街道|样例一公司|企业|样例行业党委|区域统建
大院街道|样例二公司|企业|样例行业党委|区域统建
豫章街道|样例三公司|企业|样例联合党支部|联合组建
豫章街道|样例四公司|企业|样例联合党支部|联合组建
"""), "gb18030")
    save(d, "survey-wrong.csv", cells("""
单位名称|社区|单位类别|是否建立党组织|党组织名称|党组织组建方式|党组织书记|工会组建方式
样例一公司|豫章一社区|企业|否|样例一党支部|||
样例二公司|豫章一社区|企业|是||联合组建||
样例三公司|豫章一社区|企业|是|样例三党支部|联合组建|张示例|
样例四公司|豫章一社区|企业|是|样例三党支部|区域统建|张示例|
样例五公司|豫章一社区|企业|是|样例五党支部|共同组建||
样例六公司|豫章一社区|企业|正在筹建||||
样例七公司|豫章一社区|企业|是|样例七党支部|单独组建||联合组建
样例八公司|豫章一社区|企业|是|样例八党支部|单独组建||
样例九公司|豫章一社区|企业|是|样例九党支部|联合组建||
"""))


def others(d):
    save(d, "ten-a.csv", cells("单位名称|单位类别|职工数\n样例一公司|企业|3\n样例联合公司|企业|1"), "gb18030")
    save(d, "ten-b.csv", cells("报表二||\n企业名称|类型|从业人数\n样例二公司|企业|４\n合计||4"), "utf-16-le", "\t", mark=codecs.BOM_UTF16_LE)
    save(d, "ten-c.csv", cells("企业名称;类型".replace(";", "|") + "\n样例三公司|社团"), delimiter=";", mark=codecs.BOM_UTF8)
    save(d, "orgs.csv", cells("""
党组织名称|类别|组建方式|所属街道|覆盖单位|党组织书记|成立日期|党员数
样例一党支部|党组织|单独组建|豫章街道|样例一公司|张示例|2024.3.1|３
样例联合工会|工会|联合|豫章街道|样例一公司、样例二公司|李示例|2024年3月1日|12人
样例无主党支部|党组织|单独|豫章街道|样例九公司||2024/3/1|1
样例重名党支部|党组织|单独|豫章街道|样例重名公司||2024/3/1|1
样例楼宇党委|党组织|区域统建|豫章街道|样例一公司；样例二公司|王示例|2024年3月|5
"""), "gb18030")
    save(d, "events.csv", cells("""
日期|类别|物资|捐赠单位|金额|所属街道
2024年5月1日|慰问|清凉物品|区总工会|2万元|豫章街道
2024.5.2|慰问|清凉物品|区总工会|￥1,234.5元|豫章街道
2024.5.3|慰问|体检|区总工会|1.23456万元|豫章街道
2024.5.4|慰问|清凉物品|区总工会|约5000|豫章街道
2024.5.5|慰问|防暑降温物资|区总工会|5000|豫章街道
2024.5.6|慰问|清凉物品|区总工会|1.234|豫章街道
"""), "gb18030")


# --- workbooks -------------------------------------------------------------------------------------------------------

def workbook(rows, title):
    import openpyxl
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def street_book():
    """Title in merged cells, merged streets, days by style, thousands by style, computed totals, hidden row and column."""
    from datetime import date, datetime
    book = workbook([
        ["东湖区两新组织统计表"],
        ["街道", "单位名称", "统一社会信用代码", "单位类别", "职工数", "正式党员数", "成立时间", "是否正常经营", "备用"],
        ["豫章街道", "样例一公司", code(31), "非公企业", 1234, 3, date(2019, 5, 8), "√", "甲"],
        [None, "样例二公司", code(32), "企业", 12, 0, datetime(2020, 5, 8, 9, 30), True, None],
        [None, "样例三公司", 914403001922038216, "企业", 4, None, "2021年5月", "是", None],
        ["大院街道", "样例协会", None, "社会团体", "7人", 1, date(2022, 6, 1), "否", None],
        [None, "样例五公司", None, "企业", 5.5, 1, 43593, "是", None],
        ["合计", None, None, None, "=SUM(E3:E7)", "=SUM(F3:F7)"],
        ["填表人：张示例"],
    ], "五月")
    sheet = book.active
    for cell, style in (("E3", "#,##0"), ("G3", "yyyy/m/d"), ("G4", "yyyy-mm-dd hh:mm"), ("G6", 'yyyy"年"m"月"'), ("E7", "0")):
        sheet[cell].number_format = style
    for merged in ("A1:I1", "A3:A5", "A6:A7"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["I"].hidden = True
    return book


def several_book():
    """Three sheets: units, people (another table), a hidden one; the first of them not the one that is wanted."""
    book = workbook([["说明"], ["请于每月5日前报送"]], "填表说明")
    units = book.create_sheet("两新组织")
    for row in (["单位名称", "单位类别", "职工数", "成立时间"], ["样例一公司", "企业", 3, 43593], ["样例二公司", "社团", "４名", "2020.5.8"]):
        units.append(row)
    hidden = book.create_sheet("字典")
    hidden.append(["非公企业"])
    hidden.sheet_state = "hidden"
    return book


def formulas_book():
    """Formulas that no program has computed, as openpyxl leaves them; errors; and a text that looks like a formula."""
    return workbook([
        ["单位名称", "单位类别", "职工数", "地址"],
        ["样例一公司", "企业", "=1+2", "甲路1号"],
        ["样例二公司", "企业", 4, "乙路2号"],
        ["样例三公司", "企业", "#N/A", "=HYPERLINK(\"x\")"],
    ], "Sheet1")


def save_workbooks(d):
    street_book().save(os.path.join(d, "openpyxl-street.xlsx"))
    street_book().save(os.path.join(d, "libreoffice-street.xlsx"))
    several_book().save(os.path.join(d, "openpyxl-several.xlsx"))
    several_book().save(os.path.join(d, "libreoffice-several.xlsx"))
    formulas_book().save(os.path.join(d, "openpyxl-formulas.xlsx"))
    formulas_book().save(os.path.join(d, "libreoffice-formulas.xlsx"))


def main():
    if sys.argv[1] == "--workbooks":
        save_workbooks(sys.argv[2])
        return
    for part in (forms, values, codes, areas, headings, totals, ends, survey, others):
        part(sys.argv[1])


if __name__ == "__main__":
    main()
