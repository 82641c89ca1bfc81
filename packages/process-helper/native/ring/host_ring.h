// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <poll.h>

#include <deque>
#include <vector>

#include "../process/pipe_tail.h"
#include "deadline.h"
#include "region.h"
#include "spin.h"

namespace cofferdam {

enum class Outcome : int32_t {
  kOk = 0,
  kTimedOut = 1,
  kDied = 2,    // for good; the reason says how that was noticed
  kBroken = 3,  // for good: the helper did not keep to the protocol, the reason says how
  kFull = 4,    // nothing was sent: as many requests are in flight as there may be
};

enum class Reason : int32_t {
  kNone = 0,
  kExited = 1,
  kHungUp = 2,         // its end of the doorbell is closed; the process may still live
  kResponseIndex = 3,  // more responses than it can have made
  kResponseId = 4,     // not the request that it is at
  kResponseKind = 5,
  kIdleRings = 6,  // the doorbell rang and rang, and nothing had come
  kWaitFailed = 7,
};

/**
 * The host's side of the ring. For one thread.
 *
 * The helper does one thing at a time and answers in order, and who may speak is always known: so
 * of all that a helper could write, the next record has one id that is right and three kinds, and
 * everything else breaks the protocol.
 *
 *    host     call 7 ->                 call n1 ->               reply ->
 *    helper             <- callback 7             <- returned n1          <- returned 7
 *
 * While the helper waits for the reply to a callback, what is sent goes through the mailbox.
 */
class HostRing {
 public:
  /** @param doorbell the host's end; all borrowed */
  HostRing(const Region &region, int doorbell);

  /**
   * @param pidfd of the helper, borrowed; without one its death is seen by the doorbell only
   * @param output that the helper writes to, borrowed: while the host waits it is read, so that the
   * helper does not wait for the host in turn
   */
  void attach(int pidfd, PipeTail &output) {
    pidfd_ = pidfd;
    output_ = &output;
  }
  void set_spin(int64_t nanoseconds) { spin_.set_limit(nanoseconds); }

  /** Sends requests in one go, and writes their ids into them. kOk or kFull, or what the ring has
   * come to. */
  Outcome publish(Record *requests, uint32_t count);

  /** Sends a request and waits for its response; while a callback is open, it is a call within
   * that. As `wait`. */
  Outcome call(Record &request, Record &response, const Deadline &deadline);

  /** Answers the callback that is open. False: none is. */
  bool reply(const Record &reply);

  /** Waits for the response to `id`, or for a callback: then has to reply and wait again. */
  Outcome wait(uint32_t id, Record &response, const Deadline &deadline);

  /** Waits until there is something to take. */
  Outcome await_any(const Deadline &deadline);

  /**
   * Takes what has come, without waiting; nothing after a callback. When nothing has, looks whether
   * the helper is alive.
   */
  Outcome take(Record *responses, uint32_t room, uint32_t &count);

  /**
   * Has the next response ring the doorbell. False: something is there already, or came within a
   * spin: waking a host that sleeps takes longer.
   */
  bool arm();

  /** The doorbell rang, and the event loop saw it: takes the ringing. */
  void hear();

  /** Is there something to take that no doorbell will announce? After a call, while the ring is
   * armed. */
  bool is_due() { return armed_ && (!kept_.empty() || has_response()); }

  /** Of kDied and kBroken. */
  Reason reason() const { return reason_; }
  uint32_t in_flight() const { return next_id_ - first_id_; }

 private:
  bool has_response();
  bool helper_waits() const { return callbacks_ > nested_.size(); }
  uint32_t running_id() const { return nested_.empty() ? kRingId | first_id_ : nested_.back(); }
  uint32_t most_responses() const;

  void post(const Record &message);
  void wake_helper();
  Outcome receive(Record &response);
  bool accept(const Record &response);
  Outcome await_response(const Deadline &deadline);
  Outcome sleep(const Deadline &deadline);
  Outcome judge(const pollfd &doorbell, const pollfd &pidfd);
  Outcome look();
  Outcome end(Outcome outcome, Reason reason);

  static constexpr uint32_t kRingId =
      0x80000000;  // tells the ids of the ring from those of the mailbox

  Control &control_;
  Record *const requests_;
  const Record *const responses_;
  const int doorbell_;
  int pidfd_ = -1;
  PipeTail *output_ = nullptr;
  Spin spin_;

  // the host's own truth: never read back from the shared memory
  uint32_t request_head_ = 0;
  uint32_t mailbox_head_ = 0;
  uint32_t response_head_ = 0;  // as the helper last said; not checked yet
  uint32_t response_tail_ = 0;
  uint32_t first_id_ = 1;  // of the ring: the oldest in flight
  uint32_t next_id_ = 1;
  uint32_t next_nested_id_ = 1;
  std::vector<uint32_t> nested_;  // calls within callbacks, innermost last
  size_t callbacks_ = 0;          // open ones
  std::deque<Record> kept_;       // came before the one that was waited for
  bool armed_ = false;
  uint32_t idle_rings_ = 0;
  Outcome ended_ = Outcome::kOk;
  Reason reason_ = Reason::kNone;
};

}  // namespace cofferdam
