// SPDX-License-Identifier: Apache-2.0
#include "cli/cloud_connection.h"

#include <filesystem>

#include "aws/sigv4.h"
#include "base/find_program.h"
#include "base/text.h"
#include "cli/access_key.h"
#include "genesys/credentials_secret.h"

namespace genesys_cfn::cli {
namespace {

// The function's program: named by the environment, else beside this program.
std::string ProviderExecutable(const Environment& environment) {
  std::string named = environment.GetOr("GENESYS_CFN_BOOTSTRAP", "");
  if (!named.empty()) return named;
  std::error_code ignored;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (self.parent_path() / "bootstrap").string();
}

Error HeldBy(const LockHolder& holder, const std::string& state_directory) {
  return {ErrorCode::kConflict,
          Concat("the local cloud in ", state_directory, " is in use by ",
                 holder.process == 0 ? "another command"
                                     : Concat("`genesys-cfn ", holder.command, "` (process ", holder.process, ")"),
                 "; wait for it to end, or use another --state-dir")};
}

}  // namespace

CloudConnection::CloudConnection(Surroundings& surroundings, const CommandLine& line, std::string origin,
                                 aws::Credentials credentials, std::string region)
    : surroundings_(surroundings),
      target_(line.target),
      origin_(std::move(origin)),
      credentials_(std::move(credentials)),
      region_(std::move(region)) {
  aws::CloudFormationClient::Parts parts{surroundings_.client, surroundings_.clock};
  if (place() == Place::kAws) parts.random = &surroundings_.random;
  stacks_ = std::make_unique<aws::CloudFormationClient>(parts, credentials_, region_,
                                                        Endpoint("CLOUDFORMATION", "cloudformation"));
}

std::string CloudConnection::Endpoint(std::string_view service, std::string_view host_prefix) const {
  return origin_.empty() ? aws::EndpointOf(surroundings_.environment, service, host_prefix, region_) : origin_;
}

std::string CloudConnection::CallOfProgram() const {
  if (place() != Place::kAws) return "genesys-cfn";
  const std::string choice = target_.profile.empty() ? "--target aws" : Concat("--profile ", target_.profile);
  return Concat("genesys-cfn ", choice, " --region ", region_);
}

std::string CloudConnection::CallOfAwsCli() const {
  if (place() == Place::kServed) return Concat("aws --endpoint-url ", origin_);
  if (place() == Place::kInside) return "aws --endpoint-url http://127.0.0.1:4566";
  return Concat(target_.profile.empty() ? "aws" : Concat("aws --profile ", target_.profile), " --region ", region_);
}

CloudConnection::Place CloudConnection::place() const {
  if (origin_.empty()) return Place::kAws;
  return cloud_ == nullptr ? Place::kServed : Place::kInside;
}

Result<std::unique_ptr<CloudConnection>> CloudConnection::Open(Surroundings& surroundings, const CommandLine& line,
                                                               const std::string& command) {
  if (line.target.target() == Target::kAws) {
    TRY_ASSIGN(AwsTarget aws, FindAwsTarget(surroundings, line.target));
    std::unique_ptr<CloudConnection> connection(
        new CloudConnection(surroundings, line, "", std::move(aws.credentials), std::move(aws.region)));
    connection->credentials_source_ = std::move(aws.source);
    return connection;
  }
  TRY_ASSIGN(auto acquired, StateLock::Acquire(line.state_directory, command, surroundings.clock));
  if (auto* lock = std::get_if<StateLock>(&acquired)) return Inside(surroundings, line, std::move(*lock), {});
  const auto& holder = std::get<LockHolder>(acquired);
  if (holder.origin.empty()) return HeldBy(holder, line.state_directory);
  TRY_ASSIGN(const auto access_key, ConfiguredAccessKey(line, surroundings.environment));
  return std::unique_ptr<CloudConnection>(new CloudConnection(surroundings, line, holder.origin,
                                                              access_key.value_or(emulator::LocalCredentials()),
                                                              std::string(emulator::kLocalRegion)));
}

Result<std::unique_ptr<CloudConnection>> CloudConnection::Serve(Surroundings& surroundings, const CommandLine& line,
                                                                const LocalCommand& command) {
  TRY_ASSIGN(auto acquired, StateLock::Acquire(line.state_directory, "local", surroundings.clock));
  if (const auto* holder = std::get_if<LockHolder>(&acquired)) return HeldBy(*holder, line.state_directory);
  TRY_ASSIGN(auto connection, Inside(surroundings, line, std::move(std::get<StateLock>(acquired)), command));
  TRY(connection->lock_->Publish(connection->origin_));
  return connection;
}

Result<std::unique_ptr<CloudConnection>> CloudConnection::Inside(Surroundings& surroundings, const CommandLine& line,
                                                                 StateLock lock, const LocalCommand& command) {
  emulator::LocalCloud::Options options;
  TRY_ASSIGN(options.access_key, ConfiguredAccessKey(line, surroundings.environment));
  options.state_directory = line.state_directory;
  options.port = static_cast<uint16_t>(command.port);
  options.allow_unsupported = command.allow_unsupported;
  options.local_code.insert(command.code.begin(), command.code.end());
  options.faults_file = command.faults_file;
  options.organisation_options = command.genesys_options;
  options.provider_executable = ProviderExecutable(surroundings.environment);
  options.node = FindProgram("node", surroundings.environment);
  TRY_ASSIGN(auto cloud,
             emulator::LocalCloud::Start({surroundings.clock, surroundings.random, surroundings.make_client}, options));
  std::unique_ptr<CloudConnection> connection(new CloudConnection(
      surroundings, line, cloud->origin(), options.access_key.value_or(emulator::LocalCredentials()),
      std::string(emulator::kLocalRegion)));
  connection->lock_.emplace(std::move(lock));
  connection->cloud_ = std::move(cloud);
  return connection;
}

std::vector<emulator::InterruptedOperation> CloudConnection::interrupted() const {
  return cloud_ == nullptr ? std::vector<emulator::InterruptedOperation>{} : cloud_->interrupted();
}

aws::S3Access CloudConnection::ObjectStore() const {
  return {surroundings_.client, surroundings_.clock, surroundings_.random, credentials_, region_, Endpoint("S3", "s3")};
}

Result<aws::S3Location> CloudConnection::PlaceFor(std::string_view local_bucket, const std::string& key,
                                                  std::string_view what) const {
  if (place() != Place::kAws) return aws::S3Location{std::string(local_bucket), key, std::nullopt};
  if (!target_.bucket.empty()) {
    const std::string_view slash = target_.prefix.empty() || target_.prefix.ends_with('/') ? "" : "/";
    return aws::S3Location{target_.bucket, Concat(target_.prefix, slash, key), std::nullopt};
  }
  return Error{ErrorCode::kInvalidInput, Concat(what, ": name a bucket in ", region_, " with --s3-bucket")};
}

Result<std::string> CloudConnection::Upload(const aws::S3Location& location, std::string_view text) {
  const aws::S3Access access = ObjectStore();
  const SteadyTime deadline = surroundings_.clock.SteadyNow() + aws::CloudFormationClient::kLongestCall;
  if (place() != Place::kAws) TRY(aws::CreateBucket(access, location.bucket, deadline));
  return aws::PutObject(access, location, text, deadline);
}

Result<std::string> CloudConnection::UploadTemplate(std::string_view text) {
  TRY_ASSIGN(const auto location, PlaceFor("genesys-cfn-templates", Concat(aws::Sha256Hex(text), ".template"),
                                           Concat("the template has ", text.size(),
                                                  " bytes, and CloudFormation takes 51,200 in a request")));
  return Upload(location, text);
}

Result<std::string> CloudConnection::UploadDefinition(std::string_view text) {
  TRY_ASSIGN(const auto location, PlaceFor("genesys-cfn-definitions", Concat(aws::Sha256Hex(text), ".json"),
                                           "the template names definition files, which the function reads from S3"));
  TRY(Upload(location, text));
  return ToString(location);
}

Result<genesys::Session> CloudConnection::Organisation(Milliseconds patience) {
  const SteadyTime deadline = surroundings_.clock.SteadyNow() + patience;
  if (place() == Place::kAws && !real_organisation_) {
    TRY_ASSIGN(real_organisation_, FindRealOrganisation(surroundings_.environment));
  }
  const genesys::Endpoints endpoints =
      real_organisation_ ? real_organisation_->endpoints : genesys::Endpoints{origin_, origin_, ""};
  if (tokens_ == nullptr) {
    tokens_ = std::make_unique<genesys::TokenSource>(surroundings_.client, surroundings_.clock, surroundings_.random,
                                                     endpoints.login_origin);
  }
  const auto credentials = [this, deadline](genesys::Session::Refresh) -> Result<genesys::ClientCredentials> {
    if (real_organisation_) return real_organisation_->credentials;
    aws::SecretsManager secrets({surroundings_.client, surroundings_.clock, surroundings_.random}, credentials_,
                                region_, origin_);
    TRY_ASSIGN(const auto text, secrets.GetSecretString(emulator::kCredentialsSecret, deadline));
    const auto secret = genesys::ParseCredentialsSecret(text);
    if (secret) return secret->credentials;
    return Error{secret.error().code,
                 Concat("the local secret ", emulator::kCredentialsSecret, " ", secret.error().message)};
  };
  return genesys::Session({surroundings_.client, surroundings_.clock, surroundings_.random, logger_, *tokens_},
                          endpoints.api_origin, credentials, deadline);
}

}  // namespace genesys_cfn::cli
