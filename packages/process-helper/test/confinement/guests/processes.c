// SPDX-License-Identifier: Apache-2.0
// A guest that goes for other processes, and for the kernel.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

static int result(long value) { return value >= 0 ? 0 : errno; }

/** To itself: 0 when the shell ran, else why not; the child tells by its exit code. */
static int run_shell(const char *unused) {
  (void)unused;
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", "exit 0", NULL);
    _exit(errno);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

static int fork_once(const char *unused) {
  (void)unused;
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child < 0) return errno;
  waitpid(child, NULL, 0);
  return 0;
}

/** SIGCONT does nothing to one who runs. */
static int kill_other(const char *pid) { return result(kill(atoi(pid), SIGCONT)); }

static int tgkill_other(const char *pid) {
  return result(syscall(SYS_tgkill, atoi(pid), atoi(pid), SIGCONT));
}

static int trace(const char *pid) { return result(ptrace(PTRACE_SEIZE, atoi(pid), 0, 0)); }

/** Nothing is mapped at 1: EFAULT says that it would have been let. */
static int read_memory(const char *pid) {
  char byte;
  struct iovec here = {&byte, 1};
  struct iovec there = {(void *)1, 1};
  return result(process_vm_readv(atoi(pid), &here, 1, &there, 1, 0));
}

static int io_uring(const char *unused) {
  (void)unused;
  struct io_uring_params parameters = {0};
  long fd = syscall(SYS_io_uring_setup, 1, &parameters);
  if (fd < 0) return errno;
  close((int)fd);
  return 0;
}

static int new_namespace(const char *unused) {
  (void)unused;
  return result(unshare(CLONE_NEWUSER));
}

static int bpf(const char *unused) {
  (void)unused;
  union bpf_attr map = {
      .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  long fd = syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map);
  if (fd < 0) return errno;
  close((int)fd);
  return 0;
}

static int keys(const char *unused) {
  (void)unused;
  return result(syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1));
}

/** Any call by number. Its arguments are 0: should it be let, nothing comes of it. */
static int call(const char *number) { return result(syscall(atol(number), 0, 0, 0, 0, 0, 0)); }

static int stop_itself(const char *unused) {
  (void)unused;
  return result(raise(SIGSTOP));
}

/** So that nobody hears of what it does next. */
static int ignore_traps(const char *unused) {
  (void)unused;
  return signal(SIGSYS, SIG_IGN) == SIG_ERR ? errno : 0;
}

static int block_traps(const char *unused) {
  (void)unused;
  sigset_t all;
  sigfillset(&all);
  return result(sigprocmask(SIG_BLOCK, &all, NULL));
}

const crime process_crimes[] = {{"shell", 0, run_shell},
                                {"fork", 0, fork_once},
                                {"kill", 0, kill_other},
                                {"tgkill", 0, tgkill_other},
                                {"ptrace", 0, trace},
                                {"read-memory", 0, read_memory},
                                {"io_uring", 0, io_uring},
                                {"unshare", 0, new_namespace},
                                {"bpf", 0, bpf},
                                {"keyctl", 0, keys},
                                {"call", 0, call},
                                {"ignore-traps", 0, ignore_traps},
                                {"block-traps", 0, block_traps},
                                {"stop", 0, stop_itself},
                                {0}};
