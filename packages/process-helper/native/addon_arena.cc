// SPDX-License-Identifier: Apache-2.0
// Thin: each function takes its arguments apart and calls native/memory. src/native.ts says what
// each is for.
#include "addon_arena.h"

namespace cofferdam {

Arena &arena_of(Napi::Env env, const Napi::Value &handle) {
  SharedArena &shared = *handle.As<Napi::External<SharedArena>>().Data();
  if (shared.buffer.IsEmpty()) throw Napi::Error::New(env, "The arena has been disposed of.");
  return *shared.arena;
}

namespace {

Napi::Value create_arena(const Info &info) {
  const Napi::Env env = info.Env();
  auto shared = std::make_unique<SharedArena>();
  Arena &arena = *shared->arena;
  check(env, "arena", arena.create(static_cast<size_t>(number(info, 0))));
  const auto buffer = shared_buffer(env, shared->arena, arena.base(), arena.bytes());
  shared->buffer = Napi::Persistent(buffer);
  Napi::Object object = Napi::Object::New(env);
  object["buffer"] = buffer;
  object["handle"] = Napi::External<SharedArena>::New(
      env, shared.release(), [](Napi::Env, SharedArena *owned) { delete owned; });
  return object;
}

Napi::Value allocate_arena(const Info &info) {
  Arena &arena = arena_of(info.Env(), info[0]);
  return offset_value(info.Env(), arena.allocate(static_cast<size_t>(number(info, 1))));
}

Napi::Value release_arena(const Info &info) {
  Arena &arena = arena_of(info.Env(), info[0]);
  const bool released = arena.release(static_cast<size_t>(number(info, 1)));
  return Napi::Boolean::New(info.Env(), released);
}

void dispose_arena(const Info &info) {
  SharedArena &shared = *info[0].As<Napi::External<SharedArena>>().Data();
  if (shared.buffer.IsEmpty()) return;
  shared.buffer.Value().Detach();  // nobody reads what is unmapped now
  shared.buffer.Reset();
  shared.arena->close();
}

}  // namespace

void export_arena(Napi::Env env, Napi::Object exports) {
  exports["createArena"] = Napi::Function::New<create_arena>(env);
  exports["allocateArena"] = Napi::Function::New<allocate_arena>(env);
  exports["releaseArena"] = Napi::Function::New<release_arena>(env);
  exports["disposeArena"] = Napi::Function::New<dispose_arena>(env);
}

}  // namespace cofferdam
