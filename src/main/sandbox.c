#include "main/sandbox.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#    define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#    define ARCH AUDIT_ARCH_AARCH64
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define WATCHED 1 /* the leak checker looks into its own process */
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define WATCHED 1
#    endif
#endif
#ifndef WATCHED
#    define WATCHED 0
#endif

static enum err failed(struct buf *problem, const char *what)
{
    buf_f(problem, "%s: %s\n", what, strerrordesc_np(errno));
    return ERR_DOWN;
}

enum err sandbox_user(struct str user, struct buf *problem)
{
    struct passwd pw, *found = NULL;
    char room[16384];

    if (user.n == 0 || geteuid() != 0)
        return OK;
    if (getpwnam_r(user.p, &pw, room, sizeof room, &found) != 0 || found == NULL) {
        buf_f(problem, "user: there is no user %.*s\n", STR(user));
        return ERR_INVALID;
    }
    if (setgroups(0, NULL) != 0 || setgid(pw.pw_gid) != 0 || setuid(pw.pw_uid) != 0)
        return failed(problem, "user");
    if (setuid(0) == 0) {
        buf_add(problem, S("user: root did not go\n"));
        return ERR_DOWN;
    }
    return OK;
}

#ifdef ARCH
/* Calls that a server of records never makes; they answer EPERM. */
static const int refused[] = {SYS_execveat, SYS_ptrace, SYS_process_vm_readv,
    SYS_process_vm_writev, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_bpf, SYS_perf_event_open,
    SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_reboot, SYS_swapon,
    SYS_swapoff, SYS_settimeofday, SYS_clock_settime, SYS_sethostname, SYS_setns, SYS_unshare,
    SYS_acct, SYS_quotactl, SYS_open_by_handle_at, SYS_personality};

static enum err filter(struct buf *problem)
{
    struct sock_filter code[COUNT(refused) + 6];
    struct sock_fprog program = {.filter = code};
    unsigned short n = 0;
    const unsigned char rows = (unsigned char)COUNT(refused);

    code[n++] = (struct sock_filter)BPF_STMT(
        BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, arch));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    code[n++] = (struct sock_filter)BPF_STMT(
        BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, nr));
    for (unsigned char i = 0; i < rows; i++)
        code[n++] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)refused[i], (unsigned char)(rows - i), 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n++] = (struct sock_filter)BPF_STMT(
        BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
    program.len = n;
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        return failed(problem, "seccomp");
    return OK;
}
#endif

/* The only programs that may be executed: this one (it decodes pictures of strangers in a child
 * that limits itself further) and the loader that every program needs. */
static enum err only_ourselves(struct buf *problem)
{
    static const char *const allowed[] = {
        "/proc/self/exe", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
    struct landlock_ruleset_attr rules = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE};
    int set = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    long failed_call = 0;

    if (set < 0) {
        LOG(LOG_WARN, "sandbox_without_landlock", LOG_S("why", str_of(strerrordesc_np(errno))));
        return OK;
    }
    for (size_t i = 0; i < COUNT(allowed) && failed_call == 0; i++) {
        struct landlock_path_beneath_attr path = {.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE,
            .parent_fd = open(allowed[i], O_PATH | O_CLOEXEC)};

        if (path.parent_fd < 0)
            continue;
        failed_call = syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &path, 0);
        (void)close(path.parent_fd);
    }
    if (failed_call == 0)
        failed_call = syscall(SYS_landlock_restrict_self, set, 0);
    if (failed_call != 0)
        (void)failed(problem, "landlock");
    (void)close(set);
    return failed_call == 0 ? OK : ERR_DOWN;
}

enum err sandbox_enter(struct buf *problem)
{
    const struct rlimit none = {0, 0};

    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return failed(problem, "core limit");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failed(problem, "no new privileges");
    if (WATCHED)
        return OK;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failed(problem, "not dumpable");
    TRY(only_ourselves(problem));
#ifdef ARCH
    return filter(problem);
#else
    return OK;
#endif
}
