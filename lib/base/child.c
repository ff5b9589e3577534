/* child: see child.h. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { INPUT, OUTPUT, MESSAGES, PIPES, PART = 16 * 1024, MESSAGE_MOST = 64 * 1024 };

struct child {
	const char *name;
	int ours[PIPES], theirs[PIPES];
	pid_t pid;
	struct buf messages;
};

/* --- starting --------------------------------------------------------------------------------- */

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_all(int fds[PIPES])
{
	for (int i = 0; i < PIPES; i++)
		close_one(&fds[i]);
}

/* Where descriptors 0 to 2 are closed, a pipe must not take their place: the child's own end would
 * be the one that is put there. */
static bool move_up(int *fd)
{
	int moved = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(*fd);
	*fd = moved;
	return moved >= 0;
}

static bool open_pipe(struct child *c, int which)
{
	int ends[2];
	if (pipe(ends) != 0)
		return false;
	c->ours[which] = ends[which == INPUT];
	c->theirs[which] = ends[which != INPUT];
	return move_up(&c->ours[which]) && move_up(&c->theirs[which]) &&
	       fcntl(c->ours[which], F_SETFL, O_NONBLOCK) == 0;
}

static bool is_setting_of(const char *setting, const char *variable)
{
	size_t n = strcspn(setting, "=");
	return strncmp(setting, variable, n) == 0 && variable[n] == '=';
}

/* The environment with the settings; free the array, not the texts. */
static char **environment_with(const char *const *settings)
{
	size_t count = 0, kept = 0, more = 0;
	while (environ[count])
		count++;
	while (settings[more])
		more++;
	char **result = mem_alloc(count + more + 1, sizeof(*result));
	for (size_t i = 0; i < count; i++) {
		bool replaced = false;
		for (size_t j = 0; j < more && !replaced; j++)
			replaced = is_setting_of(settings[j], environ[i]);
		if (!replaced)
			result[kept++] = environ[i];
	}
	for (size_t j = 0; j < more; j++)
		if (strchr(settings[j], '='))
			result[kept++] = (char *)(uintptr_t)settings[j];
	return result;
}

/* 0, or the errno value. */
static int start(struct child *c, const char *const *argv, const char *const *settings)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	char **environment = environment_with(settings);
	posix_spawn_file_actions_init(&actions);
	for (int i = 0; i < PIPES; i++)
		posix_spawn_file_actions_adddup2(&actions, c->theirs[i], i);
	posix_spawnattr_init(&attributes);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	int number = posix_spawnp(
	    &c->pid, argv[0], &actions, &attributes, (char **)(uintptr_t)argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	free(environment);
	return number;
}

/* --- feeding and reading ---------------------------------------------------------------------- */

/* Writes what goes without waiting. A child that reads no more is told by its exit code. */
static void feed(struct child *c, struct str *input)
{
	ssize_t n = write(c->ours[INPUT], input->p, input->n);
	if (n > 0)
		*input = str_from(*input, (size_t)n);
	if (input->n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_one(&c->ours[INPUT]);
}

static void take(struct child *c, int which, struct buf *out)
{
	buf_reserve(out, PART);
	ssize_t n = read(c->ours[which], out->p + out->n, PART);
	if (n > 0)
		out->n += (size_t)n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		close_one(&c->ours[which]);
	if (which == MESSAGES && out->n > MESSAGE_MOST)
		out->n = MESSAGE_MOST;
}

static void exchange(struct child *c, struct str input, struct buf *out)
{
	if (input.n == 0)
		close_one(&c->ours[INPUT]);
	while (c->ours[OUTPUT] >= 0 || c->ours[MESSAGES] >= 0) {
		struct pollfd polled[PIPES];
		for (int i = 0; i < PIPES; i++)
			polled[i] = (struct pollfd){
			    .fd = c->ours[i], .events = i == INPUT ? POLLOUT : POLLIN};
		if (poll(polled, PIPES, -1) < 0 && errno != EINTR)
			break;
		if (c->ours[INPUT] >= 0 && polled[INPUT].revents)
			feed(c, &input);
		if (c->ours[OUTPUT] >= 0 && polled[OUTPUT].revents)
			take(c, OUTPUT, out);
		if (c->ours[MESSAGES] >= 0 && polled[MESSAGES].revents)
			take(c, MESSAGES, &c->messages);
	}
	close_all(c->ours);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool wait_for(pid_t pid, int *status)
{
	pid_t got;
	do
		got = waitpid(pid, status, 0);
	while (got < 0 && errno == EINTR);
	return got == pid;
}

/* The first line that says something. */
static struct str first_line(const struct buf *messages)
{
	struct str rest = buf_str(messages), line;
	while (rest.p && str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			return str_trim(line);
	return (struct str){NULL, 0};
}

static enum child_end finish(struct child *c, struct error *e)
{
	int status;
	if (!wait_for(c->pid, &status)) {
		error_errno(e, c->name, errno, "%s", _("cannot be waited for"));
		return CHILD_FAILED;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return CHILD_DONE;
	/* Without vfork the child itself finds that there is no such program. */
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && c->messages.n == 0)
		return CHILD_MISSING;
	error_set(
	    e, ERROR_SYSTEM, _("%s failed: %s"), c->name, error_quote(first_line(&c->messages)));
	return CHILD_FAILED;
}

enum child_end child_run(const char *const *argv, const char *const *settings, struct str input,
    struct buf *out, struct error *e)
{
	struct child c = {.name = argv[0], .ours = {-1, -1, -1}, .theirs = {-1, -1, -1}};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	int number = 0;
	for (int i = 0; i < PIPES && number == 0; i++)
		number = open_pipe(&c, i) ? 0 : errno;
	if (number == 0)
		number = start(&c, argv, settings);
	close_all(c.theirs);
	if (number) {
		close_all(c.ours);
		if (number == ENOENT)
			return CHILD_MISSING;
		error_errno(e, c.name, number, "%s", _("cannot be started"));
		return CHILD_FAILED;
	}
	sigaction(SIGPIPE, &ignore, &before);
	exchange(&c, input, out);
	sigaction(SIGPIPE, &before, NULL);
	enum child_end end = finish(&c, e);
	buf_release(&c.messages);
	return end;
}
