// SPDX-License-Identifier: Apache-2.0
// Sending the answer: one PUT to the response URL, byte for byte (aws-protocols.md 1.5).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "http/client.h"

namespace genesys_cfn::custom_resource {

// kAmazonOnly: https and a host under amazonaws.com or amazonaws.com.cn. kLoopbackToo: also http://127.0.0.1 and
// http://localhost, for the local cloud; an explicit setting, never the default.
enum class AllowedHosts { kAmazonOnly, kLoopbackToo };

class AnswerSender {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
    Logger& logger;
  };
  AnswerSender(Parts parts, AllowedHosts allowed) : parts_(parts), allowed_(allowed) {}

  // The origin of a URL to which Send would send: for a connection that is opened in advance.
  [[nodiscard]] std::optional<std::string> OriginOf(const Secret<std::string>& url) const;

  // PUT without Content-Type, with Content-Length, no Expect, no redirect. 2xx is success. Transport errors, 429 and
  // 5xx are retried with jittered backoff until `deadline`; 403 and other 4xx are final. An attempt has half of the
  // time that is left, at most 15 s, so that a hung one is followed by another. The error never names the URL.
  Result<void> Send(const Secret<std::string>& url, const std::string& body, SteadyTime deadline);

 private:
  Parts parts_;
  AllowedHosts allowed_;
};

}  // namespace genesys_cfn::custom_resource
