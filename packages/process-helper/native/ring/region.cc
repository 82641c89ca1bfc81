// SPDX-License-Identifier: Apache-2.0
#include "region.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <new>
#include <utility>

#ifndef MFD_NOEXEC_SEAL  // Linux 6.3
#define MFD_NOEXEC_SEAL 0x0008U
#endif

namespace cofferdam {
namespace {

constexpr size_t kPage = 4096;
constexpr size_t kMaxAreaBytes = size_t{1} << 40;  // sums of areas cannot overflow

size_t whole_pages(size_t bytes) { return (bytes + kPage - 1) & ~(kPage - 1); }

/** Memory that cannot be executed as a file, where the kernel knows that. */
int new_memory() {
  const int fd = memfd_create("cofferdam-ring", MFD_CLOEXEC | MFD_NOEXEC_SEAL | MFD_ALLOW_SEALING);
  if (fd >= 0 || errno != EINVAL) return fd;
  return memfd_create("cofferdam-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

}  // namespace

int Region::create(size_t payload_bytes, size_t arena_bytes, OwnedFd &fd) {
  if (payload_bytes > kMaxAreaBytes || arena_bytes > kMaxAreaBytes) return EINVAL;
  const size_t payload = whole_pages(payload_bytes);
  const size_t arena = whole_pages(arena_bytes);
  const size_t bytes = kPayloadOffset + payload + arena;
  OwnedFd memory(new_memory());
  if (memory.get() < 0 || ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0) return errno;
  if (fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return errno;
  }
  if (const int error = map(memory.get(), bytes); error != 0) return error;
  payload_bytes_ = payload;
  arena_bytes_ = arena;
  Control &shared = *new (base_) Control{};
  shared.magic = kMagic;
  shared.version = kVersion;
  shared.payload_bytes = payload;
  shared.arena_bytes = arena;
  fd = std::move(memory);
  return 0;
}

int Region::open(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return errno;
  const auto bytes = static_cast<size_t>(status.st_size);
  if (bytes < kPayloadOffset) return EPROTO;
  if (const int error = map(fd, bytes); error != 0) return error;
  const Control &shared = control();
  if (shared.magic != kMagic || shared.version != kVersion) return EPROTO;
  payload_bytes_ = shared.payload_bytes;
  arena_bytes_ = shared.arena_bytes;
  const size_t rest = bytes - kPayloadOffset;
  return payload_bytes_ <= rest && arena_bytes_ == rest - payload_bytes_ ? 0 : EPROTO;
}

void Region::close() {
  if (uint8_t *base = std::exchange(base_, nullptr)) munmap(base, bytes_);
}

int Region::map(int fd, size_t bytes) {
  void *mapping = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapping == MAP_FAILED) return errno;
  base_ = static_cast<uint8_t *>(mapping);
  bytes_ = bytes;
  return 0;
}

}  // namespace cofferdam
