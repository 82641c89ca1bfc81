// A guest that sends its process a SIGSEGV, as another process would: that is not a trap.
#include <signal.h>
#include <unistd.h>

int kill_segv(void) { return kill(getpid(), SIGSEGV); }
