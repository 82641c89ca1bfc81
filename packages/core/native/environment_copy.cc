// SPDX-License-Identifier: Apache-2.0
#include "environment_copy.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

namespace cofferdam {

EnvironmentCopy::EnvironmentCopy() {
  size_t count = 0, text_bytes = 0;
  for (; environ != nullptr && environ[count] != nullptr; count++) {
    text_bytes += std::strlen(environ[count]) + 1;
  }
  const size_t bytes = (count + 1) * sizeof(char *) + text_bytes;
  void *pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return;
  bytes_ = bytes;
  variables_ = static_cast<char **>(pages);
  char *text = reinterpret_cast<char *>(variables_ + count + 1);
  for (size_t index = 0; index < count; index++) {
    variables_[index] = text;
    text = stpcpy(text, environ[index]) + 1;
  }
}

EnvironmentCopy::~EnvironmentCopy() {
  if (variables_ != nullptr) munmap(variables_, bytes_);
}

}  // namespace cofferdam
