// SPDX-License-Identifier: Apache-2.0
// The cloud that a command works on: an AWS account, when the command line asks for it; else the local cloud, the one
// that a running `genesys-cfn local` serves from the same state directory, or one inside this process. The command
// speaks the same HTTP to each of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloudformation_client.h"
#include "aws/s3_location.h"
#include "aws/s3_upload.h"
#include "aws/secrets_manager.h"
#include "base/log.h"
#include "base/result.h"
#include "cli/application.h"
#include "cli/aws_target.h"
#include "cli/command_line.h"
#include "cli/real_organisation.h"
#include "cli/state_lock.h"
#include "emulator/local_cloud/local_cloud.h"
#include "genesys/session.h"
#include "genesys/token_source.h"

namespace genesys_cfn::cli {

class CloudConnection {
 public:
  enum class Place {
    kInside,  // a local cloud in this process
    kServed,  // one in another process
    kAws,
  };

  // kConflict when another command has the local cloud; as of FindAwsTarget for AWS.
  static Result<std::unique_ptr<CloudConnection>> Open(Surroundings& surroundings, const CommandLine& line,
                                                       const std::string& command);
  // Only a cloud inside this process will do (`genesys-cfn local`).
  static Result<std::unique_ptr<CloudConnection>> Serve(Surroundings& surroundings, const CommandLine& line,
                                                        const LocalCommand& command);

  aws::CloudFormationClient& stacks() { return *stacks_; }
  // Puts the template into S3 and gives its address, for a template that is too long for a request. kInvalidInput when
  // AWS is meant and no bucket is named.
  Result<std::string> UploadTemplate(std::string_view text);
  // Puts a definition there, and gives its s3:// address, which contains the digest of the text.
  Result<std::string> UploadDefinition(std::string_view text);
  // Buckets and objects.
  [[nodiscard]] aws::S3Access ObjectStore() const;
  // A session with the organisation: as the OAuth client that the local Secrets Manager holds, or as the one that the
  // environment names (real_organisation.h) on AWS.
  Result<genesys::Session> Organisation(Milliseconds patience);
  [[nodiscard]] const aws::Credentials& credentials() const { return credentials_; }
  // Where they are from, on AWS: "the profile dev".
  [[nodiscard]] const std::string& credentials_source() const { return credentials_source_; }
  [[nodiscard]] const std::string& origin() const { return origin_; }  // of the local cloud; "" on AWS
  [[nodiscard]] const std::string& region() const { return region_; }
  // Where a service is: "S3" as the variable AWS_ENDPOINT_URL_S3 has it, "s3" as the host name has it.
  [[nodiscard]] std::string Endpoint(std::string_view service, std::string_view host_prefix) const;
  [[nodiscard]] Place place() const;
  // How this program is called to work on the same cloud, for messages: "genesys-cfn --target aws --region eu-west-1".
  [[nodiscard]] std::string CallOfProgram() const;
  // The same for AWS's own command line: "aws --region eu-west-1". Of a local cloud inside this process the address is
  // that of `genesys-cfn local --port 4566`, which has to run then.
  [[nodiscard]] std::string CallOfAwsCli() const;
  // Operations that a killed process left behind and that go on now.
  [[nodiscard]] std::vector<emulator::InterruptedOperation> interrupted() const;

 private:
  CloudConnection(Surroundings& surroundings, const CommandLine& line, std::string origin, aws::Credentials credentials,
                  std::string region);
  // Where a text goes, named by its content: the same text is one object. `what` is said when there is no bucket.
  [[nodiscard]] Result<aws::S3Location> PlaceFor(std::string_view local_bucket, const std::string& key,
                                                 std::string_view what) const;
  // The object's address.
  Result<std::string> Upload(const aws::S3Location& location, std::string_view text);
  static Result<std::unique_ptr<CloudConnection>> Inside(Surroundings& surroundings, const CommandLine& line,
                                                         StateLock lock, const LocalCommand& command);

  Surroundings& surroundings_;
  TargetOptions target_;
  std::string origin_;
  aws::Credentials credentials_;
  std::string region_;
  std::string credentials_source_;
  NullLogger logger_;
  std::optional<StateLock> lock_;
  std::unique_ptr<emulator::LocalCloud> cloud_;  // absent when another process serves it
  std::unique_ptr<aws::CloudFormationClient> stacks_;
  std::optional<RealOrganisation> real_organisation_;
  std::unique_ptr<genesys::TokenSource> tokens_;
};

}  // namespace genesys_cfn::cli
