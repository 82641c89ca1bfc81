// Preloaded: holds up the watchdog for 60 ms, each third time, just after it has read the clock.
#define _GNU_SOURCE
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// It is given its name when it runs already.
static int is_watchdog(void) {
  static __thread int known;
  char name[16] = "";
  if (!known && prctl(PR_GET_NAME, name) == 0) known = strcmp(name, "cofferdam-clock") == 0;
  return known;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static unsigned reads;
  const int result = (int)syscall(SYS_clock_gettime, clock, now);
  const struct timespec pause = {0, 60 * 1000 * 1000};
  if (is_watchdog() && ++reads % 3 == 0) syscall(SYS_nanosleep, &pause, NULL);
  return result;
}
