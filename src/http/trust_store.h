// SPDX-License-Identifier: Apache-2.0
// The certificate authorities that TLS connections trust. The PEM bundle is read at the first handshake and indexed by
// subject; a certificate is parsed only when a chain asks for its subject (docs/decisions, "TLS roots on demand"). How
// certificates are verified stays OpenSSL's business, unchanged.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/environment.h"
#include "base/result.h"

namespace genesys_cfn::http {

class TrustStore {
 public:
  struct Candidate {
    std::string path;
    // The environment variable that names the path. Such a file must be there; without one, an absent file is skipped.
    std::string variable;
  };
  // SSL_CERT_FILE, AWS_CA_BUNDLE, then the usual places of Amazon Linux, Debian and others.
  static std::vector<Candidate> CandidatesFrom(const Environment& environment);

  // The first candidate that exists is used; no file is touched yet.
  explicit TrustStore(std::vector<Candidate> candidates);
  ~TrustStore();
  TrustStore(const TrustStore&) = delete;
  TrustStore& operator=(const TrustStore&) = delete;

  // Makes an OpenSSL `SSL_CTX` trust the bundle, and nothing else; the context must not outlive this object. The first
  // call reads the file. The error says which file is missing or holds no certificate, and what to set.
  Result<void> InstallInto(void* ssl_context);

  // The file in use; empty before the first successful InstallInto.
  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] size_t indexed_certificates() const;
  // Grows as chains ask for authorities.
  [[nodiscard]] size_t parsed_certificates() const;

 private:
  class Bundle;

  std::vector<Candidate> candidates_;
  std::string path_;
  std::unique_ptr<Bundle> bundle_;
};

}  // namespace genesys_cfn::http
