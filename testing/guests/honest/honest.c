// A guest that behaves: one small function for each thing a prototype can say.
//
// Longer than our files should be, because it is one library by need: tests run one table of calls
// over it, with and without layers. In order: calls, integers and floats, text, pointers to
// scalars, structs, unions and enums, handles, callbacks, errno, state and globals, stack.

#include <alloca.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <unistd.h>

// Calls: registers, stack arguments, variadic arguments.

void nop(void) {}

int add(int a, int b) { return a + b; }

double dadd(double a, double b) { return a + b; }

int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
  return a + b + c + d + e + f + g + h + i + j;
}

// Each argument counts by its place (1 to 20), so that two swapped ones change the result.
int sum_stack_args(int a, double b, int c, double d, int e, double f, int g, double h, int i,
                   double j, int k, double l, int m, double n, int o, double p, int q, double r,
                   int s, double t) {
  int ints = a + 3 * c + 5 * e + 7 * g + 9 * i + 11 * k + 13 * m + 15 * o + 17 * q + 19 * s;
  double doubles =
      2 * b + 4 * d + 6 * f + 8 * h + 10 * j + 12 * l + 14 * n + 16 * p + 18 * r + 20 * t;
  return ints + (int)doubles;
}

int sum_variadic(int n, ...) {
  va_list rest;
  va_start(rest, n);
  int sum = 0;
  for (int i = 0; i < n; i++) sum += va_arg(rest, int);
  va_end(rest);
  return sum;
}

double sum_variadic_doubles(int n, ...) {
  va_list rest;
  va_start(rest, n);
  double sum = 0;
  for (int i = 0; i < n; i++) sum += va_arg(rest, double);
  va_end(rest);
  return sum;
}

// One argument per letter of `kinds`: i(nt), l(ong long), d(ouble), s(tring, counts its bytes).
double sum_variadic_kinds(const char *kinds, ...) {
  va_list rest;
  va_start(rest, kinds);
  double sum = 0;
  for (; *kinds != '\0'; kinds++) {
    if (*kinds == 'i') sum += va_arg(rest, int);
    if (*kinds == 'l') sum += (double)va_arg(rest, long long);
    if (*kinds == 'd') sum += va_arg(rest, double);
    if (*kinds == 's') sum += (double)strlen(va_arg(rest, const char *));
  }
  va_end(rest);
  return sum;
}

// Integers and floats of every size, in and out.

int8_t echo_int8(int8_t value) { return value; }
uint8_t echo_uint8(uint8_t value) { return value; }
int16_t echo_int16(int16_t value) { return value; }
uint16_t echo_uint16(uint16_t value) { return value; }
int32_t echo_int32(int32_t value) { return value; }
uint32_t echo_uint32(uint32_t value) { return value; }
int64_t echo_int64(int64_t value) { return value; }
uint64_t echo_uint64(uint64_t value) { return value; }
char echo_char(char value) { return value; }
short echo_short(short value) { return value; }
long echo_long(long value) { return value; }
unsigned long echo_ulong(unsigned long value) { return value; }
long long echo_longlong(long long value) { return value; }
size_t echo_size(size_t value) { return value; }
intptr_t echo_intptr(intptr_t value) { return value; }
float echo_float(float value) { return value; }
double echo_double(double value) { return value; }
bool echo_bool(bool value) { return value; }
void *echo_pointer(void *value) { return value; }

bool negate_bool(bool value) { return !value; }
float fadd(float a, float b) { return a + b; }
int64_t add_int64(int64_t a, int64_t b) { return a + b; }
uint64_t add_uint64(uint64_t a, uint64_t b) { return a + b; }

// Text.

// -1 for a null pointer.
int count_chars(const char *text) { return text == NULL ? -1 : (int)strlen(text); }

// UTF-16 units; -1 for a null pointer.
int count_units(const char16_t *text) {
  if (text == NULL) return -1;
  int units = 0;
  while (text[units] != 0) units++;
  return units;
}

const char *static_text(void) { return "cofferdam"; }

const char16_t *static_text16(void) { return u"coffer\u00addam"; }

const char32_t *static_text32(void) { return U"coffer\U0001f30adam"; }

// Code points; -1 for a null pointer.
int count_points(const char32_t *text) {
  if (text == NULL) return -1;
  int points = 0;
  while (text[points] != 0) points++;
  return points;
}

// A null pointer among them counts as -1.
int count_chars_of(const char **texts, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += texts[i] == NULL ? -1 : (int)strlen(texts[i]);
  return sum;
}

const char *null_text(void) { return NULL; }

// The caller frees the copy, with free_text or free.
char *copy_text(const char *text) { return text == NULL ? NULL : strdup(text); }

void free_text(char *text) { free(text); }

// Writes at most `size` bytes, the final zero included; returns the length of the whole text.
int write_text(char *out, int size) {
  const char *text = static_text();
  if (size > 0) {
    size_t length = strnlen(text, (size_t)size - 1);
    memcpy(out, text, length);
    out[length] = '\0';
  }
  return (int)strlen(text);
}

void upper_text(char *text) {
  for (; *text != '\0'; text++) *text = (char)toupper((unsigned char)*text);
}

// Pointers to scalars: out, inout, arrays.

void split_int64(int64_t value, int32_t *high, uint32_t *low) {
  *high = (int32_t)(value >> 32);
  *low = (uint32_t)value;
}

int increment(int *value) { return ++*value; }

void scale_doubles(double *values, int count, double factor) {
  for (int i = 0; i < count; i++) values[i] *= factor;
}

int sum_ints(const int *values, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += values[i];
  return sum;
}

int sum_bytes(const uint8_t *bytes, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += bytes[i];
  return sum;
}

void write_static_text(const char **out) { *out = static_text(); }

// Structs by value. Up to 16 bytes they travel in registers, larger ones in memory.

typedef struct {
  int32_t a, b;
} Ints8;
typedef struct {
  float x, y;
} Floats8;
typedef struct {
  int32_t a, b, c;
} Ints12;
typedef struct {
  float x, y, z;
} Floats12;
typedef struct {
  int32_t a;
  float x;
  int32_t b;
} Mixed12;
typedef struct {
  int64_t a, b;
} Ints16;
typedef struct {
  double x, y;
} Doubles16;
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
  double values[5];
} Large40;
typedef struct {
  int64_t a[4];
  double x[4];
  int32_t b;
  float y;
} Large72;

Ints8 make_ints8(int32_t a, int32_t b) { return (Ints8){a, b}; }
Floats8 make_floats8(float x, float y) { return (Floats8){x, y}; }
Ints12 make_ints12(int32_t a, int32_t b, int32_t c) { return (Ints12){a, b, c}; }
Floats12 make_floats12(float x, float y, float z) { return (Floats12){x, y, z}; }
Mixed12 make_mixed12(int32_t a, float x, int32_t b) { return (Mixed12){a, x, b}; }
Ints16 make_ints16(int64_t a, int64_t b) { return (Ints16){a, b}; }
Doubles16 make_doubles16(double x, double y) { return (Doubles16){x, y}; }
Mixed16 make_mixed16(double x, int64_t a) { return (Mixed16){x, a}; }
Large24 make_large24(int64_t a, double x, int32_t b) { return (Large24){a, x, b}; }

// first, first + 1, ... first + 4
Large40 make_large40(double first) {
  return (Large40){{first, first + 1, first + 2, first + 3, first + 4}};
}

// Counts on from `first` through all ten members.
Large72 make_large72(int32_t first) {
  Large72 made = {.b = first + 8, .y = (float)first + 9};
  for (int i = 0; i < 4; i++) {
    made.a[i] = first + i;
    made.x[i] = first + 4 + i;
  }
  return made;
}

double sum_ints8(Ints8 s) { return s.a + s.b; }
double sum_floats8(Floats8 s) { return s.x + s.y; }
double sum_ints12(Ints12 s) { return s.a + s.b + s.c; }
double sum_floats12(Floats12 s) { return s.x + s.y + s.z; }
double sum_mixed12(Mixed12 s) { return s.a + s.x + s.b; }
double sum_ints16(Ints16 s) { return (double)(s.a + s.b); }
double sum_doubles16(Doubles16 s) { return s.x + s.y; }
double sum_mixed16(Mixed16 s) { return s.x + (double)s.a; }
double sum_large24(Large24 s) { return (double)s.a + s.x + s.b; }

double sum_large40(Large40 s) {
  double sum = 0;
  for (int i = 0; i < 5; i++) sum += s.values[i];
  return sum;
}

double sum_large72(Large72 s) {
  double sum = s.b + s.y;
  for (int i = 0; i < 4; i++) sum += (double)s.a[i] + s.x[i];
  return sum;
}

Large72 double_large72(Large72 s) {
  Large72 doubled = {.b = 2 * s.b, .y = 2 * s.y};
  for (int i = 0; i < 4; i++) {
    doubled.a[i] = 2 * s.a[i];
    doubled.x[i] = 2 * s.x[i];
  }
  return doubled;
}

// Large result, and arguments that run out of registers on the way: some structs travel on the
// stack although they are small. Each argument counts by its place.
Large24 mix_structs(int a, Mixed16 b, Large24 c, Floats12 d, double e, Ints16 f, Ints16 g) {
  double sum = a + 2 * sum_mixed16(b) + 3 * sum_large24(c) + 4 * sum_floats12(d) + 5 * e +
               6 * sum_ints16(f) + 7 * sum_ints16(g);
  return (Large24){f.a, sum, a};
}

// Structs by pointer.

void fill_ints8(Ints8 *out) { *out = (Ints8){7, 8}; }

int read_ints8(const Ints8 *in) { return in == NULL ? -1 : in->a * 10 + in->b; }

void swap_ints8(Ints8 *inout) { *inout = (Ints8){inout->b, inout->a}; }

void double_large72_in_place(Large72 *inout) { *inout = double_large72(*inout); }

double sum_pairs(const Ints8 *pairs, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += (i + 1) * sum_ints8(pairs[i]);
  return sum;
}

// Nested, packed, with arrays, with text.

typedef struct {
  Ints8 first;
  Floats12 second;
} Nested;
// More than 16 bytes: the ABI passes smaller ones in memory too, as their members are not aligned,
// but koffi 3.3.4 expects them in registers: wrong as an argument, a SIGSEGV as a result.
typedef struct __attribute__((packed)) {
  char tag;
  int32_t a;
  int16_t b;
  double x, y;
} Packed;
typedef struct {
  int32_t values[4];
  char name[16];
} WithArrays;
typedef struct {
  int32_t id;
  const char *name;
} WithText;

Nested make_nested(int a, int b, float x, float y, float z) { return (Nested){{a, b}, {x, y, z}}; }

double sum_nested(Nested s) { return sum_ints8(s.first) + sum_floats12(s.second); }

Packed make_packed(char tag, int32_t a, int16_t b, double x, double y) {
  return (Packed){tag, a, b, x, y};
}

double sum_packed(Packed s) { return s.tag + s.a + s.b + s.x + s.y; }

void double_packed(Packed *inout) {
  inout->a *= 2;
  inout->b = (int16_t)(inout->b * 2);
  inout->x *= 2;
  inout->y *= 2;
}

WithArrays make_with_arrays(int first) {
  return (WithArrays){{first, first + 1, first + 2, first + 3}, "arrays"};
}

int sum_with_arrays(WithArrays s) {
  return sum_ints(s.values, 4) + (int)strnlen(s.name, sizeof s.name);
}

WithText make_with_text(int32_t id) { return (WithText){id, static_text()}; }

void fill_with_text(WithText *out) { *out = make_with_text(9); }

int measure_with_text(const WithText *in) { return in->id + count_chars(in->name); }

// Unions and enums.

typedef union {
  int32_t i;
  float f;
  uint8_t bytes[4];
} Number;
typedef enum { COLOUR_RED = 1, COLOUR_GREEN = 2, COLOUR_BLUE = 4 } Colour;

Number number_from_float(float value) { return (Number){.f = value}; }

int32_t number_as_int(Number number) { return number.i; }

void fill_number(Number *out, float value) { *out = number_from_float(value); }

typedef union {
  int64_t i;
  double d;
  uint8_t bytes[24];
} Wide;

Wide wide_from_int(int64_t value) { return (Wide){.i = value}; }

int64_t wide_as_int(Wide wide) { return wide.i; }

typedef struct {
  int32_t kind;
  Number number;
} Tagged;

Tagged make_tagged(int32_t kind, float value) { return (Tagged){kind, {.f = value}}; }

int32_t tagged_as_int(Tagged tagged) { return tagged.kind + tagged.number.i; }

Colour next_colour(Colour colour) {
  return colour == COLOUR_RED ? COLOUR_GREEN : colour == COLOUR_GREEN ? COLOUR_BLUE : COLOUR_RED;
}

// An opaque handle.

typedef struct Box {
  int value;
} Box;

static int boxes;

Box *box_create(int value) {
  Box *box = malloc(sizeof *box);
  if (box == NULL) return NULL;
  box->value = value;
  boxes++;
  return box;
}

// 0, or -1 without memory.
int box_open(Box **out, int value) {
  *out = box_create(value);
  return *out == NULL ? -1 : 0;
}

int box_add(Box *box, int amount) { return box->value += amount; }

void box_destroy(Box *box) {
  if (box != NULL) boxes--;
  free(box);
}

// How many boxes are alive.
int box_count(void) { return boxes; }

// Callbacks.

typedef struct {
  int base;
  int (*transform)(int);
} Handler;

static int (*kept)(int);

int apply(int (*cb)(int), int x) { return cb(x); }
bool apply_bool(bool (*cb)(bool), bool x) { return cb(x); }
int64_t apply_int64(int64_t (*cb)(int64_t), int64_t x) { return cb(x); }
float apply_float(float (*cb)(float), float x) { return cb(x); }
double apply_double(double (*cb)(double), double x) { return cb(x); }
void *apply_pointer(void *(*cb)(void *), void *x) { return cb(x); }
int apply_text(const char *(*cb)(const char *), const char *x) { return count_chars(cb(x)); }
Mixed16 apply_mixed16(Mixed16 (*cb)(Mixed16), Mixed16 x) { return cb(x); }

// Goes on, whatever the callbacks do.
int apply_twice(int (*first)(int), int (*second)(int), int x) { return first(x) + second(x); }

void set_callback(int (*cb)(int)) { kept = cb; }

// -1 when no callback is set.
int run_callback(int x) { return kept == NULL ? -1 : kept(x); }

int run_handler(const Handler *handler, int x) { return handler->base + handler->transform(x); }

int run_handler_by_value(Handler handler, int x) { return run_handler(&handler, x); }

// Insertion sort, so the comparisons are the same ones everywhere.
void sort_ints(int *values, int count, int (*cmp)(const int *, const int *)) {
  for (int i = 1; i < count; i++) {
    int moving = values[i];
    int to = i;
    for (; to > 0 && cmp(&values[to - 1], &moving) > 0; to--) values[to] = values[to - 1];
    values[to] = moving;
  }
}

// Libc's frames lie between this one and the callback's.
void qsort_ints(int *values, int count, int (*cmp)(const void *, const void *)) {
  qsort(values, (size_t)count, sizeof *values, cmp);
}

typedef double (*ManyArgs)(int a, double b, int c, double d, int e, double f, int g, double h,
                           int i, double j, int k, double l, int m, double n, int o, double p,
                           int q, double r, int s, double t);

// Calls cb with first, first + 1, ... first + 19.
double apply_many(ManyArgs cb, int first) {
  int v = first;
  return cb(v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 8, v + 9, v + 10, v + 11,
            v + 12, v + 13, v + 14, v + 15, v + 16, v + 17, v + 18, v + 19);
}

Large24 apply_struct(Large24 (*cb)(Large24, const Ints8 *), int64_t a, double x) {
  Ints8 pair = {3, 4};
  return cb((Large24){a, x, 5}, &pair);
}

// cb(word, user) for each word of the text; returns how many there were.
int visit_words(const char *text, void (*cb)(const char *word, void *user), void *user) {
  int words = 0;
  char *copy = copy_text(text);
  char *rest = NULL;
  for (char *w = strtok_r(copy, " ", &rest); w != NULL; w = strtok_r(NULL, " ", &rest)) {
    cb(w, user);
    words++;
  }
  free(copy);
  return words;
}

// Calls cb(depth), cb(depth - 1), ... cb(1), each from a frame below the last; returns the sum.
int descend(int (*cb)(int), int depth) {
  if (depth <= 0) return 0;
  int here = cb(depth);
  return here + descend(cb, depth - 1);
}

// errno, static state, exported variables.

int set_errno(int value) {
  errno = value;
  return -1;
}

// 1, 2, 3, ...: a reopened library starts at 1 again.
int counter_next(void) {
  static int counter;
  return ++counter;
}

int global_int = 7;
int64_t global_int64 = INT64_C(9007199254740993);  // 2^53 + 1: no double holds it
double global_double = 2.5;
bool global_bool = true;
const char *global_text = "cofferdam";
int global_ints[4] = {1, 2, 3, 4};
Ints8 global_struct = {11, 22};
const int global_constant = 42;

int read_global_int(void) { return global_int; }

// Stack.

// Touches `bytes` bytes of stack, from its near end to its far one; returns a checksum: the sum of
// 0, 1, ... 250, 0, 1, ...
int use_stack(int bytes) {
  if (bytes <= 0) return 0;
  volatile uint8_t *space = alloca((size_t)bytes);
  for (int i = bytes - 1; i >= 0; i--) space[i] = (uint8_t)(i % 251);
  int sum = 0;
  for (int i = 0; i < bytes; i++) sum += space[i];
  return sum;
}

// Returns `depth`, from so many frames down.
int recurse(int depth) {
  volatile int here = depth;
  if (here <= 0) return 0;
  return recurse(here - 1) + 1;
}

static volatile int sum;

// Takes its time before it looks at what it was lent.
int sum_later(const uint8_t *bytes, int length, int ms) {
  int total = 0;
  usleep((unsigned)ms * 1000);
  for (int at = 0; at < length; at++) total += bytes[at];
  sum = total;
  return total;
}

int last_sum(void) { return sum; }
