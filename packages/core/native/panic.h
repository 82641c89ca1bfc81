// SPDX-License-Identifier: Apache-2.0
// Exceptions that leave the guest.
#pragma once
#include <unwind.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Fills in what the exception says of itself, and ends it. */
void describe_exception(_Unwind_Exception *exception, cd_fault &fault);

}  // namespace cofferdam
