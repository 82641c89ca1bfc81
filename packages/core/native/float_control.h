// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace cofferdam {

/** How the calling thread computes with floating point: rounding, denormals, which exceptions trap;
 *  without the flags that computing raises. */
uint32_t float_control();

}  // namespace cofferdam
