/* A library that remembers, calls back, waits, and ends the process when it is told to. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static int counted;

int add(int a, int b) { return a + b; }

int count(void) { return ++counted; }

int length(const char *text) {
  int bytes = 0;
  while (text[bytes] != '\0') bytes++;
  return bytes;
}

void fill(uint8_t *bytes, int size, int value) {
  for (int at = 0; at < size; at++) bytes[at] = (uint8_t)(value + at);
}

typedef int Step(int value);

int apply(Step *step, int value) { return step(value); }

int apply_twice(Step *step, int value) { return step(step(value)); }

static Step *kept;

void keep(Step *step) { kept = step; }

int apply_kept(int value) { return kept(value); }

int fail_with(int code) {
  errno = code;
  return -1;
}

int wait_ms(int ms) {
  usleep((unsigned)ms * 1000);
  return ms;
}

void hang(void) {
  for (;;) pause();
}

void leave(int code) { _exit(code); }

void crash(void) { abort(); }

int pid(void) { return (int)getpid(); }

int number = 7;

int *numbers(void) {
  static int all[3] = {1, 2, 3};
  return all;
}
