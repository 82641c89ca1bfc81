// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "orders.h"
#include "report.h"

namespace cofferdam {

/** Everything that must be done before a program starts, in the one order in which it can be.
 * False: the host has gone. */
bool confine(const Orders &orders, Report &report);

}  // namespace cofferdam
