/*
 * visits-log: adds rows to the register of visits to units.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of visits.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	visits-log date=2024-06-28 unit=东湖样例咨询有限公司 kind=routine
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_VISITS, argc, argv);
}
