// SPDX-License-Identifier: Apache-2.0
#include "spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#include <cerrno>

namespace cofferdam {
namespace {

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions &) = delete;
  FileActions &operator=(const FileActions &) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }

  /** Also of a descriptor to itself: it then stays open in the program. */
  int dup(int from, int to) { return posix_spawn_file_actions_adddup2(&actions_, from, to); }
  int open_null(int to) {
    return posix_spawn_file_actions_addopen(&actions_, to, "/dev/null", O_RDWR, 0);
  }
  int close_from(int fd) { return posix_spawn_file_actions_addclosefrom_np(&actions_, fd); }
  const posix_spawn_file_actions_t *get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() { posix_spawnattr_init(&attributes_); }
  Attributes(const Attributes &) = delete;
  Attributes &operator=(const Attributes &) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }

  /** Node ignores SIGPIPE, and a thread may block signals: a program would inherit both. */
  int set() {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    return posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
  }
  const posix_spawnattr_t *get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/**
 * Copies of the descriptors above all those that the program is to get: none is overwritten before
 * it is used.
 */
int lift(const std::vector<int> &fds, std::vector<OwnedFd> &lifted) {
  const int above = static_cast<int>(fds.size());
  for (const int fd : fds) {
    lifted.emplace_back(fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, above));
    if (fd >= 0 && lifted.back().get() < 0) return errno;
  }
  return 0;
}

int place(const std::vector<OwnedFd> &fds, FileActions &actions) {
  int to = 0;
  for (const OwnedFd &fd : fds) {
    const int error = fd.get() < 0 ? actions.open_null(to) : actions.dup(fd.get(), to);
    if (error != 0) return error;
    to++;
  }
  return actions.close_from(to);
}

std::vector<char *> pointers(const std::vector<std::string> &texts) {
  std::vector<char *> all;
  for (const std::string &text : texts) all.push_back(const_cast<char *>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

}  // namespace

int spawn(const Program &program, Child &child) {
  std::vector<OwnedFd> fds;
  if (const int error = lift(program.fds, fds); error != 0) return error;
  FileActions actions;
  Attributes attributes;
  if (const int error = place(fds, actions); error != 0) return error;
  if (const int error = attributes.set(); error != 0) return error;
  const std::vector<char *> arguments = pointers(program.arguments);
  const std::vector<char *> environment = pointers(program.environment);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, program.path.c_str(), actions.get(), attributes.get(),
                                arguments.data(), environment.data());
  return error != 0 ? error : child.adopt(pid);
}

}  // namespace cofferdam
