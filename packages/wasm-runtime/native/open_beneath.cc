// SPDX-License-Identifier: Apache-2.0
#include "open_beneath.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace cofferdam {
namespace {

/** linux/openat2.h, which older headers have not. */
struct OpenHow {
  uint64_t flags;
  uint64_t mode;
  uint64_t resolve;
};
static_assert(sizeof(OpenHow) == 24);

constexpr long kOpenat2 = 437;  // the same on every architecture
constexpr uint64_t kNoMagiclinks = 0x02;
constexpr uint64_t kBeneath = 0x08;

}  // namespace

int open_beneath(int directory, const char *path, int flags) {
  const OpenHow how{static_cast<uint64_t>(static_cast<unsigned>(flags | O_CLOEXEC)), 0,
                    kBeneath | kNoMagiclinks};
  const long fd = syscall(kOpenat2, directory, path, &how, sizeof how);
  return fd < 0 ? -errno : static_cast<int>(fd);
}

}  // namespace cofferdam
