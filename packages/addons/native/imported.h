// SPDX-License-Identifier: Apache-2.0
// What a guest gets in place of a function that it imports:
//
//   guest ──▶ guest side ──▶ exit ──▶ host side ──▶ Node
//
// The guest side runs as the guest: it touches the memory that Node is going to read, so that a
// wild pointer is the guest's fault and not Node's. The exit (core's exit_x86_64_sysv.S) marks the
// call as being in host code. The host side links callbacks and notes scopes. Most functions have
// only the exit.
#pragma once
#include <string_view>

namespace cofferdam {

/** Where the guest side of `Function` leaves to: its exit, once there is one. */
template <auto Function>
inline decltype(Function) leave = Function;

struct Interposed {
  const char *name;
  void *guest_side;  // nullptr: none
  void **leave;      // the `leave` of the guest side
  void *host_side;   // nullptr: Node's own
};

/** guest_side.cc, host_side.cc; ended by a null name. */
extern const Interposed kGuestSides[];
extern const Interposed kHostSides[];

bool is_interposed(std::string_view name);

/**
 * The address that a guest gets for what it imports as `name`.
 *
 * @returns nullptr: Node has no such function
 * @throws when no exit is left
 */
void *imported(const char *name);

}  // namespace cofferdam
