// SPDX-License-Identifier: Apache-2.0
// What stands between a draft and its publication.
#pragma once

#include <string_view>
#include <vector>

#include "emulator/genesys/action_record.h"
#include "emulator/genesys/error_body.h"

namespace genesys_cfn::emulator {

// Each broken rule, as a 400 that names the field: the contract's two sides; the request's URL and method, which the
// platform itself sets for actions of a function integration; templates and paths that cannot be read, with the line
// and the column.
std::vector<ApiFailure> ValidateDraft(const ActionRecord& draft, std::string_view integration_type);

}  // namespace genesys_cfn::emulator
