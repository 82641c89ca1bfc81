// Counts how often a spin looks, in situations one after the other; prints the counts.
#include <cstdio>
#include <initializer_list>

#include "spin.h"

using namespace cofferdam;

namespace {

/** Looks of one wait; what is waited for comes at look `hit_at`, or never. */
int looks(Spin &spin, int hit_at = 0) {
  int count = 0;
  spin.until([&] { return ++count == hit_at; });
  return count;
}

/** Of so many waits: how many looked more than once? */
int spinning(Spin &spin, int waits) {
  int count = 0;
  for (int wait = 0; wait < waits; wait++) count += looks(spin) > 1;
  return count;
}

}  // namespace

int main() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(sched_getcpu(), &set);
  sched_setaffinity(0, sizeof set, &set);
  const uint32_t cpu = static_cast<uint32_t>(sched_getcpu()) + 1;
  Word own = 0, peer = 0;

  Spin spin(own, peer);
  printf("{\"there\":%d,", looks(spin, 1));
  peer = cpu;
  printf("\"sameCpu\":%d,", spinning(spin, 100));
  peer = cpu + 1;
  printf("\"misses\":%d,", spinning(spin, 3));
  printf("\"cpu\":%s,", own == cpu ? "true" : "false");
  printf("\"backedOff\":%d,", spinning(spin, 31));
  printf("\"probe\":%d,", spinning(spin, 1));
  printf("\"perProbe\":%d,", spinning(spin, 320));
  for (int wait = 0; wait < 31; wait++) looks(spin);
  printf("\"hit\":%d,", looks(spin, 5));
  printf("\"afterHit\":%d,", spinning(spin, 10));
  spin.set_limit(0);
  printf("\"off\":%d}\n", spinning(spin, 100));
}
