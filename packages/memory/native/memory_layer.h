// SPDX-License-Identifier: Apache-2.0
// The layer's native half: it only looks at faults.
#pragma once
#include <cstdint>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** One for the process. */
cd_layer *memory_layer();

/** Faults of this process that were buffer overruns. */
uint64_t overrun_count();

}  // namespace cofferdam
