// A guest that gives up with abort().
#include <stdlib.h>

// The call is this function's last instruction: its return address already lies past its end, so
// only a symboliser that looks up "return address - 1" names it.
int abort_call_inner(void) { abort(); }

int abort_call(void) { return abort_call_inner(); }
