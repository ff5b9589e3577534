/*
 * awards-list: lists the register of awards and brands.
 *
 * Reads awards.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	awards-list --period 2024H1 | figures-count -n awards --group title
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_AWARDS, argc, argv);
}
