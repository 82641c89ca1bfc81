// SPDX-License-Identifier: Apache-2.0
// An FFI turns a `char *` result into a string after the call, outside of the gate: a wild pointer
// would kill the host there. So the gate reads it once before the call is over, while a fault is
// still the guest's.
#include <cstring>

#include "thread.h"

namespace {

template <typename Character>
size_t length(const void *text) {
  const auto *at = static_cast<const volatile Character *>(text);
  size_t count = 0;
  while (at[count] != 0) count++;
  return count;
}

}  // namespace

extern "C" {

/** @param text what the guest returned; nullptr is a value like any other */
[[gnu::used, gnu::visibility("hidden")]] size_t cd_read_text(const char *text) {
  if (text == nullptr) return 0;
  switch (cofferdam::cd_thread_state.top[-1].slot->text_width) {
    case 1:
      return std::strlen(text);
    case 2:
      return length<char16_t>(text);
    default:
      return length<char32_t>(text);
  }
}
}
