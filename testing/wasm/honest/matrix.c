// A guest that solves linear equations by Gaussian elimination: floating-point numbers, and a
// buffer the host fills.

#include <math.h>
#include <stdint.h>

#include "guest.h"

enum { MAX_SIZE = 128 };

// Row by row: the coefficients, then the right-hand side.
static double rows[MAX_SIZE * (MAX_SIZE + 1)];

static double *row(int32_t size, int32_t index) { return rows + index * (size + 1); }

static void swap_rows(int32_t size, int32_t x, int32_t y) {
  for (int32_t i = 0; i <= size; i++) {
    double kept = row(size, x)[i];
    row(size, x)[i] = row(size, y)[i];
    row(size, y)[i] = kept;
  }
}

static void bring_up_pivot(int32_t size, int32_t at) {
  int32_t best = at;
  for (int32_t i = at + 1; i < size; i++) {
    if (fabs(row(size, i)[at]) > fabs(row(size, best)[at])) best = i;
  }
  if (best != at) swap_rows(size, at, best);
}

// Where the host may write size * (size + 1) doubles, size up to 128. After solve, the last one of
// each row is the solution.
EXPORT(equations) double *equations(void) { return rows; }

EXPORT(solve) void solve(int32_t size) {
  for (int32_t at = 0; at < size; at++) {
    bring_up_pivot(size, at);
    double pivot = row(size, at)[at];
    for (int32_t i = at; i <= size; i++) row(size, at)[i] /= pivot;
    for (int32_t other = 0; other < size; other++) {
      double factor = row(size, other)[at];
      if (other == at || factor == 0) continue;
      for (int32_t i = at; i <= size; i++) row(size, other)[i] -= factor * row(size, at)[i];
    }
  }
}

// Solves `size` equations whose solution is 1, 2, ... size; returns the sum of the solution,
// rounded.
EXPORT(run) int32_t run(int32_t size) {
  double sum = 0;
  if (size > MAX_SIZE) return -1;
  for (int32_t i = 0; i < size; i++) {
    double right = 0;
    for (int32_t j = 0; j < size; j++) {
      double coefficient = i == j ? size + 1 : (i * 7 + j * 3) % 5;
      row(size, i)[j] = coefficient;
      right += coefficient * (j + 1);
    }
    row(size, i)[size] = right;
  }
  solve(size);
  for (int32_t i = 0; i < size; i++) sum += row(size, i)[size];
  return (int32_t)lround(sum);
}
