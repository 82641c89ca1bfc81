// SPDX-License-Identifier: Apache-2.0
// What Node, its JIT, and a C library that computes need; and by name what a hostile one would try.
#include <asm/unistd.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <csignal>
#include <iterator>

#include "syscall_rules.h"

namespace cofferdam {
namespace {

/** CLONE_NEW*, but for the time namespace, whose bit clone takes for a signal. */
constexpr uint32_t kNewNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr uint32_t kTemporaryFile = 020000000;  // O_TMPFILE without O_DIRECTORY
constexpr uint32_t kToWrite = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | kTemporaryFile;
constexpr uint32_t kNameMemory = 0x53564d41;  // PR_SET_VMA
constexpr uint32_t kSetNonBlocking = 0x5421;  // FIONBIO
constexpr uint32_t kBytesToRead = 0x541b;     // FIONREAD

constexpr Check argument(uint8_t argument, Test test, uint32_t value = 0) {
  return {test, argument, value};
}

// `name`s are the kernel's; the header's macro has the number
#define CALL(name) __NR_##name, #name
#define ALLOW(name) \
  { CALL(name), Verdict::Allow }
#define FORBID(name) \
  { CALL(name), Verdict::Forbid }
#define GRANT(name, when) \
  { CALL(name), Verdict::Allow, {}, when }
#define PRETEND_FCNTL(fd, command)                                        \
  {                                                                       \
    CALL(fcntl), Verdict::Pretend, argument(1, Test::Equals, command), 0, \
        argument(0, Test::Equals, fd)                                     \
  }
#define GRANT_OR_FORBID(name, when) GRANT(name, when), FORBID(name)

// By hand: one rule a line would be a list too long to see through.
// clang-format off
constexpr Rule kRules[] = {
    // the ring's
    ALLOW(futex), ALLOW(sendto), ALLOW(poll),

    // descriptors that it has; one that is given up, or written to, was given to it
    ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(pread64), ALLOW(pwrite64),
    ALLOW(preadv), ALLOW(pwritev), ALLOW(preadv2), ALLOW(pwritev2), ALLOW(close), ALLOW(lseek),
    ALLOW(dup), ALLOW(dup2), ALLOW(dup3), ALLOW(pipe), ALLOW(pipe2), ALLOW(fadvise64),
    // koffi syncs both outputs at exit, and hangs where it may not
    ALLOW(fsync), ALLOW(fdatasync),
    // and waiting for them
    ALLOW(sendmsg), ALLOW(recvfrom), ALLOW(recvmsg), ALLOW(getsockname), ALLOW(getpeername),
    ALLOW(getsockopt), ALLOW(select), ALLOW(pselect6), ALLOW(ppoll), ALLOW(epoll_create1),
    ALLOW(epoll_ctl), ALLOW(epoll_wait), ALLOW(epoll_pwait), ALLOW(epoll_pwait2), ALLOW(eventfd2),
    ALLOW(timerfd_create), ALLOW(timerfd_settime), ALLOW(timerfd_gettime),

    // no F_SETFL: O_NONBLOCK belongs to the description, which the host shares; no leases, owners
    // or seals either
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_GETFD)},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_SETFD)},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_GETFL)},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_DUPFD)},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_DUPFD_CLOEXEC)},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_SETLK), kWhenWrite},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_SETLKW), kWhenWrite},
    {CALL(fcntl), Verdict::Allow, argument(1, Test::Equals, F_GETLK), kWhenWrite},
    // at its exit Node sets what it found at its start, and aborts where it may not
    PRETEND_FCNTL(0, F_SETFL), PRETEND_FCNTL(1, F_SETFL), PRETEND_FCNTL(2, F_SETFL),
    {CALL(ioctl), Verdict::Allow, argument(1, Test::Equals, kSetNonBlocking), kWhenNetwork},
    {CALL(ioctl), Verdict::Allow, argument(1, Test::Equals, kBytesToRead), kWhenNetwork},
    {CALL(ioctl), Verdict::NoTerminal},

    // memory; before the rules that allow it whatever it is for
    {CALL(mmap), Verdict::RefuseMemory, argument(2, Test::AnyBit, PROT_EXEC), kWhenNoExecMemory},
    {CALL(mprotect), Verdict::RefuseMemory, argument(2, Test::AnyBit, PROT_EXEC),
     kWhenNoExecMemory},
    ALLOW(mmap), ALLOW(mprotect), ALLOW(munmap), ALLOW(mremap), ALLOW(madvise), ALLOW(brk),
    ALLOW(mincore), ALLOW(mlock), ALLOW(mlock2), ALLOW(munlock), ALLOW(msync), ALLOW(membarrier),

    // time, chance, and what it is itself
    ALLOW(clock_gettime), ALLOW(clock_getres), ALLOW(clock_nanosleep), ALLOW(nanosleep),
    ALLOW(gettimeofday), ALLOW(time), ALLOW(times), ALLOW(alarm), ALLOW(setitimer),
    ALLOW(getitimer), ALLOW(timer_create), ALLOW(timer_settime), ALLOW(timer_gettime),
    ALLOW(timer_getoverrun), ALLOW(timer_delete), ALLOW(pause), ALLOW(getrandom), ALLOW(getpid),
    ALLOW(gettid), ALLOW(getppid), ALLOW(getpgrp), ALLOW(getpgid), ALLOW(getsid), ALLOW(getuid),
    ALLOW(geteuid), ALLOW(getgid), ALLOW(getegid), ALLOW(getresuid), ALLOW(getresgid),
    ALLOW(getgroups), ALLOW(capget), ALLOW(uname), ALLOW(sysinfo), ALLOW(getrusage), ALLOW(getcpu),
    ALLOW(getpriority), ALLOW(umask),
    // reading a limit, not setting one
    ALLOW(getrlimit),
    {CALL(prlimit64), Verdict::Allow, argument(2, Test::IsNull)},
    FORBID(prlimit64), FORBID(setrlimit),
    // not the signal at the host's death, which would be unset
    {CALL(prctl), Verdict::Allow, argument(0, Test::Equals, PR_SET_NAME)},
    {CALL(prctl), Verdict::Allow, argument(0, Test::Equals, PR_GET_NAME)},
    {CALL(prctl), Verdict::Allow, argument(0, Test::Equals, kNameMemory)},

    // threads; clone3 keeps its flags in memory, where they cannot be checked
    {CALL(clone3), Verdict::Unknown},
    {CALL(clone), Verdict::Forbid, argument(0, Test::AnyBit, kNewNamespaces)},
    {CALL(clone), Verdict::Allow, argument(0, Test::AllBits, CLONE_THREAD | CLONE_VM)},
    ALLOW(set_robust_list), ALLOW(set_tid_address), ALLOW(rseq), ALLOW(arch_prctl),
    ALLOW(sched_yield), ALLOW(sched_getaffinity), ALLOW(sched_getparam), ALLOW(sched_getscheduler),
    ALLOW(sched_get_priority_max), ALLOW(sched_get_priority_min), ALLOW(restart_syscall),
    ALLOW(futex_waitv), ALLOW(exit), ALLOW(exit_group),

    // signals: its own handlers, and to itself, but not to stop, which looks like a long call
    ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(rt_sigpending),
    ALLOW(rt_sigtimedwait), ALLOW(rt_sigsuspend), ALLOW(sigaltstack), GRANT(kill, kWhenProcesses),
    GRANT(tgkill, kWhenProcesses),
    {CALL(tgkill), Verdict::Forbid, argument(2, Test::Equals, SIGSTOP)},
    {CALL(tgkill), Verdict::Allow, argument(0, Test::IsSelf)},
    {CALL(rt_tgsigqueueinfo), Verdict::Allow, argument(0, Test::IsSelf)},
    FORBID(kill), FORBID(tgkill), FORBID(tkill), FORBID(rt_sigqueueinfo), FORBID(rt_tgsigqueueinfo),
    FORBID(pidfd_send_signal),

    // looking at files; Landlock says which
    GRANT(openat, kWhenWrite), GRANT(open, kWhenWrite), GRANT(openat2, kWhenWrite),
    {CALL(openat), Verdict::ForbidFile, argument(2, Test::AnyBit, kToWrite)},
    {CALL(open), Verdict::ForbidFile, argument(1, Test::AnyBit, kToWrite)},
    ALLOW(openat), ALLOW(open),
    {CALL(openat2), Verdict::Unknown},
    ALLOW(stat), ALLOW(lstat), ALLOW(fstat), ALLOW(newfstatat), ALLOW(statx), ALLOW(statfs),
    ALLOW(fstatfs), ALLOW(access), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(readlink),
    ALLOW(readlinkat), ALLOW(getdents64), ALLOW(getcwd),

    // changing them
    GRANT_OR_FORBID(creat, kWhenWrite), GRANT_OR_FORBID(mkdir, kWhenWrite),
    GRANT_OR_FORBID(mkdirat, kWhenWrite), GRANT_OR_FORBID(rmdir, kWhenWrite),
    GRANT_OR_FORBID(unlink, kWhenWrite), GRANT_OR_FORBID(unlinkat, kWhenWrite),
    GRANT_OR_FORBID(rename, kWhenWrite), GRANT_OR_FORBID(renameat, kWhenWrite),
    GRANT_OR_FORBID(renameat2, kWhenWrite), GRANT_OR_FORBID(link, kWhenWrite),
    GRANT_OR_FORBID(linkat, kWhenWrite), GRANT_OR_FORBID(symlink, kWhenWrite),
    GRANT_OR_FORBID(symlinkat, kWhenWrite), GRANT_OR_FORBID(truncate, kWhenWrite),
    GRANT_OR_FORBID(ftruncate, kWhenWrite), GRANT(fallocate, kWhenWrite), GRANT(flock, kWhenWrite),
    GRANT(chmod, kWhenWrite), GRANT(fchmod, kWhenWrite), GRANT(fchmodat, kWhenWrite),
    GRANT(utimensat, kWhenWrite), GRANT(copy_file_range, kWhenWrite), GRANT(sendfile, kWhenWrite),

    // the network: no sockets of the machine's own, behind which its services wait
    {CALL(socket), Verdict::Allow, argument(0, Test::Equals, AF_INET), kWhenNetwork},
    {CALL(socket), Verdict::Allow, argument(0, Test::Equals, AF_INET6), kWhenNetwork},
    FORBID(socket), GRANT_OR_FORBID(connect, kWhenNetwork), GRANT_OR_FORBID(bind, kWhenNetwork),
    GRANT_OR_FORBID(listen, kWhenNetwork), GRANT_OR_FORBID(accept, kWhenNetwork),
    GRANT_OR_FORBID(accept4, kWhenNetwork), GRANT(setsockopt, kWhenNetwork),
    GRANT(shutdown, kWhenNetwork), GRANT(sendmmsg, kWhenNetwork), GRANT(recvmmsg, kWhenNetwork),

    // other programs
    GRANT_OR_FORBID(execve, kWhenProcesses), GRANT_OR_FORBID(execveat, kWhenProcesses),
    GRANT_OR_FORBID(fork, kWhenProcesses), GRANT_OR_FORBID(vfork, kWhenProcesses),
    GRANT_OR_FORBID(clone, kWhenProcesses),
    // a pair of datagram sockets can send to any other on the machine
    {CALL(socketpair), Verdict::Forbid, argument(1, Test::AnyBit, SOCK_DGRAM), kWhenProcesses},
    {CALL(socketpair), Verdict::Allow, argument(0, Test::Equals, AF_UNIX), kWhenProcesses},
    GRANT(wait4, kWhenProcesses), GRANT(waitid, kWhenProcesses), GRANT(setpgid, kWhenProcesses),
    GRANT(setsid, kWhenProcesses), GRANT(chdir, kWhenProcesses), GRANT(fchdir, kWhenProcesses),
    GRANT(close_range, kWhenProcesses), GRANT_OR_FORBID(pidfd_open, kWhenProcesses),

    // what nobody is granted
    FORBID(ptrace), FORBID(process_vm_readv), FORBID(process_vm_writev), FORBID(process_madvise),
    FORBID(pidfd_getfd), FORBID(kcmp), FORBID(unshare), FORBID(setns), FORBID(mount),
    FORBID(umount2), FORBID(pivot_root), FORBID(chroot), FORBID(move_mount), FORBID(open_tree),
    FORBID(fsopen), FORBID(fsmount), FORBID(mount_setattr), FORBID(bpf), FORBID(perf_event_open),
    FORBID(io_uring_setup), FORBID(io_uring_enter), FORBID(io_uring_register), FORBID(userfaultfd),
    FORBID(keyctl), FORBID(add_key), FORBID(request_key), FORBID(seccomp), FORBID(personality),
    FORBID(modify_ldt), FORBID(open_by_handle_at), FORBID(name_to_handle_at), FORBID(mknod),
    FORBID(mknodat), FORBID(init_module), FORBID(finit_module), FORBID(kexec_load), FORBID(reboot),
    FORBID(swapon), FORBID(settimeofday), FORBID(clock_settime), FORBID(setuid), FORBID(setgid),
    FORBID(setresuid), FORBID(setresgid), FORBID(setgroups), FORBID(capset), FORBID(memfd_create),
    FORBID(shmget), FORBID(shmat), FORBID(msgget), FORBID(semget), FORBID(mq_open),
    FORBID(sched_setaffinity), FORBID(sched_setscheduler), FORBID(setpriority),
};
// clang-format on

}  // namespace

SyscallRules syscall_rules() { return {kRules, std::size(kRules), AUDIT_ARCH_X86_64}; }

const char *syscall_name(int number) {
  for (const Rule &rule : kRules) {
    if (rule.number == number) return rule.name;
  }
  return nullptr;
}

}  // namespace cofferdam
