// SPDX-License-Identifier: Apache-2.0
// Code that must be the host's for the signal handler too: it lies in the executable, as Node and
// V8 do, while everything else here is in shared objects, as addons are.
#pragma once

struct Host {
  int (*crash)(int);      // writes through null
  int (*jump_wild)(int);  // jumps to nowhere
};

extern "C" [[gnu::visibility("default")]] int cd_prove_all(const Host *host, const char *filter);

namespace cofferdam::testing {

const Host &host();

}  // namespace cofferdam::testing
