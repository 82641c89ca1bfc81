// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <linux/filter.h>
#include <sys/types.h>

#include <vector>

#include "syscall_rules.h"

namespace cofferdam {

struct FilterOptions {
  unsigned when;
  bool traps;
  pid_t self;
};

/** The rules as a seccomp program. */
std::vector<sock_filter> compile_rules(const SyscallRules &rules, const FilterOptions &options);

}  // namespace cofferdam
