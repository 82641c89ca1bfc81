// SPDX-License-Identifier: Apache-2.0
#include "seal.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "syscall_filter.h"

#ifndef SECCOMP_FILTER_FLAG_TSYNC_ESRCH
#define SECCOMP_FILTER_FLAG_TSYNC_ESRCH (1UL << 4)
#endif

namespace cofferdam {

int seal(const SealOptions &options) {
  const SyscallRules rules = syscall_rules();
  if (rules.count == 0) return ENOTSUP;
  std::vector<sock_filter> filter = compile_rules(rules, {options.when, options.traps, getpid()});
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  // ESRCH: otherwise the failure is a thread's number, which cannot be told from an errno
  constexpr unsigned long kFlags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_TSYNC_ESRCH;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, kFlags, &program) == 0 ? 0 : errno;
}

}  // namespace cofferdam
