// SPDX-License-Identifier: Apache-2.0
#include "helper_ring.h"

#include "doorbell.h"
#include "futex.h"

namespace cofferdam {

HelperRing::HelperRing(const Region &region, int doorbell)
    : control_(region.control()),
      requests_(region.requests()),
      responses_(region.responses()),
      doorbell_(doorbell),
      spin_(control_.helper_cpu, control_.host_cpu) {}

void HelperRing::next_request(Record &request) {
  await(control_.request_head, request_tail_);
  request = fetch(requests_[request_tail_++ & (kRecords - 1)]);
}

void HelperRing::next_message(Record &message) {
  await(control_.mailbox_head, mailbox_tail_);
  message = fetch(control_.mailbox);
  mailbox_tail_++;
}

/** One futex for both heads: which of them is waited for is known to this side only. */
void HelperRing::await(const Word &head, uint32_t seen) {
  const auto has_more = [&] { return head.load(std::memory_order_seq_cst) != seen; };
  if (spin_.until(has_more)) return;
  while (!has_more()) {
    control_.helper_asleep.store(1, std::memory_order_seq_cst);
    if (!has_more()) futex_wait(control_.helper_asleep, 1);
  }
  control_.helper_asleep.store(0, std::memory_order_relaxed);
}

bool HelperRing::respond(const Record &response) {
  responses_[response_head_++ & (kRecords - 1)] = response;
  control_.response_head.store(response_head_, std::memory_order_seq_cst);
  if (control_.host_asleep.load(std::memory_order_seq_cst) == 0) return true;
  control_.host_asleep.store(0, std::memory_order_seq_cst);
  return ring_doorbell(doorbell_);
}

}  // namespace cofferdam
