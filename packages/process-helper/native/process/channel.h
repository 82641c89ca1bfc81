// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "owned_fd.h"

namespace cofferdam {

/** Two ends of a stream of bytes, for programs with an event loop. 0, or an errno. */
int create_channel(OwnedFd &host, OwnedFd &helper);

}  // namespace cofferdam
