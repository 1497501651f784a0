// SPDX-License-Identifier: Apache-2.0
#include "http/tls_algorithms.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "http/curl_client.h"
#include "http/test_certificates.h"

namespace genesys_cfn::http {
namespace {

// Before anything of OpenSSL in this program, so that all of its tests have few algorithms.
[[maybe_unused]] const bool kFewAreUsed = [] {
  UseFewAlgorithms();
  UseFewAlgorithms();
  return true;
}();

template <auto kFetch, auto kFree>
bool Has(const char* name) {
  auto* const algorithm = kFetch(nullptr, name, nullptr);
  kFree(algorithm);
  return algorithm != nullptr;
}

TEST(TlsAlgorithms, FewAreThere) {
  EXPECT_FALSE((Has<EVP_CIPHER_fetch, EVP_CIPHER_free>("CAMELLIA-128-CBC")));
  EXPECT_FALSE((Has<EVP_MD_fetch, EVP_MD_free>("SHA3-256")));
  EXPECT_TRUE((Has<EVP_CIPHER_fetch, EVP_CIPHER_free>("AES-128-GCM")));
  for (const char* digest : {"MD5", "SHA1", "SHA256", "SHA384", "SHA512"}) {
    EXPECT_TRUE((Has<EVP_MD_fetch, EVP_MD_free>(digest))) << digest;
  }
}

struct Server {
  KeyKind authority;
  KeyKind key;
  int version;
  const char* cipher;
};

// What servers of AWS and Genesys Cloud, and proxies that look into connections, are seen to use.
TEST(TlsAlgorithms, TheyAreEnoughForServersOfToday) {
  const Server servers[] = {
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_2_VERSION, "ECDHE-RSA-AES128-GCM-SHA256"},
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_2_VERSION, "ECDHE-RSA-AES256-GCM-SHA384"},
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_2_VERSION, "ECDHE-RSA-AES128-SHA256"},
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_2_VERSION, "ECDHE-RSA-AES256-SHA"},
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_2_VERSION, "AES128-GCM-SHA256"},
      {KeyKind::kRsa, KeyKind::kP256, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305"},
      {KeyKind::kP384, KeyKind::kP384, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-GCM-SHA384"},
      {KeyKind::kRsa, KeyKind::kRsa, TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256"},
      {KeyKind::kRsa, KeyKind::kP256, TLS1_3_VERSION, "TLS_AES_256_GCM_SHA384"},
      {KeyKind::kP384, KeyKind::kP384, TLS1_3_VERSION, "TLS_CHACHA20_POLY1305_SHA256"},
      {KeyKind::kEd25519, KeyKind::kEd25519, TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256"},
  };
  const std::string bundle = testing::TempDir() + "tls_algorithms_test_" + std::to_string(getpid()) + ".pem";
  for (const Server& server : servers) {
    const Identity authority = MakeAuthority("Authority", NameEncoding::kUtf8, server.authority);
    ASSERT_TRUE(WriteFileAtomically(bundle, ToPem(*authority.certificate)));
    const Identity identity = MakeServerIdentity(authority, "Authority", NameEncoding::kUtf8, server.key);
    TestPeer peer({ServeTls(identity, 1, {server.version, server.cipher}),
                   ServeTls(identity, 1, {server.version, server.cipher})});
    const auto client = MakeCurlClient(MapEnvironment({{"SSL_CERT_FILE", bundle}}));
    for (int connection = 0; connection < 2; ++connection) {  // the second one takes up the session of the first
      const auto response = client->Send({"GET", "https://127.0.0.1:" + std::to_string(peer.port()), "/", {}, ""}, {});
      EXPECT_TRUE(response) << server.cipher << ": " << response.error().message;
    }
  }
  std::filesystem::remove(bundle);
}

}  // namespace
}  // namespace genesys_cfn::http
