// SPDX-License-Identifier: Apache-2.0
#include "layers.h"

#include <atomic>
#include <cerrno>
#include <mutex>

#include "gate.h"
#include "thread.h"

namespace cofferdam {
namespace {

std::mutex mutex;
cd_layer *table[kMaxLayers];
std::atomic<uint32_t> count{0};
cd_layer *classes[kMaxStackClasses];
uint32_t class_count = 0;

uint32_t class_offset(uint32_t index) { return static_cast<uint32_t>(kClassStride) * (index + 1); }

LayerError check(const cd_layer *layer) {
  if (layer->abi_version != CD_ABI_VERSION) return {EPROTO, "it was built for another layer ABI"};
  if (count == kMaxLayers) return {ENOSPC, "32 native layers are in use already"};
  if ((layer->needs & CD_NEEDS_DEADLINE) != 0 && layer->wake == nullptr) {
    return {EINVAL, "its calls have deadlines but it watches no clock"};
  }
  if ((layer->needs & CD_NEEDS_STACK) == 0) return {0, nullptr};
  if (layer->stack_create == nullptr) return {EINVAL, "it needs a stack but provides none"};
  if (class_count == kMaxStackClasses)
    return {ENOSPC, "8 different stack sizes are in use already"};
  return {0, nullptr};
}

}  // namespace

LayerError add_layer(cd_layer *layer, uint32_t &bit) {
  {
    std::lock_guard lock(mutex);
    for (uint32_t index = 0; index < count; index++) {
      if (table[index] != layer) continue;
      bit = 1u << index;
      return {0, nullptr};
    }
    if (LayerError error = check(layer); error.error != 0) return error;
    if (layer->attach != nullptr) {
      if (int error = layer->attach(layer, gate_interface()); error != 0) {
        return {error, "it could not attach to the gate"};
      }
    }
    if ((layer->needs & CD_NEEDS_STACK) != 0) classes[class_count++] = layer;
    table[count] = layer;
    bit = 1u << count;
    count++;
  }
  recheck_all_threads();
  return {0, nullptr};
}

cd_layer *layer_at(uint32_t index) { return table[index]; }

bool takes_part(const cd_layer &layer, uint32_t layers) {
  bool found = false;
  each_layer(layers, [&](const cd_layer *one) { found |= one == &layer; });
  return found;
}

uint32_t needs_of(uint32_t layers) {
  uint32_t needs = 0;
  each_layer(layers, [&](cd_layer *layer) { needs |= layer->needs; });
  return needs;
}

uint32_t stack_class_of(uint32_t layers) {
  uint32_t offset = 0;
  each_layer(layers, [&](cd_layer *layer) {
    for (uint32_t index = 0; index < class_count; index++) {
      if (classes[index] == layer) offset = class_offset(index);
    }
  });
  return offset;
}

uint32_t enter_layers(uint32_t entered) {
  const uint32_t known = count.load(std::memory_order_acquire);
  for (uint32_t index = 0; index < known; index++) {
    const uint32_t bit = 1u << index;
    if ((entered & bit) != 0) continue;
    cd_layer *layer = table[index];
    // A layer that cannot serve this thread leaves its faults to the previous handlers.
    if (layer->thread_enter == nullptr || layer->thread_enter(layer) == 0) entered |= bit;
  }
  return entered;
}

void leave_layers(uint32_t entered) {
  each_layer(entered, [](cd_layer *layer) {
    if (layer->thread_leave != nullptr) layer->thread_leave(layer);
  });
}

bool create_stack(Record *record, const Slot &slot, uint32_t level) {
  bool created = false;
  each_layer(slot.layers, [&](cd_layer *layer) {
    if (layer->stack_create == nullptr) return;
    created = layer->stack_create(layer, level, stack_of(record, &slot)) == 0;
  });
  return created;
}

void dispose_stacks(Record *record, uint32_t level) {
  for (uint32_t index = 0; index < class_count; index++) {
    auto *stack =
        reinterpret_cast<cd_stack *>(reinterpret_cast<char *>(record) + class_offset(index));
    if (stack->top == 0 || classes[index]->stack_dispose == nullptr) continue;
    classes[index]->stack_dispose(classes[index], level, stack);
    *stack = {};
  }
}

}  // namespace cofferdam
