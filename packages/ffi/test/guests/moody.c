// A guest that behaves, unless it is asked to crash. VERSION and MOVED make later releases of it.
#include <stdint.h>

#ifndef VERSION
#define VERSION 1
#endif
#ifdef MOVED
char moved_ahead[MOVED] = {1};
#endif

int version = VERSION;
int64_t level = 10 * VERSION;

int add(int a, int b) { return a + b; }

int counter_next(void) {
  static int counter;
  return ++counter;
}

int read_version(void) { return version; }

int crash(void) { return *(volatile int *)0; }

double apply(double (*callback)(int, double), int a, double x) { return callback(a, x); }

static void (*kept)(int);
void keep(void (*callback)(int)) { kept = callback; }
void run_kept(int x) { kept(x); }

#ifndef WITHOUT_EXTRA
int extra(void) { return 5; }
#endif
