// SPDX-License-Identifier: Apache-2.0
#include "limits.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace cofferdam {
namespace {

/** Not 0: a kernel that hands cores to a program ("|/usr/lib/…") minds no other limit than this. It
 * is below the smallest core, so there is no file either. See core(5), fs/coredump.c. */
constexpr uint64_t kNoCore = 1;

int set_limit(int resource, uint64_t limit) {
  rlimit now{};
  if (getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0) return errno;
  const rlim_t value = std::min<rlim_t>(limit, now.rlim_max);  // the host's own may be stricter
  const rlimit wanted{value, value};
  return setrlimit(static_cast<__rlimit_resource>(resource), &wanted) == 0 ? 0 : errno;
}

/** Whether we are root outside of our user namespace: no limit of processes binds root. */
bool is_root_outside() {
  FILE *map = std::fopen("/proc/self/uid_map", "re");
  unsigned inside = 0;
  unsigned outside = 0;
  const bool read = map != nullptr && std::fscanf(map, "%u %u", &inside, &outside) == 2;
  if (map != nullptr) std::fclose(map);
  return read && outside == 0;
}

void limit_processes(uint64_t limit, bool own_user, Report &report) {
  if (!own_user) {
    return report.missing("processes", "without a user namespace all of the user's are counted");
  }
  if (is_root_outside()) return report.missing("processes", "the kernel does not count root's");
  report.result("processes", set_limit(RLIMIT_NPROC, limit));
}

}  // namespace

void apply_limits(const Orders &orders, bool own_user, Report &report) {
  const struct {
    const char *piece;
    int resource;
    const std::optional<uint64_t> &limit;
  } limits[] = {{"memory", RLIMIT_DATA, orders.memory},
                {"address-space", RLIMIT_AS, orders.address_space},
                {"cpu", RLIMIT_CPU, orders.cpu},
                {"files", RLIMIT_NOFILE, orders.files}};
  report.result("core", set_limit(RLIMIT_CORE, kNoCore));
  for (const auto &[piece, resource, limit] : limits) {
    if (limit) report.result(piece, set_limit(resource, *limit));
  }
  if (orders.processes) limit_processes(*orders.processes, own_user, report);
  if (orders.write.empty()) report.result("file-size", set_limit(RLIMIT_FSIZE, 0));
}

}  // namespace cofferdam
