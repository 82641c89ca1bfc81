// SPDX-License-Identifier: Apache-2.0
#include "namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace cofferdam {
namespace {

/** Root is nobody inside: as root, the program would start with every capability there. */
constexpr unsigned kNobody = 65534;

int write_file(const char *path, const char *text) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int error = write(fd, text, std::strlen(text)) < 0 ? errno : 0;
  close(fd);
  return error;
}

int write_map(const char *path, unsigned id) {
  char line[64];
  std::snprintf(line, sizeof line, "%u %u 1", id == 0 ? kNobody : id, id);
  return write_file(path, line);
}

int enter_user_namespace() {
  const unsigned user = getuid();
  const unsigned group = getgid();
  if (unshare(CLONE_NEWUSER) != 0) return errno;
  write_file("/proc/self/setgroups", "deny");  // else the map of groups is refused
  if (const int error = write_map("/proc/self/uid_map", user); error != 0) return error;
  return write_map("/proc/self/gid_map", group);
}

int enter_namespace(int flag) { return unshare(flag) == 0 ? 0 : errno; }

}  // namespace

bool enter_namespaces(const Orders &orders, Report &report) {
  int error = 0;
  if (orders.user_namespace) report.result("namespaces-user", error = enter_user_namespace());
  if (orders.net_namespace) report.result("namespaces-net", enter_namespace(CLONE_NEWNET));
  if (orders.ipc_namespace) report.result("namespaces-ipc", enter_namespace(CLONE_NEWIPC));
  return orders.user_namespace && error == 0;
}

}  // namespace cofferdam
