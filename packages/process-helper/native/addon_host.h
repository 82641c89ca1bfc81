// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "addon_parts.h"
#include "memory/blocks.h"
#include "process/child.h"
#include "process/pipe_tail.h"
#include "ring/doorbell_watch.h"
#include "ring/host_ring.h"
#include "ring/region.h"

namespace cofferdam {

/** What createRing makes, of one helper. */
struct Host {
  std::shared_ptr<Region> region = std::make_shared<Region>();
  OwnedFd doorbell, helper_memory, helper_doorbell;
  std::optional<HostRing> ring;                                       // none: disposed
  Blocks blocks{0};                                                   // of the payload
  Record *requests = nullptr, *response = nullptr, *taken = nullptr;  // owned by the buffers
  int32_t *state = nullptr;                                           // the same
  Buffers buffers;
  Napi::Reference<Napi::ArrayBuffer> payload;
  Child child;
  PipeTail output, report;
  std::shared_ptr<DoorbellWatch> watch = std::make_shared<DoorbellWatch>();

  ~Host() { watch->stop(); }  // before the descriptors that it watches are closed
};

/** Of the first argument. Throws when it has been disposed of. */
inline Host &host_of(const Info &info) {
  Host &host = *info[0].As<Napi::External<Host>>().Data();
  if (!host.ring) throw Napi::Error::New(info.Env(), "The ring has been disposed of.");
  return host;
}

}  // namespace cofferdam
