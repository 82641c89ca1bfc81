// A guest that waits in a system call for what never comes.
#include <poll.h>
#include <stddef.h>

int sleeps_for_ever(void) { return poll(NULL, 0, -1); }
