// SPDX-License-Identifier: Apache-2.0
// Layout of std's panic_unwind (library/panic_unwind/src/gcc.rs), Rust 1.95. It is not stable: what
// is read is checked first, and a payload that does not look like text is reported by its size.
#include "rust_panic.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace cofferdam {
namespace {

struct Vtable {
  void (*drop)(void *);
  size_t size;
  size_t alignment;
};

struct RustException {
  _Unwind_Exception header;
  const void *canary;
  const uintptr_t *payload;  // Box<dyn Any + Send>
  const Vtable *vtable;
};

struct Text {
  const char *data;
  size_t length;
};

constexpr size_t kStrBytes = 16;  // &'static str: pointer, length
constexpr size_t kStringBytes =
    24;  // String: capacity, pointer and length in an order of rustc's choice

/** Of a String's three words the pointer is the largest, and the length not above the capacity. */
Text string_in(const uintptr_t *words) {
  const uintptr_t *pointer = std::max_element(words, words + 3);
  const auto other = [&](int n) { return words[(pointer - words + n) % 3]; };
  return {reinterpret_cast<const char *>(*pointer), std::min(other(1), other(2))};
}

bool is_text(Text text) {
  if (text.length > 1 << 20) return false;
  return std::all_of(text.data, text.data + text.length, [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x20 || byte == '\n' || byte == '\t' || byte == '\r';
  });
}

}  // namespace

bool is_rust_panic(const _Unwind_Exception &exception) {
  // "MOZ\0RUST" as bytes in memory; other producers write it as a number, first character highest.
  constexpr char kName[] = {'M', 'O', 'Z', '\0', 'R', 'U', 'S', 'T'};
  const uint64_t found = exception.exception_class;
  const uint64_t swapped = __builtin_bswap64(found);
  return std::memcmp(&found, kName, sizeof kName) == 0 ||
         std::memcmp(&swapped, kName, sizeof kName) == 0;
}

void describe_rust_panic(const _Unwind_Exception *exception, cd_fault &fault) {
  const auto &panic = *reinterpret_cast<const RustException *>(exception);
  const size_t size = panic.vtable->size;
  fault.language = CD_LANGUAGE_RUST;
  std::snprintf(fault.type, sizeof fault.type, "%s",
                size == kStrBytes      ? "&str"
                : size == kStringBytes ? "String"
                                       : "dyn Any");
  Text text = {nullptr, 0};
  if (size == kStrBytes)
    text = {reinterpret_cast<const char *>(panic.payload[0]), panic.payload[1]};
  if (size == kStringBytes) text = string_in(panic.payload);
  if (text.data != nullptr && is_text(text)) {
    const int length = static_cast<int>(std::min(text.length, sizeof fault.reason - 1));
    std::snprintf(fault.reason, sizeof fault.reason, "%.*s", length, text.data);
  } else {
    std::snprintf(fault.reason, sizeof fault.reason, "(a payload of %zu bytes)", size);
  }
}

}  // namespace cofferdam
