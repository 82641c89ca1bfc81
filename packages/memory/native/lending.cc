// SPDX-License-Identifier: Apache-2.0
#include "lending.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "guarded.h"
#include "pool.h"

namespace cofferdam {
namespace {

struct Loan {
  uintptr_t address;
  size_t length;
  Region *region;
  int32_t argument;
  bool copied;
};

/** A worker that is terminated in the middle of a call gives nothing back: its thread's end does.
 * Its guarded buffers have ended with its environment. */
struct Loans {
  std::vector<Loan> list;
  ~Loans() {
    for (const Loan &loan : list) {
      if (loan.copied) put_back(loan.region);
    }
  }

  static void put_back(Region *region) {
    region->argument = kNotLent;
    put_region(region);
  }
};

thread_local Loans loans;

void begin(Region *region, const Terms &terms, uintptr_t address, size_t length, bool copied) {
  loans.list.push_back({address, length, region, terms.argument, copied});
  region->argument = terms.argument;
}

/** A guarded buffer may be lent to several calls: what the last of those left calls it counts. */
int32_t argument_of(const Region *region) {
  const auto left = std::find_if(loans.list.rbegin(), loans.list.rend(),
                                 [=](const Loan &loan) { return loan.region == region; });
  return left == loans.list.rend() ? kNotLent : left->argument;
}

/** Where the host reads and writes what the guest has at `address`. */
uint8_t *host_address(const Region &region, uintptr_t address) {
  return reinterpret_cast<uint8_t *>(region.mapping.host + (address - region.mapping.low));
}

int copy_in(Bytes bytes, const Terms &terms, uintptr_t &address) {
  const size_t room = round_up(bytes.length, terms.align);
  Region *region = nullptr;
  if (const int error = take_region(room, terms.access, region); error != 0) return error;
  address = region->mapping.high - room;
  memcpy(host_address(*region, address), bytes.data, bytes.length);
  region->start = address + terms.shift;
  region->length = bytes.length - terms.shift;
  begin(region, terms, address, bytes.length, true);
  return 0;
}

/** From the last one: calls mostly end in the order in which they nest. */
std::vector<Loan>::reverse_iterator find_loan(uintptr_t address, int32_t argument) {
  return std::find_if(loans.list.rbegin(), loans.list.rend(), [=](const Loan &loan) {
    return loan.address == address && loan.argument == argument;
  });
}

}  // namespace

int lend(Bytes bytes, const Terms &terms, uintptr_t &address) {
  const auto start = reinterpret_cast<uintptr_t>(bytes.data);
  Region *guarded = guarded_at(start, bytes.length);
  if (guarded == nullptr) return copy_in(bytes, terms, address);
  address = start;
  begin(guarded, terms, address, bytes.length, false);
  return 0;
}

void give_back(uintptr_t address, int32_t argument, Bytes bytes) {
  const auto found = find_loan(address, argument);
  if (found == loans.list.rend()) return;
  const Loan loan = *found;
  loans.list.erase(std::next(found).base());
  if (!loan.copied) {
    loan.region->argument = argument_of(loan.region);
    return;
  }
  if (bytes.data != nullptr && loan.region->access == Access::ReadWrite) {
    const size_t length = std::min(bytes.length, loan.length);
    memcpy(bytes.data, host_address(*loan.region, address), length);
  }
  Loans::put_back(loan.region);
}

uintptr_t original(uintptr_t address, Bytes bytes, uintptr_t pointer) {
  const uintptr_t offset = pointer - address;  // wraps when it lies before: too large then
  if (bytes.data == nullptr || offset > bytes.length) return 0;
  return reinterpret_cast<uintptr_t>(bytes.data) + offset;
}

size_t loan_count() { return loans.list.size(); }

}  // namespace cofferdam
