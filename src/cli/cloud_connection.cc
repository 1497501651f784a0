// SPDX-License-Identifier: Apache-2.0
#include "cli/cloud_connection.h"

#include <filesystem>

#include "aws/sigv4.h"
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

CloudConnection::CloudConnection(Surroundings& surroundings, std::string origin, aws::Credentials credentials)
    : surroundings_(surroundings),
      origin_(std::move(origin)),
      credentials_(std::move(credentials)),
      stacks_(std::make_unique<aws::CloudFormationClient>(
          aws::CloudFormationClient::Parts{surroundings.client, surroundings.clock}, credentials_,
          std::string(emulator::kLocalRegion), origin_)),
      tokens_(std::make_unique<genesys::TokenSource>(surroundings.client, surroundings.clock, surroundings.random,
                                                     origin_)) {}

Result<std::unique_ptr<CloudConnection>> CloudConnection::Open(Surroundings& surroundings, const CommandLine& line,
                                                               const std::string& command) {
  TRY_ASSIGN(auto acquired, StateLock::Acquire(line.state_directory, command, surroundings.clock));
  if (auto* lock = std::get_if<StateLock>(&acquired)) return Inside(surroundings, line, std::move(*lock), {});
  const auto& holder = std::get<LockHolder>(acquired);
  if (holder.origin.empty()) return HeldBy(holder, line.state_directory);
  TRY_ASSIGN(const auto access_key, ConfiguredAccessKey(line, surroundings.environment));
  return std::unique_ptr<CloudConnection>(
      new CloudConnection(surroundings, holder.origin, access_key.value_or(emulator::LocalCredentials())));
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
  TRY_ASSIGN(auto cloud,
             emulator::LocalCloud::Start({surroundings.clock, surroundings.random, surroundings.make_client}, options));
  std::unique_ptr<CloudConnection> connection(
      new CloudConnection(surroundings, cloud->origin(), options.access_key.value_or(emulator::LocalCredentials())));
  connection->lock_.emplace(std::move(lock));
  connection->cloud_ = std::move(cloud);
  return connection;
}

std::vector<emulator::InterruptedOperation> CloudConnection::interrupted() const {
  return cloud_ == nullptr ? std::vector<emulator::InterruptedOperation>{} : cloud_->interrupted();
}

aws::S3Access CloudConnection::ObjectStore() {
  return {surroundings_.client,
          surroundings_.clock,
          surroundings_.random,
          credentials_,
          std::string(emulator::kLocalRegion),
          origin_};
}

Result<std::string> CloudConnection::Upload(std::string_view bucket, const std::string& key, std::string_view text) {
  const aws::S3Access access = ObjectStore();
  const SteadyTime deadline = surroundings_.clock.SteadyNow() + aws::CloudFormationClient::kLongestCall;
  TRY(aws::CreateBucket(access, bucket, deadline));
  return aws::PutObject(access, {std::string(bucket), key, std::nullopt}, text, deadline);
}

Result<std::string> CloudConnection::UploadTemplate(std::string_view text) {
  return Upload("genesys-cfn-templates", Concat(aws::Sha256Hex(text), ".template"), text);
}

Result<std::string> CloudConnection::UploadDefinition(std::string_view text) {
  constexpr std::string_view kBucket = "genesys-cfn-definitions";
  const std::string key = Concat(aws::Sha256Hex(text), ".json");
  TRY(Upload(kBucket, key, text));
  return Concat("s3://", kBucket, "/", key);
}

Result<genesys::Session> CloudConnection::Organisation(Milliseconds patience) {
  const SteadyTime deadline = surroundings_.clock.SteadyNow() + patience;
  const auto credentials = [this, deadline](genesys::Session::Refresh) -> Result<genesys::ClientCredentials> {
    aws::SecretsManager secrets({surroundings_.client, surroundings_.clock, surroundings_.random}, credentials_,
                                std::string(emulator::kLocalRegion), origin_);
    TRY_ASSIGN(const auto text, secrets.GetSecretString(emulator::kCredentialsSecret, deadline));
    const auto secret = genesys::ParseCredentialsSecret(text);
    if (secret) return secret->credentials;
    return Error{secret.error().code,
                 Concat("the local secret ", emulator::kCredentialsSecret, " ", secret.error().message)};
  };
  return genesys::Session({surroundings_.client, surroundings_.clock, surroundings_.random, logger_, *tokens_}, origin_,
                          credentials, deadline);
}

}  // namespace genesys_cfn::cli
