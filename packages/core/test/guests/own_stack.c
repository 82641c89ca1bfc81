/** A guest that runs its callers' functions on a stack of its own, of which nobody knows. */
#define _GNU_SOURCE /* REG_RBP */
#include <stddef.h>
#include <sys/mman.h>
#include <ucontext.h>

static ucontext_t caller;
static ucontext_t own;

int on_own_stack(void (*function)(void)) {
  const size_t bytes = 256 * 1024;
  getcontext(&own);
  own.uc_stack.ss_sp =
      mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  own.uc_stack.ss_size = bytes;
  own.uc_link = &caller;
#if defined(__x86_64__)
  own.uc_mcontext.gregs[REG_RBP] = 0; /* else it still leads to the thread's stack */
#endif
  makecontext(&own, function, 0);
  swapcontext(&caller, &own);
  munmap(own.uc_stack.ss_sp, bytes);
  return 5;
}

void crash(void) { *(volatile int *)16 = 1; }
