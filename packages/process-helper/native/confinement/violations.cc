// SPDX-License-Identifier: Apache-2.0
#include "violations.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "syscall_rules.h"

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

namespace cofferdam {
namespace {

std::atomic<int> violations_fd{-1};

/** strcat by hand: only what signal-safety(7) lists may be called. */
char *append(char *at, const char *text) {
  while (*text != '\0') *at++ = *text++;
  return at;
}

void write_violation(int number) {
  char line[64];  // the longest name of the table is half as long
  const char *name = syscall_name(number);
  char *end = append(line, "violation ");
  end = append(end, name != nullptr ? name : "unknown");
  *end++ = '\n';
  // a reader that is gone or full is not waited for longer than the host's deadline
  if (write(violations_fd.load(), line, static_cast<size_t>(end - line)) < 0) return;
}

/** The signal was raised by the call itself, on the thread that made it; sent by others it means
 * nothing here, and does what it does by default. */
void on_sigsys(int, siginfo_t *info, void *) {
  if (info->si_code == SYS_SECCOMP) write_violation(info->si_syscall);
  std::signal(SIGSYS, SIG_DFL);
  std::raise(SIGSYS);  // blocked here: arrives when this returns, on the thread that erred
}

}  // namespace

int report_violations(int fd) {
  violations_fd.store(fd);
  struct sigaction action {};
  action.sa_sigaction = on_sigsys;
  sigemptyset(&action.sa_mask);
  // SIGINFO: which call; ONSTACK: the guest's stack may be all used up
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  return sigaction(SIGSYS, &action, nullptr) == 0 ? 0 : errno;
}

}  // namespace cofferdam
