// A guest that does what it is told with the buffers it is lent.
#include <stdint.h>
#include <string.h>
#include <unistd.h>

int read_at(uint8_t *bytes, long offset) { return ((volatile uint8_t *)bytes)[offset]; }

int read_const_at(const uint8_t *bytes, long offset) {
  return ((volatile const uint8_t *)bytes)[offset];
}

int write_at(uint8_t *bytes, long offset) {
  ((volatile uint8_t *)bytes)[offset] = 0xaa;
  return 1;
}

/* What `const` promises, and a cast takes back. */
int write_const_at(const uint8_t *bytes, long offset) {
  ((volatile uint8_t *)bytes)[offset] = 0xaa;
  return 1;
}

/* Fills `count` bytes, then reads one of the second buffer. */
int fill_then_read(uint8_t *to, int count, const uint8_t *from, long offset) {
  memset(to, 0xbb, count);
  return ((volatile const uint8_t *)from)[offset];
}

/* Fills the buffer, then calls back. */
int fill_then_call(uint8_t *bytes, int count, int (*call)(void *bytes)) {
  memset(bytes, 0xcc, count);
  return call(bytes);
}

double sum_doubles(const double *values, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += values[i];
  return sum;
}

uintptr_t address_of(const void *bytes) { return (uintptr_t)bytes; }
int is_null(const void *bytes) { return bytes == NULL; }
int is_aligned(const void *bytes, int align) { return (uintptr_t)bytes % align == 0; }
int same(const void *a, const void *b) { return a == b; }
long distance(const void *a, const void *b) { return (const char *)b - (const char *)a; }

/* As compilers load a type that must be aligned to 16 bytes. */
int load_aligned(const void *bytes) {
  int first;
  __asm__ volatile("movdqa (%1), %%xmm0; movd %%xmm0, %0" : "=r"(first) : "r"(bytes) : "xmm0");
  return first;
}

void *position(void *bytes, long offset) { return (char *)bytes + offset; }
const char *text_at(const char *text) { return text; }

static uint8_t *kept;
void keep(uint8_t *bytes) { kept = bytes; }
int read_kept(long offset) { return ((volatile uint8_t *)kept)[offset]; }
int write_kept(long offset) {
  ((volatile uint8_t *)kept)[offset] = 0xdd;
  return 1;
}

int sum_bytes(const uint8_t *bytes, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += bytes[i];
  return sum;
}

int jump_into(void *bytes) { return ((int (*)(void))bytes)(); }

/* Waits for `go`, then fills the buffer. */
volatile int entered, go;
int fill_when_told(uint8_t *bytes, int count) {
  entered = 1;
  while (!go) usleep(100);
  memset(bytes, 0xee, count);
  return count;
}
