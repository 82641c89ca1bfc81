// SPDX-License-Identifier: Apache-2.0
#include "imported.h"

#include <dlfcn.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <string>

#include "guest.h"

namespace cofferdam {
namespace {

constexpr std::string_view kLeftAlone[] = {
    "napi_module_register",  // called while the file is being loaded
    // an addon's own, which it may look up
    "napi_register_module_v1", "node_api_module_get_api_version_v1"};

std::mutex mutex;
std::map<std::string, void *, std::less<>> known;

const Interposed *find(const Interposed *table, std::string_view name) {
  for (; table->name != nullptr; table++) {
    if (table->name == name) return table;
  }
  return nullptr;
}

void *make(const char *name) {
  void *const at_node = dlsym(RTLD_DEFAULT, name);
  if (at_node == nullptr) return nullptr;  // also where there is a host side: it would call it
  const Interposed *at_host = find(kHostSides, name);
  void *const function = at_host != nullptr ? at_host->host_side : at_node;
  if (host() == nullptr) return function;  // a thread without JavaScript has nothing to guard
  void *exit = host()->exit(function);
  const Interposed *at_guest = find(kGuestSides, name);
  if (at_guest == nullptr) return exit;
  *at_guest->leave = exit;
  return at_guest->guest_side;
}

}  // namespace

bool is_interposed(std::string_view name) {
  if (std::ranges::find(kLeftAlone, name) != std::end(kLeftAlone)) return false;
  return name.starts_with("napi_") || name.starts_with("node_api_") || name == "dlsym";
}

void *imported(const char *name) {
  std::lock_guard lock(mutex);
  const auto found = known.find(std::string_view(name));
  if (found != known.end()) return found->second;
  void *address = make(name);
  if (address != nullptr && host() != nullptr) known.emplace(name, address);
  return address;
}

}  // namespace cofferdam
