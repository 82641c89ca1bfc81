// A guest that sends itself SIGSYS.
#include <signal.h>

int raise_sys_inner(int signal) { return raise(signal); }

int raise_sys(void) { return raise_sys_inner(SIGSYS); }
