// SPDX-License-Identifier: Apache-2.0
// Where an exception was thrown.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Writes the frames between the throw and the gate to `fault`. Called while the unwinder searches
 * for a handler: nothing has been unwound yet. @returns whether the loader is among them */
bool trace_throw(cd_fault &fault);

}  // namespace cofferdam
