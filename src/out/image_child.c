/* The limited child of out/image.h. */
#include "out/image.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    CPU_SECONDS = 2,
    MEMORY = 256 << 20
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define SANITIZED 1
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define SANITIZED 1
#    endif
#endif
#ifndef SANITIZED
#    define SANITIZED 0
#endif

static bool limit(__rlimit_resource_t what, uint64_t most)
{
    struct rlimit l = {most, most};

    return setrlimit(what, &l) == 0;
}

#if !SANITIZED
/* Address space already taken by the program and its libraries. */
static uint64_t mapped(void)
{
    char text[64] = {0};
    uint64_t pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        pages = (1 << 30) / 4096;
    for (const char *p = text; *p >= '0' && *p <= '9'; p++)
        pages = pages * 10 + (uint64_t)(*p - '0');
    if (fd >= 0)
        close(fd);
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* clang-format off */
#define ALLOW(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), \
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#if defined(__x86_64__)
#    define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#    define ARCH AUDIT_ARCH_AARCH64
#endif

/* Memory, the two descriptors, the end. */
static bool confine(void)
{
#ifdef ARCH
    static struct sock_filter rows[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(read), ALLOW(write), ALLOW(close), ALLOW(brk), ALLOW(mmap), ALLOW(munmap),
        ALLOW(mremap), ALLOW(mprotect), ALLOW(madvise), ALLOW(futex), ALLOW(getrandom),
        ALLOW(clock_gettime), ALLOW(rt_sigreturn), ALLOW(exit), ALLOW(exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof rows / sizeof rows[0], rows};

    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
    return true;
#endif
}
/* clang-format on */
#endif

static bool close_others(void)
{
    return syscall(SYS_close_range, 3U, ~0U, 0U) == 0 || errno == ENOSYS;
}

bool image_limit(void)
{
#if !SANITIZED
    uint64_t before = mapped();
#endif
    bool good = close_others() && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
                limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_NPROC, 0) &&
                limit(RLIMIT_NOFILE, 3) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;

#if !SANITIZED
    good = good && limit(RLIMIT_AS, before + MEMORY) && confine();
#endif
    return good;
}

static bool read_all(unsigned char *p, size_t room, size_t *n)
{
    for (*n = 0; *n < room;) {
        ssize_t k = read(STDIN_FILENO, p + *n, room - *n);

        if (k == 0)
            return true;
        if (k < 0 && errno != EINTR)
            return false;
        *n += k > 0 ? (size_t)k : 0;
    }
    return false; /* larger than any we take */
}

static bool write_all(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        ssize_t k = write(STDOUT_FILENO, p + i, n - i);

        if (k < 0 && errno != EINTR)
            return false;
        i += k > 0 ? (size_t)k : 0;
    }
    return true;
}

static void put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(v >> (24 - 8 * i));
}

static int work(void)
{
    size_t n = 0, room = IMAGE_MAX_BYTES + 1;
    unsigned char head[IMAGE_HEAD_BYTES];
    enum image_status status;
    int32_t width = 0, height = 0;
    struct bytes out = {NULL, 0};
    unsigned char *in;

    if (!image_limit())
        return IMAGE_BROKEN;
    in = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (in == MAP_FAILED || !read_all(in, room, &n))
        return IMAGE_BROKEN;
    status = image_encode((struct bytes){in, n}, &out, &width, &height);
    if (status != IMAGE_OK)
        return (int)status;
    put32(head, (uint32_t)image_type_of((struct bytes){in, n}));
    put32(head + 4, (uint32_t)width);
    put32(head + 8, (uint32_t)height);
    if (!write_all(head, sizeof head) || !write_all(out.p, out.n))
        return IMAGE_BROKEN;
    image_free(out);
    return IMAGE_OK;
}

/* Ends at once: what libraries would do at the end of a process is not allowed here. */
int image_child(void)
{
    int status = work();

    (void)syscall(SYS_exit_group, status);
    return status;
}
