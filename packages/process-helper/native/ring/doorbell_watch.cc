// SPDX-License-Identifier: Apache-2.0
#include "doorbell_watch.h"

#include <memory>
#include <new>
#include <utility>

namespace cofferdam {
namespace {

using Handle = std::unique_ptr<std::byte[]>;

Handle new_poll() { return Handle(new std::byte[uv_handle_size(kUvPoll)]); }

uv_handle_s *as_uv(const Handle &handle) { return reinterpret_cast<uv_handle_s *>(handle.get()); }

}  // namespace

struct DoorbellWatch::Polls {
  Handle doorbell = new_poll();
  Handle pidfd = new_poll();
  int open = 0;
  std::function<void()> heard;
  std::function<void()> closed;

  int add(uv_loop_s *loop, const Handle &handle, int fd) {
    const int error = uv_poll_init(loop, as_uv(handle), fd);
    if (error != 0) return -error;
    uv_handle_set_data(as_uv(handle), this);
    open++;
    return 0;
  }

  static void on_event(uv_handle_s *handle, int status, int events) {
    auto *polls = static_cast<Polls *>(uv_handle_get_data(handle));
    const bool has_ended = handle == as_uv(polls->pidfd) || (events & kUvDisconnect) != 0;
    if (status < 0 || has_ended) {  // that stays so, and would be reported for ever
      uv_poll_stop(as_uv(polls->doorbell));
      uv_poll_stop(as_uv(polls->pidfd));
    }
    polls->heard();
  }

  static void on_closed(uv_handle_s *handle) {
    auto *polls = static_cast<Polls *>(uv_handle_get_data(handle));
    if (--polls->open > 0) return;
    polls->closed();
    delete polls;
  }
};

int DoorbellWatch::start(uv_loop_s *loop, int doorbell, int pidfd, std::function<void()> heard,
                         std::function<void()> closed) {
  auto polls = std::make_unique<Polls>();
  if (const int error = polls->add(loop, polls->doorbell, doorbell); error != 0) return error;
  if (const int error = polls->add(loop, polls->pidfd, pidfd); error != 0) {
    polls->closed = [] {};
    uv_close(as_uv(polls->doorbell), Polls::on_closed);
    polls.release();  // on_closed deletes it
    return error;
  }
  polls->heard = std::move(heard);
  polls->closed = std::move(closed);
  uv_poll_start(as_uv(polls->doorbell), kUvReadable | kUvDisconnect, Polls::on_event);
  uv_poll_start(as_uv(polls->pidfd), kUvReadable, Polls::on_event);
  polls_ = polls.release();
  return 0;
}

void DoorbellWatch::stop() {
  Polls *polls = std::exchange(polls_, nullptr);
  if (polls == nullptr) return;
  uv_close(as_uv(polls->doorbell), Polls::on_closed);
  uv_close(as_uv(polls->pidfd), Polls::on_closed);
}

void DoorbellWatch::set_referenced(bool referenced) {
  if (polls_ == nullptr) return;
  for (const Handle *handle : {&polls_->doorbell, &polls_->pidfd}) {
    referenced ? uv_ref(as_uv(*handle)) : uv_unref(as_uv(*handle));
  }
}

}  // namespace cofferdam
