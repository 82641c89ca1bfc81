// SPDX-License-Identifier: Apache-2.0
#include "handlers.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>

namespace cofferdam {
namespace {

constexpr int kSignalCount = static_cast<int>(std::size(kSignals));
constexpr int kMaxPrevious =
    8;  // times a handler can be replaced and put back; then it is left alone

/** What was there before us, oldest first; more than one when ours was replaced and put back. */
struct Previous {
  struct sigaction actions[kMaxPrevious];
  int count;
};

Previous previous[kSignalCount];
Handler our_handler = nullptr;

// A handler that replaced ours usually chains to it, and we to that one. The second time one signal
// arrives here (same context) it goes a step further down, or it would circle for ever.
__thread const void *chained_context __attribute__((tls_model("initial-exec")));
__thread int chained_depth __attribute__((tls_model("initial-exec")));

int index_of(int signal) {
  for (int index = 0; index < kSignalCount; index++) {
    if (kSignals[index] == signal) return index;
  }
  return 0;
}

struct sigaction our_action() {
  struct sigaction action = {};
  action.sa_sigaction = our_handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO     // the address, and the context to rewrite
                    | SA_ONSTACK   // the guest's stack may have overflowed
                    | SA_NODEFER;  // a fault while unwinding must get through
  return action;
}

bool is_ours(const struct sigaction &action) {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == our_handler;
}

bool arm(int index) {
  Previous &before = previous[index];
  if (before.count == kMaxPrevious) return false;
  const struct sigaction action = our_action();
  struct sigaction found = {};
  if (sigaction(kSignals[index], nullptr, &found) != 0) return false;
  if (is_ours(found)) return true;
  before.actions[before.count++] = found;  // before ours can run and look for it
  return sigaction(kSignals[index], &action, nullptr) == 0;
}

/** The instruction runs again and, with the default action, kills as it would have without us. */
bool happens_again(int signal, const siginfo_t *info) {
  const bool at_fault =
      signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL;
  return at_fault && info->si_code > 0;
}

void take_default(int signal, const siginfo_t *info) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  if (!happens_again(signal, info)) {
    syscall(SYS_tgkill, getpid(), static_cast<pid_t>(syscall(SYS_gettid)), signal);
  }
}

void run(const struct sigaction &action, int signal, siginfo_t *info, void *ucontext) {
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(signal, info, ucontext);
  } else if (action.sa_handler == SIG_IGN && !happens_again(signal, info)) {
    return;
  } else if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) {
    take_default(signal, info);
  } else {
    action.sa_handler(signal);
  }
}

}  // namespace

int arm_handlers(Handler handler) {
  our_handler = handler;
  for (int index = 0; index < kSignalCount; index++) {
    if (!arm(index)) return errno;
  }
  return 0;
}

uint32_t replaced_handlers() {
  uint32_t replaced = 0;
  if (our_handler == nullptr) return replaced;
  for (int index = 0; index < kSignalCount; index++) {
    struct sigaction found = {};
    if (sigaction(kSignals[index], nullptr, &found) == 0 && !is_ours(found)) {
      replaced |= 1u << index;
    }
  }
  return replaced;
}

void rearm_handlers(uint32_t replaced) {
  for (int index = 0; index < kSignalCount; index++) {
    if ((replaced & 1u << index) != 0) arm(index);
  }
}

void chain(int signal, siginfo_t *info, void *ucontext) {
  const Previous &before = previous[index_of(signal)];
  chained_depth = chained_context == ucontext ? chained_depth + 1 : 0;
  chained_context = ucontext;
  const int next = before.count - 1 - chained_depth;
  if (next < 0) {
    take_default(signal, info);
    return;
  }
  run(before.actions[next], signal, info, ucontext);
  chained_context = nullptr;
}

}  // namespace cofferdam
