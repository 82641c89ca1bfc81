// SPDX-License-Identifier: Apache-2.0
// What the layers hear of a call that does not return.
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "layers.h"

using namespace cofferdam::testing;

namespace {

std::string heard;

void note_abandoned(cd_layer *layer, const cd_call *, cd_fault *) {
  heard += std::string(layer->name) + " abandoned, ";
}

void note_ended(cd_layer *layer, const cd_call *, const cd_fault *fault) {
  void *volatile block = malloc(100'000);  // volatile: it would be left out
  free(block);
  heard += std::string(layer->name) + (fault == nullptr ? " refused, " : " ended, ");
}

cd_layer layer_named(const char *name) {
  cd_layer layer = {};
  layer.abi_version = CD_ABI_VERSION;
  layer.name = name;
  layer.on_abandoned = note_abandoned;
  layer.on_ended = note_ended;
  return layer;
}

uint32_t add(cd_layer &layer) {
  uint32_t bit = 0;
  expect_equal(cofferdam::add_layer(&layer, bit).error, 0, "add_layer");
  return bit;
}

/** Between two that listen. */
Way surrounded(Way (*way)()) {
  static cd_layer first = layer_named("first"), last = layer_named("last");
  const uint32_t before = add(first);
  const Way inner = way();
  return {inner.name, before | inner.layers | add(last)};
}

constexpr const char *kAll = "first abandoned, last abandoned, first ended, last ended, ";

}  // namespace

CLAIM("all layers hear that a call was abandoned before the first hears that it has ended") {
  Guarded crash(&guest_crash_if, surrounded(switched));
  crash.call(1);
  expect_text(heard, kAll, "what the layers heard");
  crash.call(0);
  expect_text(heard, kAll, "what they heard when a call returned");
}

CLAIM("the layers hear that a refused call has ended, and of no fault") {
  Guarded add(&guest_add, surrounded(switched));
  cofferdam::refuse_slot(static_cast<uint32_t>(add.index), cofferdam::Refusal::Quarantined);
  add.call(3, 4);
  expect_text(heard, "first refused, last refused, ", "what the layers heard");
}

#ifndef CD_STATIC
CLAIM("a layer may allocate once a call has ended, also where the guest died inside malloc") {
  std::mutex ending;
  ending.lock();
  std::thread bystander([&] { ending.lock(); });  // malloc takes no lock while there is one thread
  Guarded twice(&double_free_large, surrounded(in_place));
  twice.call();
  expect_text(heard, kAll, "what the layers heard");
  ending.unlock();
  bystander.join();
}
#endif
