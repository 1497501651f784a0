// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_input.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>

#include "emulator/cloudformation/resource_types.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxInlineTemplate = 51'200;
constexpr size_t kMaxTags = 50;
constexpr size_t kMaxTagKey = 128;
constexpr size_t kMaxTagValue = 256;
constexpr size_t kMaxToken = 128;
constexpr size_t kMaxDescription = 1'024;
constexpr size_t kMaxNotifications = 5;

// "stackName" for "StackName", as constraints name it.
std::string MemberName(std::string_view name) {
  std::string member(name);
  if (!member.empty() && member[0] >= 'A' && member[0] <= 'Z') member[0] = static_cast<char>(member[0] - 'A' + 'a');
  return member;
}

Error Violation(std::string_view name, std::string_view value, std::string_view rule) {
  return InvalidRequest(Concat("1 validation error detected: Value '", TruncateUtf8(value, 100), "' at '",
                               MemberName(name), "' failed to satisfy constraint: Member must ", rule));
}

Error TooLong(std::string_view name, std::string_view value, size_t limit) {
  return Violation(name, value, Concat("have length less than or equal to ", limit));
}

Result<OnFailure> OnFailureOf(const Call& call, std::string_view member) {
  const std::string choice = call.query.Text(member);
  if (choice.empty() || choice == "ROLLBACK") return OnFailure::kRollback;
  if (choice == "DO_NOTHING") return OnFailure::kDoNothing;
  if (choice == "DELETE") return OnFailure::kDelete;
  return Violation(member, choice, "satisfy enum value set: [ROLLBACK, DELETE, DO_NOTHING]");
}

Result<std::vector<std::string>> CapabilitiesOf(const Call& call) {
  std::vector<std::string> capabilities = call.query.List("Capabilities");
  for (const std::string& capability : capabilities) {
    const bool is_known = capability == "CAPABILITY_IAM" || capability == "CAPABILITY_NAMED_IAM" ||
                          capability == "CAPABILITY_AUTO_EXPAND" || capability == kAllowUnsupported;
    if (is_known) continue;
    return Violation("Capabilities", Concat("[", capability, "]"),
                     "satisfy constraint: [Member must satisfy enum value set: [CAPABILITY_AUTO_EXPAND, "
                     "CAPABILITY_NAMED_IAM, CAPABILITY_IAM]]");
  }
  return capabilities;
}

Result<void> CheckTag(const std::string& key, const std::string& value) {
  if (key.empty() || key.size() > kMaxTagKey) {
    return Violation("Tags.key", key, Concat("have length between 1 and ", kMaxTagKey));
  }
  if (value.size() > kMaxTagValue) return TooLong("Tags.value", value, kMaxTagValue);
  if (ToLower(key).starts_with("aws:")) {
    return InvalidRequest("aws: prefixed tag key names are not allowed for external use.");
  }
  return {};
}

Result<Tags> TagsOf(const Call& call) {
  Tags tags;
  std::set<std::string> keys;
  for (auto& fields : call.query.Records("Tags")) {
    TRY(CheckTag(fields["Key"], fields["Value"]));
    if (!keys.insert(fields["Key"]).second) {
      return InvalidRequest(Concat("Duplicate tag keys found: ", fields["Key"], ". Please remove the duplicates."));
    }
    tags.emplace_back(fields["Key"], fields["Value"]);
  }
  if (tags.size() > kMaxTags) return TooLong("Tags", Concat(tags.size(), " tags"), kMaxTags);
  return tags;
}

Result<std::map<std::string, cloudformation::GivenParameter>> ParametersOf(const Call& call) {
  std::map<std::string, cloudformation::GivenParameter> parameters;
  for (auto& fields : call.query.Records("Parameters")) {
    const std::string& key = fields["ParameterKey"];
    const std::string& previous = fields["UsePreviousValue"];
    if (!previous.empty() && previous != "true" && previous != "false") {
      return Violation("Parameters.usePreviousValue", previous, "be true or false");
    }
    const bool use_previous = previous == "true";
    if (use_previous && !fields["ParameterValue"].empty()) {
      return InvalidRequest(Concat("Invalid input for parameter key ", TruncateUtf8(key, 100),
                                   ". Cannot specify usePreviousValue as true and non empty value for a parameter"));
    }
    if (!parameters.emplace(key, cloudformation::GivenParameter{fields["ParameterValue"], use_previous}).second) {
      return InvalidRequest(Concat("Parameter ", TruncateUtf8(key, 100), " is given twice"));
    }
  }
  return parameters;
}

Result<std::optional<std::chrono::minutes>> TimeoutOf(const Call& call) {
  const std::string text = call.query.Text("TimeoutInMinutes");
  if (text.empty()) return std::optional<std::chrono::minutes>();
  const auto minutes = ParseInteger<int32_t>(text);
  if (minutes.has_value() && *minutes >= 1) return std::optional(std::chrono::minutes(*minutes));
  return Violation("TimeoutInMinutes", text, "have value greater than or equal to 1");
}

// What change sets and stacks have in common.
Result<StackRequest> CommonInput(const Call& call) {
  StackRequest request;
  request.stack_name = call.stack();
  TRY_ASSIGN(request.use_previous_template, call.query.Flag("UsePreviousTemplate"));
  TRY_ASSIGN(request.template_body,
             TemplateTextOf(call, request.use_previous_template ? TemplateNeed::kOptional : TemplateNeed::kRequired));
  if (request.use_previous_template && !request.template_body.empty()) {
    return InvalidRequest("Template and UsePreviousTemplate cannot both be specified.");
  }
  TRY_ASSIGN(request.parameters, ParametersOf(call));
  TRY_ASSIGN(request.capabilities, CapabilitiesOf(call));
  TRY_ASSIGN(Tags tags, TagsOf(call));
  if (call.query.HasList("Tags")) request.tags = std::move(tags);
  request.role_arn = call.query.Text("RoleARN");
  request.notification_arns = call.query.List("NotificationARNs");
  if (request.notification_arns.size() > kMaxNotifications) {
    return TooLong("NotificationARNs", Concat(request.notification_arns.size(), " topics"), kMaxNotifications);
  }
  return request;
}

}  // namespace

Result<std::string> TemplateTextOf(const Call& call, TemplateNeed need) {
  std::string body = call.query.Text("TemplateBody");
  const std::string url = call.query.Text("TemplateURL");
  if (!body.empty() && !url.empty()) {
    return InvalidRequest("Either Template URL or Template Body must be specified, not both.");
  }
  if (body.size() > kMaxInlineTemplate) return TooLong("TemplateBody", body, kMaxInlineTemplate);
  if (url.empty()) {
    if (body.empty() && need == TemplateNeed::kRequired) {
      return InvalidRequest("Either Template URL or Template Body must be specified.");
    }
    return body;
  }
  TRY_ASSIGN(const TemplateLocation location, ParseTemplateUrl(url, call.engine.identity().origin));
  if (!call.read_template) return InvalidRequest("TemplateURL must be a supported URL.");
  auto text = call.read_template(location);
  if (text.has_value()) return text;
  return InvalidRequest(
      Concat("S3 error: ", text.error().message,
             "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"));
}

Result<std::string> TokenOf(const Call& call, std::string_view name) {
  std::string token = call.query.Text(name);
  if (token.size() > kMaxToken) return TooLong(name, token, kMaxToken);
  const bool is_plain = std::all_of(token.begin(), token.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (is_plain && !token.starts_with('-')) return token;
  return Violation(name, token, "satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*");
}

Result<StackRequest> StackRequestOf(const Call& call) {
  TRY_ASSIGN(StackRequest request, CommonInput(call));
  if (call.query.Has("OnFailure") && call.query.Has("DisableRollback")) {
    return InvalidRequest("Either DisableRollback or OnFailure can be specified, not both.");
  }
  TRY_ASSIGN(request.on_failure, OnFailureOf(call, "OnFailure"));
  TRY_ASSIGN(const bool disable_rollback, call.query.Flag("DisableRollback"));
  if (disable_rollback) request.on_failure = OnFailure::kDoNothing;
  TRY_ASSIGN(request.timeout, TimeoutOf(call));
  TRY_ASSIGN(request.retain_except_on_create, call.query.Flag("RetainExceptOnCreate"));
  TRY_ASSIGN(request.termination_protection, call.query.Flag("EnableTerminationProtection"));
  TRY_ASSIGN(request.client_request_token, TokenOf(call));
  return request;
}

Result<ChangeSetRequest> ChangeSetRequestOf(const Call& call) {
  ChangeSetRequest request;
  TRY_ASSIGN(request.stack, CommonInput(call));
  TRY_ASSIGN(request.stack.on_failure, OnFailureOf(call, "OnStackFailure"));
  request.name = call.query.Text("ChangeSetName");
  request.description = call.query.Text("Description");
  if (request.description.size() > kMaxDescription) {
    return TooLong("Description", request.description, kMaxDescription);
  }
  const std::string type = call.query.Text("ChangeSetType");
  if (type == "IMPORT" || call.query.HasList("ResourcesToImport")) {
    return InvalidRequest("The local cloud does not import resources: use a change set of type CREATE or UPDATE.");
  }
  if (!type.empty() && type != "UPDATE" && type != "CREATE") {
    return Violation("ChangeSetType", type, "satisfy enum value set: [CREATE, UPDATE, IMPORT]");
  }
  request.type = type == "CREATE" ? ChangeSetType::kCreate : ChangeSetType::kUpdate;
  TRY_ASSIGN(request.client_token, TokenOf(call, "ClientToken"));
  return request;
}

}  // namespace genesys_cfn::emulator
