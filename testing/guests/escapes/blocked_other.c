// A guest that blocks SIGFPE and crashes with another signal: what it blocked must not stay
// blocked.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

int blocked_other(void) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGFPE);
  pthread_sigmask(SIG_BLOCK, &blocked, NULL);
  *nowhere = 1;
  return 0;
}
