// SPDX-License-Identifier: Apache-2.0
#include "guarded.h"

#include <signal.h>

#include "deadline_layer.h"
#include "layers.h"
#include "machine.h"
#include "signals_layer.h"
#include "stack_layer.h"
#include "symbols.h"

namespace cofferdam::testing {
namespace {

void keep(const Report &report) {
  Told &kept = told();
  kept.count++;
  kept.refusal = report.refusal;
  kept.faulted = report.fault != nullptr;
  if (kept.faulted) kept.fault = *report.fault;
  cd_test_fill_scratch();
}

int enter_rudely(cd_layer *) {
  cd_test_fill_scratch();
  return 0;
}

/** Takes part in every call: what the gate must keep from a layer's code, it does not leave alone.
 */
cd_layer rude_layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_NOTHING,
    .name = "rude",
    .self = nullptr,
    .attach = nullptr,
    .thread_enter = enter_rudely,
    .thread_leave = nullptr,
    .stack_create = nullptr,
    .stack_dispose = nullptr,
    .wake = nullptr,
    .on_fault = nullptr,
    .on_abandoned = nullptr,
    .on_ended = nullptr,
};

uint32_t bit_of(cd_layer *layer) {
  uint32_t bit = 0;
  const LayerError error = add_layer(layer, bit);
  expect_equal(error.error, 0, error.what != nullptr ? error.what : "add_layer");
  return bit;
}

}  // namespace

Told &told() {
  static thread_local Told mine;
  return mine;
}

void listen() { current_thread().deliver = keep; }

Way in_place() {
  const Way way = {"in place", bit_of(signals_layer()) | bit_of(&rude_layer)};
  listen();
  return way;
}

Way switched() { return {"switched", in_place().layers | bit_of(stack_layer(kStackBytes))}; }

Way with_deadline(Way way) {
  // The layer takes the highest signal that is free. qemu-user has not got the highest, but says it
  // has.
  for (int number = SIGRTMAX - 3; number < SIGRTMAX; number++) signal(number, SIG_IGN);
  return {way.name, way.layers | bit_of(deadline_layer())};
}

void each_recoverable_way(const std::function<void(Way)> &act) {
#ifdef CD_STATIC
  circumstance = "switched";
  act(switched());
  circumstance.clear();
#else
  each_way(act);
#endif
}

void expect_fault(int before, int signal, std::source_location here) {
  expect_equal(told().count, before + 1, "number of reports", here);
  expect(told().faulted, "the report has a fault", here);
  expect_equal(told().fault.signal, signal, "signal", here);
}

std::string frames() {
  std::string names;
  for (uint32_t index = 0; index < told().fault.frame_count; index++) {
    names += symbol_at(told().fault.frames[index]).name + " ";
  }
  return names;
}

int link(void *target, Way way, Shape shape) {
  const int index = create_slot({
      .target = target,
      .stack_bytes = shape.stack_bytes,
      .timeout = shape.timeout,
      .grace = shape.grace,
      .result_bytes = shape.result_bytes,
      .layers = way.layers,
      .delivery = Delivery::Stash,
      .owner = 1,
      .text_width = shape.text_width,
      .wants_registers = true,
      .environment = nullptr,
      .reporter = nullptr,
  });
  expect(index >= 0, "a slot is free");
  return index;
}

}  // namespace cofferdam::testing
