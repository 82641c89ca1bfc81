// SPDX-License-Identifier: Apache-2.0
#include "host.h"

#include "claim.h"

namespace cofferdam::testing {
namespace {

const Host *given = nullptr;

}  // namespace

const Host &host() { return *given; }

}  // namespace cofferdam::testing

int cd_prove_all(const Host *host, const char *filter) {
  cofferdam::testing::given = host;
  return cofferdam::testing::prove_all(filter);
}
