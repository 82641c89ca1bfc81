// SPDX-License-Identifier: Apache-2.0
// A guest with one function for each way that an FFI passes arguments, and some that misbehave.
#include <stdint.h>
#include <string.h>

int add(int a, int b) { return a + b; }

double scale(double value, float by, int shift) { return value * by + shift; }

/** The last ones are on the stack. */
int ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

uint64_t length(const char *text) { return strlen(text); }

const char *greeting(void) { return "moin"; }

void fill(int32_t *values, int count, int value) {
  for (int index = 0; index < count; index++) values[index] = value + index;
}

/** Writes to where nobody can when it is asked to. */
int crash_if(int guilty) {
  if (guilty) *(volatile int *)8 = 1;
  return 7;
}

int recurse(int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  if (depth == 0) return frame[0];
  return recurse(depth - 1) + frame[0];
}

int call_back(int (*callback)(int), int value) { return callback(value) + 1; }

/** The 7th and 8th argument of the callback are on the stack. */
int call_back_eight(int (*callback)(int, int, int, int, int, int, int, int)) {
  return callback(1, 2, 3, 4, 5, 6, 7, 8);
}

int call_back_and_crash(int (*callback)(int), int value) {
  callback(value);
  return crash_if(1);
}

/** Where it was called from: the executable, or code that V8 made. */
uint64_t caller(int unused) {
  (void)unused;
  return (uint64_t)__builtin_return_address(0);
}
