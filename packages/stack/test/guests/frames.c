// A guest that uses stack in frames of any size, and touches each only at its far (lowest) end. It is built
// without stack probes, which would touch every page on the way down.
#include <alloca.h>
#include <stdarg.h>
#include <stddef.h>

static volatile int *volatile nowhere = NULL;
static volatile int bottom = -1;  // never reached: the depth only grows

static int descend(int bytes, int depth) {
  volatile char *frame = alloca((size_t)bytes);
  frame[0] = (char)depth;
  if (depth == bottom) return 0;
  return descend(bytes, depth + 1) + frame[0];
}

int overflow(int bytes) { return descend(bytes, 0); }

// Fills `bytes` of its stack, then writes through a null pointer.
int crash_deep(int bytes) {
  volatile char *space = alloca((size_t)bytes);
  for (int i = bytes - 1; i >= 0; i--) space[i] = 1;
  *nowhere = 1;
  return space[0];
}

// Writes `bytes` above its own frame.
int write_above(int bytes) {
  volatile char here = 0;
  *(&here + bytes) = 1;
  return here;
}

// The same in place: koffi cannot run these elsewhere.

int overflow_variadic(int bytes, ...) { return descend(bytes, 0); }

int crash_variadic(int bytes, ...) { return crash_deep(bytes); }

int overflow_after_callback(int (*callback)(int), int bytes) {
  return descend(bytes, callback(1) - 1);
}

int crash_after_callback(int (*callback)(int), int bytes) {
  return crash_deep(callback(1) - 1 + bytes);
}
