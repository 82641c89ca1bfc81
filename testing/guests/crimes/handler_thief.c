// A guest that takes away the handler its process had for SIGSEGV.
#include <signal.h>

int handler_thief(void) {
  signal(SIGSEGV, SIG_DFL);
  return 42;
}
