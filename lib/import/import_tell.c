/* import_tell: what sheets.csv keeps of an import; see import.h. */
#include "base/threads.h"
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

static void *digest_all(void *import)
{
	struct import *im = import;
	for (size_t i = 0; i < im->count; i++)
		sha256_of(sheet_content(im->files[i].sheet.frame->sheet), im->files[i].digest);
	return NULL;
}

/* They are not needed before the rows are written, if at all: small ones can wait. */
void import_start_digests(struct import *im)
{
	enum { LARGE = 4 * 1024 * 1024 };
	size_t bytes = 0;
	for (size_t i = 0; i < im->count; i++)
		bytes += sheet_content(im->files[i].sheet.frame->sheet).n;
	im->is_digesting = bytes > LARGE && threads_allowed() > 1 &&
			   threads_start(&im->digesting, digest_all, im, 0);
}

void import_end_digests(struct import *im)
{
	if (im->is_digesting)
		pthread_join(im->digesting, NULL);
	im->is_digesting = false;
}

/* A sheet that has brought nothing, such as one of headings alone or one that comes a second time,
 * has no line. */
void import_tell(struct batch_feed *feed, const struct batch *b,
    const struct batch_brought *brought, struct str recorded, struct buf *out)
{
	struct import *im = (struct import *)feed;
	if (!im->is_digesting)
		digest_all(im);
	import_end_digests(im);
	for (size_t i = 0; i < im->count; i++) {
		const struct import_file *f = &im->files[i];
		const struct batch_brought *of = &brought[f->input];
		if (of->rows + of->beside == 0)
			continue;
		const struct str fields[] = {recorded, str_of(f->sheet.frame->label),
		    str_of(f->digest), area_of(f, b), str_of(im->request->period)};
		for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]); k++) {
			csv_quote(out, fields[k]);
			buf_add_char(out, ',');
		}
		buf_printf(out, "%zu\n", of->rows);
	}
}
