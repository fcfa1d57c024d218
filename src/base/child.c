#include "base/child.h"

#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PIECE = 1 << 16
};

struct talk {
    int to, from; /* -1 when closed */
    struct bytes in;
    size_t sent;
    struct arena *arena;
    unsigned char *out;
    size_t n, room, max;
    int64_t until;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Our end of each is non-blocking; the child's ends are blocking and close on exec elsewhere.
 */
static bool pair(int fds[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0 &&
           fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0;
}

static bool start(const char *const *argv, int in, int out, pid_t *pid)
{
    static char *const empty[] = {NULL};
    posix_spawn_file_actions_t actions;
    bool good;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    good =
        posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) ==
            0 &&
        posix_spawn(pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, empty) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return good;
}

static void send_some(struct talk *t)
{
    size_t left = t->in.n - t->sent;
    ssize_t k = send(t->to, t->in.p + t->sent, left < PIECE ? left : PIECE, MSG_NOSIGNAL);

    if (k > 0)
        t->sent += (size_t)k;
    else if (k < 0 && errno != EAGAIN && errno != EINTR)
        shut(&t->to);
    if (t->sent == t->in.n)
        shut(&t->to);
}

static void take_some(struct talk *t)
{
    ssize_t k;

    if (t->n == t->room) {
        size_t room = t->room < t->max / 2 ? 2 * t->room : t->max;

        t->out = arena_grow(t->arena, t->out, t->room, room);
        t->room = room;
    }
    k = recv(t->from, t->out + t->n, t->room - t->n, 0);

    if (k > 0)
        t->n += (size_t)k;
    else if (k == 0 || (errno != EAGAIN && errno != EINTR))
        shut(&t->from);
}

/* Until the child closes its output; false: too late or too much. */
static bool converse(struct talk *t, struct child_end *end)
{
    while (t->from >= 0) {
        int64_t left = (t->until - time_mono_ns()) / 1000000;
        struct pollfd p[2] = {{t->from, POLLIN, 0}, {t->to, POLLOUT, 0}};

        end->late = left <= 0;
        end->large = t->n == t->max;
        if (end->late || end->large)
            return false;
        if (poll(p, 2, (int)left) < 0 && errno != EINTR)
            return false;
        if (p[1].revents != 0)
            send_some(t);
        if (p[0].revents != 0)
            take_some(t);
    }
    return true;
}

static void bury(pid_t pid, struct child_end *end)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            break;
    end->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum err child_run(struct arena *a, const char *const *argv, struct bytes in, size_t out_max,
    int milliseconds, struct bytes *out, struct child_end *end)
{
    int to[2] = {-1, -1}, from[2] = {-1, -1};
    struct talk t = {.arena = a, .in = in, .max = out_max + 1};
    bool started;
    pid_t pid = 0;

    *end = (struct child_end){.status = -1};
    started = pair(to) && pair(from) && start(argv, to[1], from[1], &pid);
    shut(&to[1]);
    shut(&from[1]);
    t.to = to[0];
    t.from = from[0];
    if (started) {
        t.room = t.max < PIECE ? t.max : PIECE;
        t.out = arena_take(a, t.room);
        t.until = time_mono_ns() + (int64_t)milliseconds * 1000000;
        if (!converse(&t, end))
            kill(pid, SIGKILL);
        bury(pid, end);
    }
    shut(&t.to);
    shut(&t.from);
    *out = (struct bytes){t.out, t.n};
    return started ? OK : ERR_DOWN;
}
