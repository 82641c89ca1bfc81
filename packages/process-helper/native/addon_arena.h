// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "addon_parts.h"
#include "memory/arena.h"

namespace cofferdam {

/** What createArena makes. */
struct SharedArena {
  std::shared_ptr<Arena> arena = std::make_shared<Arena>();
  Napi::Reference<Napi::ArrayBuffer> buffer;  // empty: disposed
};

/** Of a handle. Throws when it has been disposed of. */
Arena &arena_of(Napi::Env env, const Napi::Value &handle);

}  // namespace cofferdam
