// SPDX-License-Identifier: Apache-2.0
#include "host_ring.h"

#include <cerrno>

#include "doorbell.h"
#include "futex.h"

namespace cofferdam {
namespace {

/** An honest helper rings at most once for nothing: when the host has seen the response without it.
 */
constexpr uint32_t kMaxIdleRings = 64;

constexpr uint32_t kIndexMask = kRecords - 1;

}  // namespace

HostRing::HostRing(const Region &region, int doorbell)
    : control_(region.control()),
      requests_(region.requests()),
      responses_(region.responses()),
      doorbell_(doorbell),
      spin_(control_.host_cpu, control_.helper_cpu) {}

Outcome HostRing::publish(Record *requests, uint32_t count) {
  if (ended_ != Outcome::kOk) return ended_;
  if (count > kRecords - in_flight()) return Outcome::kFull;
  for (uint32_t index = 0; index < count; index++) {
    requests[index].id = kRingId | next_id_++;
    requests_[request_head_++ & kIndexMask] = requests[index];
  }
  control_.request_head.store(request_head_, std::memory_order_seq_cst);
  wake_helper();
  return Outcome::kOk;
}

Outcome HostRing::call(Record &request, Record &response, const Deadline &deadline) {
  if (!helper_waits()) {
    const Outcome outcome = publish(&request, 1);
    return outcome == Outcome::kOk ? wait(request.id, response, deadline) : outcome;
  }
  if (ended_ != Outcome::kOk) return ended_;
  request.id = next_nested_id_++ & ~kRingId;
  nested_.push_back(request.id);
  post(request);
  return wait(request.id, response, deadline);
}

bool HostRing::reply(const Record &reply) {
  if (!helper_waits()) return false;
  callbacks_--;
  post(reply);
  return true;
}

void HostRing::post(const Record &message) {
  control_.mailbox = message;
  control_.mailbox_head.store(++mailbox_head_, std::memory_order_seq_cst);
  wake_helper();
}

/**
 * Its flag was set before it looked for requests a last time, and is read after they were
 * published.
 */
void HostRing::wake_helper() {
  if (control_.helper_asleep.load(std::memory_order_seq_cst) == 0) return;
  control_.helper_asleep.store(0, std::memory_order_seq_cst);
  futex_wake(control_.helper_asleep);
}

Outcome HostRing::wait(uint32_t id, Record &response, const Deadline &deadline) {
  for (;;) {
    if (ended_ != Outcome::kOk) return ended_;
    if (!has_response()) {
      if (const Outcome outcome = await_response(deadline); outcome != Outcome::kOk) return outcome;
    }
    if (const Outcome outcome = receive(response); outcome != Outcome::kOk) return outcome;
    if (response.id == id || response.kind == kCallback) return Outcome::kOk;
    kept_.push_back(response);
  }
}

Outcome HostRing::await_any(const Deadline &deadline) {
  if (!kept_.empty()) return Outcome::kOk;
  if (ended_ != Outcome::kOk) return ended_;
  return has_response() ? Outcome::kOk : await_response(deadline);
}

Outcome HostRing::take(Record *responses, uint32_t room, uint32_t &count) {
  count = 0;
  while (count < room && (!kept_.empty() || (ended_ == Outcome::kOk && has_response()))) {
    Record &response = responses[count];
    if (!kept_.empty()) {
      response = kept_.front();
      kept_.pop_front();
    } else if (receive(response) != Outcome::kOk) {
      break;
    }
    count++;
    if (response.kind == kCallback) break;
  }
  if (count > 0) return Outcome::kOk;
  return ended_ == Outcome::kOk ? look() : ended_;
}

void HostRing::hear() {
  drain_doorbell(doorbell_);
  idle_rings_++;
}

bool HostRing::arm() {
  armed_ = true;
  const auto ready = [this] { return has_response(); };
  if (!kept_.empty() || (most_responses() > 0 && spin_.until(ready))) return false;
  control_.host_asleep.store(1, std::memory_order_seq_cst);
  return !has_response();
}

/** Looks at the shared word only when all that it said before was received: the helper writes it
 * all the time, and whoever reads it makes it wait. */
bool HostRing::has_response() {
  if (response_head_ != response_tail_) return true;
  response_head_ = control_.response_head.load(std::memory_order_seq_cst);
  return response_head_ != response_tail_;
}

/** A helper that waits for a message says nothing; within a call of a callback it says one thing.
 */
uint32_t HostRing::most_responses() const {
  if (helper_waits()) return 0;
  return nested_.empty() ? in_flight() : 1;
}

/** Copies the next response out of the shared memory, then judges the copy. */
Outcome HostRing::receive(Record &response) {
  const uint32_t ready = response_head_ - response_tail_;
  if (ready == 0 || ready > most_responses()) return end(Outcome::kBroken, Reason::kResponseIndex);
  response = fetch(responses_[response_tail_++ & kIndexMask]);
  if (response.id != running_id()) return end(Outcome::kBroken, Reason::kResponseId);
  if (!accept(response)) return end(Outcome::kBroken, Reason::kResponseKind);
  idle_rings_ = 0;
  return Outcome::kOk;
}

bool HostRing::accept(const Record &response) {
  switch (response.kind) {
    case kCallback:
      callbacks_++;
      return true;
    case kReturned:
    case kFailed:
      if (nested_.empty()) {
        first_id_++;
      } else {
        nested_.pop_back();
      }
      return true;
    default:
      return false;
  }
}

Outcome HostRing::await_response(const Deadline &deadline) {
  const auto ready = [this] { return has_response(); };
  if (!deadline.is_now() && spin_.until(ready)) return Outcome::kOk;
  Outcome outcome = Outcome::kOk;
  do {
    control_.host_asleep.store(1, std::memory_order_seq_cst);
    if (has_response()) break;
    outcome = sleep(deadline);
  } while (outcome == Outcome::kOk && !has_response());
  // what rings for this wait does not ring for the event loop: it is asked for anew
  control_.host_asleep.store(armed_ ? 1 : 0, std::memory_order_seq_cst);
  return outcome;
}

/** kOk: something happened; whether it is a response is for the caller to see. */
Outcome HostRing::sleep(const Deadline &deadline) {
  const int output = output_ == nullptr ? -1 : output_->fd();
  pollfd events[] = {{doorbell_, POLLIN, 0}, {pidfd_, POLLIN, 0}, {output, POLLIN, 0}};
  const int64_t left_ns = deadline.left_ns();  // 0: looks, still
  const timespec left = {left_ns / 1'000'000'000, left_ns % 1'000'000'000};
  const int happened = ppoll(events, 3, deadline.is_never() ? nullptr : &left, nullptr);
  if (happened < 0 && errno != EINTR) return end(Outcome::kBroken, Reason::kWaitFailed);
  if (happened > 0) {
    if (events[2].revents != 0) output_->drain();
    if (const Outcome outcome = judge(events[0], events[1]); outcome != Outcome::kOk) {
      return outcome;
    }
  }
  // also when something happened: else a helper that writes for ever would never be late
  const bool is_late = happened == 0 || left_ns == 0;
  return is_late && !has_response() ? Outcome::kTimedOut : Outcome::kOk;
}

Outcome HostRing::judge(const pollfd &doorbell, const pollfd &pidfd) {
  const bool rang = (doorbell.revents & POLLIN) != 0;
  if (rang) drain_doorbell(doorbell_);
  if (has_response()) return Outcome::kOk;
  if (pidfd.revents != 0) return end(Outcome::kDied, Reason::kExited);
  if ((doorbell.revents & (POLLHUP | POLLERR)) != 0) return end(Outcome::kDied, Reason::kHungUp);
  if (rang && ++idle_rings_ > kMaxIdleRings) return end(Outcome::kBroken, Reason::kIdleRings);
  return Outcome::kOk;
}

/** The event loop woke up for nothing, or to see the helper's end. */
Outcome HostRing::look() {
  if (idle_rings_ > kMaxIdleRings) return end(Outcome::kBroken, Reason::kIdleRings);
  const Outcome outcome = sleep(Deadline::now());
  return outcome == Outcome::kTimedOut ? Outcome::kOk : outcome;
}

Outcome HostRing::end(Outcome outcome, Reason reason) {
  ended_ = outcome;
  reason_ = reason;
  return outcome;
}

}  // namespace cofferdam
