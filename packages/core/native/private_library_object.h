// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <napi.h>

namespace cofferdam {

/** Adds to `exports` what src/private-library.ts calls. */
void add_private_libraries(Napi::Env env, Napi::Object exports);

}  // namespace cofferdam
