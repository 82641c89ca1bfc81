// SPDX-License-Identifier: Apache-2.0
// A guest that behaves: one function per shape of arguments and result.
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>

#include "guests.h"

int guest_add(int a, int b) { return a + 2 * b; }

double guest_add_doubles(double a, double b) { return a + 2 * b; }

int guest_ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

double guest_twenty(int a, double b, int c, double d, int e, double f, int g, double h, int i,
                    double j, int k, double l, int m, double n, int o, double p, int q, double r,
                    int s, double t) {
  const int ints = a + 3 * c + 5 * e + 7 * g + 9 * i + 11 * k + 13 * m + 15 * o + 17 * q + 19 * s;
  const double doubles =
      2 * b + 4 * d + 6 * f + 8 * h + 10 * j + 12 * l + 14 * n + 16 * p + 18 * r + 20 * t;
  return ints + doubles;
}

int64_t guest_pair(Pair pair, int factor) { return factor * (pair.a + 2 * pair.b); }

double guest_mixed(Mixed mixed, double factor) { return factor * (mixed.x + 2 * mixed.a); }

double guest_doubles4(Doubles4 v, double factor) {
  return factor * (v.v[0] + 2 * v.v[1] + 3 * v.v[2] + 4 * v.v[3]);
}

float guest_floats3(Floats3 v, float factor) { return factor * (v.v[0] + 2 * v.v[1] + 3 * v.v[2]); }

int64_t guest_large(Large large, int factor) {
  int64_t sum = 0;
  for (int i = 0; i < 9; i++) sum += (i + 1) * large.v[i];
  return factor * sum;
}

Pair guest_make_pair(int64_t a) { return (Pair){a, a + 1}; }

Mixed guest_make_mixed(int64_t a) { return (Mixed){(double)a / 2, a + 1}; }

Doubles4 guest_make_doubles4(double x) { return (Doubles4){{x, x + 1, x + 2, x + 3}}; }

Floats3 guest_make_floats3(float x) { return (Floats3){{x, x + 1, x + 2}}; }

Large guest_make_large(int64_t a, int b, double c) {
  return (Large){{a, b, (int64_t)c, a + 3, a + 4, a + 5, a + 6, a + 7, a + 8}};
}

int64_t guest_sum(int count, ...) {
  va_list rest;
  va_start(rest, count);
  int64_t sum = 0;
  for (int i = 1; i <= count; i++) sum += i * va_arg(rest, int64_t);
  va_end(rest);
  return sum;
}

double guest_sum_doubles(int count, ...) {
  va_list rest;
  va_start(rest, count);
  double sum = 0;
  for (int i = 1; i <= count; i++) sum += i * va_arg(rest, double);
  va_end(rest);
  return sum;
}

const char *guest_text(int which) {
  static const char *const texts[] = {NULL, "cofferdam", (const char *)0x424242424240};
  return texts[which];
}

uintptr_t guest_stack_address(void) { return (uintptr_t)__builtin_frame_address(0); }

void guest_set_errno(int value) { errno = value; }
