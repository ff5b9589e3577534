/*
 * awards-add: adds rows to the register of awards and brands.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of awards.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	awards-add -f riders.csv kind=honour title=最美骑手 sponsor=区委两新工委
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_AWARDS, argc, argv);
}
