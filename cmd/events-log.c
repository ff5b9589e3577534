/*
 * events-log: adds rows to the register of events.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of events.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	events-log date=2024-05-04 kind=volunteer team=骑手队 headcount=30
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_EVENTS, argc, argv);
}
