// SPDX-License-Identifier: Apache-2.0
// A stack for signal handlers: a guest that overflowed its own leaves none to run one on.
#pragma once

namespace cofferdam {

/** Gives this thread an alternate signal stack, unless it has a large enough one. Idempotent. 0, or
 * an errno. */
int arm_alternate_stack();

/** Takes it away again, and puts back the one that was there. */
void disarm_alternate_stack();

}  // namespace cofferdam
