// SPDX-License-Identifier: Apache-2.0
// Reads /proc/self/task, proc_pid_stat(5), with system calls only: opendir(3) would allocate.
#include "other_threads.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace cofferdam {
namespace {

/** linux_dirent64 of getdents64(2), without the name that follows. */
struct Entry {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t type;
};

constexpr size_t kNameOffset = 19;  // right behind `type`, not at the struct's padded end

/** It has ended; anything else that went wrong, such as too many open files, says nothing. */
bool is_gone(int error) { return error == ENOENT || error == ESRCH; }

/** -1, and errno: there is nothing to read. */
ssize_t read_stat(int tasks, const char *tid, char *stat, size_t bytes) {
  char path[32] = {};
  std::strcpy(path, tid);
  std::strcat(path, "/stat");
  const int file = openat(tasks, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  const ssize_t count = read(file, stat, bytes);
  const int error = errno;
  close(file);
  errno = error;
  return count;
}

/** By the state letter, behind its name in parentheses. */
bool sleeps(int tasks, const char *tid) {
  char stat[128] = {};
  if (read_stat(tasks, tid, stat, sizeof stat - 1) < 0) return is_gone(errno);
  const char *name_end = std::strrchr(stat, ')');
  const char state = name_end != nullptr ? name_end[2] : 'R';
  return state == 'S' || state == 'Z' || state == 'X';
}

bool all_sleep(int tasks, const char *entries, long bytes) {
  const long self = syscall(SYS_gettid);
  for (long at = 0; at < bytes;) {
    const char *name = entries + at + kNameOffset;
    at += reinterpret_cast<const Entry *>(entries + at)->length;
    const bool is_other = name[0] != '.' && std::atol(name) != self;
    if (is_other && !sleeps(tasks, name)) return false;
  }
  return true;
}

}  // namespace

bool other_threads_sleep() {
  const int tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (tasks < 0) return false;
  alignas(Entry) char entries[4096];
  long bytes;
  bool sleep = true;
  while (sleep && (bytes = syscall(SYS_getdents64, tasks, entries, sizeof entries)) != 0) {
    sleep = bytes > 0 && all_sleep(tasks, entries, bytes);
  }
  close(tasks);
  return sleep;
}

}  // namespace cofferdam
