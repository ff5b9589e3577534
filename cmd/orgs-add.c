/*
 * orgs-add: adds rows to the register of Party, union, League and women's organisations.
 *
 * Reads the operands, or the CSV of -f (header in English or Chinese, any order of columns); writes
 * rows of orgs.csv and prints their ids, one a line. Columns: lib/register/registers.csv.
 *
 *	orgs-add line=party mode=joint name=样例联合党支部 area=360102007 units=U1,U2
 */
#include "cli/adder.h"

int main(int argc, char **argv)
{
	return adder_main(REGISTER_ORGS, argc, argv);
}
