/*
 * Workbooks. Input: the part of the only sheet; behind lines "%%" the shared strings, the styles,
 * the workbook and its relations, which are there without, too. An input that begins with "PK" is
 * the file itself.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "sheet/sheet_internal.h"
#include "sheet/xlsx_value.h"

#include <stdlib.h>
#include <zip.h>

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const struct {
	const char *name, *text;
} parts[] = {
    {"xl/worksheets/sheet1.xml", ""},
    {"xl/sharedStrings.xml", "<sst><si><t>甲</t></si><si><t>a_x0041_</t></si></sst>"},
    {"xl/styles.xml",
	"<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"27\"/>"
	"</cellXfs></styleSheet>"},
    {"xl/workbook.xml",
	"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
	"<Relationships><Relationship Id=\"r1\" Type=\"" TYPE
	"worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" TYPE
	"sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"" TYPE
	"styles\" Target=\"styles.xml\"/></Relationships>"},
    {"_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"" TYPE
		    "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
};

static void add_part(zip_t *zip, const char *name, struct str text)
{
	zip_source_t *source = zip_source_buffer(zip, text.p, text.n, 0);
	CHECK(source);
	zip_int64_t at = zip_file_add(zip, name, source, 0);
	CHECK(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
}

static void pack(struct str input, struct buf *out)
{
	zip_stat_t status;
	zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, NULL);
	CHECK(zip);
	zip_source_keep(archive);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct str text = input.p ? fuzz_part(&input) : str_of(parts[i].text);
		add_part(zip, parts[i].name, text);
	}
	CHECK(zip_close(zip) == 0);
	CHECK(zip_source_stat(archive, &status) == 0 && zip_source_open(archive) == 0);
	buf_reserve(out, status.size);
	CHECK(zip_source_read(archive, out->p, status.size) == (zip_int64_t)status.size);
	out->n = status.size;
	zip_source_close(archive);
	zip_source_free(archive);
}

static bool is_plain(struct str text)
{
	for (size_t at = 0, length; at < text.n; at += length) {
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if ((code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0))
			return false;
	}
	return utf8_valid_prefix(text) == text.n;
}

/* A number that is read again is the same. */
static void check_number(struct str text)
{
	struct buf again = BUF_INIT;
	CHECK(xlsx_number_text(text, &again));
	CHECK(str_equal(buf_str(&again), text));
	buf_release(&again);
}

static void check_cell(const struct sheet_cell *cell)
{
	day d;
	instant t;
	char time[TIME_SIZE] = "";
	CHECK((cell->kind == SHEET_EMPTY) == (cell->text.n == 0));
	CHECK(is_plain(cell->text));
	if (cell->kind == SHEET_NUMBER)
		check_number(cell->text);
	if (cell->kind == SHEET_TRUTH)
		CHECK(str_equal(cell->text, STR("TRUE")) || str_equal(cell->text, STR("FALSE")));
	if (cell->kind != SHEET_DATE || date_parse(cell->text, &d))
		return;
	CHECK(cell->text.n == TIME_SIZE - 2);
	memcpy(time, cell->text.p, cell->text.n);
	time[TIME_SIZE - 2] = 'Z';
	CHECK(time_parse(str_of(time), &t));
}

static void check_rows(struct sheet *s)
{
	struct error e = ERROR_INIT;
	struct sheet_row row;
	uint64_t last = 0;
	int status;
	while ((status = s->format->next(s->state, &row, &e)) > 0) {
		CHECK(row.number > last && row.number <= 1048576);
		CHECK(row.count > 0 && row.count <= 16384);
		CHECK(row.cells[row.count - 1].kind != SHEET_EMPTY);
		for (size_t i = 0; i < row.count; i++)
			check_cell(row.cells + i);
		last = row.number;
	}
	if (status == 0)
		return;
	fuzz_check_error(&e);
	CHECK(e.line >= last && e.column <= 16384);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char path[] = "sheet.xlsx";
	struct buf file = BUF_INIT;
	struct error e = ERROR_INIT;
	struct sheet s = {.path = path};
	struct str input = fuzz_text(bytes, n);
	const struct sheet_options options = {0};
	if (str_starts(input, STR("PK")))
		buf_add_str(&file, input);
	else
		pack(input, &file);
	if (sheet_open_xlsx(&s, buf_str(&file), &options, &e)) {
		check_rows(&s);
		s.format->close(s.state);
	} else {
		fuzz_check_error(&e);
	}
	buf_release(&file);
	return 0;
}
