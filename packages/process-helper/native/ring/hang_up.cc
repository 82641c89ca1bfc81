// SPDX-License-Identifier: Apache-2.0
#include "hang_up.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace cofferdam {
namespace {

constexpr size_t kStackBytes =
    256 * 1024;  // one frame; the static TLS of a large program needs room too

void *watch(void *argument) {
  pollfd doorbell = {static_cast<int>(reinterpret_cast<intptr_t>(argument)), POLLRDHUP, 0};
  while (poll(&doorbell, 1, -1) < 0 && errno == EINTR) {
  }
  _exit(0);  // nobody is left who would ask why
}

}  // namespace

int end_when_hung_up(int doorbell) {
  pthread_attr_t attributes;
  if (const int error = pthread_attr_init(&attributes); error != 0) return error;
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigset_t all, before;
  sigfillset(&all);  // the thread inherits it: no handler of anybody's runs there
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const int error = pthread_create(&thread, &attributes, watch,
                                   reinterpret_cast<void *>(static_cast<intptr_t>(doorbell)));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return error;
}

}  // namespace cofferdam
