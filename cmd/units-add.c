/*
 * units-add: adds rows to the register of units (两新组织): enterprises and social organisations.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of units.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	units-add -f street.csv area=豫章街道 | wc -l
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_UNITS, argc, argv);
}
