// SPDX-License-Identifier: Apache-2.0
#include "cli/aws_target.h"

#include <algorithm>
#include <optional>

#include "aws/credential_chain.h"
#include "aws/profiles.h"
#include "base/text.h"
#include "cli/run_program.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{60'000};

// It becomes part of host names.
bool IsRegion(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<std::string> FindRegion(const Environment& environment, const TargetOptions& options,
                               const aws::Profiles& profiles) {
  std::string region = options.region;
  if (region.empty()) region = environment.GetOr("AWS_REGION", environment.GetOr("AWS_DEFAULT_REGION", ""));
  const std::string profile = options.profile.empty() ? aws::ProfileFromEnvironment(environment) : options.profile;
  if (const aws::IniSection* settings = profiles.Find(profile); region.empty() && settings != nullptr) {
    const auto found = settings->find("region");
    if (found != settings->end()) region = found->second;
  }
  if (region.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("no AWS region: give --region, set AWS_REGION, or put one into the profile ", profile)};
  }
  if (!IsRegion(region)) {
    return Error{ErrorCode::kInvalidInput, Concat("\"", region, "\" is no AWS region, such as eu-central-1")};
  }
  return region;
}

}  // namespace

Result<AwsTarget> FindAwsTarget(Surroundings& surroundings, const TargetOptions& options) {
  TRY_ASSIGN(const aws::Profiles profiles, aws::Profiles::Read(surroundings.environment));
  // A profile that does not exist is the better message than a region that is not known.
  const auto region = FindRegion(surroundings.environment, options, profiles);
  if (!region && (options.profile.empty() || profiles.Find(options.profile) != nullptr)) return region.error();
  aws::CredentialChain chain(
      {surroundings.environment, surroundings.client, surroundings.clock, surroundings.random, RunProgram}, profiles,
      region ? *region : std::string());
  TRY_ASSIGN(aws::FoundCredentials found,
             chain.Find(options.profile.empty() ? std::nullopt : std::optional(options.profile),
                        surroundings.clock.SteadyNow() + kPatience));
  TRY(region);
  return AwsTarget{std::move(found.credentials), std::move(found.source), *region};
}

}  // namespace genesys_cfn::cli
