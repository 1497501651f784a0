// SPDX-License-Identifier: Apache-2.0
// A program of its own, because what it asks OpenSSL for holds for the whole process. The servers use a library context
// of their own, with everything that OpenSSL has.
#include "http/tls_algorithms.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace genesys_cfn::http {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Connection = std::unique_ptr<SSL, decltype(&SSL_free)>;
using Certificate = std::shared_ptr<X509>;
using Key = std::shared_ptr<EVP_PKEY>;

// Everything of OpenSSL, whatever the process's own context offers.
OSSL_LIB_CTX* Whole() {
  static OSSL_LIB_CTX* const whole = OSSL_LIB_CTX_new();
  return whole;
}

// "EC:P-384" is a key on a curve; those of RSA have 2,048 bits.
Key NewKey(const std::string& kind) {
  const bool on_curve = kind.starts_with("EC:");
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(Whole(), on_curve ? "EC" : kind.c_str(), nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_keygen_init(context.get());
  if (on_curve) EVP_PKEY_CTX_set_group_name(context.get(), kind.c_str() + 3);
  if (kind.starts_with("RSA")) EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), 2'048);
  EVP_PKEY* key = nullptr;
  EXPECT_EQ(EVP_PKEY_generate(context.get(), &key), 1) << kind;
  return {key, EVP_PKEY_free};
}

// `digest`: nullptr for the Edwards curves, which have their own.
Certificate NewCertificate(const char* name, EVP_PKEY* key, const char* issuer, EVP_PKEY* issuer_key,
                           const char* digest) {
  Certificate certificate(X509_new_ex(Whole(), nullptr), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3'600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
  const auto add = [](X509_NAME* to, const char* text) {
    X509_NAME_add_entry_by_txt(to, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(text), -1, -1, 0);
  };
  add(X509_get_subject_name(certificate.get()), name);
  add(X509_get_issuer_name(certificate.get()), issuer);
  X509_set_pubkey(certificate.get(), key);
  X509_EXTENSION* const constraints =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, key == issuer_key ? "CA:TRUE" : "CA:FALSE");
  X509_add_ext(certificate.get(), constraints, -1);
  X509_EXTENSION_free(constraints);
  EVP_MD* const fetched = digest == nullptr ? nullptr : EVP_MD_fetch(Whole(), digest, nullptr);
  EXPECT_GT(X509_sign(certificate.get(), issuer_key, fetched), 0) << name;
  EVP_MD_free(fetched);
  return certificate;
}

// The same bytes, as the process's own context reads them.
Certificate Reread(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  const unsigned char* from = bytes;
  Certificate read(d2i_X509(nullptr, &from, size), X509_free);
  OPENSSL_free(bytes);
  return read;
}

struct Identity {
  Certificate authority, certificate;
  Key key;
};
Identity NewIdentity(const std::string& kind, const char* digest) {
  const Key authority_key = NewKey(kind);
  const Key key = NewKey(kind);
  return {NewCertificate("authority", authority_key.get(), "authority", authority_key.get(), digest),
          NewCertificate("server", key.get(), "authority", authority_key.get(), digest), key};
}

Context NewClient(const Identity& identity) {
  Context client(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(client.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(client.get(), SSL_VERIFY_PEER, nullptr);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(client.get()), Reread(identity.authority.get()).get());
  return client;
}
Context NewServer(const Identity& identity) {
  Context server(SSL_CTX_new_ex(Whole(), nullptr, TLS_server_method()), SSL_CTX_free);
  SSL_CTX_set_dh_auto(server.get(), 1);
  SSL_CTX_use_certificate(server.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(server.get(), identity.key.get());
  return server;
}

std::string TextOf(SSL* connection) {
  std::array<char, 64> text{};
  const int size = SSL_read(connection, text.data(), static_cast<int>(text.size()));
  return size > 0 ? std::string(text.data(), static_cast<size_t>(size)) : std::string();
}

struct Ends {
  Connection client, server;
};
// After as much of a handshake as the two will do.
Ends Connect(SSL_CTX* client_context, SSL_CTX* server_context, SSL_SESSION* resumed = nullptr) {
  Ends ends{{SSL_new(client_context), SSL_free}, {SSL_new(server_context), SSL_free}};
  BIO* near = nullptr;
  BIO* far = nullptr;
  BIO_new_bio_pair(&near, 1 << 16, &far, 1 << 16);
  SSL_set_bio(ends.client.get(), near, near);
  SSL_set_bio(ends.server.get(), far, far);
  SSL_set_connect_state(ends.client.get());
  SSL_set_accept_state(ends.server.get());
  if (resumed != nullptr) SSL_set_session(ends.client.get(), resumed);
  for (int step = 0; step < 10; ++step) {
    SSL_do_handshake(ends.client.get());
    SSL_do_handshake(ends.server.get());
  }
  return ends;
}

// Shakes hands, and passes a text each way. Gives the client's end.
Connection Talk(SSL_CTX* client_context, SSL_CTX* server_context, SSL_SESSION* resumed = nullptr) {
  Ends ends = Connect(client_context, server_context, resumed);
  EXPECT_EQ(SSL_is_init_finished(ends.client.get()), 1);
  EXPECT_EQ(SSL_is_init_finished(ends.server.get()), 1);
  EXPECT_EQ(SSL_get_verify_result(ends.client.get()), X509_V_OK);
  SSL_write(ends.server.get(), "there", 5);
  EXPECT_EQ(TextOf(ends.client.get()), "there");
  SSL_write(ends.client.get(), "back", 4);
  EXPECT_EQ(TextOf(ends.server.get()), "back");
  return std::move(ends.client);
}

std::set<std::string> SupportedSuites(OSSL_LIB_CTX* context) {
  const Context client(SSL_CTX_new_ex(context, nullptr, TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(client.get(), TLS1_2_VERSION);
  const Connection connection(SSL_new(client.get()), SSL_free);
  STACK_OF(SSL_CIPHER)* const suites = SSL_get1_supported_ciphers(connection.get());
  std::set<std::string> names;
  for (int i = 0; i < sk_SSL_CIPHER_num(suites); ++i) names.insert(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(suites, i)));
  sk_SSL_CIPHER_free(suites);
  return names;
}

class TlsAlgorithms : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(OfferOnlyTlsAlgorithms()); }
};

TEST_F(TlsAlgorithms, OfferTheSameSuitesAsOpenSsl) {
  EXPECT_EQ(SupportedSuites(nullptr), SupportedSuites(Whole()));
}

TEST_F(TlsAlgorithms, ShakeHandsInEachSuite) {
  const Identity elliptic = NewIdentity("EC:P-256", "SHA256");
  const Identity rsa = NewIdentity("RSA", "SHA256");
  const std::set<std::string> suites = SupportedSuites(nullptr);
  EXPECT_GT(suites.size(), 20U);
  for (const std::string& suite : suites) {
    SCOPED_TRACE(suite);
    const Identity& identity = suite.find("ECDSA") == std::string::npos ? rsa : elliptic;
    const Context client = NewClient(identity);
    const Context server = NewServer(identity);
    if (suite.starts_with("TLS_")) {
      SSL_CTX_set_ciphersuites(server.get(), suite.c_str());
    } else {
      SSL_CTX_set_max_proto_version(server.get(), TLS1_2_VERSION);
      SSL_CTX_set_cipher_list(server.get(), suite.c_str());
    }
    EXPECT_EQ(SSL_get_cipher_name(Talk(client.get(), server.get()).get()), suite);
  }
}

TEST_F(TlsAlgorithms, VerifyEachKindOfCertificate) {
  for (const char* const kind : {"RSA", "RSA-PSS", "EC:P-256", "EC:P-384", "EC:P-521", "ED25519", "ED448"}) {
    for (const char* const digest : {"SHA256", "SHA384", "SHA512"}) {
      SCOPED_TRACE(std::string(kind) + " " + digest);
      const Identity identity = NewIdentity(kind, std::string_view(kind).starts_with("ED") ? nullptr : digest);
      for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const Context server = NewServer(identity);
        SSL_CTX_set_max_proto_version(server.get(), version);
        EXPECT_EQ(SSL_version(Talk(NewClient(identity).get(), server.get()).get()), version);
      }
    }
  }
}

TEST_F(TlsAlgorithms, RefuseACertificateOfAnotherAuthority) {
  const Context client = NewClient(NewIdentity("EC:P-256", "SHA256"));
  const Context server = NewServer(NewIdentity("EC:P-256", "SHA256"));
  const Ends ends = Connect(client.get(), server.get());
  EXPECT_EQ(SSL_is_init_finished(ends.client.get()), 0);
  EXPECT_NE(SSL_get_verify_result(ends.client.get()), X509_V_OK);
}

TEST_F(TlsAlgorithms, ExchangeKeysInEachGroup) {
  const Identity identity = NewIdentity("EC:P-256", "SHA256");
  for (const char* const group : {"X25519", "P-256", "P-384", "P-521", "X448", "ffdhe2048", "ffdhe3072"}) {
    SCOPED_TRACE(group);
    const Context server = NewServer(identity);
    ASSERT_EQ(SSL_CTX_set1_groups_list(server.get(), group), 1);
    Talk(NewClient(identity).get(), server.get());
  }
}

TEST_F(TlsAlgorithms, ResumeASession) {
  const Identity identity = NewIdentity("EC:P-256", "SHA256");
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Context client = NewClient(identity);
    const Context server = NewServer(identity);
    SSL_CTX_set_max_proto_version(server.get(), version);
    const Connection first = Talk(client.get(), server.get());
    EXPECT_EQ(SSL_session_reused(first.get()), 0);
    SSL_SESSION* const session = SSL_get1_session(first.get());
    EXPECT_EQ(SSL_session_reused(Talk(client.get(), server.get(), session).get()), 1) << version;
    SSL_SESSION_free(session);
  }
}

TEST_F(TlsAlgorithms, AreAllThatThereIs) {
  for (const char* const cipher : {"DES-EDE3-CBC", "CAMELLIA-256-CBC", "ARIA-128-GCM", "AES-256-WRAP"}) {
    EXPECT_EQ(EVP_CIPHER_fetch(nullptr, cipher, nullptr), nullptr) << cipher;
  }
  for (const char* const digest : {"RIPEMD160", "SM3", "BLAKE2B-512"}) {
    EXPECT_EQ(EVP_MD_fetch(nullptr, digest, nullptr), nullptr) << digest;
  }
  EXPECT_EQ(OSSL_PROVIDER_available(nullptr, "default"), 0);
  EXPECT_EQ(OSSL_PROVIDER_available(nullptr, "tls"), 1);
}

}  // namespace
}  // namespace genesys_cfn::http
