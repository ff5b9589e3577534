/* xlsx: workbooks. Not read yet: they are refused, with the way out. */
#include "sheet/sheet_internal.h"

bool sheet_open_xlsx(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e)
{
	(void)content;
	(void)options;
	error_set(
	    e, ERROR_DATA, "%s", _("a workbook (.xlsx), which is not read yet; save it as CSV"));
	return error_at(e, s->path, 0, 0);
}
