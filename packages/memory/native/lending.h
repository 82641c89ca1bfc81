// SPDX-License-Identifier: Apache-2.0
// A buffer is lent to a call: copied into a region, and copied back when the call has returned. A
// guarded buffer is lent as it is.
#pragma once
#include "regions.h"

namespace cofferdam {

/** The host's buffer. */
struct Bytes {
  uint8_t *data;
  size_t length;
};

struct Terms {
  int32_t argument;
  Access access;
  size_t align;
  size_t shift;  // where in the bytes the argument begins: others of the call may overlap it
};

/** Lends the bytes to a call of this thread. 0, with the address for the guest, or an errno. */
int lend(Bytes bytes, const Terms &terms, uintptr_t &address);

/** The loan of this thread is over. Copies back, as far as `bytes` still reach, where they are
 * given and the guest was allowed to write. */
void give_back(uintptr_t address, int32_t argument, Bytes bytes);

/** Where in the host's bytes a pointer into their copy at `address` leads; 0: nowhere. */
uintptr_t original(uintptr_t address, Bytes bytes, uintptr_t pointer);

/** Loans of this thread. */
size_t loan_count();

}  // namespace cofferdam
