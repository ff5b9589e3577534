/*
 * meetings-log: adds rows to the register of meetings: their agenda items.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of meetings.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	meetings-log -f agenda.csv meeting=LX7 kind=joint date=2024-06-12
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_MEETINGS, argc, argv);
}
