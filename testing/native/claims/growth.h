// SPDX-License-Identifier: Apache-2.0
// What a process holds: proc(5).
#pragma once

namespace cofferdam::testing {

struct Usage {
  long resident_kilobytes;
  long mappings;
  long files;
};

Usage usage();

/** Allows for the noise of an allocator and an emulator. */
void expect_no_growth(const Usage &before, const Usage &after);
void expect_no_mappings(const Usage &before, const Usage &after);

}  // namespace cofferdam::testing
