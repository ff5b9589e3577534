/* import_tell: what sheets.csv keeps of an import; see import.h. */
#include "base/threads.h"
#include "csv/writer.h"
#include "import/import_internal.h"

#include <stdlib.h>

/* The area that holds for all rows of the file: given for it, or for all files. */
static struct str area_of(const struct import_file *f, const struct batch *b)
{
	int area = b->schema->area;
	for (size_t i = 0; i < f->count && area != COLUMN_NONE; i++)
		if (f->fields[i].column == area && f->fields[i].standard.n)
			return f->fields[i].standard;
	return area == COLUMN_NONE ? (struct str){"", 0} : buf_str(&b->defaults[area]);
}

static bool digest(const struct sheet *s, char out[SHA256_TEXT_SIZE], struct error *e)
{
	enum { BLOCK = 256 * 1024 };
	bool good = true;
	size_t size = sheet_size(s);
	struct sha256 *sum = sha256_new();
	char *bytes = mem_alloc(BLOCK, 1);
	for (size_t at = 0, n; at < size && good; at += n) {
		n = size - at < BLOCK ? size - at : BLOCK;
		good = sheet_bytes(s, at, at + n, bytes, e);
		if (good)
			sha256_add(sum, (struct str){bytes, n});
	}
	sha256_end(sum, out);
	free(bytes);
	return good && sheet_is_unchanged(s, e);
}

static void *digest_all(void *import)
{
	struct import *im = import;
	im->digested = true;
	for (size_t i = 0; i < im->count && im->digested; i++)
		im->digested =
		    digest(im->files[i].sheet.frame->sheet, im->files[i].digest, &im->digest_fault);
	return NULL;
}

/* They are not needed before the rows are written, if at all: small ones can wait. */
void import_start_digests(struct import *im)
{
	enum { LARGE = 4 * 1024 * 1024 };
	size_t bytes = 0;
	for (size_t i = 0; i < im->count; i++)
		bytes += sheet_size(im->files[i].sheet.frame->sheet);
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
bool import_tell(struct batch_feed *feed, const struct batch *b,
    const struct batch_brought *brought, struct str recorded, struct buf *out, struct error *e)
{
	struct import *im = (struct import *)feed;
	if (!im->is_digesting)
		digest_all(im);
	import_end_digests(im);
	if (!im->digested) {
		*e = im->digest_fault;
		return false;
	}
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
	return true;
}
