/*
 * inflate: unfolds a .gz with zlib and throws the bytes away: what counting from a .gz is held
 * against.
 *
 * usage: inflate FILE
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { PIECE = 1 << 17, UNFOLDED = 1 << 16 };

static void fail(const char *what)
{
	fprintf(stderr, "inflate: %s\n", what);
	exit(3);
}

/* Bytes unfolded from what z has been given. */
static unsigned long long unfold(z_stream *z)
{
	static unsigned char out[UNFOLDED];
	unsigned long long total = 0;
	do {
		z->next_out = out;
		z->avail_out = sizeof(out);
		int status = inflate(z, Z_NO_FLUSH);
		if (status == Z_STREAM_END && z->avail_in > 0)
			status = inflateReset(z); /* the next member */
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			fail("damaged");
		total += sizeof(out) - z->avail_out;
	} while (z->avail_in > 0 || z->avail_out == 0);
	return total;
}

int main(int argc, char **argv)
{
	static unsigned char in[PIECE];
	z_stream z = {0};
	unsigned long long total = 0;
	ssize_t n;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0 || inflateInit2(&z, 15 + 16) != Z_OK)
		fail("usage: inflate FILE");
	while ((n = read(fd, in, sizeof(in))) > 0) {
		z.next_in = in;
		z.avail_in = (unsigned)n;
		total += unfold(&z);
	}
	inflateEnd(&z);
	if (n < 0)
		fail("cannot be read");
	printf("%llu\n", total);
	return 0;
}
