/*
 * units-list: lists the register of units (两新组织): enterprises and social organisations.
 *
 * Reads units.csv of the register directory, or the files of -f; writes the rows that match as CSV.
 * Columns: lib/register/registers.csv.
 *
 *	units-list area=360102007 members=3.. | units-list -f - --count
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_UNITS, argc, argv);
}
