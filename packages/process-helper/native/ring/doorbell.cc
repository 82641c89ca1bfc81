// SPDX-License-Identifier: Apache-2.0
#include "doorbell.h"

#include <sys/socket.h>

#include <cerrno>

namespace cofferdam {

int create_doorbell(OwnedFd &host, OwnedFd &helper) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  host.reset(pair[0]);
  helper.reset(pair[1]);
  return 0;
}

bool ring_doorbell(int fd) {
  const char ring = 1;
  for (;;) {
    if (send(fd, &ring, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1 || errno == EAGAIN) return true;
    if (errno != EINTR) return false;
  }
}

void drain_doorbell(int fd) {
  char rings[4096];  // more than fits in the socket, one ring at a time: once is enough
  recv(fd, rings, sizeof rings, MSG_DONTWAIT);
}

}  // namespace cofferdam
