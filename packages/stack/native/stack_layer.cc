// SPDX-License-Identifier: Apache-2.0
#include "stack_layer.h"

#include <pthread.h>

#include <algorithm>
#include <list>
#include <memory>
#include <mutex>

#include "guard_stack.h"

namespace cofferdam {
namespace {

constexpr char kName[] = "stack";
constexpr size_t kKeepBytes = 64 * 1024;  // warm pages kept per stack; most calls fit in them

struct OwnedStack {
  cd_stack stack;
  pthread_t thread;
  uint32_t level;
};

/** All stacks of one size. */
struct StackClass {
  cd_layer layer;
  size_t bytes;
  size_t high_water = 0;
  std::list<OwnedStack> stacks;
};

std::mutex mutex;
// Never destroyed: threads of libuv's pool end, and give their stacks back, after static
// destructors ran.
std::list<std::unique_ptr<StackClass>> &classes = *new std::list<std::unique_ptr<StackClass>>;
const cd_gate *gate = nullptr;

StackClass &class_of(cd_layer *layer) { return *static_cast<StackClass *>(layer->self); }

void note_high_water(StackClass &stacks, const cd_stack &stack) {
  stacks.high_water = std::max(stacks.high_water, touched_bytes(stack));
}

int attach(cd_layer *, const cd_gate *interface) {
  gate = interface;
  return 0;
}

int create(cd_layer *layer, uint32_t level, cd_stack *out) {
  StackClass &stacks = class_of(layer);
  cd_stack stack = {};
  if (int error = map_stack(stacks.bytes, stack); error != 0) return error;
  std::lock_guard lock(mutex);
  stacks.stacks.push_back({stack, pthread_self(), level});
  *out = stack;
  return 0;
}

void dispose(cd_layer *layer, uint32_t, cd_stack *stack) {
  StackClass &stacks = class_of(layer);
  std::lock_guard lock(mutex);
  note_high_water(stacks, *stack);
  stacks.stacks.remove_if([&](const OwnedStack &owned) { return owned.stack.top == stack->top; });
  unmap_stack(*stack);
}

/** Signal context. A touch in the lower guard is an overflow, whatever the stack pointer says: a
 * large frame faults far below it. Within reach of the top it is a smash or a wild pointer, as it
 * stands. */
void on_fault(cd_layer *layer, const cd_call *call, cd_fault *fault) {
  const cd_stack *stack = call->stack;
  if (stack == nullptr || fault->address < stack->guard_low || fault->address >= stack->low) return;
  fault->kind = CD_FAULT_STACK_OVERFLOW;
  fault->limit = class_of(layer).bytes;
  fault->caught_by = kName;
}

}  // namespace

cd_layer *stack_layer(size_t bytes) {
  std::lock_guard lock(mutex);
  for (const auto &known : classes) {
    if (known->bytes == bytes) return &known->layer;
  }
  auto &added = classes.emplace_back(std::make_unique<StackClass>());
  added->bytes = bytes;
  added->layer = {};
  added->layer.abi_version = CD_ABI_VERSION;
  added->layer.needs = CD_NEEDS_STACK;
  added->layer.name = kName;
  added->layer.self = added.get();
  added->layer.attach = attach;
  added->layer.stack_create = create;
  added->layer.stack_dispose = dispose;
  added->layer.on_fault = on_fault;
  return &added->layer;
}

StackUse stack_use(size_t bytes) {
  StackClass &stacks = class_of(stack_layer(bytes));
  std::lock_guard lock(mutex);
  for (const OwnedStack &owned : stacks.stacks) note_high_water(stacks, owned.stack);
  return {stacks.bytes, stacks.high_water, stacks.stacks.size()};
}

void trim_idle_stacks() {
  if (gate == nullptr) return;
  const uint32_t live = gate->depth();
  const pthread_t self = pthread_self();
  std::lock_guard lock(mutex);
  for (const auto &stacks : classes) {
    for (const OwnedStack &owned : stacks->stacks) {
      if (owned.level < live || pthread_equal(owned.thread, self) == 0) continue;
      note_high_water(*stacks, owned.stack);
      trim_stack(owned.stack, kKeepBytes);
    }
  }
}

}  // namespace cofferdam
