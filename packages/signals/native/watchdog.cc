// SPDX-License-Identifier: Apache-2.0
#include "watchdog.h"

#include <linux/membarrier.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <ctime>

#include "late_ticks.h"

namespace cofferdam {
namespace {

constexpr int kIdleLooks = 20;  // without a live call; then it sleeps
constexpr size_t kStackBytes = 64 * 1024;

const cd_gate *gate = nullptr;
int deadline_signal = 0;
bool may_sleep = false;
std::atomic<uint32_t> asleep{0};

/** 0: it stands still. This thread may be held up before, and a call begin, and believe the old
 * tick. */
void set_clock(uint64_t tick) {
  tick_ends(clock_tick());
  const uint64_t ended = __atomic_exchange_n(gate->tick, tick, __ATOMIC_SEQ_CST);
  tick_ended(ended, monotonic_ms());
}

/** Not early: a system call of the guest would be interrupted for nothing. */
int send_signal(const cd_due *call) {
  if (!is_over(call->now, call->started, call->due)) return EAGAIN;
  return static_cast<int>(syscall(SYS_tgkill, getpid(), call->thread_id, deadline_signal));
}

/** A call publishes its record, then reads the clock; here it is stopped, then the records are
 * read. The barrier on every running thread in between (membarrier(2)) means that one sees the
 * other: the call finds the clock standing, or we find the call. */
void sleep_unless_live() {
  asleep = 1;
  set_clock(0);
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
  if (gate->watch(0, nullptr) == 0) {
    forget_ticks();
    asleep.wait(1);
  }
  asleep = 0;
}

void pause() {
  const timespec duration = {0, kTickMs * 1'000'000};
  nanosleep(&duration, nullptr);
}

void *run(void *) {
  // its own: of another thread it is a file that is written to, which a sealed process may not
  prctl(PR_SET_NAME, "cofferdam-clock");
  int idle_looks = 0;
  for (;;) {
    const uint64_t now = monotonic_ms();
    set_clock(now);
    const uint32_t live = gate->watch(now, send_signal);
    idle_looks = live > 0 ? 0 : idle_looks + 1;
    if (may_sleep && idle_looks > kIdleLooks) {
      sleep_unless_live();
      idle_looks = 0;
    } else {
      pause();
    }
  }
}

/** Without signals: none of the process's may run here. */
int create_thread() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const int error = pthread_create(&thread, &attributes, run, nullptr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return error;
}

}  // namespace

int start_watchdog(const cd_gate *interface, int signal) {
  gate = interface;
  deadline_signal = signal;
  // Where the kernel refuses, the clock never stands.
  may_sleep = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
  return create_thread();
}

void wake_watchdog() {
  uint64_t standing = 0;
  __atomic_compare_exchange_n(gate->tick, &standing, monotonic_ms(), false, __ATOMIC_SEQ_CST,
                              __ATOMIC_SEQ_CST);
  asleep = 0;
  asleep.notify_one();
}

uint64_t clock_tick() {
  return gate == nullptr ? 0 : __atomic_load_n(gate->tick, __ATOMIC_SEQ_CST);
}

uint64_t monotonic_ms() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto ms =
      static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1'000'000;
  return ms + 1;
}

}  // namespace cofferdam
