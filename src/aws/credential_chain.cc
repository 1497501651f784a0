// SPDX-License-Identifier: Apache-2.0
#include "aws/credential_chain.h"

#include <algorithm>
#include <utility>

#include "aws/credential_document.h"
#include "aws/machine_credentials.h"
#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr size_t kMaxTokenBytes = size_t{64} << 10;
constexpr std::string_view kSessionName = "genesys-cfn";

std::string Setting(const IniSection& settings, std::string_view name) {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string() : found->second;
}

// The AWS CLI can do what this program cannot, and hands it over.
std::string ByExport(std::string_view profile) {
  return Concat("run: eval \"$(aws configure export-credentials --profile ", profile, " --format env)\"");
}

Error InProfile(std::string_view profile, std::string_view problem) {
  return {ErrorCode::kUnauthenticated, Concat("the AWS profile ", profile, " ", problem)};
}

Error UnknownProfile(const std::string& name, const Profiles& profiles) {
  const std::vector<std::string> names = profiles.names();
  const auto near = Suggest(name, names);
  return {ErrorCode::kInvalidInput,
          Concat("there is no AWS profile ", name, near ? Concat("; did you mean ", *near, "?") : "",
                 "; profiles: ", names.empty() ? "none" : Join(names, ", "))};
}

Error NothingFound(const std::string& profile) {
  return {ErrorCode::kUnauthenticated,
          Concat("no AWS credentials: none in the environment (AWS_ACCESS_KEY_ID), none in the profile ", profile,
                 " (~/.aws/config, ~/.aws/credentials), no container and no instance role. Run aws configure, name a "
                 "profile with --profile, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")};
}

RoleRequest RoleOf(const IniSection& settings) {
  const std::string session = Setting(settings, "role_session_name");
  return {Setting(settings, "role_arn"), session.empty() ? std::string(kSessionName) : session,
          Setting(settings, "external_id"), Setting(settings, "duration_seconds")};
}

}  // namespace

SecurityTokenService CredentialChain::Sts() {
  return {{parts_.client, parts_.clock, parts_.random}, region_, EndpointOf(parts_.environment, "STS", "sts", region_)};
}

Result<Credentials> CredentialChain::OfWebIdentity(const std::string& token_file, const RoleRequest& request,
                                                   SteadyTime deadline) {
  TRY_ASSIGN(const std::string token, ReadFile(token_file, kMaxTokenBytes));
  return Sts().AssumeRoleWithWebIdentity(request, Secret<std::string>(std::string(Trim(token))), deadline);
}

Result<Credentials> CredentialChain::OfProgram(const std::string& command) {
  const auto written = parts_.run_program(command);
  if (!written) return written.error();
  return ParseCredentialDocument(*written, "SessionToken");
}

Result<Credentials> CredentialChain::OfSource(const std::string& source, SteadyTime /*deadline*/) {
  if (source == "Environment") return CredentialsFromEnvironment(parts_.environment);
  MachineCredentials machine({parts_.environment, parts_.client, parts_.clock});
  const bool is_container = source == "EcsContainer";
  if (!is_container && source != "Ec2InstanceMetadata") {
    return Error{ErrorCode::kUnauthenticated,
                 "credential_source must be Environment, EcsContainer or Ec2InstanceMetadata"};
  }
  TRY_ASSIGN(auto found, is_container ? machine.OfContainer() : machine.OfInstance());
  if (found) return *std::move(found);
  return Error{ErrorCode::kUnauthenticated, Concat("credential_source ", source, ": there is none here")};
}

Result<Credentials> CredentialChain::OfRole(const std::string& name, const IniSection& settings,
                                            std::vector<std::string> used_by, SteadyTime deadline) {
  if (!Setting(settings, "mfa_serial").empty()) {
    return InProfile(name, Concat("needs a code (mfa_serial), for which this program does not ask; ", ByExport(name)));
  }
  if (const std::string file = Setting(settings, "web_identity_token_file"); !file.empty()) {
    return OfWebIdentity(file, RoleOf(settings), deadline);
  }
  const std::string source_profile = Setting(settings, "source_profile");
  const std::string source = Setting(settings, "credential_source");
  if (source_profile.empty() == source.empty()) {
    return InProfile(name, "has a role_arn, so it needs either source_profile or credential_source");
  }
  // A profile may be its own source: then its keys are meant.
  if (source_profile == name && !Setting(settings, "aws_access_key_id").empty()) {
    IniSection keys = settings;
    keys.erase("role_arn");
    const Profiles own = Profiles::Of({}, {{name, keys}});
    TRY_ASSIGN(const Credentials credentials, CredentialChain(parts_, own, region_).OfProfile(name, {}, deadline));
    return Sts().AssumeRole(credentials, RoleOf(settings), deadline);
  }
  used_by.push_back(name);
  TRY_ASSIGN(const Credentials credentials,
             source.empty() ? OfProfile(source_profile, std::move(used_by), deadline) : OfSource(source, deadline));
  return Sts().AssumeRole(credentials, RoleOf(settings), deadline);
}

Result<Credentials> CredentialChain::OfProfile(const std::string& name, std::vector<std::string> used_by,
                                               SteadyTime deadline) {
  const IniSection* settings = profiles_.Find(name);
  if (settings == nullptr) return UnknownProfile(name, profiles_);
  if (std::ranges::find(used_by, name) != used_by.end()) {
    return InProfile(name, Concat("is its own source_profile, by way of ", Join(used_by, ", ")));
  }
  if (!Setting(*settings, "role_arn").empty()) return OfRole(name, *settings, std::move(used_by), deadline);
  const std::string key = Setting(*settings, "aws_access_key_id");
  std::string secret = Setting(*settings, "aws_secret_access_key");
  if (!key.empty() || !secret.empty()) {
    if (key.empty()) return InProfile(name, "has no aws_access_key_id");
    if (secret.empty()) return InProfile(name, "has no aws_secret_access_key");
    Credentials credentials{key, Secret<std::string>(std::move(secret)), std::nullopt};
    if (std::string token = Setting(*settings, "aws_session_token"); !token.empty()) {
      credentials.session_token = Secret<std::string>(std::move(token));
    }
    return credentials;
  }
  if (const std::string command = Setting(*settings, "credential_process"); !command.empty()) {
    auto credentials = OfProgram(command);
    if (!credentials) return credentials.error().WithContext(Concat("the credential_process of the profile ", name));
    return credentials;
  }
  if (settings->contains("sso_session") || settings->contains("sso_start_url")) {
    return InProfile(
        name, Concat("signs in with IAM Identity Center (SSO), which this program does not read; ", ByExport(name)));
  }
  return InProfile(name, "holds no credentials");
}

Result<FoundCredentials> CredentialChain::Find(const std::optional<std::string>& profile, SteadyTime deadline) {
  if (profile) {
    TRY_ASSIGN(Credentials credentials, OfProfile(*profile, {}, deadline));
    return FoundCredentials{std::move(credentials), Concat("the profile ", *profile)};
  }
  const Environment& environment = parts_.environment;
  if (!environment.GetOr("AWS_ACCESS_KEY_ID", "").empty() || !environment.GetOr("AWS_SECRET_ACCESS_KEY", "").empty()) {
    TRY_ASSIGN(Credentials credentials, CredentialsFromEnvironment(environment));
    return FoundCredentials{std::move(credentials), "the environment"};
  }
  const std::string token_file = environment.GetOr("AWS_WEB_IDENTITY_TOKEN_FILE", "");
  const std::string role = environment.GetOr("AWS_ROLE_ARN", "");
  if (!token_file.empty() && !role.empty()) {
    const std::string session = environment.GetOr("AWS_ROLE_SESSION_NAME", kSessionName);
    TRY_ASSIGN(Credentials credentials, OfWebIdentity(token_file, {role, session}, deadline));
    return FoundCredentials{std::move(credentials), "the web identity of the environment"};
  }
  const std::string named = ProfileFromEnvironment(environment);
  const IniSection* settings = profiles_.Find(named);
  const auto has = [settings](std::string_view name) { return !Setting(*settings, name).empty(); };
  if (settings == nullptr && named != "default") return UnknownProfile(named, profiles_);
  if (settings != nullptr && (has("role_arn") || has("aws_access_key_id") || has("aws_secret_access_key") ||
                              has("credential_process") || has("sso_session") || has("sso_start_url"))) {
    TRY_ASSIGN(Credentials credentials, OfProfile(named, {}, deadline));
    return FoundCredentials{std::move(credentials), Concat("the profile ", named)};
  }
  MachineCredentials machine({environment, parts_.client, parts_.clock});
  TRY_ASSIGN(auto of_container, machine.OfContainer());
  if (of_container) return FoundCredentials{*std::move(of_container), "the container"};
  TRY_ASSIGN(auto of_instance, machine.OfInstance());
  if (of_instance) return FoundCredentials{*std::move(of_instance), "the role of the instance"};
  return NothingFound(named);
}

}  // namespace genesys_cfn::aws
