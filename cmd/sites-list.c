/*
 * sites-list: lists the register of sites (阵地).
 *
 * Reads sites.csv of the register directory, or the files of -f; writes the rows that match as CSV.
 * Columns: lib/register/registers.csv.
 *
 *	sites-list --as-of today kind=complex --fields name,area --zh
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_SITES, argc, argv);
}
