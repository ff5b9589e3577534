/*
 * cells: the cells of a file of delimited text as lib/sheet reads them, for tests/suites/run.py.
 *
 *   cells [DELIMITER] <FILE
 *
 * Prints an array of rows, each an array of texts, in JSON; exit code 3 and the fault on standard
 * error when the file is refused. Without DELIMITER, a character or the word tab, it is found out.
 */
#include "sheet/sheet.h"

#include <stdio.h>

static void print_text(struct str text)
{
	putchar('"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '"' || c == '\\')
			putchar('\\');
		if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_row(const struct sheet_row *row)
{
	putchar('[');
	for (size_t i = 0; i < row->count; i++) {
		fputs(i ? "," : "", stdout);
		print_text(row->cells[i].text);
	}
	putchar(']');
}

int main(int argc, char **argv)
{
	struct sheet_options options = {0};
	struct sheet_row row;
	struct error e = {0};
	int got = -1;
	if (argc > 1)
		options.delimiter = str_equal_text(str_of(argv[1]), "tab") ? '\t' : argv[1][0];
	struct sheet *sheet = sheet_open("-", &options, &e);
	if (sheet) {
		putchar('[');
		for (bool first = true; (got = sheet_next(sheet, &row, &e)) == 1; first = false) {
			fputs(first ? "" : ",", stdout);
			print_row(&row);
		}
		puts("]");
		sheet_close(sheet);
	}
	if (got < 0) {
		fprintf(stderr, "%llu:%llu: %s\n", (unsigned long long)e.line,
		    (unsigned long long)e.column, e.message);
		return 3;
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}
