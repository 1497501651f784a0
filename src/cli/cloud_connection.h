// SPDX-License-Identifier: Apache-2.0
// The local cloud that a command works on: the one that a running `genesys-cfn local` serves from the same state
// directory, or one inside this process. Either way the command speaks HTTP to it, so both ways are one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloudformation_client.h"
#include "aws/s3_upload.h"
#include "aws/secrets_manager.h"
#include "base/log.h"
#include "base/result.h"
#include "cli/application.h"
#include "cli/command_line.h"
#include "cli/state_lock.h"
#include "emulator/local_cloud/local_cloud.h"
#include "genesys/session.h"
#include "genesys/token_source.h"

namespace genesys_cfn::cli {

class CloudConnection {
 public:
  // kConflict when another command has it.
  static Result<std::unique_ptr<CloudConnection>> Open(Surroundings& surroundings, const CommandLine& line,
                                                       const std::string& command);
  // Only a cloud inside this process will do (`genesys-cfn local`).
  static Result<std::unique_ptr<CloudConnection>> Serve(Surroundings& surroundings, const CommandLine& line,
                                                        const LocalCommand& command);

  aws::CloudFormationClient& stacks() { return *stacks_; }
  // Puts the template into the local S3 and gives its address, for a template that is too long for a request.
  Result<std::string> UploadTemplate(std::string_view text);
  // Puts a definition there, and gives its s3:// address, which contains the digest of the text.
  Result<std::string> UploadDefinition(std::string_view text);
  // Buckets and objects.
  [[nodiscard]] aws::S3Access ObjectStore();
  // A session with the organisation, as the OAuth client that the local Secrets Manager holds.
  Result<genesys::Session> Organisation(Milliseconds patience);
  [[nodiscard]] const aws::Credentials& credentials() const { return credentials_; }
  [[nodiscard]] const std::string& origin() const { return origin_; }
  // Operations that a killed process left behind and that go on now.
  [[nodiscard]] std::vector<emulator::InterruptedOperation> interrupted() const;

 private:
  // Named by its content: the same text is one object. The object's address.
  Result<std::string> Upload(std::string_view bucket, const std::string& key, std::string_view text);
  CloudConnection(Surroundings& surroundings, std::string origin, aws::Credentials credentials);
  static Result<std::unique_ptr<CloudConnection>> Inside(Surroundings& surroundings, const CommandLine& line,
                                                         StateLock lock, const LocalCommand& command);

  Surroundings& surroundings_;
  std::string origin_;
  aws::Credentials credentials_;
  NullLogger logger_;
  std::optional<StateLock> lock_;
  std::unique_ptr<emulator::LocalCloud> cloud_;  // absent when another process serves it
  std::unique_ptr<aws::CloudFormationClient> stacks_;
  std::unique_ptr<genesys::TokenSource> tokens_;
};

}  // namespace genesys_cfn::cli
