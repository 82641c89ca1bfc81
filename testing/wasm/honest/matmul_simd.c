// A guest that multiplies matrices, four numbers at a time.

#include <stdint.h>
#include <wasm_simd128.h>

#include "guest.h"

enum { MAX_SIZE = 256, LANES = 4 };

static float a[MAX_SIZE * MAX_SIZE], b[MAX_SIZE * MAX_SIZE], product[MAX_SIZE * MAX_SIZE];

// Small whole numbers: the product is exact, in whatever order it is added up.
static void fill(int32_t size) {
  for (int32_t i = 0; i < size * size; i++) {
    a[i] = (float)(i % 7);
    b[i] = (float)(i % 11);
  }
}

static void multiply(int32_t size) {
  for (int32_t row = 0; row < size; row++) {
    for (int32_t column = 0; column < size; column += LANES) {
      v128_t sum = wasm_f32x4_splat(0);
      for (int32_t i = 0; i < size; i++) {
        v128_t right = wasm_v128_load(&b[i * size + column]);
        sum = wasm_f32x4_add(sum, wasm_f32x4_mul(wasm_f32x4_splat(a[row * size + i]), right));
      }
      wasm_v128_store(&product[row * size + column], sum);
    }
  }
}

// Multiplies two matrices of size x size (a multiple of 4, at most 256); returns the sum of the
// product's numbers.
EXPORT(run) double run(int32_t size) {
  double sum = 0;
  if (size > MAX_SIZE || size % LANES != 0) return -1;
  fill(size);
  multiply(size);
  for (int32_t i = 0; i < size * size; i++) sum += (double)product[i];
  return sum;
}
