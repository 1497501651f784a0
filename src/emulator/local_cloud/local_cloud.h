// SPDX-License-Identifier: Apache-2.0
// The local cloud in one object: CloudFormation, Lambda, Secrets Manager, STS and a Genesys Cloud organisation behind
// one loopback port, with their state in one database. Each party is its own module; this wires them and drives the
// clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kLocalRegion = "us-east-1";
inline constexpr std::string_view kCredentialsSecret = "/genesys/oauth/credentials";
// The stack that holds the provider's function and exports its ServiceToken.
inline constexpr std::string_view kProviderStack = "genesys-cfn-provider";
// A capability of a stack: resources of types that are not offered are accepted, as stand-ins whose status reasons
// begin with kStandInReason.
inline constexpr std::string_view kAllowUnsupportedCapability = "LOCAL_ALLOW_UNSUPPORTED";
inline constexpr std::string_view kStandInReason = "Stand-in: ";
// The access key of a local cloud without a configured one, which also takes any other key. It protects nothing: the
// port is on loopback.
aws::Credentials LocalCredentials();

// A stack operation that an earlier process left unfinished, and that goes on now.
struct InterruptedOperation {
  std::string stack_name;
  std::string stack_id;
  std::string status;         // "CREATE_IN_PROGRESS"
  std::string last_event_id;  // the newest event of before
};

class LocalCloud {
 public:
  struct Options {
    std::filesystem::path state_directory;  // must exist; holds local.db and the functions' logs
    uint16_t port = 0;                      // 0: any free one
    std::string provider_executable;        // path of `bootstrap`
    std::string node = {};                  // path of Node.js, for function data actions; "" when there is none
    bool allow_unsupported = false;         // stand-ins for resource types that are not offered
    // "bucket/key" -> a local program, or a directory with `bootstrap`, that stands for that package of a function
    std::map<std::string, std::string> local_code;
    // With one, requests to the AWS services must be signed with it, or with a temporary key that STS gave out.
    std::optional<aws::Credentials> access_key = {};
    std::string faults_file = {};  // of the organisation, docs/faults.md; "" for none
    // Switches of the organisation and their values, docs/local-genesys.md.
    std::vector<std::pair<std::string, std::string>> organisation_options = {};
  };
  struct Parts {
    Clock& clock;
    Random& random;
    // For the requests of executed data actions, a client each; empty: they fail.
    std::function<std::unique_ptr<http::Client>()> make_client = {};
  };

  // Opens or makes the state, listens, and goes on with what was interrupted. Errors: the port is taken, the database
  // cannot be used, the provider's program is missing. Everything in `parts` must outlive the cloud.
  static Result<std::unique_ptr<LocalCloud>> Start(const Parts& parts, const Options& options);

  LocalCloud(const LocalCloud&) = delete;
  LocalCloud& operator=(const LocalCloud&) = delete;
  // Ends every function process and thread; operations in progress go on at the next start.
  ~LocalCloud();

  [[nodiscard]] const std::string& origin() const;
  [[nodiscard]] const std::vector<InterruptedOperation>& interrupted() const;

 private:
  class Running;
  explicit LocalCloud(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace genesys_cfn::emulator
