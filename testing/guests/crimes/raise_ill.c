// A guest that sends itself SIGILL.
#include <signal.h>

int raise_ill_inner(int signal) { return raise(signal); }

int raise_ill(void) { return raise_ill_inner(SIGILL); }
