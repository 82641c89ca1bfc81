// SPDX-License-Identifier: Apache-2.0
#include "channel.h"

#include <sys/socket.h>

#include <cerrno>

namespace cofferdam {

int create_channel(OwnedFd &host, OwnedFd &helper) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  host.reset(pair[0]);
  helper.reset(pair[1]);
  return 0;
}

}  // namespace cofferdam
