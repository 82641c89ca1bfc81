// A guest that sends itself SIGSEGV.
#include <signal.h>

int raise_segv_inner(int signal) { return raise(signal); }

int raise_segv(void) { return raise_segv_inner(SIGSEGV); }
