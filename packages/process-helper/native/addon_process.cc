// SPDX-License-Identifier: Apache-2.0
// Thin: each function takes its arguments apart and calls one of native/process. src/native.ts says
// what each is for.
#include <cerrno>

#include "addon_arena.h"
#include "addon_host.h"
#include "process/spawn.h"
#include "ring/doorbell.h"

namespace cofferdam {
namespace {

std::vector<std::string> texts(const Napi::Value &value) {
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> all;
  for (uint32_t index = 0; index < array.Length(); index++) {
    all.push_back(Napi::Value(array[index]).As<Napi::String>());
  }
  return all;
}

/** Opens the pipe when it is wanted: `writer` stays none otherwise. */
void open_pipe(Napi::Env env, bool wanted, PipeTail &pipe, OwnedFd &writer) {
  if (wanted) check(env, "pipe", pipe.open(writer));
}

/** Descriptors that the program is given, in order; the pipes' are owned by the caller. */
std::vector<int> descriptors(const Info &info, const Host &host, int output, int report) {
  const auto options = info[1].As<Napi::Object>();
  const bool inherits = options.Get("output").As<Napi::String>().Utf8Value() == "inherit";
  const Napi::Value handle = options.Get("arena");
  const int arena = handle.IsUndefined() ? -1 : arena_of(info.Env(), handle).fd();
  std::vector<int> fds = {-1,
                          inherits ? STDOUT_FILENO : output,
                          inherits ? STDERR_FILENO : output,
                          host.helper_memory.get(),
                          host.helper_doorbell.get(),
                          arena,
                          report};
  const auto more = options.Get("fds").As<Napi::Array>();
  for (uint32_t index = 0; index < more.Length(); index++) {
    fds.push_back(Napi::Value(more[index]).As<Napi::Number>());
  }
  return fds;
}

Napi::Value spawn_helper(const Info &info) {
  const Napi::Env env = info.Env();
  Host &host = host_of(info);
  if (host.child.pidfd() >= 0) fail(env, "spawn", EALREADY);
  const auto options = info[1].As<Napi::Object>();
  OwnedFd output, report;  // the helper's ends: the host would hold open what it reads to the end
  open_pipe(env, options.Get("output").As<Napi::String>().Utf8Value() == "tail", host.output,
            output);
  open_pipe(env, options.Get("report").As<Napi::Boolean>(), host.report, report);
  Program program;
  program.path = options.Get("path").As<Napi::String>();
  program.arguments = texts(options.Get("args"));
  program.arguments.insert(program.arguments.begin(), program.path);
  program.environment = texts(options.Get("env"));
  program.fds = descriptors(info, host, output.get(), report.get());
  check(env, "spawn", spawn(program, host.child));
  host.helper_memory.reset();
  host.helper_doorbell.reset();  // else the host would hold open what it waits to be hung up
  host.ring->attach(host.child.pidfd(), host.output);
  return Napi::Number::New(env, host.child.pid());
}

/**
 * A pair of stream sockets, as a doorbell is. Descriptors, the host's and the helper's: who asked
 * closes them.
 */
Napi::Value create_channel_ends(const Info &info) {
  OwnedFd host, helper;
  check(info.Env(), "channel", create_doorbell(host, helper));
  Napi::Array ends = Napi::Array::New(info.Env(), 2);
  ends[0U] = host.release();
  ends[1U] = helper.release();
  return ends;
}

/** What is no UTF-8 becomes U+FFFD. */
Napi::Value output_tail(const Info &info) {
  return Napi::String::New(info.Env(), host_of(info).output.text());
}

Napi::Value read_report(const Info &info) {
  return Napi::String::New(info.Env(), host_of(info).report.text());
}

void kill_helper(const Info &info) {
  const int error = host_of(info).child.kill(info[1].As<Napi::Number>());
  if (error != ESRCH) check(info.Env(), "kill", error);  // it has ended: that is what was wanted
}

Napi::Value reap(const Info &info) {
  Ending ending;
  if (!host_of(info).child.reap(info[1].As<Napi::Boolean>(), ending)) return info.Env().Undefined();
  Napi::Object object = Napi::Object::New(info.Env());
  object["code"] = ending.code;
  object["signal"] = ending.signal;
  return object;
}

}  // namespace

void export_process(Napi::Env env, Napi::Object exports) {
  exports["createChannel"] = Napi::Function::New<create_channel_ends>(env);
  exports["spawn"] = Napi::Function::New<spawn_helper>(env);
  exports["outputTail"] = Napi::Function::New<output_tail>(env);
  exports["readReport"] = Napi::Function::New<read_report>(env);
  exports["kill"] = Napi::Function::New<kill_helper>(env);
  exports["reap"] = Napi::Function::New<reap>(env);
}

}  // namespace cofferdam
