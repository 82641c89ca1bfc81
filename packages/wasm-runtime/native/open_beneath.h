// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam {

/** Opens `path`, which stays beneath `directory` whatever links and `..` are in it, and goes
 * through no magic link of /proc. Creates nothing. Returns an owned descriptor that is closed on
 * exec, or -errno: ENOSYS where the kernel is older than 5.6 or a filter is in the way. */
int open_beneath(int directory, const char *path, int flags);

}  // namespace cofferdam
