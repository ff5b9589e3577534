/* torn: see torn.h. */
#include "register/torn.h"
#include "base/io.h"
#include "register/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

static char *torn_path(const char *path)
{
	struct buf name = BUF_INIT;
	struct str text = str_of(path);
	if (text.n > 4 && str_equal(str_from(text, text.n - 4), STR(".csv")))
		text.n -= 4;
	buf_add_str(&name, text);
	buf_add_text(&name, ".torn");
	buf_text(&name);
	return name.p;
}

/* A program that was killed may have left half a piece there. */
static bool end_last_piece(int fd, uint64_t length)
{
	char last = '\n';
	if (length > 0 && io_pread(fd, &last, 1, length - 1) != 1)
		return false;
	return last == '\n' || io_write(fd, "\n", 1);
}

bool torn_open(struct torn *t, const struct directory *d, const char *path)
{
	mode_t mode = lock_new_file_mode(d->path);
	int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	struct stat st;
	*t = (struct torn){.path = torn_path(path), .fd = -1};
	t->fd = open(t->path, flags | O_CREAT | O_EXCL, mode);
	t->created = t->fd >= 0;
	if (t->fd < 0 && errno == EEXIST)
		t->fd = open(t->path, flags);
	if (t->fd < 0 || fstat(t->fd, &st) != 0 || (t->created && fchmod(t->fd, mode) != 0))
		return false;
	if (!S_ISREG(st.st_mode) || st.st_nlink > 1) { /* a second name would change, too */
		errno = EINVAL;
		return false;
	}
	return end_last_piece(t->fd, (uint64_t)st.st_size);
}

bool torn_add(struct torn *t, int fd, uint64_t from, uint64_t to)
{
	char block[BLOCK];
	char last = '\0';
	while (from < to) {
		size_t want = to - from < BLOCK ? (size_t)(to - from) : BLOCK;
		ssize_t got = io_pread(fd, block, want, from);
		if (got == 0)
			errno = EIO; /* the file has become shorter */
		if (got <= 0 || !io_write(t->fd, block, (size_t)got))
			return false;
		from += (uint64_t)got;
		last = block[got - 1];
	}
	return last == '\n' || io_write(t->fd, "\n", 1);
}

bool torn_sync(struct torn *t)
{
	return io_sync(t->fd) && (!t->created || io_sync_directory(t->path));
}

void torn_close(struct torn *t)
{
	if (t->fd >= 0)
		close(t->fd);
	free(t->path);
	*t = (struct torn){.fd = -1};
}
