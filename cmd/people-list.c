/*
 * people-list: lists the register of people: one row per post or role.
 *
 * Reads people.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	people-list --as-of 2024-06-30 role=guide | figures-count -n guides --distinct person
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_PEOPLE, argc, argv);
}
