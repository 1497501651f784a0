// SPDX-License-Identifier: Apache-2.0
#include "aws/security_token_service.h"

#include <array>
#include <utility>
#include <vector>

#include "aws/query_answer.h"
#include "aws/service_call.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::array kKnownErrors = {
    // A role's trust policy is not the caller's own rights, which may need time to settle.
    KnownError{"AccessDenied", ErrorCode::kPermissionDenied, Retry::kNever,
               "allow sts:AssumeRole on the role to this caller, and this caller in the role's trust policy"},
    KnownError{"ExpiredTokenException", ErrorCode::kUnauthenticated, Retry::kNever, "the token has expired"},
    KnownError{"InvalidIdentityToken", ErrorCode::kUnauthenticated, Retry::kNever, "the web identity token is refused"},
    KnownError{"RegionDisabledException", ErrorCode::kPermissionDenied, Retry::kNever,
               "STS is switched off for this account in this region"},
    KnownError{"ValidationError", ErrorCode::kInvalidInput, Retry::kNever, "check role_arn"},
};

using Form = std::vector<std::pair<std::string, std::string>>;

std::string Encode(std::string_view action, const Form& form) {
  std::string body = Concat("Action=", action, "&Version=2011-06-15");
  for (const auto& [name, value] : form) {
    if (!value.empty()) body += Concat("&", name, "=", PercentEncode(value));
  }
  return body;
}

Form FormOf(const RoleRequest& request) {
  return {{"RoleArn", request.role_arn},
          {"RoleSessionName", request.session_name},
          {"DurationSeconds", request.duration_seconds}};
}

Result<Credentials> CredentialsIn(const std::string& body, std::string_view action) {
  TRY_ASSIGN(const XmlElement result, ReadQueryResult(body, action, "STS"));
  const XmlElement* found = result.Find("Credentials");
  if (found == nullptr) return UnusableQueryAnswer("STS");
  Credentials credentials{found->TextOf("AccessKeyId"), Secret<std::string>(found->TextOf("SecretAccessKey")),
                          Secret<std::string>(found->TextOf("SessionToken"))};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.Reveal().empty())
    return UnusableQueryAnswer("STS");
  return credentials;
}

}  // namespace

struct SecurityTokenService::Question {
  std::string context;
  std::string_view action;
  Form form;
};

Result<std::string> SecurityTokenService::Ask(const Question& question, const Credentials* credentials,
                                              SteadyTime deadline) {
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the STS endpoint");
  ServiceCall call;
  call.context = question.context;
  call.request = {"POST",
                  url->origin,
                  url->target,
                  {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                  Encode(question.action, question.form)};
  call.signing = {.region = region_, .service = "sts"};
  call.signature = credentials == nullptr ? Signed::kNo : Signed::kYes;
  call.failure_of = [](const http::Response& response) {
    return FailureOf(response, ReadQueryError(response), kKnownErrors, "allow it to this caller");
  };
  const auto answer = Send({parts_.client, parts_.clock, parts_.random},
                           credentials == nullptr ? Credentials() : *credentials, call, deadline);
  if (!answer) return answer.error();
  return answer->body;
}

Result<CallerIdentity> SecurityTokenService::GetCallerIdentity(const Credentials& credentials, SteadyTime deadline) {
  constexpr std::string_view kAction = "GetCallerIdentity";
  TRY_ASSIGN(const std::string body,
             Ask({Concat("asking STS in ", region_, " who this is"), kAction, {}}, &credentials, deadline));
  TRY_ASSIGN(const XmlElement result, ReadQueryResult(body, kAction, "STS"));
  return CallerIdentity{result.TextOf("Account"), result.TextOf("Arn")};
}

Result<Credentials> SecurityTokenService::AssumeRole(const Credentials& credentials, const RoleRequest& request,
                                                     SteadyTime deadline) {
  constexpr std::string_view kAction = "AssumeRole";
  Form form = FormOf(request);
  form.emplace_back("ExternalId", request.external_id);
  TRY_ASSIGN(const std::string body,
             Ask({Concat("assuming the role ", request.role_arn), kAction, std::move(form)}, &credentials, deadline));
  return CredentialsIn(body, kAction);
}

Result<Credentials> SecurityTokenService::AssumeRoleWithWebIdentity(const RoleRequest& request,
                                                                    const Secret<std::string>& token,
                                                                    SteadyTime deadline) {
  constexpr std::string_view kAction = "AssumeRoleWithWebIdentity";
  Form form = FormOf(request);
  form.emplace_back("WebIdentityToken", token.Reveal());
  TRY_ASSIGN(const std::string body,
             Ask({Concat("assuming the role ", request.role_arn, " with a web identity"), kAction, std::move(form)},
                 nullptr, deadline));
  return CredentialsIn(body, kAction);
}

}  // namespace genesys_cfn::aws
