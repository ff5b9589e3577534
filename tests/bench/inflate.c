/*
 * inflate: unfolds a .gz of one member and throws the bytes away: the least that counting from a
 * .gz takes. With ISA-L where it was built with its header and the library is installed, as the
 * programs do, otherwise with zlib. Prints the number of bytes and the name of the library.
 *
 * usage: inflate FILE
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#ifdef __has_include
#if __has_include(<isa-l/igzip_lib.h>) && !defined(WITHOUT_ISAL)
#define WITH_ISAL
#include <isa-l/igzip_lib.h>
#endif
#endif

enum { FOLDED = 1 << 17, UNFOLDED = 1 << 16 };

static unsigned char in[FOLDED], out[UNFOLDED];

static void fail(const char *what)
{
	fprintf(stderr, "inflate: %s\n", what);
	exit(3);
}

/* Into `in`; how many bytes. */
static unsigned read_piece(int fd)
{
	ssize_t n = read(fd, in, sizeof(in));
	if (n < 0)
		fail("cannot be read");
	if (n == 0)
		fail("ends too early");
	return (unsigned)n;
}

static unsigned long long by_zlib(int fd)
{
	z_stream z = {.avail_out = 1}; // no rest of the piece before is to be fetched
	unsigned long long total = 0;
	int status = inflateInit2(&z, 15 + 16);
	while (status != Z_STREAM_END) {
		if (z.avail_in == 0 && z.avail_out != 0) {
			z.avail_in = read_piece(fd);
			z.next_in = in;
		}
		z.next_out = out;
		z.avail_out = sizeof(out);
		status = inflate(&z, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			fail("damaged");
		total += sizeof(out) - z.avail_out;
	}
	inflateEnd(&z);
	return total;
}

/* False when ISA-L is not there. */
static bool by_isal(int fd, unsigned long long *total)
{
#ifdef WITH_ISAL
	static struct inflate_state s;
	void (*init)(struct inflate_state *);
	int (*unfold)(struct inflate_state *);
	void *library = dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);
	void *found[2] = {0};
	if (library) {
		found[0] = dlsym(library, "isal_inflate_init");
		found[1] = dlsym(library, "isal_inflate");
	}
	if (!found[0] || !found[1])
		return false;
	memcpy(&init, &found[0], sizeof(init)); // ISO C has no conversion to a function
	memcpy(&unfold, &found[1], sizeof(unfold));
	init(&s);
	s.crc_flag = ISAL_GZIP;
	s.avail_out = 1; // no rest of the piece before is to be fetched
	while (s.block_state != ISAL_BLOCK_FINISH) {
		if (s.avail_in == 0 && s.avail_out != 0) {
			s.avail_in = read_piece(fd);
			s.next_in = in;
		}
		s.next_out = out;
		s.avail_out = sizeof(out);
		if (unfold(&s) != ISAL_DECOMP_OK)
			fail("damaged");
		*total += sizeof(out) - s.avail_out;
	}
	return true;
#else
	(void)fd, (void)total;
	return false;
#endif
}

int main(int argc, char **argv)
{
	unsigned long long total = 0;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		fail("usage: inflate FILE");
	bool isal = by_isal(fd, &total);
	if (!isal)
		total = by_zlib(fd);
	printf("%llu %s\n", total, isal ? "ISA-L" : "zlib");
	return 0;
}
