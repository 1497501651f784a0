// SPDX-License-Identifier: Apache-2.0
// What a stack operation must satisfy before it is accepted; errors are the service's texts.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/stack_record.h"
#include "template/template.h"

namespace genesys_cfn::emulator {

// Whether the token is that of the stack's last operation, which was of this kind. kConflict with the service's text
// when it was of another kind. No token is never a repetition.
Result<bool> IsRepeated(const StackRecord& record, StackOperation operation, std::string_view token);

Result<void> CheckStackName(std::string_view name);
// Loads the template; only types that the local cloud knows, unless the capabilities have kAllowUnsupported.
Result<cloudformation::Template> CheckTemplate(std::string_view body, const ResourceTypes& types,
                                               const std::vector<std::string>& capabilities = {});
struct TemplateRequirements {
  std::vector<std::string> capabilities;    // "CAPABILITY_IAM" or "CAPABILITY_NAMED_IAM", if any
  std::vector<std::string> resource_types;  // that need them
};
TemplateRequirements RequirementsOf(const cloudformation::Template& source, const ResourceTypes& types);
Result<void> CheckCapabilities(const cloudformation::Template& source, const std::vector<std::string>& given,
                               const ResourceTypes& types);
// Transforms need CAPABILITY_AUTO_EXPAND, unless a change set shows what they give.
Result<void> CheckExpansion(const cloudformation::Template& source, const std::vector<std::string>& given);
// After a failure without rollback an update must be one without rollback, too.
Result<void> CheckUpdatable(const StackRecord& record, OnFailure on_failure);
Result<void> CheckChangeSetName(std::string_view name);
Result<void> CheckDeletable(const StackRecord& record, const DeleteRequest& request);

}  // namespace genesys_cfn::emulator
