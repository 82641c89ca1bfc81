// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam {

/**
 * Helper: ends this process when the host's end of the doorbell is closed, whatever the process is
 * doing then: a helper in an endless loop of a library must not outlive its host either. Starts a
 * thread for it. 0, or an errno.
 *
 * Not PR_SET_PDEATHSIG: that follows the host's thread, and a worker of the host may end long
 * before the host does.
 */
int end_when_hung_up(int doorbell);

}  // namespace cofferdam
