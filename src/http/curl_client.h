// SPDX-License-Identifier: Apache-2.0
// http::Client over libcurl and OpenSSL: connections kept, HTTP/1.1, TLS always verified. The trust store is found at
// run time (SSL_CERT_FILE, AWS_CA_BUNDLE, then the usual places of Amazon Linux and Debian), and a root certificate is
// parsed only when a chain asks for it: parsing all of them costs more than the rest of a first request
// (docs/decisions, "TLS roots on demand").
//
// When a kept connection turns out to be dead, the request goes out over a new one: always as long as no byte of it had
// left, afterwards only if its method is idempotent (GET, HEAD, PUT, DELETE, OPTIONS). A POST or PATCH never arrives
// twice. Content-Length, Transfer-Encoding and Expect are the client's own; a request's headers of these names are not
// sent. A malformed request is kInvalidInput, a call without time left kUnavailable.
//
// Warm sends nothing beyond the TLS handshake. A call to an origin whose connection is being opened waits for it,
// within its own time.
#pragma once

#include <memory>
#include <string>

#include "base/environment.h"
#include "http/client.h"

namespace genesys_cfn::http {

struct CurlClientOptions {
  std::string user_agent = "genesys-cfn";
};

// Reads the environment once, the proxy variables included. A missing trust store is an error of the first https call,
// not of the construction.
std::unique_ptr<Client> MakeCurlClient(const Environment& environment, const CurlClientOptions& options = {});

}  // namespace genesys_cfn::http
