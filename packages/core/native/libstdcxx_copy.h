// SPDX-License-Identifier: Apache-2.0
// A process may hold several copies of libstdc++: a library with a private heap has one, a library
// that was linked with -static-libstdc++ too. Each counts the exceptions that it threw.
#pragma once

namespace cofferdam {

/** Is `code` of the copy that this object is linked with? */
bool is_our_libstdcxx(const void *code);

/** A function of the copy that `code` belongs to, by its mangled name; null: that is our copy, or
 *  it does not export one. Takes the loader's lock. */
void *other_copys(const void *code, const char *name);

/** Is `code` of a library with a private heap? */
bool is_private(const void *code);

}  // namespace cofferdam
