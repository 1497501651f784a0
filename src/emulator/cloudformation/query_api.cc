// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_api.h"

#include <algorithm>
#include <optional>

#include "aws/sigv4.h"
#include "base/text.h"
#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/query_request.h"
#include "emulator/cloudformation/xml_writer.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kVersion = "2010-05-15";
constexpr std::string_view kNamespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
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

http::Response ErrorAnswer(const Error& error, const Action& action, const std::string& request_id) {
  switch (error.code) {
    case ErrorCode::kConflict:
      return ErrorAnswer(400, action.conflict, error.message, request_id);
    case ErrorCode::kPermissionDenied:
      return ErrorAnswer(400, "InsufficientCapabilitiesException", error.message, request_id);
    case ErrorCode::kInvalidInput:
      return ErrorAnswer(400, "ValidationError", error.message, request_id);
    case ErrorCode::kNotFound:
      return ErrorAnswer(action.not_found == "ChangeSetNotFound" ? 404 : 400, action.not_found, error.message,
                         request_id);
    default:
      return ErrorAnswer(500, "InternalFailure", error.message, request_id);
  }
}

const Action* FindAction(std::string_view name) {
  for (const auto& actions : {StackActions(), ReadActions(), TemplateActions(), ChangeSetActions()}) {
    const auto found =
        std::find_if(actions.begin(), actions.end(), [name](const Action& action) { return action.name == name; });
    if (found != actions.end()) return &*found;
  }
  return nullptr;
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

Result<void> NeedMember(const Call& call, std::string_view name) {
  if (!call.query.Text(name).empty()) return {};
  std::string member(name);
  member[0] = static_cast<char>(member[0] - 'A' + 'a');
  return InvalidRequest(Concat("1 validation error detected: Value null at '", member,
                               "' failed to satisfy constraint: Member must not be null"));
}

http::Response CloudFormationService::Handle(const http::Request& request) {
  const std::string request_id = RandomUuid(random_);
  if (auto refused = CheckScope(request, request_id)) return *refused;
  const auto parsed = QueryRequest::Parse(request);
  if (!parsed.has_value()) {
    return ErrorAnswer(400, "MalformedQueryString", parsed.error().message, request_id);
  }
  const QueryRequest& query = *parsed;
  const std::string name = query.Text("Action");
  if (name.empty()) return ErrorAnswer(400, "MissingAction", "The request has no Action.", request_id);
  const Action* action = FindAction(name);
  const std::string version = query.Has("Version") ? query.Text("Version") : std::string(kVersion);
  if (action == nullptr || version != kVersion) {
    return ErrorAnswer(
        400, "InvalidAction",
        Concat("Could not find operation ", TruncateUtf8(name, 100), " for version ", TruncateUtf8(version, 100)),
        request_id);
  }
  XmlWriter xml;
  xml.Open(Concat(name, "Response"), kNamespace);
  if (action->has_result) xml.Open(Concat(name, "Result"));
  Call call{engine_, types_, read_template_, query, xml};
  const Result<void> done = action->perform(call);
  if (!done.has_value()) return ErrorAnswer(done.error(), *action, request_id);
  if (action->has_result) xml.Close();
  xml.Open("ResponseMetadata").Element("RequestId", request_id);
  return Xml(200, xml.Finish(), request_id);
}

}  // namespace genesys_cfn::emulator
