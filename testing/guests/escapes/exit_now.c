// A guest that ends the process at once, without any clean-up.
#include <unistd.h>

enum { STATUS = 4 };

int exit_now(void) { _exit(STATUS); }
