/*
 * visits-list: lists the register of visits (走访).
 *
 * Reads visits.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	visits-list --from today-90d | units-list --not-in -:unit
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_VISITS, argc, argv);
}
