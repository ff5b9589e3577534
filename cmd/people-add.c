/*
 * people-add: adds rows to the register of people: posts and roles.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of people.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	people-add -f guides.csv role=guide since=2024-03-01 | wc -l
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_PEOPLE, argc, argv);
}
