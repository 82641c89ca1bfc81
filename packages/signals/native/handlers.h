// SPDX-License-Identifier: Apache-2.0
// The process's handlers for the signals that report a trap: installed once, on top of what was
// there, which still gets everything that is not ours.
#pragma once
#include <signal.h>

#include <cstdint>

namespace cofferdam {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};

using Handler = void (*)(int, siginfo_t *, void *);

/** Installs `handler` for all of kSignals. 0, or an errno. */
int arm_handlers(Handler handler);

/** Is there a handler besides ours, that it would chain to? */
bool has_other_handler(int signal);

/** Bit n: the handler of kSignals[n] is no longer ours. */
uint32_t replaced_handlers();

/** Puts our handler back on top, with the one it found there as the next to chain to. Returns where
 * it could. */
uint32_t rearm_handlers(uint32_t replaced);

/** Keeps what signals this thread has blocked: once, a call makes no system call. */
void note_signal_mask();

/** Makes `mask` that again: whoever is abandoned does not unblock what it has blocked, and the host
 * would miss signals, the deadline its own. Signal context. */
void restore_signal_mask(sigset_t &mask);

/** Hands the signal to the handler that was there before ours. Signal context. */
void chain(int signal, siginfo_t *info, void *ucontext);

}  // namespace cofferdam
