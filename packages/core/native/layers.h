// SPDX-License-Identifier: Apache-2.0
// The native halves that take part in calls. A layer is added once and stays: signal handlers and
// stacks outlive any one library.
#pragma once
#include "record.h"

namespace cofferdam {

constexpr uint32_t kMaxLayers = 32;  // bits in Slot::layers
constexpr uint32_t kMaxStackClasses =
    8;  // distinct stack sizes per process; each costs address space

struct LayerError {
  int error;  // errno; 0 = none
  const char *what;
};

/** Adds `layer` (once) and attaches it to the gate. Sets `bit` to its bit in Slot::layers. */
LayerError add_layer(cd_layer *layer, uint32_t &bit);

/** Is `layer` one of the set? Async-signal-safe. */
bool takes_part(const cd_layer &layer, uint32_t layers);

/** What a set of layers needs, or-ed. */
uint32_t needs_of(uint32_t layers);

/** Distance from a record to the cd_stack of the one layer of the set that provides stacks. */
uint32_t stack_class_of(uint32_t layers);

/** Calls `thread_enter` of every layer not in `entered`; returns the new set. */
uint32_t enter_layers(uint32_t entered);
void leave_layers(uint32_t entered);

bool create_stack(Record *record, const Slot &slot, uint32_t level);
void dispose_stacks(Record *record, uint32_t level);

/** Calls `visit` for each layer of the set, in the order they were added. Async-signal-safe. */
template <typename Visit>
void each_layer(uint32_t layers, Visit visit);

cd_layer *layer_at(uint32_t index);

template <typename Visit>
void each_layer(uint32_t layers, Visit visit) {
  for (; layers != 0; layers &= layers - 1) visit(layer_at(__builtin_ctz(layers)));
}

}  // namespace cofferdam
