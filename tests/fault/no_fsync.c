/* no_fsync: what fsync and fdatasync become in a build that the fault tests must catch (ld --wrap).
 */
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);

int __wrap_fsync(int fd)
{
	return fd < 0 ? -1 : 0;
}

int __wrap_fdatasync(int fd)
{
	return fd < 0 ? -1 : 0;
}
