// SPDX-License-Identifier: Apache-2.0
#include "aws/machine_credentials.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credential_document.h"
#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kContainerHost = "http://169.254.170.2";
constexpr std::string_view kMetadataHost = "http://169.254.169.254";
constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";
constexpr size_t kMaxTokenBytes = size_t{64} << 10;
constexpr int kAttempts = 3;
constexpr Milliseconds kPause{200};

// What is on the machine answers at once, and no proxy leads there.
http::CallOptions NearBy(Milliseconds connect, Milliseconds total) {
  http::CallOptions options;
  options.connect_timeout = connect;
  options.total_timeout = total;
  options.proxy = http::CallOptions::Proxy::kNever;
  return options;
}

bool StaysOnMachine(std::string_view origin) {
  if (origin.starts_with("https://")) return true;
  constexpr std::array<std::string_view, 6> kHosts = {"http://127.0.0.1",      "http://localhost",
                                                      "http://[::1]",          "http://169.254.170.2",
                                                      "http://169.254.170.23", "http://[fd00:ec2::23]"};
  return std::ranges::any_of(kHosts, [origin](std::string_view host) {
    return origin == host || (origin.starts_with(host) && origin[host.size()] == ':');
  });
}

Result<std::string> AuthorisationOf(const Environment& environment) {
  const std::string file = environment.GetOr("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "");
  if (file.empty()) return environment.GetOr("AWS_CONTAINER_AUTHORIZATION_TOKEN", "");
  TRY_ASSIGN(const std::string text, ReadFile(file, kMaxTokenBytes));
  return std::string(Trim(text));
}

}  // namespace

Result<std::optional<Credentials>> MachineCredentials::OfContainer() {
  constexpr std::string_view kContext = "asking the container for AWS credentials";
  const std::string relative = parts_.environment.GetOr("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "");
  const std::string full = parts_.environment.GetOr("AWS_CONTAINER_CREDENTIALS_FULL_URI", "");
  if (relative.empty() && full.empty()) return std::optional<Credentials>();
  const auto url = http::ParseUrl(relative.empty() ? full : Concat(kContainerHost, relative));
  if (!url) return url.error().WithContext(kContext);
  if (!StaysOnMachine(url->origin)) {
    return Error{ErrorCode::kInvalidInput,
                 "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or an address of this machine or of its container "
                 "host"};
  }
  const auto token = AuthorisationOf(parts_.environment);
  if (!token) return token.error().WithContext(kContext);
  http::Request request{"GET", url->origin, url->target, {{"Accept", "application/json"}}, ""};
  if (!token->empty()) request.headers.Add("Authorization", *token);
  for (int attempt = 1;; ++attempt) {
    const auto answer = parts_.client.Send(request, NearBy(Milliseconds(2'000), Milliseconds(5'000)));
    if (answer && answer->ok()) {
      auto credentials = ParseCredentialDocument(answer->body, "Token");
      if (!credentials) return credentials.error().WithContext(kContext);
      return std::optional(*std::move(credentials));
    }
    const bool may_pass = !answer || answer->status == 429 || answer->status >= 500;
    if (!may_pass || attempt == kAttempts) {
      const Error error =
          answer ? Error{ErrorCode::kUnauthenticated, Concat("HTTP status ", answer->status)} : answer.error();
      return error.WithContext(kContext);
    }
    parts_.clock.SleepFor(kPause);
  }
}

Result<std::optional<Credentials>> MachineCredentials::OfInstance() {
  constexpr std::string_view kContext = "asking the instance's metadata service for AWS credentials";
  if (EqualsIgnoreCase(parts_.environment.GetOr("AWS_EC2_METADATA_DISABLED", ""), "true")) {
    return std::optional<Credentials>();
  }
  const auto url = http::ParseUrl(parts_.environment.GetOr("AWS_EC2_METADATA_SERVICE_ENDPOINT", kMetadataHost));
  if (!url) return url.error().WithContext("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  const http::CallOptions options = NearBy(Milliseconds(1'000), Milliseconds(1'000));
  const auto token = parts_.client.Send(
      {"PUT", url->origin, "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}}, ""}, options);
  // Most machines are no instances.
  if (!token || !token->ok()) return std::optional<Credentials>();
  const auto ask = [&](const std::string& target) {
    return parts_.client.Send({"GET", url->origin, target, {{"X-aws-ec2-metadata-token", token->body}}, ""}, options);
  };
  const auto roles = ask(std::string(kRolePath));
  if (!roles) return roles.error().WithContext(kContext);
  const std::string role(Trim(std::string_view(roles->body).substr(0, roles->body.find('\n'))));
  if (!roles->ok() || role.empty()) return std::optional<Credentials>();
  const auto answer = ask(Concat(kRolePath, role));
  if (!answer) return answer.error().WithContext(kContext);
  if (!answer->ok()) {
    return Error{ErrorCode::kUnauthenticated, Concat("HTTP status ", answer->status)}.WithContext(kContext);
  }
  auto credentials = ParseCredentialDocument(answer->body, "Token");
  if (!credentials) return credentials.error().WithContext(kContext);
  return std::optional(*std::move(credentials));
}

}  // namespace genesys_cfn::aws
