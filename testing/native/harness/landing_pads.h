// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam::testing {

/** Where this was compiled with landing pads (FEAT_BTI), has the CPU insist on them in the gate and
 * in the guests, as a loader that knows them does. Returns whether. */
bool enforce_landing_pads();

}  // namespace cofferdam::testing
