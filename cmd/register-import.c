/*
 * register-import: sheets as streets send them become rows of a register: CSV in UTF-8, GB18030 or
 * UTF-16, or .xlsx, with titles, totals and signature lines.
 *
 * Reads the files; writes rows of REGISTER.csv in the register directory, all or none, and prints
 * their ids. --dry-run prints what it understood and writes nothing.
 *
 *	register-import --dry-run units 豫章.xlsx area=360102007
 */
#include "cli/importer.h"

int main(int argc, char **argv)
{
	return importer_main(argc, argv);
}
