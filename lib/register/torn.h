/*
 * torn: NAME.torn, where bytes of a register or journal are kept that can never be rows. Each piece
 * is ended with a newline when it has none of its own. They are durable there before they leave the
 * register; a program that is killed in between has them in both, and the next one may keep them
 * once more.
 */
#ifndef REGISTER_TORN_H
#define REGISTER_TORN_H

#include "register/directory.h"

struct torn {
	char *path; /* as messages show it */
	int fd;
	bool created;
};

/* Opens or creates the file that belongs to the register file `path`. False and errno otherwise;
 * in either case torn_close is due. */
bool torn_open(struct torn *t, const struct directory *d, const char *path);
/* Appends bytes [from, to) of the descriptor. False and errno otherwise. */
bool torn_add(struct torn *t, int fd, uint64_t from, uint64_t to);
/* Makes durable what was added. False and errno otherwise. */
bool torn_sync(struct torn *t);
void torn_close(struct torn *t);

#endif
