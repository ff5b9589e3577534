/*
 * events-list: lists the register of events (活动).
 *
 * Reads events.csv of the register directory, or the files of -f; writes the rows that match as
 *CSV. Columns: lib/register/registers.csv.
 *
 *	events-list --period 2024H1 kind=volunteer | figures-count -n events --group team
 */
#include "cli/lister.h"

int main(int argc, char **argv)
{
	return lister_main(REGISTER_EVENTS, argc, argv);
}
