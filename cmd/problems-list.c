/*
 * problems-list: lists the register of problems raised and solved.
 *
 * Reads problems.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	problems-list --as-of today --sort raised --pretty
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_PROBLEMS, argc, argv);
}
