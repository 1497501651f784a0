// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_api.h"

#include <algorithm>
#include <array>
#include <optional>

#include "aws/sigv4.h"
#include "base/text.h"
#include "emulator/cloudformation/query_answers.h"
#include "emulator/cloudformation/query_request.h"
#include "emulator/cloudformation/stack_checks.h"
#include "emulator/cloudformation/xml_writer.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kNamespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
constexpr size_t kEventsAPage = 100;

struct Call {
  Engine& engine;
  const ResourceTypes& types;
  const QueryRequest& query;
  XmlWriter& xml;

  [[nodiscard]] std::string stack() const { return query.Text("StackName"); }
};

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> NeedStackName(const Call& call) {
  if (!call.stack().empty()) return {};
  return Invalid(
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be "
      "null");
}

// Only DescribeStacks says "Stack with id X does not exist".
template <typename T>
Result<T> InBrackets(const Call& call, Result<T> result) {
  if (result.has_value() || result.error().code != ErrorCode::kNotFound) return result;
  return Error{ErrorCode::kNotFound, Concat("Stack [", call.stack(), "] does not exist")};
}

Result<void> CreateStack(Call& call) {
  TRY(NeedStackName(call));
  TRY_ASSIGN(const StackRequest request, StackRequestOf(call.query));
  TRY_ASSIGN(const std::string id, call.engine.CreateStack(request));
  call.xml.Element("StackId", id);
  return {};
}

Result<void> UpdateStack(Call& call) {
  TRY(NeedStackName(call));
  TRY_ASSIGN(const StackRequest request, StackRequestOf(call.query));
  TRY_ASSIGN(const std::string id, call.engine.UpdateStack(request));
  call.xml.Element("StackId", id);
  return {};
}

Result<void> DeleteStack(Call& call) {
  TRY(NeedStackName(call));
  return call.engine.DeleteStack(
      {call.stack(), call.query.List("RetainResources"), call.query.Text("ClientRequestToken")});
}

Result<void> CancelUpdateStack(Call& call) {
  TRY(NeedStackName(call));
  return call.engine.CancelUpdate(call.stack(), call.query.Text("ClientRequestToken"));
}

Result<void> ContinueUpdateRollback(Call& call) {
  TRY(NeedStackName(call));
  return call.engine.ContinueUpdateRollback(call.stack(), call.query.List("ResourcesToSkip"),
                                            call.query.Text("ClientRequestToken"));
}

Result<void> DescribeStacks(Call& call) {
  std::vector<StackDescription> stacks;
  if (call.stack().empty()) {
    stacks = call.engine.DescribeStacks();
  } else {
    TRY_ASSIGN(StackDescription stack, call.engine.DescribeStack(call.stack()));
    stacks.push_back(std::move(stack));
  }
  call.xml.Open("Stacks");
  for (const StackDescription& stack : stacks) WriteStack(call.xml, stack);
  call.xml.Close();
  return {};
}

Result<void> ListStacks(Call& call) {
  const std::vector<std::string> wanted = call.query.List("StackStatusFilter");
  call.xml.Open("StackSummaries");
  for (const StackDescription& stack : call.engine.DescribeStacks(Engine::Include::kDeletedToo)) {
    const bool shown =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), ToString(stack.status)) != wanted.end();
    if (shown) WriteStackSummary(call.xml, stack);
  }
  call.xml.Close();
  return {};
}

Result<void> DescribeStackEvents(Call& call) {
  TRY(NeedStackName(call));
  std::optional<int64_t> before;
  if (call.query.Has("NextToken")) {
    before = ParseInteger<int64_t>(call.query.Text("NextToken"));
    if (!before.has_value()) return Invalid("NextToken is not one that this service has given.");
  }
  TRY_ASSIGN(const EventPage page, InBrackets(call, call.engine.DescribeEvents(call.stack(), before, kEventsAPage)));
  call.xml.Open("StackEvents");
  for (const StackEvent& event : page.events) WriteEvent(call.xml, event);
  call.xml.Close();
  if (page.next.has_value()) call.xml.Element("NextToken", std::to_string(*page.next));
  return {};
}

Result<std::vector<ResourceDescription>> ResourcesOf(const Call& call) {
  TRY(NeedStackName(call));
  return InBrackets(call, call.engine.DescribeResources(call.stack()));
}

Result<std::vector<ResourceDescription>> WantedResources(const Call& call) {
  TRY_ASSIGN(auto resources, ResourcesOf(call));
  const std::string wanted = call.query.Text("LogicalResourceId");
  if (wanted.empty()) return resources;
  std::erase_if(resources, [&wanted](const ResourceDescription& resource) { return resource.logical_id != wanted; });
  if (resources.empty()) {
    return Error{ErrorCode::kNotFound, Concat("Resource ", wanted, " does not exist for stack ", call.stack())};
  }
  return resources;
}

Result<void> DescribeStackResources(Call& call) {
  TRY_ASSIGN(const auto resources, WantedResources(call));
  call.xml.Open("StackResources");
  for (const ResourceDescription& resource : resources) WriteResource(call.xml, "member", resource);
  call.xml.Close();
  return {};
}

Result<void> DescribeStackResource(Call& call) {
  if (call.query.Text("LogicalResourceId").empty()) {
    return Invalid(
        "1 validation error detected: Value null at 'logicalResourceId' failed to satisfy constraint: Member "
        "must not be null");
  }
  TRY_ASSIGN(const auto resources, WantedResources(call));
  WriteResourceDetail(call.xml, resources.front());
  return {};
}

Result<void> ListStackResources(Call& call) {
  TRY_ASSIGN(const auto resources, ResourcesOf(call));
  call.xml.Open("StackResourceSummaries");
  for (const ResourceDescription& resource : resources) WriteResourceSummary(call.xml, resource);
  call.xml.Close();
  return {};
}

Result<void> ListExports(Call& call) {
  call.xml.Open("Exports");
  for (const ExportRecord& entry : call.engine.ListExports()) {
    call.xml.Open("member").Element("ExportingStackId", entry.stack_id).Element("Name", entry.name);
    call.xml.Element("Value", entry.value).Close();
  }
  call.xml.Close();
  return {};
}

Result<void> GetTemplate(Call& call) {
  TRY(NeedStackName(call));
  TRY_ASSIGN(const std::string body, InBrackets(call, call.engine.GetTemplate(call.stack())));
  call.xml.Element("TemplateBody", body);
  call.xml.Open("StagesAvailable").Element("member", "Original").Element("member", "Processed").Close();
  return {};
}

Result<void> ValidateTemplate(Call& call) {
  TRY_ASSIGN(const StackRequest request, StackRequestOf(call.query));
  TRY_ASSIGN(const auto source, CheckTemplate(request.template_body, call.types));
  WriteTemplateSummary(call.xml, source, RequiredCapabilities(source, call.types));
  return {};
}

struct Action {
  std::string_view name;
  Result<void> (*perform)(Call&);
  bool has_result;
};

constexpr std::array<Action, 14> kActions{{
    {"CreateStack", CreateStack, true},
    {"UpdateStack", UpdateStack, true},
    {"DeleteStack", DeleteStack, false},
    {"CancelUpdateStack", CancelUpdateStack, false},
    {"ContinueUpdateRollback", ContinueUpdateRollback, true},
    {"DescribeStacks", DescribeStacks, true},
    {"ListStacks", ListStacks, true},
    {"DescribeStackEvents", DescribeStackEvents, true},
    {"DescribeStackResources", DescribeStackResources, true},
    {"DescribeStackResource", DescribeStackResource, true},
    {"ListStackResources", ListStackResources, true},
    {"ListExports", ListExports, true},
    {"GetTemplate", GetTemplate, true},
    {"ValidateTemplate", ValidateTemplate, true},
}};

http::Response Xml(int status, const std::string& body, const std::string& request_id) {
  http::Response response;
  response.status = status;
  response.headers.Add("Content-Type", "text/xml");
  response.headers.Add("x-amzn-RequestId", request_id);
  response.body = body;
  return response;
}

http::Response ErrorAnswer(int status, std::string_view code, std::string_view message, const std::string& request_id) {
  XmlWriter xml;
  xml.Open("ErrorResponse", kNamespace).Open("Error").Element("Type", status < 500 ? "Sender" : "Receiver");
  xml.Element("Code", code).Element("Message", message).Close().Element("RequestId", request_id);
  return Xml(status, xml.Finish(), request_id);
}

http::Response ErrorAnswer(const Error& error, const std::string& request_id) {
  switch (error.code) {
    case ErrorCode::kConflict:
      return ErrorAnswer(400, "AlreadyExistsException", error.message, request_id);
    case ErrorCode::kPermissionDenied:
      return ErrorAnswer(400, "InsufficientCapabilitiesException", error.message, request_id);
    case ErrorCode::kInvalidInput:
    case ErrorCode::kNotFound:
      return ErrorAnswer(400, "ValidationError", error.message, request_id);
    default:
      return ErrorAnswer(500, "InternalFailure", error.message, request_id);
  }
}

std::optional<http::Response> CheckScope(const http::Request& request, const std::string& request_id) {
  const auto header = request.headers.Get("Authorization");
  if (!header.has_value()) return std::nullopt;
  const auto authorization = aws::ParseAuthorization(*header);
  if (!authorization.has_value()) {
    return ErrorAnswer(400, "IncompleteSignature", authorization.error().message, request_id);
  }
  if (authorization->service == "cloudformation") return std::nullopt;
  return ErrorAnswer(
      403, "SignatureDoesNotMatch",
      Concat("Credential should be scoped to correct service: 'cloudformation', not '", authorization->service, "'."),
      request_id);
}

}  // namespace

http::Response CloudFormationService::Handle(const http::Request& request) {
  const std::string request_id = RandomUuid(random_);
  if (auto refused = CheckScope(request, request_id)) return *refused;
  const QueryRequest query(request);
  const std::string name = query.Text("Action");
  if (name.empty()) return ErrorAnswer(400, "MissingAction", "The request has no Action.", request_id);
  const auto action = std::find_if(kActions.begin(), kActions.end(),
                                   [&name](const Action& candidate) { return candidate.name == name; });
  if (action == kActions.end()) {
    return ErrorAnswer(400, "InvalidAction", Concat("Could not find operation ", name, " for version 2010-05-15"),
                       request_id);
  }
  XmlWriter xml;
  xml.Open(Concat(name, "Response"), kNamespace);
  if (action->has_result) xml.Open(Concat(name, "Result"));
  Call call{engine_, types_, query, xml};
  const Result<void> done = action->perform(call);
  if (!done.has_value()) return ErrorAnswer(done.error(), request_id);
  if (action->has_result) xml.Close();
  xml.Open("ResponseMetadata").Element("RequestId", request_id);
  return Xml(200, xml.Finish(), request_id);
}

}  // namespace genesys_cfn::emulator
