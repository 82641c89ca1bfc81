// ping-pong spin|futex ROUNDS CPU CPU     two processes and one shared word: prints the ns of round
// trips, ten at a time
#define _GNU_SOURCE
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 10 };

struct word {
  _Alignas(64) atomic_uint value;
};

static int sleeps;

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

static void await(struct word *word, unsigned value) {
  for (unsigned seen; (seen = atomic_load(&word->value)) != value;) {
    if (sleeps)
      syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
    else
      __builtin_ia32_pause();
  }
}

static void set(struct word *word, unsigned value) {
  atomic_store(&word->value, value);
  if (sleeps) syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  struct word *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sleeps = strcmp(arguments[1], "futex") == 0;
  const unsigned rounds = atoi(arguments[2]);
  const pid_t other = fork();
  if (other == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(atoi(arguments[4]));
    for (unsigned n = 1;; n++) {
      await(&words[0], n);
      set(&words[1], n);
    }
  }
  pin(atoi(arguments[3]));
  double last = now();
  for (unsigned n = 1; n <= rounds; n++) {
    set(&words[0], n);
    await(&words[1], n);
    if (n % AT_ONCE != 0) continue;
    const double time = now();
    printf("%s%.1f", n == AT_ONCE ? "[" : ",", (time - last) / AT_ONCE);
    last = now();
  }
  puts("]");
  kill(other, SIGKILL);
}
