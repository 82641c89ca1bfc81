// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "orders.h"
#include "report.h"

namespace cofferdam {

/**
 * The limits that are ordered, soft and hard; no core file, and no regular file grows where nothing
 * may be written. After the namespaces: the limit of processes at that moment is also kept for the
 * user outside, all of whose processes count there.
 *
 * @param own_user whether the user namespace is ours
 */
void apply_limits(const Orders &orders, bool own_user, Report &report);

}  // namespace cofferdam
