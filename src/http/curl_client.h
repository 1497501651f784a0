// SPDX-License-Identifier: Apache-2.0
// http::Client over libcurl and OpenSSL: connections kept, HTTP/1.1, TLS always verified. The trust store is found at run
// time (SSL_CERT_FILE, AWS_CA_BUNDLE, then the usual places of Amazon Linux and Debian), and a root certificate is parsed
// only when a chain asks for it: parsing all of them costs more than the rest of a first request
// (docs/decisions, "TLS roots on demand").
#pragma once

#include <memory>
#include <string>

#include "base/environment.h"
#include "http/client.h"

namespace genesys_cfn::http {

struct CurlClientOptions {
  std::string user_agent = "genesys-cfn";
};

// Reads the environment once. A missing trust store is an error of the first https call, not of the construction.
std::unique_ptr<Client> MakeCurlClient(const Environment& environment, const CurlClientOptions& options = {});

}  // namespace genesys_cfn::http
