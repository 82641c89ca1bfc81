// SPDX-License-Identifier: Apache-2.0
// What host and helper share: a sealed memfd with this layout.
//
//   0        4 KiB      68 KiB      132 KiB
//   | control | requests | responses | payload ... |
//
// The helper may write all of it at any time. So the host keeps its own indices, never reads back a
// word that is its own to write, and looks at a record only after it has copied it.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace cofferdam {

constexpr uint32_t kMagic = 0x52464443;  // "CDFR"
constexpr uint32_t kVersion = 1;
constexpr uint32_t kRecords = 1024;  // of each ring; a power of two, for indices that wrap
constexpr size_t kSlots = 6;
constexpr size_t kLine = 64;  // a cache line: words of two writers never share one

/** What a record is. The layer above has kinds of its own for requests, from kFirstOwn up. */
enum Kind : uint32_t {
  kCall = 1,      // host: call `function` with the slots
  kReply = 2,     // host, in the mailbox: what the callback returned
  kReturned = 3,  // helper: the request is done, the slots are its result
  kFailed = 4,    // helper: it could not be done, the slots say why
  kCallback = 5,  // helper, in the middle of a call: wants `function` of the host called
  kFirstOwn = 16,
};

/**
 * One message. It knows nothing of JavaScript: what the slots mean is agreed between the two
 * sides.
 */
struct alignas(kLine) Record {
  uint32_t id;
  uint32_t kind;
  uint32_t function;
  uint32_t flags;
  uint64_t slots[kSlots];
};
static_assert(sizeof(Record) == kLine);
static_assert(offsetof(Record, id) == 0 && offsetof(Record, kind) == 4);
static_assert(offsetof(Record, function) == 8 && offsetof(Record, flags) == 12);
static_assert(offsetof(Record, slots) == 16);

using Word = std::atomic<uint32_t>;
static_assert(Word::is_always_lock_free && sizeof(Word) == 4);

struct Control {
  // written once by the host
  uint32_t magic;
  uint32_t version;

  alignas(kLine) Word request_head;   // host: requests published so far
  alignas(kLine) Word mailbox_head;   // host: messages posted so far
  alignas(kLine) Word helper_asleep;  // helper sets, either clears; the futex it sleeps on
  alignas(kLine) Word response_head;  // helper: responses published so far
  alignas(kLine) Word host_asleep;  // host sets, either clears: a response has to ring the doorbell
  alignas(kLine) Word host_cpu;     // 1 + the CPU it was last seen on; 0: not seen yet
  alignas(kLine) Word helper_cpu;
  Record mailbox;  // for a helper that waits in the middle of a call: one message at a time
};
static_assert(offsetof(Control, magic) == 0 && offsetof(Control, version) == 4);
static_assert(offsetof(Control, request_head) == 1 * kLine);
static_assert(offsetof(Control, mailbox_head) == 2 * kLine);
static_assert(offsetof(Control, helper_asleep) == 3 * kLine);
static_assert(offsetof(Control, response_head) == 4 * kLine);
static_assert(offsetof(Control, host_asleep) == 5 * kLine);
static_assert(offsetof(Control, host_cpu) == 6 * kLine);
static_assert(offsetof(Control, helper_cpu) == 7 * kLine);
static_assert(offsetof(Control, mailbox) == 8 * kLine);

constexpr size_t kRequestsOffset = 4096;
constexpr size_t kResponsesOffset = kRequestsOffset + kRecords * sizeof(Record);
constexpr size_t kPayloadOffset = kResponsesOffset + kRecords * sizeof(Record);
static_assert(sizeof(Control) <= kRequestsOffset);
static_assert(kResponsesOffset == 69632 && kPayloadOffset == 135168);
static_assert(kPayloadOffset % 4096 == 0);

/** Copies a record, each word read once: what is checked is what is used. */
inline Record fetch(const Record &shared) {
  Record copy;
  const auto *from = reinterpret_cast<const uint64_t *>(&shared);
  auto *to = reinterpret_cast<uint64_t *>(&copy);
  for (size_t word = 0; word < sizeof(Record) / sizeof(uint64_t); word++) {
    to[word] = __atomic_load_n(from + word, __ATOMIC_RELAXED);
  }
  return copy;
}

}  // namespace cofferdam
