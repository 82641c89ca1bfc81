// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "region.h"
#include "spin.h"

namespace cofferdam {

/** The helper's side of the ring. For one thread. */
class HelperRing {
 public:
  /** @param doorbell the helper's end; both borrowed */
  HelperRing(const Region &region, int doorbell);

  void set_spin(int64_t nanoseconds) { spin_.set_limit(nanoseconds); }

  /** Waits for the next request, and copies it: a library that scribbles cannot change it any more.
   */
  void next_request(Record &request);

  /** The same in the middle of a call: for the reply to a callback, or a call from within it. */
  void next_message(Record &message);

  /** Publishes a response or a callback. False: there is no host any more. */
  bool respond(const Record &response);

 private:
  void await(const Word &head, uint32_t seen);

  Control &control_;
  const Record *const requests_;
  Record *const responses_;
  const int doorbell_;
  Spin spin_;
  // private: what the library writes to the shared words does not lead this side astray
  uint32_t request_tail_ = 0;
  uint32_t mailbox_tail_ = 0;
  uint32_t response_head_ = 0;
};

}  // namespace cofferdam
