// SPDX-License-Identifier: Apache-2.0
// What a Rust panic says about itself, where its payload is a message.
#pragma once
#include <unwind.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

bool is_rust_panic(const _Unwind_Exception &exception);

/** Fills type and reason. The payload is leaked (129 bytes): std aborts when anyone else frees it.
 */
void describe_rust_panic(const _Unwind_Exception *exception, cd_fault &fault);

}  // namespace cofferdam
