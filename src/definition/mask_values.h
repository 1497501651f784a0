// SPDX-License-Identifier: Apache-2.0
// For what must not be shown of definitions: a platform's error message may quote what it was sent.
#pragma once

#include <string>
#include <string_view>

#include "definition/data_action.h"

namespace genesys_cfn::definition {

// `message` with everything that it shares with the action's values as "***": each run of eight bytes or more that
// stands in one of them too, whole words for values of three to seven bytes. Member names are not values. Words of the
// message that happen to stand in the definition are lost with the rest: the message may lose sense, the values are not
// shown.
std::string MaskValues(std::string_view message, const DataAction& action);

// The same with the literal credentials of the action's request alone (literal_credentials.h).
std::string MaskCredentialsOf(std::string_view message, const DataAction& action);

}  // namespace genesys_cfn::definition
