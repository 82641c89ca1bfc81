// SPDX-License-Identifier: Apache-2.0
// A guest that faults, after leaving the machine in another mode or with a result of each kind.
#define _GNU_SOURCE
#include <fenv.h>
#include <signal.h>
#include <stddef.h>

#include "guests.h"

#ifdef __aarch64__
#define BREAKPOINT "brk 0"
#define ILLEGAL "udf 0"
#else
#define BREAKPOINT "int3"
#define ILLEGAL "ud2"
#endif

int guest_trap(void) {
  __asm__ volatile(BREAKPOINT);
  return 0;
}

int guest_illegal(void) {
  __asm__ volatile(ILLEGAL);
  return 0;
}

int guest_crash_if(int crash) {
  volatile int *volatile nowhere = NULL;
  if (crash != 0) *nowhere = 1;
  return 7;
}

double guest_crash_double(void) { return guest_crash_if(1) + 0.5; }

Pair guest_crash_pair(void) { return (Pair){guest_crash_if(1), 2}; }

Doubles4 guest_crash_doubles4(double a, double b, double c, double d) {
  return (Doubles4){{a + guest_crash_if(1), b, c, d}};
}

Large guest_crash_large(int64_t a) { return (Large){{guest_crash_if(1), a}}; }

int guest_block_signals(int crash) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGABRT);
  sigaddset(&set, SIGTRAP);
  sigprocmask(SIG_BLOCK, &set, NULL);
  return guest_crash_if(crash);
}

int guest_block_all_but_segv(int crash) {
  sigset_t set;
  sigfillset(&set);
  sigdelset(&set, SIGSEGV);
  sigprocmask(SIG_SETMASK, &set, NULL);
  return guest_crash_if(crash);
}

int guest_round_up(int crash) {
  fesetround(FE_UPWARD);
  return guest_crash_if(crash);
}

int guest_flush_to_zero(int crash) {
#ifdef __aarch64__
  uint64_t fpcr;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  __asm__ volatile("msr fpcr, %0" ::"r"(fpcr | 1 << 24));
#else
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8000);
#endif
  return guest_crash_if(crash);
}
