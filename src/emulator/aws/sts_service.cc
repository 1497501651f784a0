// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/sts_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "aws/sigv4.h"
#include "base/text.h"
#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
constexpr std::string_view kLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kRoleIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int64_t kDefaultSeconds = 3600;
constexpr int64_t kFewestSeconds = 900;
constexpr int64_t kMostSeconds = 43'200;

http::Response Answer(int status, std::string body) {
  return {status, {{"Content-Type", "text/xml"}}, std::move(body)};
}

http::Response ErrorAnswer(int status, std::string_view code, std::string_view message, std::string_view request_id) {
  return Answer(status, Concat("<ErrorResponse xmlns=\"", kNamespace, "\"><Error><Type>Sender</Type><Code>", code,
                               "</Code><Message>", EscapeXml(message), "</Message></Error><RequestId>", request_id,
                               "</RequestId></ErrorResponse>"));
}

http::Response ResultAnswer(std::string_view action, std::string_view result, std::string_view request_id) {
  return Answer(200, Concat('<', action, "Response xmlns=\"", kNamespace, "\"><", action, "Result>", result, "</",
                            action, "Result><ResponseMetadata><RequestId>", request_id,
                            "</RequestId></ResponseMetadata></", action, "Response>"));
}

bool ConsistsOf(std::string_view text, std::string_view more_characters) {
  return std::all_of(text.begin(), text.end(), [more_characters](char c) {
    return kLettersAndDigits.find(c) != std::string_view::npos || more_characters.find(c) != std::string_view::npos;
  });
}

// "deploy" of "arn:aws:iam::123456789012:role/path/deploy"; nullopt for what is no ARN of a role.
std::optional<std::string> RoleNameOf(const std::string& arn) {
  const auto parts = Split(arn, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "iam" || !parts[5].starts_with("role/"))
    return std::nullopt;
  const std::string_view name = parts[5].substr(parts[5].rfind('/') + 1);
  if (name.empty() || !ConsistsOf(name, "+=,.@_-")) return std::nullopt;
  return std::string(name);
}

std::string Invalid(std::string_view value, std::string_view member, std::string_view constraint) {
  return Concat("1 validation error detected: Value '", value, "' at '", member,
                "' failed to satisfy constraint: ", constraint);
}

}  // namespace

StsService::StsService(Parts parts, CloudIdentity identity, AccessKeys keys)
    : parts_(parts), identity_(std::move(identity)), keys_(std::move(keys)) {}

http::Response StsService::Handle(const http::Request& request) {
  const std::string request_id = RandomUuid(parts_.random);
  if (const auto refusal = RefusalOf(request, {"sts", identity_.region}, keys_, parts_.clock.Now())) {
    return ErrorAnswer(QueryErrorStatus(refusal->reason), QueryErrorCode(refusal->reason), refusal->message,
                       request_id);
  }
  const auto parameters = http::ParseQuery(request.method == "GET" ? http::QueryOf(request.target) : request.body);
  const std::string action = http::FindParameter(parameters, "Action").value_or("");
  if (action == "GetCallerIdentity") return GetCallerIdentity(request, request_id);
  if (action == "AssumeRole") return AssumeRole(parameters, request_id);
  return ErrorAnswer(400, "InvalidAction",
                     Concat("Could not find operation ", action,
                            " for version 2011-06-15: the local STS offers AssumeRole and GetCallerIdentity."),
                     request_id);
}

http::Response StsService::GetCallerIdentity(const http::Request& request, const std::string& request_id) const {
  const auto signature = aws::ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  const std::string token = request.headers.Get("X-Amz-Security-Token").value_or("");
  const auto session = signature ? keys_.FindSession(signature->access_key_id, token) : std::nullopt;
  std::string arn = Concat("arn:aws:iam::", identity_.account, ":root");
  std::string user_id = identity_.account;
  if (session) {
    arn = Concat("arn:aws:sts::", identity_.account, ':', session->caller);
    user_id =
        Concat("AROA", signature->access_key_id.substr(4), ':', session->caller.substr(session->caller.rfind('/') + 1));
  }
  return ResultAnswer(
      "GetCallerIdentity",
      Concat(XmlElementOf("Arn", arn), XmlElementOf("UserId", user_id), XmlElementOf("Account", identity_.account)),
      request_id);
}

http::Response StsService::AssumeRole(const Parameters& parameters, const std::string& request_id) const {
  const std::string arn = http::FindParameter(parameters, "RoleArn").value_or("");
  const std::string session_name = http::FindParameter(parameters, "RoleSessionName").value_or("");
  const std::string asked = http::FindParameter(parameters, "DurationSeconds").value_or("");
  const auto refuse = [&request_id](std::string_view message) {
    return ErrorAnswer(400, "ValidationError", message, request_id);
  };
  const auto role = RoleNameOf(arn);
  if (!role) return refuse(Concat(arn, " is invalid"));
  if (session_name.size() < 2 || session_name.size() > 64 || !ConsistsOf(session_name, "_=,.@-")) {
    return refuse(Invalid(session_name, "roleSessionName",
                          "Member must satisfy regular expression pattern: [\\w+=,.@-]*, and have 2 to 64 characters"));
  }
  const auto seconds = asked.empty() ? std::optional(kDefaultSeconds) : ParseInteger<int64_t>(asked);
  if (!seconds || *seconds < kFewestSeconds) {
    return refuse(Invalid(asked, "durationSeconds", "Member must have value greater than or equal to 900"));
  }
  if (*seconds > kMostSeconds) {
    return refuse(Invalid(asked, "durationSeconds", "Member must have value less than or equal to 43200"));
  }
  const std::string caller = Concat("assumed-role/", *role, '/', session_name);
  const WallTime expiry = parts_.clock.Now() + std::chrono::seconds(*seconds);
  const aws::Credentials issued = keys_.Issue({caller, expiry}, parts_.random);
  const std::string role_id = Concat("AROA", RandomText(parts_.random, kRoleIdAlphabet, 17));
  return ResultAnswer("AssumeRole",
                      Concat("<Credentials>", XmlElementOf("AccessKeyId", issued.access_key_id),
                             XmlElementOf("SecretAccessKey", issued.secret_access_key.Reveal()),
                             XmlElementOf("SessionToken", issued.session_token->Reveal()),
                             XmlElementOf("Expiration", FormatIso8601(expiry)), "</Credentials><AssumedRoleUser>",
                             XmlElementOf("AssumedRoleId", Concat(role_id, ':', session_name)),
                             XmlElementOf("Arn", Concat("arn:aws:sts::", identity_.account, ':', caller)),
                             "</AssumedRoleUser><PackedPolicySize>0</PackedPolicySize>"),
                      request_id);
}

}  // namespace genesys_cfn::emulator
