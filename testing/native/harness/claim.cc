// SPDX-License-Identifier: Apache-2.0
#include "claim.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "landing_pads.h"

namespace cofferdam::testing {
namespace {

constexpr unsigned kMostSeconds = 60;  // a claim takes far less, also under emulation

std::vector<const Claim *> &claims() {
  static std::vector<const Claim *> all;
  return all;
}

[[noreturn]] void fail(const std::string &what, const std::source_location &here) {
  std::fprintf(stderr, "%s:%u: %s%s%s\n", here.file_name(), static_cast<unsigned>(here.line()),
               what.c_str(), circumstance.empty() ? "" : ", ", circumstance.c_str());
  _exit(1);
}

std::string read_all(int file) {
  std::string text;
  char part[4096];
  for (ssize_t count; (count = read(file, part, sizeof part)) > 0;) {
    text.append(part, static_cast<size_t>(count));
  }
  return text;
}

[[noreturn]] void run(const std::function<void()> &act, int said) {
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  dup2(said, STDERR_FILENO);
  alarm(kMostSeconds);
  enforce_landing_pads();  // not in the parent: at its end run functions of crti.o, which has none
  act();
  std::fflush(stdout);
  _exit(0);
}

bool prove(const Claim &claim) {
  const End end = in_child(claim.prove);
  const bool holds = end.signal == 0 && end.status == 0;
  std::printf("%s - %s\n", holds ? "ok" : "not ok", claim.text);
  if (!holds) {
    if (end.signal != 0) std::printf("    killed by %s\n", strsignal(end.signal));
    std::printf("    %s\n", end.said.c_str());
  }
  std::fflush(stdout);
  return holds;
}

}  // namespace

Claim::Claim(const char *what, void (*how)()) : text(what), prove(how) { claims().push_back(this); }

void expect(bool holds, const char *what, std::source_location here) {
  if (!holds) fail(std::string("does not hold: ") + what, here);
}

void expect_equal(double actual, double expected, const char *what, std::source_location here) {
  if (actual == expected) return;
  char text[200];
  std::snprintf(text, sizeof text, "%s is %.17g, not %.17g", what, actual, expected);
  fail(text, here);
}

void expect_text(const std::string &actual, const std::string &expected, const char *what,
                 std::source_location here) {
  if (actual != expected)
    fail(std::string(what) + " is \"" + actual + "\", not \"" + expected + "\"", here);
}

void expect_has(const std::string &text, const std::string &part, std::source_location here) {
  if (text.find(part) == std::string::npos)
    fail("\"" + part + "\" is not in \"" + text + "\"", here);
}

End in_child(const std::function<void()> &act) {
  int ends[2];
  if (pipe(ends) != 0) return {0, -1, "pipe failed"};
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    run(act, ends[1]);
  }
  close(ends[1]);
  std::string said = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return {WTERMSIG(status), 0, said};
  return {0, WEXITSTATUS(status), said};
}

int prove_all(const char *filter) {
  int passed = 0, failed = 0;
  for (const Claim *claim : claims()) {
    if (std::string_view(claim->text).find(filter) == std::string_view::npos) continue;
    (prove(*claim) ? passed : failed)++;
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return passed == 0 ? 1 : failed;  // a filter that finds nothing proves nothing
}

}  // namespace cofferdam::testing
