// SPDX-License-Identifier: Apache-2.0
#include "shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#ifndef MFD_NOEXEC_SEAL  // Linux 6.3
#define MFD_NOEXEC_SEAL 0x0008U
#endif

namespace cofferdam {
namespace {

/** Memory that cannot be executed as a file, where the kernel knows that. */
int new_memory(const char *name) {
  const int fd = memfd_create(name, MFD_CLOEXEC | MFD_NOEXEC_SEAL | MFD_ALLOW_SEALING);
  if (fd >= 0 || errno != EINVAL) return fd;
  return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

}  // namespace

int SharedMemory::create(const char *name, size_t bytes, OwnedFd &fd) {
  if (bytes > kMaxMemoryBytes) return EINVAL;
  const size_t size = whole_pages(bytes);
  OwnedFd memory(new_memory(name));
  if (memory.get() < 0 || ftruncate(memory.get(), static_cast<off_t>(size)) != 0) return errno;
  if (fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return errno;
  }
  if (const int error = map(memory.get(), size); error != 0) return error;
  fd = std::move(memory);
  return 0;
}

int SharedMemory::open(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return errno;
  if (!S_ISREG(status.st_mode) || status.st_size == 0) return EPROTO;
  return map(fd, static_cast<size_t>(status.st_size));
}

void SharedMemory::close() {
  if (uint8_t *base = std::exchange(base_, nullptr)) munmap(base, bytes_);
}

int SharedMemory::map(int fd, size_t bytes) {
  void *mapping = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapping == MAP_FAILED) return errno;
  base_ = static_cast<uint8_t *>(mapping);
  bytes_ = bytes;
  return 0;
}

}  // namespace cofferdam
