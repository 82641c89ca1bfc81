// A guest that sends itself SIGABRT.
#include <signal.h>

int raise_abrt_inner(int signal) { return raise(signal); }

int raise_abrt(void) { return raise_abrt_inner(SIGABRT); }
