// SPDX-License-Identifier: Apache-2.0
// What can be done with a stack in a state in which the wanted operation is not possible.
#pragma once

#include <optional>
#include <string>

#include "aws/cloudformation_client.h"
#include "base/error.h"

namespace genesys_cfn::cli {

// kConflict with the command that helps, when the stack cannot be updated as it is; nullopt when it can, as far as its
// status says. `call` is how this program is called for the same target: "genesys-cfn", "genesys-cfn --target aws".
std::optional<Error> WhyNoUpdate(const aws::Stack& stack, const std::string& call);
// A refusal to delete, with what helps.
Error WithDeletionRemedy(Error error, const std::string& stack_name);

}  // namespace genesys_cfn::cli
