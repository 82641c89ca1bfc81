// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "orders.h"

namespace cofferdam {

/** Prints what each piece would become here, by doing it to a child. The exit code. */
int probe(Orders orders);

}  // namespace cofferdam
