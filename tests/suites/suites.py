"""The cases of public CSV suites, taken from what others have published; nothing of them is kept here.

A suite is a function that is given a directory and yields cases.  How its directory is had stands in
SUITES.  A case that needs what the reader of sheets does not have (a comment character, an escape
character, trimming …) says so instead of what is expected.
"""
import collections
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

# content: bytes.  delimiter: None when it is to be found out.  rows: lists of texts, or None when the
# suite expects the file to be refused.  needs: what the reader does not have, or None.
Case = collections.namedtuple("Case", "name content delimiter rows needs")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def load(path):
    return json.loads(read(path).decode("utf-8"))


def csv_spectrum(directory):
    """Files with their rows as objects."""
    for path in sorted(glob.glob(os.path.join(directory, "csvs", "*.csv"))):
        name = os.path.basename(path)[:-4]
        objects = load(os.path.join(directory, "json", name + ".json"))
        objects = objects if isinstance(objects, list) else [objects]
        rows = [list(objects[0])] + [list(o.values()) for o in objects]
        yield Case(name, read(path), ",", rows, None)


def csv_test_data(directory):
    """Files with their rows; one whose name begins with bad- is ill-formed, with bad-header- only so
    for a reader that is told its header."""
    for path in sorted(glob.glob(os.path.join(directory, "csv", "*.csv"))):
        name = os.path.basename(path)[:-4]
        rows, needs = None, None
        if name.startswith("bad-header-"):
            needs = "a header that is given"
        elif not name.startswith("bad-"):
            rows = load(os.path.join(directory, "json", name + ".json"))
            if name.startswith("header-"):
                rows = [["foo", "bar", "baz"]] + [list(o.values()) for o in rows]
        yield Case(name, read(path), ",", rows, needs)


GO_DUMP = """package csv

import (
	"encoding/json"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	type dumped struct {
		Name, Needs string
		Input       []byte
		Comma       rune
		Refused     bool
		Output      [][]string
	}
	var all []dumped
	for _, tt := range readTests {
		_, _, input := makePositions(tt.Input)
		d := dumped{Name: tt.Name, Input: []byte(input), Comma: tt.Comma, Output: tt.Output}
		for _, err := range tt.Errors {
			if e, ok := err.(*ParseError); ok && (e.Err == ErrQuote || e.Err == ErrBareQuote) {
				d.Refused = true
			} else if err != nil {
				d.Needs = "rows of one length, or an option that is refused"
			}
		}
		if tt.Comment != 0 {
			d.Needs = "a comment character"
		} else if tt.LazyQuotes {
			d.Needs = "lazy quotes"
		} else if tt.TrimLeadingSpace {
			d.Needs = "trimming"
		}
		all = append(all, d)
	}
	out, err := json.Marshal(all)
	if err == nil {
		err = os.WriteFile("dump.json", out, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
"""


def go(directory):
    """encoding/csv of the Go sources: its table of tests, printed by Go itself."""
    import base64
    with tempfile.TemporaryDirectory() as work:
        for path in glob.glob(os.path.join(directory, "*.go")):
            if not path.endswith(("example_test.go", "fuzz_test.go")):
                shutil.copy(path, work)
        with open(os.path.join(work, "dump_test.go"), "w", encoding="utf-8") as file:
            file.write(GO_DUMP)
        with open(os.path.join(work, "go.mod"), "w", encoding="utf-8") as file:
            file.write("module csv\n\ngo 1.18\n")
        subprocess.run(["go", "test", "-run", "TestDump", "."], cwd=work, check=True,
                       stdout=subprocess.DEVNULL)
        for case in load(os.path.join(work, "dump.json")):
            comma = chr(case["Comma"]) if case["Comma"] else ","
            needs = case["Needs"] or (None if comma in ",;\t" else "the delimiter '%s'" % comma)
            rows = None if case["Refused"] else case["Output"] or []
            yield Case(case["Name"], base64.b64decode(case["Input"]), comma, rows, needs)


def python(directory):
    """test_csv.py of Python's own tests, whose helpers are run as they are and written down."""
    import importlib.util
    import unittest
    spec = importlib.util.spec_from_file_location("suite_test_csv", os.path.join(directory, "test_csv.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases = []

    def note(test, content, rows, options):
        needs = next((k for k in options if k not in ("delimiter", "strict", "quoting", "dialect")), None)
        name = "%s-%d" % (test.id().split(".", 1)[1], 1 + sum(c.name.startswith(test.id().split(".", 1)[1] + "-")
                                                            for c in cases))
        delimiter = options.get("delimiter", ",")
        if options.get("quoting", module.csv.QUOTE_MINIMAL) not in (module.csv.QUOTE_MINIMAL, module.csv.QUOTE_ALL):
            needs = "quoting"
        if delimiter not in ",;\t":
            needs = "delimiter " + repr(delimiter)
        cases.append(Case(name, content, delimiter, rows, needs))

    def read_test(self, lines, expected, **options):
        refused = None
        try:
            original(self, lines, expected, **options)
        except (module.csv.Error, ValueError) as error:
            refused = error
        if all(isinstance(line, str) for line in lines):
            text = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
            note(self, text.encode("utf-8"), None if refused else expected, options)
        if refused:
            raise refused

    def reader_assert_equal(self, text, expected):
        dialect = module.csv.get_dialect(self.dialect)
        standard = module.csv.get_dialect("excel")
        options = {"delimiter": dialect.delimiter, "quoting": dialect.quoting}
        options.update({k: True for k in ("doublequote", "escapechar", "quotechar", "skipinitialspace")
                        if getattr(dialect, k) != getattr(standard, k)})
        note(self, text.encode("utf-8"), expected, options)

    original = module.Test_Csv._read_test
    module.Test_Csv._read_test = read_test
    module.TestCsvBase.readerAssertEqual = reader_assert_equal
    loader = unittest.TestLoader()
    for name in ("Test_Csv", "TestDialectExcel", "TestEscapedExcel", "TestDialectUnix", "TestQuotedEscapedExcel"):
        for test in loader.loadTestsFromTestCase(getattr(module, name)):
            if "bigfield" not in test.id():
                test.run(unittest.TestResult())
    return cases


def clevercsv(directory):
    """CleverCSV: tests/test_unit/test_cparser.py, whose helper is written down in place of its parser."""
    import importlib.util
    import types
    import unittest
    package = types.ModuleType("clevercsv")
    package.cparser_util = types.ModuleType("clevercsv.cparser_util")
    package.cparser_util.parse_data = package.cparser_util.parse_string = None
    sys.modules.update({"clevercsv": package, "clevercsv.cparser_util": package.cparser_util})
    path = os.path.join(directory, "tests", "test_unit", "test_cparser.py")
    spec = importlib.util.spec_from_file_location("suite_test_cparser", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases = []

    def parse_test(self, text, expected, delimiter=None, quotechar=None, **options):
        needs = next(iter(options), None)
        if not quotechar and '"' in text:
            needs = "no quote character"
        elif quotechar not in (None, "", '"'):
            needs = "the quote character " + quotechar
        elif not delimiter or delimiter not in ",;\t":
            needs = "the delimiter '%s'" % (delimiter or "")
        cases.append(Case(self.id().rsplit(".", 1)[1], text.encode("utf-8"), delimiter, expected, needs))

    module.ParserTestCase._parse_test = parse_test
    for test in unittest.TestLoader().loadTestsFromTestCase(module.ParserTestCase):
        test.run(unittest.TestResult())
    return cases


RUST_TEXT = r'(?:r#".*?"#|"(?:\\.|[^"\\])*")'


def rust_text(literal):
    if literal.startswith("r#"):
        return literal[3:-2]
    literal = re.sub(r"\\\n\s*", "", literal[1:-1])
    simple = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return re.sub(r"\\(?:u\{([0-9a-f]+)\}|x([0-9a-fA-F]{2})|(.))",
                  lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else simple.get(m[3], m[3]), literal)


def csv_core(directory):
    """The crate csv-core: the tests of src/reader.rs, whose macros name input and rows."""
    source = read(os.path.join(directory, "src", "reader.rs")).decode("utf-8")
    pattern = r"parses_to!\(\s*(\w+),\s*(b?%s),\s*csv!\[(.*?)\](,\s*\|.*?)?\s*\);" % RUST_TEXT
    for name, literal, rows, options in re.findall(pattern, source, re.S):
        rows = [[rust_text(cell) for cell in re.findall(RUST_TEXT, row, re.S)]
                for row in re.findall(r"\[((?:\s*%s,?\s*)*)\]" % RUST_TEXT, rows, re.S)]
        delimiter, needs = ",", None
        for call, argument in re.findall(r"\.(\w+)\(([^)]*)", options):
            if (call, argument) == ("delimiter", r"b'\t'"):
                delimiter = "\t"
            else:
                needs = "%s(%s)" % (call, argument)
        yield Case(name, rust_text(literal).encode("utf-8"), delimiter, rows, needs)


PAPA_DUMP = """
const fs = require('fs'), vm = require('vm');
const source = fs.readFileSync(process.argv[1] + '/tests/test-cases.js', 'utf8').split('var PARSE_ASYNC_TESTS')[0];
const papa = {RECORD_SEP: String.fromCharCode(30), UNIT_SEP: String.fromCharCode(31), parse() {}};
const silent = new Proxy(function() {}, {get: (t, k) => k == Symbol.toPrimitive ? () => '' : silent, apply: () => silent});
const context = {require: (name) => name == 'chai' ? {assert: silent} : papa, module: {exports: {}},
	describe() {}, it() {}, process, console, __dirname: process.argv[1] + '/tests'};
vm.runInNewContext(source + '\\nthis.all = [["core", CORE_PARSER_TESTS], ["parse", PARSE_TESTS]];', context);
const dumped = [];
for (const [set, cases] of context.all)
	for (const c of cases)
		dumped.push({name: set + ': ' + c.description, input: c.input, data: c.expected.data,
			errors: (c.expected.errors || []).map((e) => e.code), 
			config: Object.entries(c.config || {}).filter(([k, v]) => k != 'delimiter' && !(k == 'skipEmptyLines' && v !== 'greedy')).map(([k]) => k),
			delimiter: String((c.config || {}).delimiter || (set == 'core' ? ',' : '')),
			skipped: c.disabled || typeof c.input != 'string'});
console.log(JSON.stringify(dumped));
"""


def papaparse(directory):
    """tests/test-cases.js of PapaParse, evaluated by node without running a test."""
    printed = subprocess.run(["node", "-e", PAPA_DUMP, directory], check=True, stdout=subprocess.PIPE).stdout
    seen = collections.Counter()
    for case in json.loads(printed.decode("utf-8", "surrogatepass")):
        if case["skipped"]:
            continue
        seen[case["name"]] += 1
        name = case["name"] + (" (%d)" % seen[case["name"]] if seen[case["name"]] > 1 else "")
        needs = "the option " + case["config"][0] if case["config"] else None
        delimiter = case["delimiter"] or None
        if delimiter not in (None, ",", ";", "\t"):
            needs = "the delimiter " + repr(delimiter)
        rows = case["data"]
        if not all(isinstance(row, list) for row in rows):
            needs = needs or "rows as objects"
        if any(code in ("MissingQuotes", "InvalidQuotes") for code in case["errors"]):
            rows = None
        yield Case(name, case["input"].encode("utf-8", "surrogatepass"), delimiter, rows, needs)


SUITES = {
    "csv-spectrum": (csv_spectrum, "the npm package csv-spectrum (npm pack csv-spectrum)"),
    "csv-test-data": (csv_test_data, "a copy of the repository sineemore/csv-test-data"),
    "go": (go, "src/encoding/csv of the Go sources; needs the command go"),
    "python": (python, "the directory test of Python's standard library, which has test_csv.py"),
    "clevercsv": (clevercsv, "the source package clevercsv (pip download --no-deps --no-binary :all: clevercsv)"),
    "csv-core": (csv_core, "the sources of the crate csv-core (cargo vendor)"),
    "papaparse": (papaparse, "a copy of the repository mholt/PapaParse; needs the command node"),
}
sys.dont_write_bytecode = True
