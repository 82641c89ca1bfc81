// SPDX-License-Identifier: Apache-2.0
#include "region.h"

#include <cerrno>
#include <new>

namespace cofferdam {

int Region::create(size_t payload_bytes, OwnedFd &fd) {
  if (payload_bytes > kMaxMemoryBytes) return EINVAL;
  const int error = memory_.create("cofferdam-ring", kPayloadOffset + payload_bytes, fd);
  if (error != 0) return error;
  Control &shared = *new (memory_.base()) Control{};
  shared.magic = kMagic;
  shared.version = kVersion;
  return 0;
}

int Region::open(int fd) {
  if (const int error = memory_.open(fd); error != 0) return error;
  if (memory_.bytes() < kPayloadOffset) return EPROTO;
  const Control &shared = control();
  return shared.magic == kMagic && shared.version == kVersion ? 0 : EPROTO;
}

}  // namespace cofferdam
