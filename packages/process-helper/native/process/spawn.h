// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "child.h"

namespace cofferdam {

struct Program {
  std::string path;
  std::vector<std::string> arguments;    // [0] is the name
  std::vector<std::string> environment;  // all of it: nothing is inherited
  std::vector<int> fds;                  // borrowed: become 0, 1, ... of it; -1: /dev/null
};

/**
 * Starts a program in a session of its own, with default signal handlers, nothing blocked, and no
 * descriptors but those named. By posix_spawn: a fork would copy the page tables of the host, 50 ms
 * for each GB. 0, or an errno.
 */
int spawn(const Program &program, Child &child);

}  // namespace cofferdam
