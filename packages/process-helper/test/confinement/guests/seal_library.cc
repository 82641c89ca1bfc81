// SPDX-License-Identifier: Apache-2.0
// The seal as a library, for C programs and for Node through koffi.
#include "../../../native/confinement/seal.h"
#include "../../../native/confinement/violations.h"

extern "C" __attribute__((visibility("default"))) int seal_now(unsigned when, int traps) {
  return cofferdam::seal({when, traps != 0});
}

extern "C" __attribute__((visibility("default"))) int report_violations_to(int fd) {
  return cofferdam::report_violations(fd);
}
