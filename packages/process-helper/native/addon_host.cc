// SPDX-License-Identifier: Apache-2.0
// Thin: each function takes its arguments apart and calls one of native/ring. src/native.ts says
// what each is for.
#include "addon_host.h"

#include <cerrno>

#include "ring/doorbell.h"

namespace cofferdam {
namespace {

Napi::Value create_ring(const Info &info) {
  const Napi::Env env = info.Env();
  auto host = std::make_unique<Host>();
  Region &region = *host->region;
  check(env, "shared memory",
        region.create(static_cast<size_t>(number(info, 0)), host->helper_memory));
  check(env, "doorbell", create_doorbell(host->doorbell, host->helper_doorbell));
  host->ring.emplace(region, host->doorbell.get());
  host->blocks = Blocks(region.payload_bytes());
  Napi::Object object = Napi::Object::New(env);
  host->requests = own_buffer<Record>(object, "requests", kRecords, host->buffers);
  host->response = own_buffer<Record>(object, "response", 1, host->buffers);
  host->taken = own_buffer<Record>(object, "taken", kRecords, host->buffers);
  host->state = own_buffer<int32_t>(object, "state", 2, host->buffers);
  const auto payload = shared_buffer(env, host->region, region.payload(), region.payload_bytes());
  object["payload"] = payload;
  host->payload = Napi::Persistent(payload);
  object["handle"] =
      Napi::External<Host>::New(env, host.release(), [](Napi::Env, Host *owned) { delete owned; });
  return object;
}

Napi::Value outcome_of(const Info &info, Host &host, Outcome outcome) {
  host.state[0] = static_cast<int32_t>(host.ring->reason());
  host.state[1] = host.ring->is_due() ? 1 : 0;
  return Napi::Number::New(info.Env(), static_cast<int32_t>(outcome));
}

Napi::Value call(const Info &info) {
  Host &host = host_of(info);
  const Deadline deadline = Deadline::after(number(info, 1));
  return outcome_of(info, host, host.ring->call(*host.requests, *host.response, deadline));
}

Napi::Value reply(const Info &info) {
  Host &host = host_of(info);
  if (!host.ring->reply(*host.requests)) {
    throw Napi::Error::New(info.Env(), "No callback waits for a reply.");
  }
  const double awaited = number(info, 1);
  if (awaited < 0) return outcome_of(info, host, Outcome::kOk);
  const Deadline deadline = Deadline::after(number(info, 2));
  return outcome_of(info, host,
                    host.ring->wait(static_cast<uint32_t>(awaited), *host.response, deadline));
}

Napi::Value await_any(const Info &info) {
  Host &host = host_of(info);
  return outcome_of(info, host, host.ring->await_any(Deadline::after(number(info, 1))));
}

Napi::Value publish(const Info &info) {
  Host &host = host_of(info);
  const uint32_t count = info[1].As<Napi::Number>();
  return outcome_of(info, host, host.ring->publish(host.requests, count));
}

Napi::Value take(const Info &info) {
  Host &host = host_of(info);
  uint32_t count = 0;
  const Outcome outcome = host.ring->take(host.taken, kRecords, count);
  outcome_of(info, host, outcome);
  const int32_t result =
      outcome == Outcome::kOk ? static_cast<int32_t>(count) : -static_cast<int32_t>(outcome);
  return Napi::Number::New(info.Env(), result);
}

Napi::Value arm(const Info &info) {
  return Napi::Boolean::New(info.Env(), host_of(info).ring->arm());
}

/** While the environment is torn down its loop has to run until the watch is closed. */
struct WatchHook {
  std::shared_ptr<DoorbellWatch> watch;
  napi_async_cleanup_hook_handle handle = nullptr;
};

void watch(const Info &info) {
  const Napi::Env env = info.Env();
  Host &host = host_of(info);
  if (host.watch->is_running() || host.child.pidfd() < 0) fail(env, "watch", EINVAL);
  uv_loop_s *loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  auto callback =
      std::make_shared<Napi::FunctionReference>(Napi::Persistent(info[1].As<Napi::Function>()));
  auto context = std::make_shared<Napi::AsyncContext>(env, "cofferdam-ring");
  auto heard = [env, callback, context, &host] {
    host.ring->hear();
    const Napi::HandleScope scope(env);
    try {
      callback->MakeCallback(Napi::Object::New(env), {}, *context);
    } catch (const Napi::Error &error) {
      napi_fatal_exception(env, error.Value());
    }
  };
  auto *hook = new WatchHook{host.watch};
  auto closed = [hook] {
    napi_remove_async_cleanup_hook(hook->handle);
    delete hook;
  };
  const Watched watched = {host.doorbell.get(), host.child.pidfd(), host.output};
  const int error = host.watch->start(loop, watched, heard, closed);
  if (error != 0) delete hook;
  check(env, "watch", error);
  const auto stop = [](napi_async_cleanup_hook_handle, void *data) {
    static_cast<WatchHook *>(data)->watch->stop();
  };
  napi_add_async_cleanup_hook(env, stop, hook, &hook->handle);
}

void unwatch(const Info &info) { host_of(info).watch->stop(); }

void set_referenced(const Info &info) {
  host_of(info).watch->set_referenced(info[1].As<Napi::Boolean>());
}

Napi::Value allocate(const Info &info) {
  Blocks &blocks = host_of(info).blocks;
  return offset_value(info.Env(), blocks.allocate(static_cast<size_t>(number(info, 1))));
}

Napi::Value release(const Info &info) {
  Blocks &blocks = host_of(info).blocks;
  const bool released = blocks.release(static_cast<size_t>(number(info, 1))).bytes > 0;
  return Napi::Boolean::New(info.Env(), released);
}

void set_spin(const Info &info) {
  host_of(info).ring->set_spin(static_cast<int64_t>(number(info, 1) * 1000));
}

void dispose(const Info &info) {
  Host &host = *info[0].As<Napi::External<Host>>().Data();
  if (!host.ring) return;
  host.watch->stop();  // before the descriptors that it watches are closed
  host.child.end();
  host.ring.reset();
  host.doorbell.reset();
  host.helper_memory.reset();
  host.helper_doorbell.reset();
  host.output.close();
  host.report.close();
  host.payload.Value().Detach();  // nobody reads what is unmapped now
  host.payload.Reset();
  host.buffers.clear();
  host.region->close();
}

}  // namespace

void export_host(Napi::Env env, Napi::Object exports) {
  exports["createRing"] = Napi::Function::New<create_ring>(env);
  exports["call"] = Napi::Function::New<call>(env);
  exports["reply"] = Napi::Function::New<reply>(env);
  exports["await"] = Napi::Function::New<await_any>(env);
  exports["publish"] = Napi::Function::New<publish>(env);
  exports["take"] = Napi::Function::New<take>(env);
  exports["arm"] = Napi::Function::New<arm>(env);
  exports["watch"] = Napi::Function::New<watch>(env);
  exports["unwatch"] = Napi::Function::New<unwatch>(env);
  exports["setReferenced"] = Napi::Function::New<set_referenced>(env);
  exports["allocate"] = Napi::Function::New<allocate>(env);
  exports["release"] = Napi::Function::New<release>(env);
  exports["setSpin"] = Napi::Function::New<set_spin>(env);
  exports["dispose"] = Napi::Function::New<dispose>(env);
}

}  // namespace cofferdam
