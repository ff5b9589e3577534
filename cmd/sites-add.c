/*
 * sites-add: adds rows to the register of sites (阵地).
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of sites.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	sites-add kind=station name=红色驿站 area=360102007 services=rest,meals since=2024-06-01
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_SITES, argc, argv);
}
