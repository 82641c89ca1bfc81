// Not an escape, but how one is noticed: a guest that tells which modes the thread was left in.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <xmmintrin.h>

enum { MXCSR_CONTROL = 0xffc0, DIRECTION = 1u << 10, ALIGNMENT_CHECK = 1u << 18 };

static const int traps[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};

uint32_t modes_mxcsr(void) { return _mm_getcsr() & MXCSR_CONTROL; }

uint32_t modes_x87(void) {
  uint16_t control;
  __asm__ volatile("fnstcw %0" : "=m"(control));
  return control;
}

uint32_t modes_flags(void) {
  return (uint32_t)__builtin_ia32_readeflags_u64() & (DIRECTION | ALIGNMENT_CHECK);
}

// How many of the signals that report a trap are blocked.
uint32_t modes_blocked(void) {
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, NULL, &blocked);
  uint32_t count = 0;
  for (size_t i = 0; i < sizeof traps / sizeof *traps; i++) {
    if (sigismember(&blocked, traps[i]) == 1) count++;
  }
  return count;
}
