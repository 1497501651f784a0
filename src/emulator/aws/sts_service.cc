// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/sts_service.h"

#include <utility>

#include "base/text.h"
#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

http::Response Answer(int status, std::string body) {
  return {status, {{"Content-Type", "text/xml"}}, std::move(body)};
}

http::Response ErrorAnswer(int status, std::string_view code, std::string_view message, std::string_view request_id) {
  return Answer(status, Concat("<ErrorResponse xmlns=\"", kNamespace, "\"><Error><Type>Sender</Type><Code>", code,
                               "</Code><Message>", XmlText(message), "</Message></Error><RequestId>", request_id,
                               "</RequestId></ErrorResponse>"));
}

std::string_view CodeOf(AwsRefusal::Reason reason) {
  switch (reason) {
    case AwsRefusal::Reason::kMissing:
      return "MissingAuthenticationToken";
    case AwsRefusal::Reason::kIncomplete:
      return "IncompleteSignature";
    case AwsRefusal::Reason::kUnknownKey:
      return "InvalidClientTokenId";
    case AwsRefusal::Reason::kBadSignature:
      return "SignatureDoesNotMatch";
  }
  return "InternalFailure";
}

}  // namespace

StsService::StsService(Parts parts, CloudIdentity identity, aws::Credentials accepted)
    : parts_(parts), identity_(std::move(identity)), accepted_(std::move(accepted)) {}

http::Response StsService::Handle(const http::Request& request) {
  const std::string request_id = RandomUuid(parts_.random);
  if (const auto refusal = RefusalOf(request, {"sts", identity_.region}, accepted_, parts_.clock.Now())) {
    const int status = refusal->reason == AwsRefusal::Reason::kIncomplete ? 400 : 403;
    return ErrorAnswer(status, CodeOf(refusal->reason), refusal->message, request_id);
  }
  const auto parameters = http::ParseQuery(request.method == "GET" ? http::QueryOf(request.target) : request.body);
  const std::string action = http::FindParameter(parameters, "Action").value_or("");
  if (action != "GetCallerIdentity") {
    return ErrorAnswer(400, "InvalidAction",
                       Concat("Could not find operation ", action,
                              " for version 2011-06-15: the local STS offers GetCallerIdentity alone."),
                       request_id);
  }
  return Answer(200, Concat("<GetCallerIdentityResponse xmlns=\"", kNamespace, "\"><GetCallerIdentityResult>",
                            "<Arn>arn:aws:iam::", identity_.account, ":root</Arn><UserId>", identity_.account,
                            "</UserId><Account>", identity_.account, "</Account></GetCallerIdentityResult>",
                            "<ResponseMetadata><RequestId>", request_id,
                            "</RequestId></ResponseMetadata></GetCallerIdentityResponse>"));
}

}  // namespace genesys_cfn::emulator
