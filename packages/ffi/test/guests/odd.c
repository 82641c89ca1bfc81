// A guest that crashes in odd places: half-way through its work, between callbacks, with
// half-written results. `crash` is where; 0 is nowhere.
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BEFORE = 1, AFTER = 2 };

static void crash_now(void) { *(volatile int *)8 = 1; }

static void crash_if(int now) {
  if (now) crash_now();
}

int add(int a, int b) { return a + b; }
int crash(int where) {
  crash_if(where);
  return 7;
}

int overflow(int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

// Structs by value.

typedef struct {
  int32_t a, b;
} Ints8;
typedef struct {
  float x, y, z;
} Floats12;
typedef struct {
  double x;
  int64_t a;
} Mixed16;
typedef struct {
  int64_t a;
  double x;
  int32_t b;
} Large24;
typedef struct {
  int32_t a;
  const char *text;
} WithText;
typedef struct {
  int32_t a;
  const char *text, *more;
} LargeText;
typedef struct {
  int32_t values[2];
} SmallArray;
typedef struct {
  int32_t values[8];
  char name[16];
} LargeArray;
typedef union {
  int32_t i;
  float f;
} SmallUnion;
typedef union {
  int64_t i;
  double values[4];
} LargeUnion;
typedef struct {
  int32_t kind;
  SmallUnion value;
} Tagged;

#define MAKE(Type, ...)         \
  Type make_##Type(int where) { \
    Type made = __VA_ARGS__;    \
    crash_if(where);            \
    return made;                \
  }

MAKE(Ints8, {1, 2})
MAKE(Floats12, {1, 2, 3})
MAKE(Mixed16, {1, 2})
MAKE(Large24, {1, 2, 3})
MAKE(WithText, {1, "text"})
MAKE(LargeText, {1, "text", "more"})
MAKE(SmallArray, {{1, 2}})
MAKE(LargeArray, {{1, 2, 3, 4, 5, 6, 7, 8}, "name"})
MAKE(SmallUnion, {1})
MAKE(LargeUnion, {1})
MAKE(Tagged, {1, {2}})

// Output arguments: a wild pointer in them when the crash comes.

void fill(WithText *out, int where) {
  *out = (WithText){5, (const char *)0x1234};
  crash_if(where);
  out->text = "filled";
}

void fill_texts(const char **out, int count, int where) {
  for (int i = 0; i < count; i++) out[i] = (const char *)0x1234;
  crash_if(where);
  for (int i = 0; i < count; i++) out[i] = "filled";
}

void fill_characters(char *out, int where) {
  memset(out, 'x', 8);
  crash_if(where);
  out[7] = 0;
}

LargeArray fill_and_make(Ints8 *out, int where) {
  out->a = 77;
  crash_if(where);
  out->b = 88;
  return make_LargeArray(0);
}

// Text to be freed.

char *copy_text(const char *text, int where) {
  char *copy = strdup(text);
  crash_if(where);
  return copy;
}

int freed;
int crash_in_free;

void free_text(char *text) {
  crash_if(crash_in_free && text != NULL);
  freed += text != NULL;
  free(text);
}

// Arguments on the stack, variadic or not.

int sum_variadic(int where, int count, ...) {
  va_list rest;
  va_start(rest, count);
  int sum = 0;
  for (int i = 0; i < count; i++) sum += va_arg(rest, int);
  crash_if(where);
  va_end(rest);
  return sum;
}

int sum_many(int a, int b, int c, int d, int e, int f, int g, int h, LargeArray i, double j,
             int where) {
  crash_if(where);
  return a + b + c + d + e + f + g + h + i.values[7] + (int)j;
}

// Callbacks.

int apply(int (*callback)(int), int x, int where) {
  crash_if(where == BEFORE);
  int result = callback(x);
  crash_if(where == AFTER);
  return result;
}

LargeArray apply_and_make(int (*callback)(int), int x, int where) {
  crash_if(where == BEFORE);
  int result = callback(x);
  crash_if(where == AFTER);
  LargeArray made = make_LargeArray(0);
  made.values[0] = result;
  return made;
}
