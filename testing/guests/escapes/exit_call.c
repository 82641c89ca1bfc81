// A guest that ends the process, as a command-line tool does when it is made a library.
#include <stdlib.h>

enum { STATUS = 3 };

int exit_call(void) { exit(STATUS); }
