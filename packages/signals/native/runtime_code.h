// SPDX-License-Identifier: Apache-2.0
// The code of the C library and of the loader: who is abandoned in it may hold locks that the host
// needs. Async-signal-safe.
#pragma once
#include <cstdint>

namespace cofferdam {

/** Learns where they are. Once, in normal context. */
void learn_runtime();

/** Is `pc` in the loader, or in what of the C library holds the loader's lock? */
bool is_loader_code(uintptr_t pc);

/** Could `word` be a return address in there? On aarch64 that may be signed, in the bits above
 * these 39. */
bool may_be_loader_return(uintptr_t word);

/** Is `pc` in the loader, or in a C library: the host's, or a copy of it in a private heap? */
bool is_runtime_code(uintptr_t pc);

}  // namespace cofferdam
