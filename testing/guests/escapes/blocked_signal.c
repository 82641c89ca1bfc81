// A guest that blocks SIGSEGV and crashes: the kernel kills what will not listen.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

int blocked_signal(void) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGSEGV);
  pthread_sigmask(SIG_BLOCK, &blocked, NULL);
  *nowhere = 1;
  return 0;
}
