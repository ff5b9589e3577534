/* zip_part: see zip_part.h. */
#include "sheet/zip_part.h"
#include "csv/input.h"

#include <stdlib.h>
#include <zip.h>

/*
 * What is read of an archive altogether, how many files it may have, and how much larger than its
 * packed bytes a part may be once it is large: deflate reaches 1:1032, sheets and their strings
 * stay below 1:50 even when every cell is the same.
 */
static const uint64_t MAX_BYTES = UINT64_C(4) << 30;
enum { MAX_FILES = 100000, MAX_RATIO = 200, LARGE = 16 << 20 };

struct entry {
	const char *name; /* the archive's */
	uint64_t index;
};

struct package {
	zip_t *zip;
	struct entry *entries; /* by name */
	size_t count;
	uint64_t size; /* of the archive */
	uint64_t read; /* unfolded bytes so far */
};

struct part {
	struct package *package;
	zip_file_t *file;
	char *name;
	uint64_t packed, size; /* as the archive says */
	uint64_t given, max_bytes;
};

const char *part_name(const struct part *t)
{
	return error_quote(str_of(t->name));
}

static unsigned lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A' + 'a') : (unsigned char)c;
}

static int compare_entries(const void *a, const void *b)
{
	const char *x = ((const struct entry *)a)->name, *y = ((const struct entry *)b)->name;
	while (*x && lower(*x) == lower(*y))
		x++, y++;
	return (lower(*x) > lower(*y)) - (lower(*x) < lower(*y));
}

/* Names as they stand in the archive, whatever encoding it claims for them. */
static bool list_entries(struct package *p, struct error *e)
{
	zip_int64_t count = zip_get_num_entries(p->zip, 0);
	if (count < 0 || count > MAX_FILES)
		return error_set(e, ERROR_DATA,
		    _("the archive has more than %d files, a workbook has some dozens"), MAX_FILES);
	p->entries = mem_alloc((size_t)count, sizeof(*p->entries));
	for (zip_uint64_t i = 0; i < (zip_uint64_t)count; i++) {
		const char *name = zip_get_name(p->zip, i, ZIP_FL_ENC_RAW);
		p->entries[p->count++] = (struct entry){name ? name : "", i};
	}
	qsort(p->entries, p->count, sizeof(*p->entries), compare_entries);
	for (size_t i = 1; i < p->count; i++)
		if (compare_entries(p->entries + i - 1, p->entries + i) == 0)
			return error_set(e, ERROR_DATA,
			    _("the archive has two files of the name '%s'"),
			    error_quote(str_of(p->entries[i].name)));
	return true;
}

struct package *package_open(struct str content, struct error *e)
{
	struct package *p = mem_alloc(1, sizeof(*p));
	p->size = content.n;
	zip_source_t *source = zip_source_buffer_create(content.p, content.n, 0, NULL);
	if (!source)
		mem_fail();
	p->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (!p->zip) {
		zip_source_free(source);
		error_set(e, ERROR_DATA,
		    _("the file is cut short or damaged: it begins as a zip archive and does not "
		      "end as one"));
	} else if (list_entries(p, e)) {
		return p;
	}
	package_close(p);
	return NULL;
}

void package_close(struct package *p)
{
	if (!p)
		return;
	if (p->zip)
		zip_discard(p->zip);
	free(p->entries);
	free(p);
}

static const struct entry *find(const struct package *p, const char *name)
{
	struct entry key = {name, 0};
	return bsearch(&key, p->entries, p->count, sizeof(key), compare_entries);
}

bool package_has(const struct package *p, struct str name)
{
	char *text = str_dup(name);
	bool has = find(p, text) != NULL;
	free(text);
	return has;
}

static bool too_large(const struct part *t, struct error *e)
{
	return error_set(e, ERROR_DATA,
	    _("'%1$s' unfolds to %2$ju bytes and more, out of %3$ju: no part of a workbook does"),
	    part_name(t), (uintmax_t)t->given, (uintmax_t)t->packed);
}

/* Whether what is given of t by now is plausible. */
static bool is_bearable(const struct part *t, struct error *e)
{
	if (t->given > t->max_bytes || t->package->read > MAX_BYTES ||
	    (t->given > LARGE && t->given / MAX_RATIO > t->packed))
		return too_large(t, e);
	if (t->package->read > input_max_bytes())
		return error_set(e, ERROR_SYSTEM,
		    _("the workbook unfolds to more than %ju bytes, the most that are allowed"),
		    (uintmax_t)input_max_bytes());
	return true;
}

/* Whether it can be read, and does not claim a size that nobody could bear. */
static bool look_at(struct part *t, uint64_t index, struct error *e)
{
	zip_stat_t status;
	if (zip_stat_index(t->package->zip, index, 0, &status) < 0 ||
	    !(status.valid & ZIP_STAT_COMP_SIZE) || !(status.valid & ZIP_STAT_SIZE))
		return error_set(
		    e, ERROR_DATA, _("the archive is damaged: '%s' cannot be read"), part_name(t));
	if (status.valid & ZIP_STAT_ENCRYPTION_METHOD && status.encryption_method != ZIP_EM_NONE)
		return error_set(e, ERROR_DATA,
		    _("'%s' is encrypted; save the workbook without a password"), part_name(t));
	if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE)
		return error_set(e, ERROR_DATA,
		    _("'%s' is packed in a way that no .xlsx is; save the workbook again"),
		    part_name(t));
	t->packed = status.comp_size < t->package->size ? status.comp_size : t->package->size;
	t->size = status.size;
	struct part claimed = *t;
	claimed.given = status.size;
	return is_bearable(&claimed, e);
}

struct part *part_open(struct package *p, struct str name, uint64_t max_bytes, struct error *e)
{
	struct part *t = mem_alloc(1, sizeof(*t));
	*t = (struct part){.package = p, .name = str_dup(name), .max_bytes = max_bytes};
	const struct entry *entry = find(p, t->name);
	if (!entry) {
		error_set(e, ERROR_DATA, _("the workbook lacks its part '%s'"), part_name(t));
	} else if (look_at(t, entry->index, e)) {
		t->file = zip_fopen_index(p->zip, entry->index, 0);
		if (t->file)
			return t;
		error_set(
		    e, ERROR_DATA, _("the archive is damaged: '%s' cannot be read"), part_name(t));
	}
	part_close(t);
	return NULL;
}

ssize_t part_read(struct part *t, void *bytes, size_t n, struct error *e)
{
	zip_int64_t got = zip_fread(t->file, bytes, n);
	if (got < 0 || (got == 0 && t->given != t->size)) {
		error_set(e, ERROR_DATA,
		    _("the archive is damaged: '%1$s' breaks off after %2$ju bytes or does not fit "
		      "its check sum"),
		    part_name(t), (uintmax_t)t->given);
		return -1;
	}
	t->given += (uint64_t)got;
	t->package->read += (uint64_t)got;
	return is_bearable(t, e) ? (ssize_t)got : -1;
}

void part_close(struct part *t)
{
	if (!t)
		return;
	if (t->file)
		zip_fclose(t->file);
	free(t->name);
	free(t);
}
