// A guest that multiplies matrices, one number at a time.

#include <stdint.h>

#include "guest.h"

enum { MAX_SIZE = 256 };

static double a[MAX_SIZE * MAX_SIZE], b[MAX_SIZE * MAX_SIZE], product[MAX_SIZE * MAX_SIZE];

// Small whole numbers: the product is exact, in whatever order it is added up.
static void fill(int32_t size) {
  for (int32_t i = 0; i < size * size; i++) {
    a[i] = i % 7;
    b[i] = i % 11;
  }
}

static void multiply(int32_t size) {
  for (int32_t row = 0; row < size; row++) {
    for (int32_t column = 0; column < size; column++) {
      double sum = 0;
      for (int32_t i = 0; i < size; i++) sum += a[row * size + i] * b[i * size + column];
      product[row * size + column] = sum;
    }
  }
}

// Multiplies two matrices of size x size (at most 256); returns the sum of the product's numbers.
EXPORT(run) double run(int32_t size) {
  double sum = 0;
  if (size > MAX_SIZE) return -1;
  fill(size);
  multiply(size);
  for (int32_t i = 0; i < size * size; i++) sum += product[i];
  return sum;
}
