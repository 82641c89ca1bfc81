// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** The one layer: handlers belong to the process. */
cd_layer *signals_layer();

}  // namespace cofferdam
