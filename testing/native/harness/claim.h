// SPDX-License-Identifier: Apache-2.0
// Tests without Node: each is a claim, proved in a process of its own, so that one that dies fails
// alone.
#pragma once
#include <functional>
#include <source_location>
#include <string>

namespace cofferdam::testing {

/** CLAIM("what holds") { ... expect(...) ... } */
struct Claim {
  Claim(const char *text, void (*prove)());
  const char *text;
  void (*prove)();
};

#define CD_JOIN_(a, b) a##b
#define CD_JOIN(a, b) CD_JOIN_(a, b)
#define CLAIM(text)                                                              \
  static void CD_JOIN(prove_, __LINE__)();                                       \
  static const Claim CD_JOIN(claim_, __LINE__)(text, CD_JOIN(prove_, __LINE__)); \
  static void CD_JOIN(prove_, __LINE__)()

/** Printed with a failure: which of several cases it was. */
inline thread_local std::string circumstance;

void expect(bool holds, const char *what,
            std::source_location here = std::source_location::current());
/** Both as doubles, which hold every number that the tests compare. */
void expect_equal(double actual, double expected, const char *what,
                  std::source_location here = std::source_location::current());
void expect_text(const std::string &actual, const std::string &expected, const char *what,
                 std::source_location here = std::source_location::current());
void expect_has(const std::string &text, const std::string &part,
                std::source_location here = std::source_location::current());

/** The end of a child process. */
struct End {
  int signal;        // 0: it exited
  int status;        // of the exit
  std::string said;  // on stderr
};

/** Runs `act` in a child; exit status 0 when it returns. */
End in_child(const std::function<void()> &act);

/** Proves every claim whose text has `filter` in it; prints them. Returns how many failed. */
int prove_all(const char *filter);

}  // namespace cofferdam::testing
