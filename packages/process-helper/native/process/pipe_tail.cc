// SPDX-License-Identifier: Apache-2.0
#include "pipe_tail.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace cofferdam {
namespace {

constexpr size_t kReadBytes = 64 * 1024;

/** A pipe can be made as large as 1 MiB; who writes on and on is not read to the end. */
constexpr int kMostReads = 2 * 1024 * 1024 / kReadBytes;

bool continues_character(char byte) { return (byte & 0xC0) == 0x80; }  // UTF-8

}  // namespace

int PipeTail::open(OwnedFd &writer) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  fd_.reset(ends[0]);
  writer.reset(ends[1]);
  has_ended_ = false;
  // of this end alone: the writer's is a description of its own
  return fcntl(fd_.get(), F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

void PipeTail::drain() { read_some(); }

std::string PipeTail::text() {
  for (int reads = 0; reads < kMostReads && read_some(); reads++) {
  }
  const size_t size = std::min(count_, kBytes);
  const size_t start = count_ - size;
  std::string text(size, '\0');
  for (size_t n = 0; n < size; n++) text[n] = kept_[(start + n) % kBytes];
  size_t cut = 0;
  while (start > 0 && cut < std::min(size, size_t{3}) && continues_character(text[cut])) cut++;
  return text.substr(cut);
}

bool PipeTail::read_some() {
  char bytes[kReadBytes];
  if (fd() < 0) return false;
  const ssize_t count = read(fd_.get(), bytes, sizeof bytes);
  if (count > 0) keep(bytes, static_cast<size_t>(count));
  has_ended_ = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  return count > 0;
}

void PipeTail::keep(const char *bytes, size_t count) {
  const size_t skipped = count - std::min(count, kBytes);
  for (size_t n = skipped; n < count; n++) kept_[(count_ + n) % kBytes] = bytes[n];
  count_ += count;
}

}  // namespace cofferdam
