/*
 * problems-log: adds rows to the register of problems.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of problems.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	problems-log -f sheet.csv source=snapshot raised=2024-06-28
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_PROBLEMS, argc, argv);
}
