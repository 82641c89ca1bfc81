// SPDX-License-Identifier: Apache-2.0
#include "process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace cofferdam {
namespace {

long close_range_of(unsigned first, unsigned last) {
#ifdef SYS_close_range
  return syscall(SYS_close_range, first, last, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

/** Closes everything but `kept`, which is in order. 0, or an errno. */
int close_all_but(const std::vector<int> &kept) {
  unsigned first = 0;
  for (const int fd : kept) {
    const auto next = static_cast<unsigned>(fd);
    if (next > first && close_range_of(first, next - 1) != 0) return errno;
    first = std::max(first, next + 1);
  }
  return close_range_of(first, ~0U) == 0 ? 0 : errno;
}

}  // namespace

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void leave_session(Report &report) {
  // refused to the leader of a process group; a leader of a session has what it wants
  const bool done = setsid() >= 0 || getsid(0) == getpid();
  report.result("session", done ? 0 : errno);
}

bool die_with_parent(pid_t parent, Report &report) {
  const pid_t expected = parent != 0 ? parent : getppid();
  const int error = prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : errno;
  // Not "is it 1": in a container the host may be.
  if (getppid() != expected) return false;
  report.result("parent-death", error);
  return true;
}

void close_descriptors(const Orders &orders, Report &report) {
  std::vector<int> kept = orders.kept_fds;
  kept.insert(kept.end(), {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO});
  for (const int fd : kept) fcntl(fd, F_SETFD, 0);
  if (orders.report_fd >= 0) {
    fcntl(orders.report_fd, F_SETFD, FD_CLOEXEC);
    kept.push_back(orders.report_fd);
  }
  std::sort(kept.begin(), kept.end());
  report.result("descriptors", close_all_but(kept));
}

}  // namespace cofferdam
