// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include <cinttypes>
#include <cstdio>

#include "symbols.h"

namespace cofferdam {
namespace {

Napi::Object frame_object(Napi::Env env, uint64_t pc) {
  const Symbol symbol = symbol_at(pc);
  Napi::Object frame = Napi::Object::New(env);
  frame["pc"] = hex(env, pc);
  if (!symbol.name.empty()) {
    frame["symbol"] = symbol.name;
    frame["offset"] = static_cast<double>(symbol.offset);
  }
  if (!symbol.module.empty()) {
    frame["module"] = symbol.module;
    frame["moduleOffset"] = hex(env, symbol.module_offset);
  }
  return frame;
}

}  // namespace

Napi::String hex(Napi::Env env, uint64_t value) {
  char text[19];
  const int length = std::snprintf(text, sizeof text, "0x%" PRIx64, value);
  return Napi::String::New(env, text, static_cast<size_t>(length));
}

Napi::Object fault_object(Napi::Env env, const cd_fault &fault, bool with_registers) {
  Napi::Object object = Napi::Object::New(env);
  object["kind"] = fault.kind;
  object["signal"] = fault.signal;
  object["code"] = fault.code;
  object["address"] = hex(env, fault.address);
  object["pc"] = hex(env, fault.pc);
  object["limit"] = static_cast<double>(fault.limit);
  object["elapsed"] = static_cast<double>(fault.elapsed);
  object["abandoned"] = fault.abandoned;
  object["aborted"] = fault.aborted != 0;
  object["argument"] = fault.argument;
  object["offset"] = static_cast<double>(fault.offset);
  object["access"] = fault.access;
  object["language"] = fault.language;
  if (fault.language != CD_LANGUAGE_NONE) {
    object["type"] = fault.type;
    object["reason"] = fault.reason;
  }
  object["caughtBy"] = fault.caught_by;

  Napi::Array frames = Napi::Array::New(env, fault.frame_count);
  for (uint32_t index = 0; index < fault.frame_count; index++) {
    // A recursion shows the same frame over and over: look it up once.
    const bool again = index > 0 && fault.frames[index] == fault.frames[index - 1];
    frames[index] = again ? frames.Get(index - 1) : frame_object(env, fault.frames[index]);
  }
  object["frames"] = frames;

  if (!with_registers) return object;
  Napi::Array registers = Napi::Array::New(env, fault.register_count);
  for (uint32_t index = 0; index < fault.register_count; index++) {
    registers[index] = hex(env, fault.registers[index]);
  }
  object["registers"] = registers;
  return object;
}

}  // namespace cofferdam
