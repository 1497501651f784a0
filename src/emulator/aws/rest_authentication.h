// SPDX-License-Identifier: Apache-2.0
// In front of a service of the REST JSON protocol (Lambda): lets through what is signed with a key that may be used,
// and refuses the rest with 403, `x-amzn-ErrorType` and a message.
#pragma once

#include <string>

#include "base/clock.h"
#include "emulator/aws/access_keys.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class RestAuthentication final : public http::Handler {
 public:
  struct Parts {
    http::Handler& behind;
    Clock& clock;
  };
  // `service` is the signing name. Where other keys than the known ones are accepted, requests without a signature are
  // too.
  RestAuthentication(Parts parts, std::string service, AccessKeys keys);

  http::Response Handle(const http::Request& request) override;

 private:
  Parts parts_;
  std::string service_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
