// A guest that returns with SIGSEGV blocked: the next crash on this thread kills the process.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

int blocked_return(void) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGSEGV);
  return pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}
