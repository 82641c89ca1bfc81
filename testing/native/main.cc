// SPDX-License-Identifier: Apache-2.0
// native-tests [part of a claim's text]
#include "harness/host.h"

namespace {

int crash(int value) {
  volatile int *volatile nowhere = nullptr;
  *nowhere = value;
  return value;
}

int jump_wild(int value) {
  int (*volatile nowhere)(int) = reinterpret_cast<int (*)(int)>(0x424242424240);
  return nowhere(value) + 1;
}

constexpr Host kHost = {crash, jump_wild};

}  // namespace

int main(int count, char **arguments) {
  return cd_prove_all(&kHost, count > 1 ? arguments[1] : "") == 0 ? 0 : 1;
}
