// SPDX-License-Identifier: Apache-2.0
// What a C++ exception says about itself. Runs guest code (what(), destructors): only while a fault
// is still the guest's.
#pragma once
#include <unwind.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

bool is_cpp_exception(const _Unwind_Exception &exception);

/** Fills type and reason, and ends the exception. */
void describe_cpp_exception(_Unwind_Exception *exception, cd_fault &fault);

/** The same for the exception that std::terminate is about on this thread, if it is.
 *  @param nested in a call inside of another: the exception may be one that the outer call is
 *  handling, and is left alone unless the trace shows the throw */
void describe_terminating_exception(cd_fault &fault, bool nested);

}  // namespace cofferdam
