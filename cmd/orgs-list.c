/*
 * orgs-list: lists the register of organisations (四建): Party, union, Youth League, women's
 *federation.
 *
 * Reads orgs.csv of the register directory, or the files of -f; writes the rows that match as CSV.
 * Columns: lib/register/registers.csv.
 *
 *	orgs-list --as-of 2024-06-30 line=party --fields id,name,units --pretty
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_ORGS, argc, argv);
}
