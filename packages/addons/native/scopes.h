// SPDX-License-Identifier: Apache-2.0
// The scopes that a guarded call opens: Node checks after every callback that as many were closed,
// and ends the process if not. A call that is abandoned can no longer close its own.
#pragma once
#include <node_api.h>

#include <cstdint>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

enum class ScopeKind { Handle, EscapableHandle, Callback };

void scope_opened(napi_env env, void *scope, ScopeKind kind);
void scope_closed(void *scope);

/** How many of an addon's calls on this thread the gate has answered: they did not return. */
uint64_t ended_calls();

/** Takes part in every call of an addon: closes what an abandoned one left open. */
cd_layer *scopes_layer();

}  // namespace cofferdam
