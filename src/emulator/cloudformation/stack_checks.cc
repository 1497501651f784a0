// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_checks.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxName = 128;  // of stacks and change sets
constexpr size_t kMaxTemplateBytes = 1'000'000;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsNameCharacter(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9') || c == '-';
}

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> CheckName(std::string_view member, std::string_view name) {
  const std::string start = Concat("1 validation error detected: Value '", TruncateUtf8(name, 200), "' at '", member,
                                   "' failed to satisfy constraint: Member must ");
  if (name.empty() || !IsLetter(name.front()) || !std::all_of(name.begin(), name.end(), IsNameCharacter)) {
    return Invalid(Concat(start, "satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"));
  }
  if (name.size() > kMaxName) return Invalid(Concat(start, "have length less than or equal to ", kMaxName));
  return {};
}

}  // namespace

Result<bool> IsRepeated(const StackRecord& record, StackOperation operation, std::string_view token) {
  if (token.empty() || record.client_request_token != token) return false;
  if (record.operation == operation) return true;
  return Error{ErrorCode::kConflict, "A client request token already exists"};
}

Result<void> CheckStackName(std::string_view name) {
  return CheckName("stackName", name);
}
Result<void> CheckChangeSetName(std::string_view name) {
  return CheckName("changeSetName", name);
}

Result<cloudformation::Template> CheckTemplate(std::string_view body, const ResourceTypes& types,
                                               const std::vector<std::string>& capabilities) {
  if (body.size() > kMaxTemplateBytes) {
    return Invalid(Concat("Template may not exceed ", kMaxTemplateBytes, " bytes in size."));
  }
  cloudformation::LoadResult loaded = cloudformation::LoadTemplate(body);
  if (!loaded.value.has_value()) {
    return Invalid(loaded.diagnostics.empty() ? "Template format error." : loaded.diagnostics.front().message);
  }
  const bool all_accepted = std::ranges::find(capabilities, kAllowUnsupported) != capabilities.end();
  std::vector<std::string> unknown;
  for (const cloudformation::ResourceDeclaration& resource : loaded.value->resources) {
    const bool known = resource.is_custom() || types.Knows(resource.type);
    if (!known && !all_accepted) unknown.push_back(Concat(resource.logical_id, " (", resource.type, ")"));
  }
  if (unknown.empty()) return std::move(*loaded.value);
  return Invalid(Concat("Template format error: Unrecognized resource types: [", Join(unknown, ", "),
                        "]. The local cloud knows custom resources (Custom::*, AWS::CloudFormation::CustomResource), ",
                        Join(types.Names(), ", "), ". With --allow-unsupported (or the capability ", kAllowUnsupported,
                        ") it makes stand-ins for other types."));
}

TemplateRequirements RequirementsOf(const cloudformation::Template& source, const ResourceTypes& types) {
  std::set<std::string> capabilities;
  std::set<std::string> resource_types;
  for (const cloudformation::ResourceDeclaration& resource : source.resources) {
    const std::string capability = types.RequiredCapability(resource.type, resource.properties);
    if (capability.empty()) continue;
    capabilities.insert(capability);
    resource_types.insert(resource.type);
  }
  if (capabilities.contains("CAPABILITY_NAMED_IAM")) capabilities.erase("CAPABILITY_IAM");
  return {{capabilities.begin(), capabilities.end()}, {resource_types.begin(), resource_types.end()}};
}

Result<void> CheckCapabilities(const cloudformation::Template& source, const std::vector<std::string>& given,
                               const ResourceTypes& types) {
  for (const std::string& required : RequirementsOf(source, types).capabilities) {
    const bool covered = std::any_of(given.begin(), given.end(), [&](const std::string& capability) {
      return capability == required || (required == "CAPABILITY_IAM" && capability == "CAPABILITY_NAMED_IAM");
    });
    if (!covered) return Error{ErrorCode::kPermissionDenied, Concat("Requires capabilities : [", required, "]")};
  }
  return {};
}

Result<void> CheckExpansion(const cloudformation::Template& source, const std::vector<std::string>& given) {
  constexpr std::string_view kAutoExpand = "CAPABILITY_AUTO_EXPAND";
  if (source.transforms.empty() || std::find(given.begin(), given.end(), kAutoExpand) != given.end()) return {};
  return Error{ErrorCode::kPermissionDenied, Concat("Requires capabilities : [", kAutoExpand, "]")};
}

Result<void> CheckUpdatable(const StackRecord& record, OnFailure on_failure) {
  switch (record.status) {
    case StackStatus::kCreateComplete:
    case StackStatus::kUpdateComplete:
    case StackStatus::kUpdateRollbackComplete:
      return {};
    case StackStatus::kCreateFailed:
    case StackStatus::kUpdateFailed:
      if (on_failure == OnFailure::kDoNothing) return {};
      return Invalid(Concat("This stack is currently in a non-terminal [", ToString(record.status),
                            "] state. To update the stack from this state, please use the disable-rollback parameter "
                            "with update-stack API. To rollback to the last known good state, use the rollback-stack "
                            "API"));
    default:
      return Invalid(Concat("Stack:", record.id, " is in ", ToString(record.status), " state and can not be updated."));
  }
}

Result<void> CheckDeletable(const StackRecord& record, const DeleteRequest& request) {
  if (record.termination_protection) {
    return Invalid(Concat("Stack [", record.name, "] cannot be deleted while TerminationProtection is enabled"));
  }
  const bool is_creation =
      record.status == StackStatus::kCreateInProgress || record.status == StackStatus::kRollbackInProgress;
  if (IsInProgress(record.status) && !is_creation) {
    return Invalid(Concat("Stack [", record.id, "] cannot be deleted while in status ", ToString(record.status)));
  }
  if (request.force && record.status != StackStatus::kDeleteFailed) {
    return Invalid(Concat("Invalid operation on stack [", record.id,
                          "]. FORCE_DELETE_STACK can only be specified for a stack in the DELETE_FAILED state."));
  }
  if (!request.retain_resources.empty() && record.status != StackStatus::kDeleteFailed) {
    return Invalid(Concat("Invalid operation on stack [", record.id,
                          "]. RetainResources can only be specified for a stack in the DELETE_FAILED state."));
  }
  return {};
}

}  // namespace genesys_cfn::emulator
