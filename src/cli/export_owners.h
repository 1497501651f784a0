// SPDX-License-Identifier: Apache-2.0
// What `export --adopt` may not take over: a second stack that has the same would delete it with itself.
#pragma once

#include <optional>
#include <vector>

#include "cli/export_reading.h"
#include "cli/orphan_search.h"

namespace genesys_cfn::cli {

// Moves what a stack has, or may have, to `left_out`, with what hangs on that alone; an action is then among the
// `others`, so that one that stays finds it by its name. No book: no stacks were asked. The result is what is to be
// said of what stays: that a stack made it, and none has it any longer. Pure.
std::vector<LeftOut> LeaveOutWhatStacksHave(ExportReading& reading, const std::optional<StackBook>& book);

}  // namespace genesys_cfn::cli
