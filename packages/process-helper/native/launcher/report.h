// SPDX-License-Identifier: Apache-2.0
// What became of each piece of the confinement, one line of text each; src/confinement-report.ts
// reads them.
#pragma once
#include <string_view>
#include <vector>

namespace cofferdam {

/** Every piece there is. src/confinement-report.ts has the same list. */
inline constexpr std::string_view kPieces[] = {"session",
                                               "parent-death",
                                               "descriptors",
                                               "environment",
                                               "core",
                                               "memory",
                                               "address-space",
                                               "cpu",
                                               "files",
                                               "file-size",
                                               "processes",
                                               "namespaces-user",
                                               "namespaces-net",
                                               "namespaces-ipc",
                                               "no-new-privileges",
                                               "landlock-filesystem",
                                               "landlock-network",
                                               "landlock-scope",
                                               "capabilities",
                                               "seccomp"};

bool is_piece(std::string_view name);

class Report {
 public:
  /** @param fd borrowed; -1: nobody wants to know. A pipe or a socket: where nothing may be
   * written, a regular file takes nothing. */
  Report(int fd, std::vector<std::string_view> required) : fd_(fd), required_(required) {}

  void applied(const char *piece);
  void missing(const char *piece, const char *reason);
  /** Applied if `error` is 0; else missing because of that errno. */
  void result(const char *piece, int error);
  /** A line that is not about a piece. */
  void line(const char *text);

  /** Says what was required and is not there. False: nothing. Last of all. */
  bool refuses();

 private:
  void print(std::string_view piece, const char *text, const char *reason);

  int fd_;
  std::vector<std::string_view> required_;
  std::vector<std::string_view> done_;
};

}  // namespace cofferdam
