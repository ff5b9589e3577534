/* import_tell: what sheets.csv keeps of an import; see import.h. */
#include "base/sha256.h"
#include "csv/writer.h"
#include "import/import_internal.h"

#include <stdio.h>

/* The area that holds for all rows of the file: given for it, or for all files. */
static struct str area_of(const struct import_file *f, const struct batch *b)
{
	int area = b->schema->area;
	for (size_t i = 0; i < f->count && area != COLUMN_NONE; i++)
		if (f->fields[i].column == area && f->fields[i].standard.n)
			return f->fields[i].standard;
	return area == COLUMN_NONE ? (struct str){"", 0} : buf_str(&b->defaults[area]);
}

void import_tell(
    struct batch_feed *feed, const struct batch *b, struct str recorded, struct buf *out)
{
	const struct import *im = (const struct import *)feed;
	buf_add_text(out, "at,file,digest,area,period,rows\n");
	for (size_t i = 0; i < im->count; i++) {
		const struct import_file *f = &im->files[i];
		char digest[SHA256_TEXT_SIZE];
		sha256_of(sheet_content(f->sheet.frame->sheet), digest);
		const struct str fields[] = {recorded, str_of(f->sheet.frame->label),
		    str_of(digest), area_of(f, b), str_of(im->request->period)};
		for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]); k++) {
			csv_quote(out, fields[k]);
			buf_add_char(out, ',');
		}
		buf_printf(out, "%zu\n", f->sheet.given);
	}
}
