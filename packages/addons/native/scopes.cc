// SPDX-License-Identifier: Apache-2.0
#include "scopes.h"

#include <vector>

namespace cofferdam {
namespace {

struct Scope {
  napi_env env;
  void *scope;
  ScopeKind kind;
  uint32_t depth;  // of the call that opened it
};

const cd_gate *gate = nullptr;
thread_local std::vector<Scope> open_scopes;  // innermost last
thread_local uint64_t ended = 0;

void close(const Scope &open) {
  switch (open.kind) {
    case ScopeKind::Handle:
      napi_close_handle_scope(open.env, static_cast<napi_handle_scope>(open.scope));
      break;
    case ScopeKind::EscapableHandle:
      napi_close_escapable_handle_scope(open.env,
                                        static_cast<napi_escapable_handle_scope>(open.scope));
      break;
    case ScopeKind::Callback:
      napi_close_callback_scope(open.env, static_cast<napi_callback_scope>(open.scope));
      break;
  }
}

int attach(cd_layer *, const cd_gate *interface) {
  gate = interface;
  return 0;
}

/** Before any handle of the host is made: V8 closes scopes in the reverse order of opening. Not in
 * `on_abandoned`: closing frees memory, and a layer added later may have to give malloc's lock
 * back.
 */
void on_ended(cd_layer *, const cd_call *, const cd_fault *) {
  ended++;
  const uint32_t depth = gate->depth();
  while (!open_scopes.empty() && open_scopes.back().depth >= depth) {
    const Scope innermost = open_scopes.back();
    open_scopes.pop_back();
    close(innermost);
  }
}

cd_layer layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_NOTHING,
    .name = "addons",
    .attach = attach,
    .on_ended = on_ended,
};

}  // namespace

void scope_opened(napi_env env, void *scope, ScopeKind kind) {
  if (gate == nullptr || gate->depth() == 0) return;  // not in a guarded call
  open_scopes.push_back({env, scope, kind, gate->depth()});
}

void scope_closed(void *scope) {
  for (auto open = open_scopes.rbegin(); open != open_scopes.rend(); ++open) {
    if (open->scope != scope) continue;
    open_scopes.erase(std::next(open).base());
    return;
  }
}

uint64_t ended_calls() { return ended; }

cd_layer *scopes_layer() { return &layer; }

}  // namespace cofferdam
