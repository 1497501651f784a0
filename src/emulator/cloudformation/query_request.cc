// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_request.h"

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

// The service takes 51,200 bytes inline and more from S3 only; without a local S3, this API takes as much inline.
constexpr size_t kMaxInlineTemplate = 1'000'000;

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<OnFailure> OnFailureOf(const QueryRequest& query) {
  if (query.Has("OnFailure") && query.Has("DisableRollback")) {
    return Invalid("Either DisableRollback or OnFailure can be specified, not both.");
  }
  if (query.Flag("DisableRollback")) return OnFailure::kDoNothing;
  const std::string choice = query.Text("OnFailure");
  if (choice.empty() || choice == "ROLLBACK") return OnFailure::kRollback;
  if (choice == "DO_NOTHING") return OnFailure::kDoNothing;
  if (choice == "DELETE") return OnFailure::kDelete;
  return Invalid(Concat("1 validation error detected: Value '", choice,
                        "' at 'onFailure' failed to satisfy constraint: Member must satisfy enum value set: "
                        "[ROLLBACK, DELETE, DO_NOTHING]"));
}

Result<std::string> TemplateBodyOf(const QueryRequest& query) {
  if (query.Has("TemplateURL")) {
    return Invalid("The local cloud does not read templates by TemplateURL: send the text as TemplateBody.");
  }
  std::string body = query.Text("TemplateBody");
  if (body.size() > kMaxInlineTemplate) {
    return Invalid(Concat("1 validation error detected: Value '", TruncateUtf8(body, 100),
                          "...' at 'templateBody' failed to satisfy constraint: Member must have length less than or "
                          "equal to ",
                          kMaxInlineTemplate));
  }
  if (body.empty() && !query.Flag("UsePreviousTemplate")) {
    return Invalid("Either Template URL or Template Body must be specified.");
  }
  return body;
}

}  // namespace

QueryRequest::QueryRequest(const http::Request& request) {
  for (http::QueryParameter& parameter : http::ParseQuery(http::QueryOf(request.target))) {
    parameters_.insert_or_assign(std::move(parameter.name), std::move(parameter.value));
  }
  for (http::QueryParameter& parameter : http::ParseQuery(request.body)) {
    parameters_.insert_or_assign(std::move(parameter.name), std::move(parameter.value));
  }
}

std::string QueryRequest::Text(std::string_view name) const {
  const auto found = parameters_.find(name);
  return found == parameters_.end() ? "" : found->second;
}

std::vector<std::string> QueryRequest::List(std::string_view name) const {
  std::vector<std::string> items;
  for (int number = 1;; ++number) {
    const auto found = parameters_.find(Concat(name, ".member.", number));
    if (found == parameters_.end()) return items;
    items.push_back(found->second);
  }
}

std::vector<std::map<std::string, std::string>> QueryRequest::Records(std::string_view name) const {
  std::vector<std::map<std::string, std::string>> records;
  for (int number = 1;; ++number) {
    const std::string prefix = Concat(name, ".member.", number, ".");
    std::map<std::string, std::string> fields;
    for (auto it = parameters_.lower_bound(prefix); it != parameters_.end() && it->first.starts_with(prefix); ++it) {
      fields[it->first.substr(prefix.size())] = it->second;
    }
    if (fields.empty()) return records;
    records.push_back(std::move(fields));
  }
}

Result<StackRequest> StackRequestOf(const QueryRequest& query) {
  StackRequest request;
  request.stack_name = query.Text("StackName");
  request.use_previous_template = query.Flag("UsePreviousTemplate");
  TRY_ASSIGN(request.template_body, TemplateBodyOf(query));
  TRY_ASSIGN(request.on_failure, OnFailureOf(query));
  for (auto& fields : query.Records("Parameters")) {
    request.parameters[fields["ParameterKey"]] = {fields["ParameterValue"], fields["UsePreviousValue"] == "true"};
  }
  request.capabilities = query.List("Capabilities");
  if (query.Has("Tags") || query.Has("Tags.member.1.Key")) {
    request.tags.emplace();
    for (auto& fields : query.Records("Tags")) request.tags->emplace_back(fields["Key"], fields["Value"]);
  }
  request.termination_protection = query.Flag("EnableTerminationProtection");
  request.role_arn = query.Text("RoleARN");
  request.notification_arns = query.List("NotificationARNs");
  request.client_request_token = query.Text("ClientRequestToken");
  return request;
}

}  // namespace genesys_cfn::emulator
