// SPDX-License-Identifier: Apache-2.0
#include "doorbell_watch.h"

#include <memory>
#include <utility>
#include <vector>

namespace cofferdam {
namespace {

using Handle = std::unique_ptr<std::byte[]>;
using OnEvent = void (*)(uv_handle_s *handle, int status, int events);

uv_handle_s *as_uv(const Handle &handle) { return reinterpret_cast<uv_handle_s *>(handle.get()); }

}  // namespace

struct DoorbellWatch::Polls {
  std::vector<Handle> handles;  // initialized ones
  size_t open = 0;              // those that are not closed yet
  PipeTail *output = nullptr;   // borrowed until the handles are being closed
  std::function<void()> heard;
  std::function<void()> closed;

  int add(uv_loop_s *loop, int fd, int events, OnEvent on_event) {
    Handle handle(new std::byte[uv_handle_size(kUvPoll)]);
    const int error = uv_poll_init(loop, as_uv(handle), fd);
    if (error != 0) return -error;
    uv_handle_set_data(as_uv(handle), this);
    uv_poll_start(as_uv(handle), events, on_event);
    handles.push_back(std::move(handle));
    return 0;
  }

  static Polls &of(uv_handle_s *handle) {
    return *static_cast<Polls *>(uv_handle_get_data(handle));
  }

  static void on_doorbell(uv_handle_s *handle, int status, int events) {
    Polls &polls = of(handle);
    if (status < 0 || (events & kUvDisconnect) != 0) polls.pause();
    polls.heard();
  }

  static void on_end(uv_handle_s *handle, int, int) {
    Polls &polls = of(handle);
    polls.pause();
    polls.heard();
  }

  static void on_output(uv_handle_s *handle, int, int) {
    PipeTail &output = *of(handle).output;
    output.drain();
    if (output.fd() < 0) uv_poll_stop(handle);
  }

  /** What has ended stays so, and would be reported for ever. */
  void pause() {
    for (const Handle &handle : handles) uv_poll_stop(as_uv(handle));
  }

  void close() {
    open = handles.size();
    for (const Handle &handle : handles) uv_close(as_uv(handle), on_closed);
    if (open == 0) delete this;
  }

  static void on_closed(uv_handle_s *handle) {
    Polls &polls = of(handle);
    if (--polls.open > 0) return;
    if (polls.closed) polls.closed();
    delete &polls;
  }
};

int DoorbellWatch::start(uv_loop_s *loop, const Watched &watched, std::function<void()> heard,
                         std::function<void()> closed) {
  auto polls = std::make_unique<Polls>();
  polls->output = &watched.output;
  int error = polls->add(loop, watched.doorbell, kUvReadable | kUvDisconnect, Polls::on_doorbell);
  if (error == 0) error = polls->add(loop, watched.pidfd, kUvReadable, Polls::on_end);
  if (error == 0 && watched.output.fd() >= 0) {
    error = polls->add(loop, watched.output.fd(), kUvReadable, Polls::on_output);
  }
  if (error != 0) {
    polls.release()->close();  // deletes itself
    return error;
  }
  polls->heard = std::move(heard);
  polls->closed = std::move(closed);
  polls_ = polls.release();
  return 0;
}

void DoorbellWatch::stop() {
  if (Polls *polls = std::exchange(polls_, nullptr)) polls->close();
}

void DoorbellWatch::set_referenced(bool referenced) {
  if (polls_ == nullptr) return;
  for (const Handle &handle : polls_->handles) {
    referenced ? uv_ref(as_uv(handle)) : uv_unref(as_uv(handle));
  }
}

}  // namespace cofferdam
