// SPDX-License-Identifier: Apache-2.0
#include "handlers.h"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
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
// arrives here (same context, further down the stack) it goes a step further down the list, or it
// would circle for ever. A handler may leave by siglongjmp: what is kept here then is of a signal
// long gone.
__thread const void *chained_context __attribute__((tls_model("initial-exec")));
__thread uintptr_t chained_frame __attribute__((tls_model("initial-exec")));
__thread int chained_depth __attribute__((tls_model("initial-exec")));

/** All that the kernel has, and writes to a handler's context, of a sigset_t. */
constexpr size_t kMaskBytes = _NSIG / 8;
__thread char noted_mask[kMaskBytes] __attribute__((tls_model("initial-exec")));

int index_of(int signal) {
  for (int index = 0; index < kSignalCount; index++) {
    if (kSignals[index] == signal) return index;
  }
  return 0;
}

struct sigaction our_action() {
  struct sigaction action = {};
  action.sa_sigaction = our_handler;
  sigfillset(&action.sa_mask);  // signals that arrive by the thousand must not pile up on the stack
  action.sa_flags = SA_SIGINFO  // the address, and the context to rewrite
                    | SA_ONSTACK;  // the guest's stack may have overflowed
  return action;
}

bool is_ours(const struct sigaction &action) {
  return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == our_handler;
}

bool is_handler(const struct sigaction &action) {
  return (action.sa_flags & SA_SIGINFO) != 0 ||
         (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN);
}

/** False for a handler of a library that was unloaded without taking it away. */
bool is_loaded(const struct sigaction &action) {
  dl_find_object object;
  return !is_handler(action) ||
         _dl_find_object(reinterpret_cast<void *>(action.sa_sigaction), &object) == 0;
}

/** Remembers what to chain to, each handler once. Whoever set the default took away every handler
 * that came after the first: that one is Node's, and stays. False: there is no room. */
bool remember(Previous &before, const struct sigaction &found) {
  if (before.count > 0 && !is_handler(found)) {
    before.count = 1;
    return true;
  }
  for (int index = 0; index < before.count; index++) {
    if (before.actions[index].sa_sigaction == found.sa_sigaction) return true;
  }
  if (before.count == kMaxPrevious) return false;
  before.actions[before.count] = found;
  before.count++;  // last: a signal may be looking
  return true;
}

/** Puts our handler on top. Remembers first: ours may run, and look for the other, at once. */
bool arm(int index) {
  const struct sigaction action = our_action();
  struct sigaction found = {};
  if (sigaction(kSignals[index], nullptr, &found) != 0) return false;
  if (is_ours(found)) return true;
  return remember(previous[index], found) && sigaction(kSignals[index], &action, nullptr) == 0;
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

/** Blocks what the kernel would have blocked for this handler, and no more. libuv's takes a lock
 * that a second signal on the same thread would wait for, for ever. */
class HandlerMask {
 public:
  HandlerMask(const struct sigaction &action, int signal, const void *ucontext) {
    sigset_t mask = static_cast<const ucontext_t *>(ucontext)->uc_sigmask;
    sigorset(&mask, &mask, &action.sa_mask);
    if ((action.sa_flags & SA_NODEFER) == 0) sigaddset(&mask, signal);
    pthread_sigmask(SIG_SETMASK, &mask, &before_);
  }
  ~HandlerMask() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HandlerMask(const HandlerMask &) = delete;
  HandlerMask &operator=(const HandlerMask &) = delete;

 private:
  sigset_t before_;
};

void run(const struct sigaction &action, int signal, siginfo_t *info, void *ucontext) {
  if (!is_handler(action)) {
    if (action.sa_handler == SIG_IGN && !happens_again(signal, info)) return;
    take_default(signal, info);
    return;
  }
  const HandlerMask mask(action, signal, ucontext);
  if ((action.sa_flags & SA_SIGINFO) != 0) {
    action.sa_sigaction(signal, info, ucontext);
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

bool has_other_handler(int signal) {
  const Previous &before = previous[index_of(signal)];
  return before.count > 0 && is_handler(before.actions[before.count - 1]);
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

uint32_t rearm_handlers(uint32_t replaced) {
  uint32_t armed = 0;
  for (int index = 0; index < kSignalCount; index++) {
    if ((replaced & 1u << index) != 0 && arm(index)) armed |= 1u << index;
  }
  return armed;
}

void note_signal_mask() {
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  std::memcpy(noted_mask, &mask, kMaskBytes);
}

void restore_signal_mask(sigset_t &mask) { std::memcpy(&mask, noted_mask, kMaskBytes); }

void chain(int signal, siginfo_t *info, void *ucontext) {
  const Previous &before = previous[index_of(signal)];
  const auto frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const bool circles = chained_context == ucontext && frame < chained_frame;
  chained_depth = circles ? chained_depth + 1 : 0;
  chained_context = ucontext;
  chained_frame = frame;
  int next = before.count - 1 - chained_depth;
  while (next >= 0 && !is_loaded(before.actions[next])) next--;
  if (next < 0) {
    take_default(signal, info);
    return;
  }
  chained_depth = before.count - 1 - next;
  run(before.actions[next], signal, info, ucontext);
  chained_context = nullptr;
}

}  // namespace cofferdam
