// SPDX-License-Identifier: Apache-2.0
// A guest that calls back.
#include <fenv.h>

#include "guests.h"

int guest_call(Callback callback, int value) { return callback(value) + 1; }

int guest_call_many(Callback callback, int from, int to) {
  int sum = 0;
  for (int value = from; value <= to; value++) sum += callback(value);
  return sum;
}

double guest_call_wide(WideCallback callback) {
  return callback(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
}

int guest_call_and_crash(Callback callback, int value) {
  volatile int *volatile nowhere = 0;
  return *nowhere = callback(value);
}

int guest_call_rounding_up(Callback callback, int value) {
  volatile double one = 1, tiny = 0x1p-60;
  fesetround(FE_UPWARD);
  const int result = callback(value);
  volatile double sum = one + tiny;
  const int kept = sum > one;
  fesetround(FE_TONEAREST);
  return result + (kept ? 1000 : 0);
}
