// SPDX-License-Identifier: Apache-2.0
// The command line; src/confinement.ts writes it. Every option that takes a value takes one, and
// may be repeated where a list makes sense.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cofferdam {

struct Orders {
  bool probe = false;
  int report_fd = -1;
  std::vector<int> kept_fds;
  /** Who must be our parent; 0: whoever is. */
  pid_t parent = 0;
  std::optional<uint64_t> memory;
  std::optional<uint64_t> address_space;
  std::optional<uint64_t> cpu;
  std::optional<uint64_t> files;
  std::optional<uint64_t> processes;
  std::vector<const char *> read;
  std::vector<const char *> execute;
  std::vector<const char *> write;
  bool user_namespace = false;
  bool net_namespace = false;
  bool ipc_namespace = false;
  bool network = false;
  std::vector<char *> environment;
  std::vector<std::string_view> required;
  /** The program and its arguments, ended by null. Borrowed from argv. */
  char **program = nullptr;
};

/** False: it was said on standard error what is wrong. */
bool parse_orders(char **argv, Orders &orders);

}  // namespace cofferdam
