/*
 * io: the system calls that can be interrupted or fall short, done whole.
 */
#ifndef BASE_IO_H
#define BASE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* read(2) again after EINTR. */
ssize_t io_read(int fd, void *bytes, size_t n);
/* pread(2) again after EINTR. */
ssize_t io_pread(int fd, void *bytes, size_t n, uint64_t offset);
/* Writes all n bytes; false with errno set when that fails (some may be written). */
bool io_write(int fd, const void *bytes, size_t n);
/* ftruncate(2) again after EINTR. */
bool io_truncate(int fd, uint64_t length);
/* Lets the system begin to write out what the file has been given, so that less is left to a later
 * io_sync. A wish: it changes nothing about errors, and may do nothing. */
void io_begin_sync(int fd);
/* fsync(2) again after EINTR. A failed fsync is never repeated. */
bool io_sync(int fd);
/* Makes the entries of the directory that holds `path` durable. */
bool io_sync_directory(const char *path);

#endif
