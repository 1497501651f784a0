// SPDX-License-Identifier: Apache-2.0
// For tests: certificates made on the spot, and a TLS server that uses them.
#pragma once

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "http/test_peer.h"

namespace genesys_cfn::http {

// A certificate and its key.
struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;
};

enum class NameEncoding { kUtf8, kPrintable, kWide };
// A self-signed authority; each line of `common_name` is an entry of its own. The same name in another encoding is the
// same name to OpenSSL, but other bytes.
Identity MakeAuthority(const std::string& common_name, NameEncoding encoding = NameEncoding::kUtf8);
// A certificate for 127.0.0.1, issued by `issuer`; `issuer_name_encoding` spells the issuer's name anew.
Identity MakeServerIdentity(const Identity& issuer, const std::string& issuer_common_name,
                            NameEncoding issuer_name_encoding = NameEncoding::kUtf8);
std::string ToPem(const X509& certificate);

// A script for TestPeer: TLS handshake as `identity`, then answers `requests` requests with an empty 200 each.
TestPeer::Script ServeTls(const Identity& identity, int requests = 1);

}  // namespace genesys_cfn::http
