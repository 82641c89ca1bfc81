// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** The one layer: how long a call may take is the slot's. */
cd_layer *deadline_layer();

/** Calls that were ended since the start. */
uint64_t ended_calls();

}  // namespace cofferdam
