// A guest with good and bad days: every function tells what it should have done.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <unistd.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

static volatile int zero = 0;
static volatile uint64_t work;

EXPORT int add(int a, int b) { return a + b; }

EXPORT int64_t sum(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
  return static_cast<int64_t>(a) + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

EXPORT double scale(double a, float b, int c) { return a * b + c; }

EXPORT const char *text(const char *in) {
  static thread_local char out[64];
  std::strncpy(out, in, sizeof out - 1);
  for (char *at = out; *at != 0; at++) *at ^= 1;
  return out;
}

/** Allocates, checks and frees: finds out about a broken heap. */
EXPORT int churn(int seed) {
  unsigned char *blocks[32] = {};
  int wrong = 0;
  for (int i = 0; i < 32; i++) {
    const size_t bytes = 16 + static_cast<size_t>((seed * 7919 + i * 104729) & 0x1fff);
    blocks[i] = static_cast<unsigned char *>(std::malloc(bytes));
    std::memset(blocks[i], i, bytes);
  }
  for (int i = 0; i < 32; i++) {
    if (blocks[i][0] != i || blocks[i][15] != i) wrong++;
    std::free(blocks[i]);
  }
  return wrong;
}

EXPORT int crash(int how) {
  switch (how) {
    case 0: *reinterpret_cast<volatile int *>(0) = 1; break;
    case 1: return 1000 / zero;
    case 2: std::abort();
    case 3: __builtin_trap();
    case 4: reinterpret_cast<void (*)()>(8)(); break;
    case 5: *reinterpret_cast<volatile int *>(0x4141414141414141) = 1; break;
    case 6: std::free(reinterpret_cast<void *>(0x10)); break;
    default: break;
  }
  return 0;
}

EXPORT __attribute__((noinline)) int overflow(int depth) {
  volatile char frame[512];
  frame[depth & 511] = static_cast<char>(depth);
  return overflow(depth + 1) + frame[depth & 255];
}

EXPORT __attribute__((noinline)) int overflow_wide(int depth) {
  volatile char frame[70000];
  frame[depth & 511] = static_cast<char>(depth);
  return overflow_wide(depth + 1) + frame[depth & 255];
}

EXPORT int fail(int number) { throw std::runtime_error("number " + std::to_string(number)); }

EXPORT int hang(int how) {
  if (how == 1) return static_cast<int>(sleep(1000));
  for (;;) {
    work = work + 1;
    if (how == 2) std::free(std::malloc(work & 0xfff));
  }
}

EXPORT int call_back(int (*callback)(int), int value) { return callback(value) + 1; }
