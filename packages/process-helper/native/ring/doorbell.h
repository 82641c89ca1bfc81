// SPDX-License-Identifier: Apache-2.0
// The socket pair by which a helper wakes a host that sleeps, and by which each side sees that the
// other is gone.
//
// A socket, because every single send and recv can say that it must not block: O_NONBLOCK belongs
// to both sides, and the helper could clear it under the host.
#pragma once
#include "../process/owned_fd.h"

namespace cofferdam {

/** 0, or an errno. */
int create_doorbell(OwnedFd &host, OwnedFd &helper);

/**
 * Helper. A doorbell that is full has rung already. False: there is no host any more, or no
 * doorbell.
 */
bool ring_doorbell(int fd);

/**
 * Host: takes all the ringing there is. Descriptors that the helper sent along are dropped by the
 * kernel.
 */
void drain_doorbell(int fd);

}  // namespace cofferdam
