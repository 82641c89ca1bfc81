// SPDX-License-Identifier: Apache-2.0
// The tables of linked functions and of callbacks.
#pragma once
#include "record.h"

namespace cofferdam {

struct SlotRequest {
  void *target;
  uint32_t stack_bytes;
  uint32_t timeout;
  uint32_t grace;
  uint32_t result_bytes;
  uint32_t layers;
  Delivery delivery;
  uint32_t owner;
  uint32_t text_width;
  bool wants_registers;
  void *environment;
  void *reporter;
  uint32_t *unheard;  // one word for each slot
};

/** Index of a new slot, or -1 when all are taken. */
int create_slot(const SlotRequest &request);
void dispose_slot(uint32_t index);
/** Those that `reporter` made: its JavaScript has ended. */
void dispose_slots_of(const void *reporter);

Slot &slot_at(uint32_t index);
uint32_t index_of(const Slot &slot);
void *thunk_of(uint32_t index);
/** Path of the library that exports thunk n as cd_thunk_n. */
const char *thunk_library();

/** From now on calls are answered with `refusal`; those that are running finish. */
void refuse_slot(uint32_t index, Refusal refusal);
/** Lets calls through again, to `target`. */
void admit_slot(uint32_t index, void *target);

/** Has the running call of a slot with Delivery::Post ended as when its time is up. False: it has
 * no deadline. */
bool abort_slot(uint32_t index);

/** Keeps what became of a call of a slot that keeps it, for `take_posted`. Any thread. */
void post(Slot &slot, Refusal refusal, const cd_fault &fault);

/** What became of the last call of a slot that keeps it; nullptr: it returned, or was taken before.
 * Valid until the slot is called again: with Delivery::Ask it may be, from now on. */
const Posted *take_posted(uint32_t index);

/** Guarded calls of `owner` that are live on this thread. */
uint32_t live_calls(uint32_t owner);

/** Index of a new callback, or -1 when all are taken. */
int create_exit(void *target, uint32_t stack_bytes, void *reporter);
void dispose_exit(uint32_t index);
/** Index of a new exit in place, for the life of the process, or -1. See exit_x86_64_sysv.S. What
 * `target` throws must not be caught by the guest: the call would stay suspended. */
int create_lasting_exit(void *target);
void *exit_thunk_of(uint32_t index);

}  // namespace cofferdam
