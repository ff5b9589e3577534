/*
 * meetings-list: lists the register of meetings: one row per agenda item.
 *
 * Reads meetings.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	meetings-list --period 2024H1 kind=joint | figures-count -n meetings --distinct meeting
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_MEETINGS, argc, argv);
}
