// A guest that exits in the middle of a call.

#include <stdint.h>
#include <stdlib.h>

#include "guest.h"

EXPORT(run) int32_t run(int32_t code) { exit(code); }
