// SPDX-License-Identifier: Apache-2.0
// CloudWatch Logs's FilterLogEvents (JSON 1.1 protocol): what functions wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct LogEvent {
  std::string id;
  WallTime time;
  std::string message;
};

// Not thread-safe.
class CloudWatchLogs {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  CloudWatchLogs(Parts parts, Credentials credentials, std::string region, std::string endpoint)
      : parts_(parts),
        credentials_(std::move(credentials)),
        region_(std::move(region)),
        endpoint_(std::move(endpoint)) {}

  // All streams of the group from `since` on, all pages, oldest first. Repeated as SecretsManager repeats. Errors:
  // kNotFound when there is no such group, kPermissionDenied (names logs:FilterLogEvents), else as of http::Client.
  Result<std::vector<LogEvent>> FilterLogEvents(std::string_view group, WallTime since, SteadyTime deadline);

 private:
  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
