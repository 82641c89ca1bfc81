// SPDX-License-Identifier: Apache-2.0
// Faults as JavaScript objects.
#pragma once
#include <napi.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** "0x…": addresses do not fit a JSON number. */
Napi::String hex(Napi::Env env, uint64_t value);

/** The fields of a cd_fault, its frames with their symbols. */
Napi::Object fault_object(Napi::Env env, const cd_fault &fault, bool with_registers);

}  // namespace cofferdam
