// SPDX-License-Identifier: Apache-2.0
#include "slots.h"

#include <dlfcn.h>

#include <mutex>

#include "deadline.h"
#include "layers.h"
#include "thread.h"

using cofferdam::Slot;

extern "C" {
[[gnu::used, gnu::visibility("hidden")]] alignas(128) Slot cd_slots[CD_SLOTS];
[[gnu::used, gnu::visibility("hidden")]] alignas(128) Slot cd_exits[CD_EXITS];
[[gnu::visibility("hidden")]] extern char cd_thunks[];
[[gnu::visibility("hidden")]] extern char cd_callback_thunks[];
[[gnu::visibility("hidden")]] void cd_callback_nowhere();
[[gnu::visibility("hidden")]] void cd_entry_record();
[[gnu::visibility("hidden")]] void cd_entry_switched();
[[gnu::visibility("hidden")]] void cd_entry_record_text();
[[gnu::visibility("hidden")]] void cd_entry_switched_text();
[[gnu::visibility("hidden")]] void cd_entry_record_deadline();
[[gnu::visibility("hidden")]] void cd_entry_switched_deadline();
[[gnu::visibility("hidden")]] void cd_entry_record_text_deadline();
[[gnu::visibility("hidden")]] void cd_entry_switched_text_deadline();
[[gnu::visibility("hidden")]] void cd_entry_refused();
[[gnu::visibility("hidden")]] void cd_callback_entry();
[[gnu::visibility("hidden")]] void cd_exit_in_place();
}

namespace cofferdam {
namespace {

std::mutex mutex;

/** Index of a free slot of a table, now used; round robin, so that a stale address is not reused
 * soon. */
int take(Slot *table, uint32_t size, uint32_t &next) {
  std::lock_guard lock(mutex);
  for (uint32_t tried = 0; tried < size; tried++) {
    const uint32_t index = next;
    next = (next + 1) % size;
    if (table[index].used != 0) continue;
    table[index].used = 1;  // the entry stays what it was: a stale call must not find nothing
    return static_cast<int>(index);
  }
  return -1;
}

void *address(void (*function)()) { return reinterpret_cast<void *>(function); }

void *entry_for(const Slot &slot) {
  // Also without a layer: the record tells that the target is busy, and stops exceptions.
  const uint32_t needs = needs_of(slot.layers);
  const bool switched = (needs & CD_NEEDS_STACK) != 0;
  const bool deadline = (needs & CD_NEEDS_DEADLINE) != 0;
  const bool text = slot.text_width != 0;
  constexpr void (*kEntries[2][2][2])() = {
      {{cd_entry_record, cd_entry_record_text},
       {cd_entry_record_deadline, cd_entry_record_text_deadline}},
      {{cd_entry_switched, cd_entry_switched_text},
       {cd_entry_switched_deadline, cd_entry_switched_text_deadline}}};
  return address(kEntries[switched][deadline][text]);
}

void set_entry(Slot &slot, void *entry) { __atomic_store_n(&slot.entry, entry, __ATOMIC_RELEASE); }

constexpr uint32_t round_up_16(uint32_t bytes) { return (bytes + 15) & ~15u; }

uint32_t next_slot = 0;
uint32_t next_exit = 0;

}  // namespace

int create_slot(const SlotRequest &request) {
  const int index = take(cd_slots, CD_SLOTS, next_slot);
  if (index < 0) return index;
  Slot &slot = cd_slots[index];
  slot.target = request.target;
  slot.stack_bytes = round_up_16(request.stack_bytes);
  slot.stack_class = stack_class_of(request.layers);
  slot.layers = request.layers;
  slot.result_bytes = request.result_bytes;
  slot.timeout = request.timeout;
  slot.grace = request.grace;
  slot.aborted = 0;
  slot.delivery = request.delivery;
  slot.owner = request.owner;
  slot.text_width = request.text_width;
  slot.wants_registers = request.wants_registers ? 1 : 0;
  slot.environment = request.environment;
  slot.reporter = request.reporter;
  if (keeps_outcome(slot)) slot.posted = new Posted{};
  slot.unheard = request.unheard + index;
  slot.calls = 0;
  slot.refusal = Refusal::None;
  set_entry(slot, entry_for(slot));
  return index;
}

void dispose_slot(uint32_t index) {
  refuse_slot(index, Refusal::Disposed);
  std::lock_guard lock(mutex);
  delete cd_slots[index].posted;
  cd_slots[index].posted = nullptr;
  cd_slots[index].reporter = nullptr;  // or that one's end would take the slot from its next owner
  cd_slots[index].used = 0;
}

void dispose_slots_of(const void *reporter) {
  for (uint32_t index = 0; index < CD_SLOTS; index++) {
    if (cd_slots[index].used != 0 && cd_slots[index].reporter == reporter) dispose_slot(index);
  }
  for (uint32_t index = 0; index < CD_EXITS; index++) {
    if (cd_exits[index].used != 0 && cd_exits[index].reporter == reporter) dispose_exit(index);
  }
}

Slot &slot_at(uint32_t index) { return cd_slots[index]; }
uint32_t index_of(const Slot &slot) { return static_cast<uint32_t>(&slot - cd_slots); }
void *thunk_of(uint32_t index) { return cd_thunks + THUNK_BYTES * index; }

const char *thunk_library() {
  Dl_info info;
  return dladdr(cd_thunks, &info) != 0 ? info.dli_fname : "";
}

void refuse_slot(uint32_t index, Refusal refusal) {
  cd_slots[index].refusal = refusal;
  set_entry(cd_slots[index], address(cd_entry_refused));
}

void admit_slot(uint32_t index, void *target) {
  Slot &slot = cd_slots[index];
  slot.target = target;
  slot.refusal = Refusal::None;
  set_entry(slot, entry_for(slot));
}

void post(Slot &slot, Refusal refusal, const cd_fault &fault) {
  std::lock_guard lock(mutex);
  if (slot.posted == nullptr) return;  // the worker that made the call has ended
  const bool asked = slot.delivery == Delivery::Ask;
  // A fault that nobody asked for yet is worth more than the refusals that follow from it.
  if (asked && slot.posted->full) return;
  slot.posted->refusal = refusal;
  if (refusal == Refusal::None) slot.posted->fault = fault;
  slot.posted->full = true;
  if (!asked) return;
  __atomic_store_n(slot.unheard, 1, __ATOMIC_RELEASE);
  const bool open = slot.refusal == Refusal::None;
  if (refusal == Refusal::None && open) refuse_slot(index_of(slot), Refusal::Unheard);
}

bool abort_slot(uint32_t index) {
  if ((needs_of(cd_slots[index].layers) & CD_NEEDS_DEADLINE) == 0) return false;
  abort_call(cd_slots[index]);
  return true;
}

const Posted *take_posted(uint32_t index) {
  Slot &slot = cd_slots[index];
  slot.aborted = 0;
  std::lock_guard lock(mutex);
  const bool was_full = slot.posted->full;
  slot.posted->full = false;
  if (slot.delivery == Delivery::Ask) *slot.unheard = 0;
  if (slot.refusal == Refusal::Unheard) admit_slot(index, slot.target);
  return was_full ? slot.posted : nullptr;
}

uint32_t live_calls(uint32_t owner) {
  const ThreadState &state = cd_thread_state;
  uint32_t live = 0;
  for (const Record *record = state.base; record < state.top; record++) {
    if (record->slot->owner == owner) live++;
  }
  return live;
}

int create_exit(void *target, uint32_t stack_bytes, void *reporter) {
  const int index = take(cd_exits, CD_EXITS, next_exit);
  if (index < 0) return index;
  cd_exits[index].target = target;
  cd_exits[index].stack_bytes = round_up_16(stack_bytes);
  cd_exits[index].reporter = reporter;
  set_entry(cd_exits[index], address(cd_callback_entry));
  return index;
}

int create_lasting_exit(void *target) {
  const int index = take(cd_exits, CD_EXITS, next_exit);
  if (index < 0) return index;
  cd_exits[index].target = target;
  cd_exits[index].reporter = nullptr;  // no environment takes it along
  set_entry(cd_exits[index], address(cd_exit_in_place));
  return index;
}

void dispose_exit(uint32_t index) {
  // A guest may still hold the address: its call then goes nowhere, as the guest, and faults.
  cd_exits[index].target = nullptr;
  set_entry(cd_exits[index], address(cd_callback_nowhere));
  std::lock_guard lock(mutex);
  cd_exits[index].reporter = nullptr;
  cd_exits[index].used = 0;
}

void *exit_thunk_of(uint32_t index) { return cd_callback_thunks + THUNK_BYTES * index; }

}  // namespace cofferdam
