// SPDX-License-Identifier: Apache-2.0
#include "guest.h"

#include <dlfcn.h>

#include <cstdio>
#include <unordered_map>

namespace cofferdam {
namespace {

/** A function that is given ever new names shares the slot of its last one: slots are few. */
constexpr uint32_t kMaxNames = 64;

thread_local Host *this_host = nullptr;
thread_local Guest *loading = nullptr;
thread_local std::unordered_map<napi_env, Guest *> guests;

/** The name of an exported symbol, or where the function is: "x.node+0x1139". */
std::string place_of(void *function) {
  Dl_info info;
  if (dladdr(function, &info) == 0) return "a function";
  if (info.dli_sname != nullptr && info.dli_saddr == function) return info.dli_sname;
  const std::string_view path = info.dli_fname;
  const auto offset = static_cast<char *>(function) - static_cast<char *>(info.dli_fbase);
  char text[24];
  std::snprintf(text, sizeof text, "+0x%lx", static_cast<unsigned long>(offset));
  return std::string(path.substr(path.rfind('/') + 1)) + text;
}

void *link(napi_env env, Guest &guest, void *function, std::string_view name, Kind kind) {
  const bool shares = guest.names[function] >= kMaxNames;
  auto key = std::make_tuple(function, kind, std::string(shares ? "" : name));
  const auto known = guest.thunks.find(key);
  if (known != guest.thunks.end()) return known->second;
  void *thunk = guard_by_name(env, guest, function, full_name(function, name, kind), kind);
  if (thunk == nullptr) return nullptr;
  guest.names[function]++;
  guest.thunks.emplace(std::move(key), thunk);
  return thunk;
}

}  // namespace

Host *host() { return this_host; }
void set_host(Host *host) { this_host = host; }
void set_loading(Guest *guest) { loading = guest; }

void admit(napi_env env, Guest *guest) {
  guests[env] = guest;
  // The address of an environment may be given to another one later.
  napi_add_env_cleanup_hook(
      env, [](void *ended) { guests.erase(static_cast<napi_env>(ended)); }, env);
}

Guest *guest_of(napi_env env) {
  const auto found = guests.find(env);
  if (found != guests.end()) return found->second;
  if (loading != nullptr) admit(env, loading);
  return loading;
}

std::string full_name(void *function, std::string_view name, Kind kind) {
  switch (kind) {
    case Kind::Callback:
      return name.empty() ? place_of(function) : std::string(name);
    case Kind::Init:
      return "module init";
    default:
      return std::string(name) + " (" + place_of(function) + ")";
  }
}

void *guard_by_name(napi_env env, Guest &guest, void *function, const std::string &full_name,
                    Kind kind) {
  return this_host->link(env, guest.id, function, full_name, kind);
}

bool guard_address(napi_env env, void *&function, std::string_view name, Kind kind) {
  if (function == nullptr || this_host == nullptr) return true;
  Guest *guest = guest_of(env);
  if (guest == nullptr) return true;
  if (kind == Kind::Finalizer && guest->finalizes_in_gc) return true;
  void *thunk = link(env, *guest, function, name, kind);
  if (thunk == nullptr) return false;
  function = thunk;
  return true;
}

}  // namespace cofferdam
