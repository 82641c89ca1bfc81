// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "orders.h"
#include "report.h"

namespace cofferdam {

/**
 * The namespaces that are ordered, each by itself, so that one that is refused costs no other. The
 * user's first: it gives the right to the rest. Before there are threads.
 *
 * @returns whether the user namespace is ours
 */
bool enter_namespaces(const Orders &orders, Report &report);

}  // namespace cofferdam
