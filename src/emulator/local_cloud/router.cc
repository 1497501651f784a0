// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/router.h"

#include <string>

#include "aws/sigv4.h"
#include "base/text.h"
#include "emulator/aws/s3_address.h"
#include "emulator/cloudformation/answer_sink.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/genesys/organisation.h"
#include "emulator/lambda/lambda_api.h"

namespace genesys_cfn::emulator {
namespace {

http::Response PlainText(int status, std::string_view text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, Concat(text, "\n")};
}

// The service that the request was signed for; "" when it was not signed.
std::string ScopeOf(const http::Request& request) {
  const auto header = request.headers.Get("Authorization");
  const auto parsed = header ? aws::ParseAuthorization(*header) : Result<aws::AuthorizationHeader>(Error{});
  return parsed ? parsed->service : std::string();
}

std::string VersionOf(const http::Request& request) {
  const auto in_query = http::FindParameter(http::ParseQuery(http::QueryOf(request.target)), "Version");
  if (in_query) return *in_query;
  return http::FindParameter(http::ParseQuery(request.body), "Version").value_or("");
}

}  // namespace

http::Response Router::Handle(const http::Request& request) {
  const LocalServices* services = services_;
  if (services == nullptr) return PlainText(503, "The local cloud is starting.");
  if (AnswerSink::Serves(request.target)) return services->answers.Handle(request);
  if (FunctionUploads::Serves(http::PathOf(request.target))) return services->function_uploads.Handle(request);
  const std::string scope = ScopeOf(request);
  // A bucket may have any name, "api" too.
  if (scope == "s3" || IsUnsignedS3Request(request)) return services->objects.Handle(request);
  if (services->functions != nullptr && LambdaApi::Serves(http::PathOf(request.target))) {
    return services->functions->Handle(request);
  }
  if (GenesysOrganisation::Serves(http::PathOf(request.target))) return services->genesys.Handle(request);
  const std::string target = request.headers.Get("X-Amz-Target").value_or("");
  if (target.starts_with("secretsmanager.")) return services->secrets_manager.Handle(request);
  if (target.starts_with("AmazonSSM.")) return services->parameters.Handle(request);
  if (http::PathOf(request.target) == "/") {
    if (scope == "ssm") return services->parameters.Handle(request);
    if (scope == "secretsmanager") return services->secrets_manager.Handle(request);
    const std::string version = scope.empty() ? VersionOf(request) : "";
    if (scope == "sts" || version == "2011-06-15") return services->security_token.Handle(request);
    if (scope == "cloudformation" || version == "2010-05-15") return services->cloudformation.Handle(request);
    if (!scope.empty()) return PlainText(501, Concat("The local cloud has no service ", scope, "."));
  }
  return PlainText(
      404,
      "This is the local cloud of genesys-cfn. It serves CloudFormation, Secrets Manager, Parameter Store, "
      "S3 (signed requests), STS and a Genesys Cloud organisation (/oauth/token, /api/v2/integrations); this path is "
      "none of theirs.");
}

}  // namespace genesys_cfn::emulator
