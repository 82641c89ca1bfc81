// A guest that takes away the handler and crashes before anybody can notice.
#include <signal.h>
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

int thief_and_crash(void) {
  signal(SIGSEGV, SIG_DFL);
  *nowhere = 1;
  return 0;
}
