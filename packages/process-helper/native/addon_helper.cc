// SPDX-License-Identifier: Apache-2.0
// Thin: each function takes its arguments apart and calls one of native/ring, native/memory or
// native/confinement. src/native.ts says what each is for.
#include <optional>

#include "addon_parts.h"
#include "confinement/seal.h"
#include "confinement/violations.h"
#include "ring/hang_up.h"
#include "ring/helper_ring.h"
#include "ring/region.h"

namespace cofferdam {
namespace {

/** Of the process that is the helper. */
struct Helper {
  std::shared_ptr<Region> region = std::make_shared<Region>();
  std::optional<HelperRing> ring;
  Record *request = nullptr, *response = nullptr;  // owned by the buffers
  Buffers buffers;
};

Helper &helper_of(const Info &info) { return *info[0].As<Napi::External<Helper>>().Data(); }

Napi::Value address_value(Napi::Env env, const uint8_t *start) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(start)));
}

Napi::Value open_ring(const Info &info) {
  const Napi::Env env = info.Env();
  auto helper = std::make_unique<Helper>();
  Region &region = *helper->region;
  const int doorbell = info[1].As<Napi::Number>();
  check(env, "shared memory", region.open(info[0].As<Napi::Number>()));
  check(env, "doorbell", end_when_hung_up(doorbell));
  helper->ring.emplace(region, doorbell);
  Napi::Object object = Napi::Object::New(env);
  helper->request = own_buffer<Record>(object, "request", 1, helper->buffers);
  helper->response = own_buffer<Record>(object, "response", 1, helper->buffers);
  object["payload"] = shared_buffer(env, helper->region, region.payload(), region.payload_bytes());
  object["payloadAddress"] = address_value(env, region.payload());
  object["handle"] = Napi::External<Helper>::New(env, helper.release(),
                                                 [](Napi::Env, Helper *owned) { delete owned; });
  return object;
}

Napi::Value open_arena(const Info &info) {
  const Napi::Env env = info.Env();
  auto memory = std::make_shared<SharedMemory>();
  check(env, "arena", memory->open(info[0].As<Napi::Number>()));
  Napi::Object object = Napi::Object::New(env);
  object["buffer"] = shared_buffer(env, memory, memory->base(), memory->bytes());
  object["address"] = address_value(env, memory->base());
  return object;
}

Napi::Value next_request(const Info &info) {
  Helper &helper = helper_of(info);
  const bool respond = info[1].As<Napi::Boolean>();
  const bool heard = !respond || helper.ring->respond(*helper.response);
  if (heard) helper.ring->next_request(*helper.request);
  return Napi::Boolean::New(info.Env(), heard);
}

Napi::Value next_message(const Info &info) {
  Helper &helper = helper_of(info);
  const bool heard = helper.ring->respond(*helper.response);
  if (heard) helper.ring->next_message(*helper.request);
  return Napi::Boolean::New(info.Env(), heard);
}

Napi::Value seal_process(const Info &info) {
  const SealOptions options = {info[0].As<Napi::Number>(), info[1].As<Napi::Boolean>()};
  return Napi::Number::New(info.Env(), seal(options));
}

Napi::Value report_violations_to(const Info &info) {
  return Napi::Number::New(info.Env(), report_violations(info[0].As<Napi::Number>()));
}

void set_helper_spin(const Info &info) {
  helper_of(info).ring->set_spin(static_cast<int64_t>(number(info, 1) * 1000));
}

}  // namespace

void export_helper(Napi::Env env, Napi::Object exports) {
  exports["openRing"] = Napi::Function::New<open_ring>(env);
  exports["openArena"] = Napi::Function::New<open_arena>(env);
  exports["next"] = Napi::Function::New<next_request>(env);
  exports["nextMessage"] = Napi::Function::New<next_message>(env);
  exports["seal"] = Napi::Function::New<seal_process>(env);
  exports["reportViolations"] = Napi::Function::New<report_violations_to>(env);
  exports["setHelperSpin"] = Napi::Function::New<set_helper_spin>(env);
}

}  // namespace cofferdam
