// SPDX-License-Identifier: Apache-2.0
// Reads /proc/self/task, proc_pid_stat(5), with system calls only: opendir(3) would allocate.
#include "other_threads.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

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

/** The state letter of a thread, behind its name in parentheses; 'X' when it is gone. */
char state_of(int tasks, const char *tid) {
  char path[32] = {};
  std::strcpy(path, tid);
  std::strcat(path, "/stat");
  const int file = openat(tasks, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 'X';
  char stat[128] = {};
  const ssize_t count = read(file, stat, sizeof stat - 1);
  close(file);
  const char *name_end = count > 0 ? std::strrchr(stat, ')') : nullptr;
  return name_end != nullptr ? name_end[2] : 'X';
}

bool sleeps(int tasks, const char *tid) {
  const char state = state_of(tasks, tid);
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
  bool sleep = true;
  while (sleep) {
    const long bytes = syscall(SYS_getdents64, tasks, entries, sizeof entries);
    if (bytes <= 0) break;
    sleep = all_sleep(tasks, entries, bytes);
  }
  close(tasks);
  return sleep;
}

}  // namespace cofferdam
