// A guest that sends itself SIGTRAP.
#include <signal.h>

int raise_trap_inner(int signal) { return raise(signal); }

int raise_trap(void) { return raise_trap_inner(SIGTRAP); }
