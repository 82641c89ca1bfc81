// A guest that does what others leave out: it keeps, it sleeps, it writes where it may not, and it dies.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int version = 7;

int add(int a, int b) { return a + b; }

int sleep_ms(int ms) {
  usleep(ms * 1000);
  return ms;
}

/** Text of so many letters. */
const char *letters(int count) {
  static char *text;
  text = realloc(text, (size_t)count + 1);
  memset(text, 'x', (size_t)count);
  text[count] = '\0';
  return text;
}

int length_of(const char *text) { return (int)strlen(text); }

int fill(uint8_t *bytes, int count, int value) {
  memset(bytes, value, (size_t)count);
  return count;
}

/** Writes to what it was lent to read. */
int spoil(const uint8_t *bytes, int count) { return fill((uint8_t *)bytes, count, 9); }

int sum(const uint8_t *bytes, int count) {
  int total = 0;
  for (int at = 0; at < count; at++) total += bytes[at];
  return total;
}

/** Both see what the other was given, where they overlap. @returns what `b` had when `a` was written */
int write_both(uint8_t *a, uint8_t *b) {
  a[2] = 5;
  const int seen = b[0];
  b[1] = 6;
  return seen;
}

int next(void) {
  static int count;
  return ++count;
}

typedef int (*Callback)(int);

int call(Callback callback, int x) { return callback(x); }

typedef struct {
  int base;
  Callback callback;
} Holder;

int call_held(const Holder *holder, int x) { return holder->base + holder->callback(x); }

static Callback kept;
void keep(Callback callback) { kept = callback; }
int call_kept(int x) { return kept(x); }

void die(int code) { _exit(code); }

int crash(int x) {
  *(volatile int *)(intptr_t)x = x;
  return x;
}
