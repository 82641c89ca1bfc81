// A guest that sends itself SIGFPE.
#include <signal.h>

int raise_fpe_inner(int signal) { return raise(signal); }

int raise_fpe(void) { return raise_fpe_inner(SIGFPE); }
