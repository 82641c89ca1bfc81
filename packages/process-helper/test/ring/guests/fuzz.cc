// fuzz CASES     What a helper may write, made up, against the host's side of a ring; prints what the host made of it.
//
// The oracle: an outcome is one that there is; a response that was accepted has a known kind and the id of a request that is
// in flight; what was broken stays broken.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>

#include "doorbell.h"
#include "host_ring.h"

using namespace cofferdam;

namespace {

struct Counts {
  long cases = 0, wrong = 0, ok = 0, broken = 0, timed_out = 0, callback = 0, nested = 0;
};

std::minstd_rand source(1);
uint32_t below(uint32_t bound) { return static_cast<uint32_t>(source()) % bound; }

class Case {
 public:
  Case(const Region &region, int doorbell, Counts &counts)
      : region_(region), ring_(region, doorbell), counts_(counts) {
    region.control().response_head.store(0);
    ring_.set_spin(0);
  }

  void run() {
    for (uint32_t step = 0; step < 16 && !broken_; step++) {
      if (may_speak() ? below(2) == 0 : below(64) == 0) write_plausible();
      if (below(64) == 0) write_anything();
      act();
    }
    if (broken_) expect(ring_.publish(record_, 1) == Outcome::kBroken);
    counts_.cases++;
  }

 private:
  bool may_speak() const { return !ring_ids_.empty() && callbacks_ <= nested_ids_.size(); }

  /** The next response as an honest helper would write it, but for a detail now and then. */
  void write_plausible() {
    Record record = {};
    record.id = below(32) == 0 || ring_ids_.empty() ? below(4) : running();
    record.kind = below(32) == 0 ? below(8) : kReturned + below(3);
    region_.responses()[head_ % kRecords] = record;
    region_.control().response_head.store(++head_);
  }

  void write_anything() {
    auto *words = reinterpret_cast<uint32_t *>(&region_.control());
    for (uint32_t count = below(64); count > 0; count--) {
      words[below(kPayloadOffset / sizeof(uint32_t))] = static_cast<uint32_t>(source());
    }
  }

  void act() {
    uint32_t count = 0;
    switch (below(5)) {
      case 0:
        count = 1 + below(4);
        if (judge(ring_.publish(record_, count)) != Outcome::kOk) return;
        for (uint32_t n = 0; n < count; n++) ring_ids_.push_back(record_[n].id);
        return;
      case 1:
        return call();  // times out at once when nothing is there: then the response comes later
      case 2:
        if (ring_.reply(record_[0])) callbacks_--;
        return;
      case 3:
        if (judge(ring_.take(record_, 4, count)) != Outcome::kOk) return;
        for (uint32_t n = 0; n < count; n++) accept(record_[n]);
        return;
      default:
        ring_.arm();
    }
  }

  void call() {
    const bool nested = callbacks_ > nested_ids_.size();
    Record response;
    record_[0].id = 0;
    const Outcome outcome = judge(ring_.call(record_[0], response, Deadline::now()));
    if (record_[0].id != 0) (nested ? nested_ids_ : ring_ids_).push_back(record_[0].id);
    if (outcome == Outcome::kOk) accept(response);
  }

  void accept(const Record &response) {
    expect(response.kind >= kReturned && response.kind <= kCallback);
    const bool is_nested = !nested_ids_.empty() && response.id == nested_ids_.back();
    std::deque<uint32_t> &ids = is_nested ? nested_ids_ : ring_ids_;
    const auto id = std::find(ids.begin(), ids.end(), response.id);
    expect(id != ids.end());
    if (response.kind == kCallback) {
      callbacks_++;
      counts_.callback++;
    } else if (id != ids.end()) {
      ids.erase(id);
      counts_.nested += is_nested;
    }
  }

  Outcome judge(Outcome outcome) {
    counts_.ok += outcome == Outcome::kOk;
    counts_.timed_out += outcome == Outcome::kTimedOut;
    counts_.broken += outcome == Outcome::kBroken;
    broken_ = outcome == Outcome::kBroken;
    if (broken_) expect(ring_.reason() >= Reason::kResponseIndex);
    expect(outcome <= Outcome::kBroken && outcome != Outcome::kDied);
    return outcome;
  }

  uint32_t running() const { return nested_ids_.empty() ? ring_ids_.front() : nested_ids_.back(); }
  void expect(bool truth) { counts_.wrong += !truth; }

  const Region &region_;
  HostRing ring_;
  Counts &counts_;
  Record record_[4] = {};
  std::deque<uint32_t> ring_ids_, nested_ids_;  // in flight
  size_t callbacks_ = 0;
  uint32_t head_ = 0;
  bool broken_ = false;
};

}  // namespace

int main(int, char **arguments) {
  OwnedFd memory, host_end, helper_end;
  Region region;
  if (region.create(0, memory) != 0 || create_doorbell(host_end, helper_end) != 0) return 1;
  Counts counts;
  for (long n = atol(arguments[1]); n > 0; n--) Case(region, host_end.get(), counts).run();
  printf("{\"cases\":%ld,\"wrong\":%ld,\"ok\":%ld,\"broken\":%ld,", counts.cases, counts.wrong,
         counts.ok, counts.broken);
  printf("\"timedOut\":%ld,\"callback\":%ld,\"nested\":%ld}\n", counts.timed_out, counts.callback,
         counts.nested);
}
