// SPDX-License-Identifier: Apache-2.0
#include "child.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>

namespace cofferdam {
namespace {

constexpr auto kPidfd = static_cast<idtype_t>(3);  // P_PIDFD, which older headers lack

int pidfd_open(pid_t pid) { return static_cast<int>(syscall(SYS_pidfd_open, pid, 0)); }

int pidfd_send_signal(int pidfd, int signal) {
  return static_cast<int>(syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0));
}

}  // namespace

int Child::adopt(pid_t pid) {
  pidfd_.reset(pidfd_open(pid));  // its pid is its own until it is reaped
  pid_ = pid;
  if (pidfd_.get() >= 0) return 0;
  const int error = errno;
  ::kill(pid, SIGKILL);
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return error;
}

int Child::kill(int signal) {
  if (!is_running()) return ESRCH;
  return pidfd_send_signal(pidfd_.get(), signal) == 0 ? 0 : errno;
}

void Child::end() {
  if (is_running()) {
    kill(SIGKILL);
    Ending ending;
    reap(true, ending);
  }
  pidfd_.reset();
}

bool Child::reap(bool wait, Ending &ending) {
  if (wait) await_end();
  if (is_running()) {
    siginfo_t info = {};
    const int result = waitid(kPidfd, static_cast<id_t>(pidfd_.get()), &info, WEXITED | WNOHANG);
    if (result == 0 && info.si_pid == 0) return false;
    if (result == 0) (info.si_code == CLD_EXITED ? ending_.code : ending_.signal) = info.si_status;
    reaped_ = true;  // also on ECHILD: whoever ignores SIGCHLD, or waits for all, has it
  }
  ending = ending_;
  return reaped_;
}

/** By poll: an event loop makes the pidfd one that waitid does not wait for. */
void Child::await_end() const {
  pollfd end = {pidfd_.get(), POLLIN, 0};
  while (is_running() && poll(&end, 1, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace cofferdam
