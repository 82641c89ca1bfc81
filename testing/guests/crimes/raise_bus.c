// A guest that sends itself SIGBUS.
#include <signal.h>

int raise_bus_inner(int signal) { return raise(signal); }

int raise_bus(void) { return raise_bus_inner(SIGBUS); }
