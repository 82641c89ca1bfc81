// SPDX-License-Identifier: Apache-2.0
// dlsym(3) for guests: Node-API's functions are found as a guest that imports them gets them.
// Others are found by dlsym itself, which has to be called from the guest's own code.
#pragma once

namespace cofferdam {

/** The guest side; in find_symbol_x86_64_sysv.S. */
extern "C" [[gnu::visibility("hidden")]] void *cd_find_symbol(void *library,
                                                              const char *name) noexcept;

/** The host side: finds Node-API. */
void *find_symbol(void *library, const char *name);

}  // namespace cofferdam
