// SPDX-License-Identifier: Apache-2.0
// In front of a service of the Query protocol (CloudFormation): lets through what is signed with a key that may be
// used, and refuses the rest in the protocol's words.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/access_keys.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class QueryAuthentication final : public http::Handler {
 public:
  struct Parts {
    http::Handler& behind;
    Clock& clock;
    Random& random;
  };
  // `service` is the signing name, `xml_namespace` that of its errors. Signatures for any region are taken. Where other
  // keys than the known ones are accepted, requests without a signature are too.
  QueryAuthentication(Parts parts, std::string service, std::string xml_namespace, AccessKeys keys);

  http::Response Handle(const http::Request& request) override;

 private:
  Parts parts_;
  std::string service_;
  std::string xml_namespace_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
