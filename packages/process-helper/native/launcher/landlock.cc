// SPDX-License-Identifier: Apache-2.0
// Landlock by its numbers: the headers of the machine that builds may be older than the kernel.
#include "landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace cofferdam {
namespace {

constexpr uint64_t kRefer = 1U << 13;
constexpr uint64_t kTruncate = 1U << 14;
constexpr uint64_t kDeviceIoctl = 1U << 15;
constexpr uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kExecute = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
/** No devices: to make one is to get round the file system's rules. */
constexpr uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                            LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                            LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                            LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | kRefer |
                            kTruncate;
/** The rights that a rule for something other than a folder may name. */
constexpr uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                              LANDLOCK_ACCESS_FS_READ_FILE | kTruncate | kDeviceIoctl;
constexpr uint64_t kFirstFileRights = kRefer - 1;
constexpr uint64_t kBindAndConnectTcp = 3;
constexpr uint64_t kAbstractSockets = 1;
constexpr uint64_t kSignals = 2;

/** Rights that are not handled are not denied. */
struct Handled {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

/** What each version can deny. */
Handled handled_by(long version) {
  Handled handled{kFirstFileRights, 0, 0};
  if (version >= 2) handled.files |= kRefer;
  if (version >= 3) handled.files |= kTruncate;
  if (version >= 4) handled.network = kBindAndConnectTcp;
  if (version >= 5) handled.files |= kDeviceIoctl;
  if (version >= 6) handled.scopes = kAbstractSockets | kSignals;
  return handled;
}

long landlock_version() {
  return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/** The rule set's descriptor, owned; or -1. */
int create_rules(long version, Handled &handled) {
  const size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  auto create = [&] {
    return static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, size, 0));
  };
  int rules = create();
  if (rules < 0 && errno == EINVAL && handled.scopes != 0) {
    handled.scopes = kAbstractSockets;  // RHEL 9 says version 6 and cannot hold back signals
    rules = create();
  }
  return rules;
}

/** 0, or an errno. What does not exist, or cannot be reached, is granted to nobody. */
int grant(int rules, const char *path, uint64_t rights) {
  const int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return 0;
  struct stat status {};
  const bool folder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
  const landlock_path_beneath_attr rule{folder ? rights : rights & kOfFiles, fd};
  const long result = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  const int error = result == 0 ? 0 : errno;
  close(fd);
  return error;
}

int grant_all(int rules, const Orders &orders, uint64_t handled) {
  const struct {
    const std::vector<const char *> &paths;
    uint64_t rights;
  } grants[] = {{orders.read, kRead}, {orders.execute, kExecute}, {orders.write, kWrite}};
  for (const auto &[paths, rights] : grants) {
    for (const char *path : paths) {
      if (const int error = grant(rules, path, rights & handled); error != 0) return error;
    }
  }
  return 0;
}

int enforce(int rules, const Orders &orders, uint64_t handled) {
  if (const int error = grant_all(rules, orders, handled); error != 0) return error;
  return syscall(SYS_landlock_restrict_self, rules, 0) == 0 ? 0 : errno;
}

void report_part(Report &report, const char *piece, int error, bool whole, const char *reason) {
  if (error == 0 && !whole) return report.missing(piece, reason);
  report.result(piece, error);
}

}  // namespace

void apply_landlock(const Orders &orders, Report &report) {
  const long version = landlock_version();
  int error = version < 1 ? errno : 0;
  Handled handled = handled_by(version);
  if (orders.network) handled.network = 0;
  if (error == 0) {
    const int rules = create_rules(version, handled);
    error = rules < 0 ? errno : enforce(rules, orders, handled.files);
    if (rules >= 0) close(rules);
  }
  report_part(report, "landlock-filesystem", error, (handled.files & kTruncate) != 0,
              "only in part: this kernel cannot hold back truncation (Linux 6.2)");
  if (!orders.network) {
    report_part(report, "landlock-network", error, handled.network != 0,
                "this kernel cannot hold back TCP (Linux 6.7)");
  }
  report_part(report, "landlock-scope", error, handled.scopes == (kAbstractSockets | kSignals),
              "this kernel cannot hold back signals or abstract sockets (Linux 6.12)");
}

}  // namespace cofferdam
