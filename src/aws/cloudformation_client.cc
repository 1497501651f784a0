// SPDX-License-Identifier: Apache-2.0
#include "aws/cloudformation_client.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "aws/sigv4.h"
#include "aws/xml_document.h"
#include "base/encoding.h"
#include "base/text.h"
#include "http/retry_delay.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kVersion = "2010-05-15";
// A service that keeps handing out new tokens must not keep the command line for ever.
constexpr int kMaxPages = 10'000;
constexpr int kReadAttempts = 3;
constexpr http::RetryPolicy kBackoff{Milliseconds(500), Milliseconds(20'000)};

using Form = std::vector<std::pair<std::string, std::string>>;

std::string Encode(const Form& form) {
  std::string out;
  for (const auto& [name, value] : form) {
    if (!out.empty()) out += '&';
    out += Concat(PercentEncode(name), '=', PercentEncode(value));
  }
  return out;
}

bool IsRead(std::string_view action) {
  return action.starts_with("Describe") || action.starts_with("List");
}

ErrorCode CodeOf(std::string_view name, int status, std::string_view action) {
  constexpr std::array<std::string_view, 10> kAuthentication = {
      "SignatureDoesNotMatch", "InvalidClientTokenId",        "IncompleteSignature",
      "ExpiredToken",          "MissingAuthenticationToken",  "InvalidSignatureException",
      "ExpiredTokenException", "UnrecognizedClientException", "RequestExpired",
      "RequestTimeTooSkewed"};
  if (std::find(kAuthentication.begin(), kAuthentication.end(), name) != kAuthentication.end()) {
    return ErrorCode::kUnauthenticated;
  }
  if (name == "MissingAuthenticationTokenException") return ErrorCode::kUnauthenticated;
  if (name == "AlreadyExistsException") return ErrorCode::kConflict;
  if (name == "AccessDenied" || name == "AccessDeniedException") return ErrorCode::kPermissionDenied;
  if (name.starts_with("Throttling") || name == "RequestLimitExceeded" || status == 429) return ErrorCode::kRateLimited;
  if (status >= 500) return IsRead(action) ? ErrorCode::kUnavailable : ErrorCode::kOutcomeUnknown;
  return ErrorCode::kInvalidInput;
}

Error ErrorOf(const http::Response& response, std::string_view action) {
  const auto root = ParseXml(response.body);
  const XmlElement* error = nullptr;
  // Most errors are ErrorResponse/Error; a few gateways answer Response/Errors/Error.
  if (root && root->name == "ErrorResponse") error = root->Find("Error");
  if (root && root->Find("Errors") != nullptr) error = root->Find("Errors")->Find("Error");
  if (error == nullptr) {
    return Error{CodeOf("", response.status, action),
                 Concat("CloudFormation ", action, ": HTTP status ", response.status,
                        " with an answer that is no error of the service; is the endpoint right?")};
  }
  const std::string name(Trim(error->TextOf("Code")));
  const std::string message(Trim(error->TextOf("Message")));
  if (name == "ExpiredToken" || name == "ExpiredTokenException") {
    return Error{ErrorCode::kUnauthenticated,
                 Concat("CloudFormation ", action,
                        ": the temporary AWS credentials have expired: get new ones (aws sso login, or assume the role "
                        "again) and run the command again")};
  }
  return Error{CodeOf(name, response.status, action),
               message.empty() ? Concat("CloudFormation ", action, ": ", name) : message};
}

class Call {
 public:
  Call(const CloudFormationClient::Parts& parts, const Credentials& credentials, const std::string& region,
       const std::string& endpoint, Milliseconds timeout = CloudFormationClient::kLongestCall)
      : parts_(parts), credentials_(credentials), region_(region), endpoint_(endpoint), timeout_(timeout) {}

  // The whole answer, <action>Response.
  Result<XmlElement> Send(std::string_view action, const Form& members) {
    const SteadyTime throttled_until = parts_.clock.SteadyNow() + CloudFormationClient::kThrottlingPatience;
    for (int attempt = 0;; ++attempt) {
      auto answer = SendOnce(action, members);
      if (answer || parts_.random == nullptr) return answer;
      const Milliseconds delay = http::RetryDelay(kBackoff, attempt, std::nullopt, *parts_.random);
      const ErrorCode code = answer.error().code;
      const bool is_lost = code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown;
      const bool goes_on = code == ErrorCode::kRateLimited ? parts_.clock.SteadyNow() + delay < throttled_until
                                                           : is_lost && IsRead(action) && attempt + 1 < kReadAttempts;
      if (!goes_on) return answer;
      parts_.clock.SleepFor(delay);
    }
  }

  // <action>Result.
  Result<XmlElement> SendForResult(std::string_view action, const Form& members) {
    TRY_ASSIGN(XmlElement answer, Send(action, members));
    for (XmlElement& child : answer.children) {
      if (child.name == Concat(action, "Result")) return std::move(child);
    }
    return Unusable(action, Concat("it has no ", action, "Result"));
  }

  // Hands each item of each page to `take` until that returns false.
  Result<void> SendForPages(std::string_view action, const Form& members, std::string_view list,
                            const std::function<bool(const XmlElement&)>& take) {
    std::string token;
    for (int page = 0; page < kMaxPages; ++page) {
      Form form = members;
      if (!token.empty()) form.emplace_back("NextToken", token);
      TRY_ASSIGN(const XmlElement result, SendForResult(action, form));
      for (const XmlElement* item : result.ListOf(list)) {
        if (!take(*item)) return {};
      }
      std::string next(Trim(result.TextOf("NextToken")));
      if (next.empty()) return {};
      if (next == token) return Unusable(action, "it gives the same NextToken again");
      token = std::move(next);
    }
    return Unusable(action, Concat("it does not end after ", kMaxPages, " pages"));
  }

 private:
  Result<XmlElement> SendOnce(std::string_view action, const Form& members) {
    const auto url = http::ParseUrl(endpoint_);
    if (!url) return url.error().WithContext("the CloudFormation endpoint");
    Form form = {{"Action", std::string(action)}, {"Version", std::string(kVersion)}};
    form.insert(form.end(), members.begin(), members.end());
    http::Request request{"POST", url->origin, url->target, {}, Encode(form)};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    Sign(request, credentials_, {.region = region_, .service = "cloudformation"}, parts_.clock.Now());

    http::CallOptions options;
    options.total_timeout = timeout_;
    const auto response = parts_.client.Send(request, options);
    if (!response) return response.error().WithContext(Concat("CloudFormation ", action));
    if (!response->ok()) return ErrorOf(*response, action);
    return ReadAnswer(*response, action);
  }

  // A complete answer that cannot be read: the service may have acted on it.
  static Error Unusable(std::string_view action, std::string_view why) {
    return Error{IsRead(action) ? ErrorCode::kUnavailable : ErrorCode::kOutcomeUnknown,
                 Concat("CloudFormation ", action, ": the answer cannot be used: ", why)};
  }

  static Result<XmlElement> ReadAnswer(const http::Response& response, std::string_view action) {
    auto root = ParseXml(response.body);
    if (!root) return Unusable(action, root.error().message);
    if (root->name != Concat(action, "Response")) {
      return Unusable(action, Concat("it is <", TruncateUtf8(root->name, 64), ">, not <", action, "Response>"));
    }
    return root;
  }

  const CloudFormationClient::Parts& parts_;
  const Credentials& credentials_;
  const std::string& region_;
  const std::string& endpoint_;
  Milliseconds timeout_;
};

Form FormOf(const CloudFormationClient::StackInput& input) {
  Form form = {{"StackName", input.name}};
  if (input.template_url.empty()) {
    form.emplace_back("TemplateBody", input.template_body);
  } else {
    form.emplace_back("TemplateURL", input.template_url);
  }
  int index = 0;
  for (const StackParameter& parameter : input.parameters) {
    const std::string prefix = Concat("Parameters.member.", ++index, '.');
    form.emplace_back(Concat(prefix, "ParameterKey"), parameter.key);
    if (parameter.use_previous) {
      form.emplace_back(Concat(prefix, "UsePreviousValue"), "true");
    } else {
      form.emplace_back(Concat(prefix, "ParameterValue"), parameter.value);
    }
  }
  index = 0;
  for (const std::string& capability : input.capabilities) {
    form.emplace_back(Concat("Capabilities.member.", ++index), capability);
  }
  index = 0;
  for (const auto& [key, value] : input.tags) {
    const std::string prefix = Concat("Tags.member.", ++index, '.');
    form.emplace_back(Concat(prefix, "Key"), key);
    form.emplace_back(Concat(prefix, "Value"), value);
  }
  if (!input.role_arn.empty()) form.emplace_back("RoleARN", input.role_arn);
  return form;
}

Stack StackOf(const XmlElement& element) {
  Stack stack;
  stack.id = element.TextOf("StackId");
  stack.name = element.TextOf("StackName");
  stack.status = element.TextOf("StackStatus");
  stack.status_reason = element.TextOf("StackStatusReason");
  stack.creation_time = element.TextOf("CreationTime");
  stack.last_updated_time = element.TextOf("LastUpdatedTime");
  stack.description = element.TextOf("Description");
  for (const XmlElement* parameter : element.ListOf("Parameters")) {
    stack.parameters.push_back({parameter->TextOf("ParameterKey"), parameter->TextOf("ParameterValue"),
                                parameter->TextOf("UsePreviousValue") == "true", parameter->TextOf("ResolvedValue")});
  }
  for (const XmlElement* output : element.ListOf("Outputs")) {
    stack.outputs.push_back({output->TextOf("OutputKey"), output->TextOf("OutputValue"), output->TextOf("Description"),
                             output->TextOf("ExportName")});
  }
  for (const XmlElement* tag : element.ListOf("Tags"))
    stack.tags.emplace_back(tag->TextOf("Key"), tag->TextOf("Value"));
  stack.role_arn = element.TextOf("RoleARN");
  return stack;
}

StackEvent EventOf(const XmlElement& element) {
  return StackEvent{element.TextOf("EventId"),           element.TextOf("StackName"),
                    element.TextOf("LogicalResourceId"), element.TextOf("PhysicalResourceId"),
                    element.TextOf("ResourceType"),      element.TextOf("Timestamp"),
                    element.TextOf("ResourceStatus"),    element.TextOf("ResourceStatusReason")};
}

ResourceChange ChangeOf(const XmlElement& element) {
  return ResourceChange{
      element.TextOf("Action"),        element.TextOf("LogicalResourceId"), element.TextOf("PhysicalResourceId"),
      element.TextOf("ResourceType"),  element.TextOf("Replacement"),       element.TextOf("PolicyAction"),
      element.TextOf("BeforeContext"), element.TextOf("AfterContext")};
}

StackResource ResourceOf(const XmlElement& element) {
  return StackResource{element.TextOf("LogicalResourceId"),    element.TextOf("PhysicalResourceId"),
                       element.TextOf("ResourceType"),         element.TextOf("ResourceStatus"),
                       element.TextOf("ResourceStatusReason"), element.TextOf("LastUpdatedTimestamp")};
}

}  // namespace

CloudFormationClient::CloudFormationClient(Parts parts, Credentials credentials, std::string region,
                                           std::string endpoint)
    : parts_(parts), credentials_(std::move(credentials)), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

Result<std::string> CloudFormationClient::CreateStack(const StackInput& input) {
  TRY_ASSIGN(const XmlElement result,
             Call(parts_, credentials_, region_, endpoint_).SendForResult("CreateStack", FormOf(input)));
  return result.TextOf("StackId");
}

Result<std::string> CloudFormationClient::UpdateStack(const StackInput& input) {
  TRY_ASSIGN(const XmlElement result,
             Call(parts_, credentials_, region_, endpoint_).SendForResult("UpdateStack", FormOf(input)));
  return result.TextOf("StackId");
}

Result<void> CloudFormationClient::DeleteStack(std::string_view name_or_id, std::string_view role_arn) {
  Form form = {{"StackName", std::string(name_or_id)}};
  if (!role_arn.empty()) form.emplace_back("RoleARN", role_arn);
  TRY(Call(parts_, credentials_, region_, endpoint_).Send("DeleteStack", form));
  return {};
}

Result<void> CloudFormationClient::CreateChangeSet(const StackInput& input, std::string_view name, ChangeSetType type) {
  Form form = FormOf(input);
  form.emplace_back("ChangeSetName", name);
  form.emplace_back("ChangeSetType", type == ChangeSetType::kCreate ? "CREATE" : "UPDATE");
  TRY(Call(parts_, credentials_, region_, endpoint_).Send("CreateChangeSet", form));
  return {};
}

Result<ChangeSet> CloudFormationClient::DescribeChangeSet(std::string_view stack, std::string_view name) {
  ChangeSet change_set;
  Call call(parts_, credentials_, region_, endpoint_);
  const Form names = {{"StackName", std::string(stack)}, {"ChangeSetName", std::string(name)}};
  TRY_ASSIGN(const XmlElement first, call.SendForResult("DescribeChangeSet", names));
  change_set.status = first.TextOf("Status");
  change_set.status_reason = first.TextOf("StatusReason");
  Form form = names;
  form.emplace_back("IncludePropertyValues", "true");
  TRY(call.SendForPages("DescribeChangeSet", form, "Changes", [&](const XmlElement& element) {
    if (const XmlElement* change = element.Find("ResourceChange")) change_set.changes.push_back(ChangeOf(*change));
    return true;
  }));
  return change_set;
}

Result<void> CloudFormationClient::ExecuteChangeSet(std::string_view stack, std::string_view name) {
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .Send("ExecuteChangeSet", {{"StackName", std::string(stack)}, {"ChangeSetName", std::string(name)}}));
  return {};
}

Result<void> CloudFormationClient::DeleteChangeSet(std::string_view stack, std::string_view name) {
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .Send("DeleteChangeSet", {{"StackName", std::string(stack)}, {"ChangeSetName", std::string(name)}}));
  return {};
}

Result<std::optional<Stack>> CloudFormationClient::DescribeStack(std::string_view name_or_id, Milliseconds timeout) {
  std::optional<Stack> stack;
  const auto described = Call(parts_, credentials_, region_, endpoint_, timeout)
                             .SendForPages("DescribeStacks", {{"StackName", std::string(name_or_id)}}, "Stacks",
                                           [&stack](const XmlElement& element) {
                                             stack = StackOf(element);
                                             return false;
                                           });
  if (!described) {
    const Error& error = described.error();
    const bool absent = error.code == ErrorCode::kInvalidInput && error.message.ends_with("does not exist");
    if (!absent) return error;
  }
  return stack;
}

Result<std::optional<StackResource>> CloudFormationClient::DescribeStackResource(std::string_view name_or_id,
                                                                                 std::string_view logical_id,
                                                                                 Milliseconds timeout) {
  const auto result = Call(parts_, credentials_, region_, endpoint_, timeout)
                          .SendForResult("DescribeStackResource", {{"StackName", std::string(name_or_id)},
                                                                   {"LogicalResourceId", std::string(logical_id)}});
  if (!result) {
    const Error& error = result.error();
    const bool absent =
        error.code == ErrorCode::kInvalidInput && (error.message.find(" does not exist") != std::string::npos);
    if (absent) return std::optional<StackResource>();
    return error;
  }
  const XmlElement* detail = result->Find("StackResourceDetail");
  if (detail == nullptr) {
    return Error{ErrorCode::kUnavailable,
                 "CloudFormation DescribeStackResource: the answer cannot be used: it has no StackResourceDetail"};
  }
  return std::optional<StackResource>(ResourceOf(*detail));
}

Result<std::vector<Stack>> CloudFormationClient::DescribeStacks() {
  std::vector<Stack> stacks;
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .SendForPages("DescribeStacks", {}, "Stacks", [&stacks](const XmlElement& element) {
            if (Stack stack = StackOf(element); stack.status != "DELETE_COMPLETE") stacks.push_back(std::move(stack));
            return true;
          }));
  return stacks;
}

Result<std::vector<StackEvent>> CloudFormationClient::DescribeStackEvents(std::string_view name_or_id,
                                                                          std::string_view until_event_id) {
  std::vector<StackEvent> events;
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .SendForPages("DescribeStackEvents", {{"StackName", std::string(name_or_id)}}, "StackEvents",
                        [&events, until_event_id](const XmlElement& element) {
                          StackEvent event = EventOf(element);
                          if (!until_event_id.empty() && event.event_id == until_event_id) return false;
                          events.push_back(std::move(event));
                          return true;
                        }));
  return events;
}

Result<std::vector<StackResource>> CloudFormationClient::ListStackResources(std::string_view name_or_id) {
  std::vector<StackResource> resources;
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .SendForPages("ListStackResources", {{"StackName", std::string(name_or_id)}}, "StackResourceSummaries",
                        [&resources](const XmlElement& element) {
                          resources.push_back(ResourceOf(element));
                          return true;
                        }));
  return resources;
}

Result<std::string> CloudFormationClient::GetTemplate(std::string_view name_or_id, TemplateStage stage) {
  const Form form = {{"StackName", std::string(name_or_id)},
                     {"TemplateStage", stage == TemplateStage::kOriginal ? "Original" : "Processed"}};
  TRY_ASSIGN(const XmlElement result,
             Call(parts_, credentials_, region_, endpoint_).SendForResult("GetTemplate", form));
  return result.TextOf("TemplateBody");
}

Result<std::vector<StackName>> CloudFormationClient::ListStacks() {
  std::vector<StackName> stacks;
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .SendForPages("ListStacks", {}, "StackSummaries", [&stacks](const XmlElement& element) {
            stacks.push_back({element.TextOf("StackId"), element.TextOf("StackName"), element.TextOf("StackStatus")});
            return true;
          }));
  return stacks;
}

Result<std::vector<Export>> CloudFormationClient::ListExports() {
  std::vector<Export> exports;
  TRY(Call(parts_, credentials_, region_, endpoint_)
          .SendForPages("ListExports", {}, "Exports", [&exports](const XmlElement& element) {
            exports.push_back({element.TextOf("Name"), element.TextOf("Value"), element.TextOf("ExportingStackId")});
            return true;
          }));
  return exports;
}

}  // namespace genesys_cfn::aws
