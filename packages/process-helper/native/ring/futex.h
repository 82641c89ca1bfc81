// SPDX-License-Identifier: Apache-2.0
// Not the private kind: the word is shared by two processes.
#pragma once
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ring.h"

namespace cofferdam {

/** Sleeps until woken, unless the word is not `value`. May return for no reason. */
inline void futex_wait(Word &word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT, value, nullptr, nullptr, 0);
}

inline void futex_wake(Word &word) {
  syscall(SYS_futex, &word, FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

}  // namespace cofferdam
