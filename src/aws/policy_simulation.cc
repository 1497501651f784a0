// SPDX-License-Identifier: Apache-2.0
#include "aws/policy_simulation.h"

#include <array>
#include <utility>

#include "aws/query_answer.h"
#include "aws/service_call.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kAction = "SimulatePrincipalPolicy";

constexpr std::array kKnownErrors = {
    KnownError{"AccessDenied", ErrorCode::kPermissionDenied, Retry::kNever,
               "allow iam:SimulatePrincipalPolicy on the role to this caller"},
    KnownError{"NoSuchEntity", ErrorCode::kNotFound, Retry::kNever, "the role is not there any more"},
};

constexpr int kNotImplemented = 501;

std::string BodyOf(std::string_view role_arn, const SimulatedCall& simulated) {
  std::string body = Concat("Action=", kAction, "&Version=2010-05-08&PolicySourceArn=", PercentEncode(role_arn),
                            "&ActionNames.member.1=", PercentEncode(simulated.action),
                            "&ResourceArns.member.1=", PercentEncode(simulated.resource));
  if (!simulated.via_service.empty()) {
    body += Concat("&ContextEntries.member.1.ContextKeyName=kms%3AViaService",
                   "&ContextEntries.member.1.ContextKeyType=string",
                   "&ContextEntries.member.1.ContextKeyValues.member.1=", PercentEncode(simulated.via_service));
  }
  return body;
}

}  // namespace

IamPlace FindIam(const Environment& environment, std::string_view region) {
  IamPlace place{"https://iam.amazonaws.com", "us-east-1"};
  if (region.starts_with("cn-")) place = {"https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"};
  if (region.starts_with("us-gov-")) place = {"https://iam.us-gov.amazonaws.com", "us-gov-west-1"};
  place.endpoint =
      environment.GetOr("AWS_ENDPOINT_URL_IAM", environment.GetOr("AWS_ENDPOINT_URL", std::move(place.endpoint)));
  return place;
}

Result<PolicyDecision> PolicySimulation::Ask(std::string_view role_arn, const SimulatedCall& simulated,
                                             SteadyTime deadline) {
  const auto url = http::ParseUrl(place_.endpoint);
  if (!url) return url.error().WithContext("the IAM endpoint");
  ServiceCall call;
  call.context = Concat("asking IAM whether ", role_arn, " may ", simulated.action);
  call.request = {"POST",
                  url->origin,
                  url->target,
                  {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                  BodyOf(role_arn, simulated)};
  call.signing = {.region = place_.region, .service = "iam"};
  call.failure_of = [](const http::Response& response) {
    Failure failure = FailureOf(response, ReadQueryError(response), kKnownErrors, kKnownErrors[0].advice);
    if (response.status == kNotImplemented) failure.retry = Retry::kNever;  // a stand-in for AWS
    return failure;
  };
  TRY_ASSIGN(const http::Response answer,
             Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline));
  TRY_ASSIGN(const XmlElement result, ReadQueryResult(answer.body, kAction, "IAM"));
  const auto evaluations = result.ListOf("EvaluationResults");
  const std::string decision = evaluations.empty() ? "" : evaluations.front()->TextOf("EvalDecision");
  if (decision == "allowed") return PolicyDecision::kAllowed;
  if (decision == "explicitDeny") return PolicyDecision::kDenied;
  if (decision == "implicitDeny") return PolicyDecision::kNotGranted;
  return UnusableQueryAnswer("IAM").WithContext(call.context);
}

}  // namespace genesys_cfn::aws
