// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam {

/**
 * From here on nobody gets an io_uring. libuv would make one for its event loop, before the seal,
 * and need it after that, which forbids all use of them; without, it does with epoll. Needs
 * no_new_privs; where it cannot be done the seal still holds.
 */
void do_without_io_uring();

}  // namespace cofferdam
