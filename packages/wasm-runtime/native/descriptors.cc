// SPDX-License-Identifier: Apache-2.0
#include "descriptors.h"

#include <unistd.h>

#include "open_beneath.h"

namespace cofferdam {

Descriptors::~Descriptors() {
  for (const int fd : open_) ::close(fd);
}

int Descriptors::open(int directory, const char *path, int flags) {
  const int fd = open_beneath(directory, path, flags);
  if (fd >= 0) open_.insert(fd);
  return fd;
}

void Descriptors::close(int fd) {
  if (open_.erase(fd) == 1) ::close(fd);
}

}  // namespace cofferdam
