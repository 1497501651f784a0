// SPDX-License-Identifier: Apache-2.0
#include "http/test_certificates.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

void AddEntry(X509_NAME* name, const std::string& common_name, NameEncoding encoding) {
  const int type = encoding == NameEncoding::kUtf8        ? V_ASN1_UTF8STRING
                   : encoding == NameEncoding::kPrintable ? V_ASN1_PRINTABLESTRING
                                                          : V_ASN1_BMPSTRING;
  std::string value;
  for (const char c : common_name) {
    if (encoding == NameEncoding::kWide) value += '\0';
    value += c;
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
  EXPECT_EQ(X509_NAME_add_entry_by_txt(name, "CN", type, bytes, static_cast<int>(value.size()), -1, 0), 1);
}

void SetName(X509_NAME* name, const std::string& common_name, NameEncoding encoding) {
  for (const std::string_view line : Split(common_name, '\n')) AddEntry(name, std::string(line), encoding);
}

void AddExtension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  ASSERT_NE(extension, nullptr);
  EXPECT_EQ(X509_add_ext(certificate, extension, -1), 1);
  X509_EXTENSION_free(extension);
}

Identity NewIdentity() {
  Identity identity{{X509_new(), X509_free}, {EVP_EC_gen("P-256"), EVP_PKEY_free}};
  X509* certificate = identity.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3'600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
  X509_set_pubkey(certificate, identity.key.get());
  return identity;
}

void Sign(const Identity& identity, const Identity& issuer) {
  EXPECT_GT(X509_sign(identity.certificate.get(), issuer.key.get(), EVP_sha256()), 0);
}

}  // namespace

Identity MakeAuthority(const std::string& common_name, NameEncoding encoding) {
  Identity identity = NewIdentity();
  X509* certificate = identity.certificate.get();
  SetName(X509_get_subject_name(certificate), common_name, encoding);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  AddExtension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate, NID_key_usage, "critical,keyCertSign");
  Sign(identity, identity);
  return identity;
}

Identity MakeServerIdentity(const Identity& issuer, const std::string& issuer_common_name,
                            NameEncoding issuer_name_encoding) {
  Identity identity = NewIdentity();
  X509* certificate = identity.certificate.get();
  SetName(X509_get_subject_name(certificate), "test server", NameEncoding::kUtf8);
  SetName(X509_get_issuer_name(certificate), issuer_common_name, issuer_name_encoding);
  AddExtension(certificate, NID_subject_alt_name, "IP:127.0.0.1");
  Sign(identity, issuer);
  return identity;
}

std::string ToPem(const X509& certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  EXPECT_EQ(PEM_write_bio_X509(memory.get(), &certificate), 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

TestPeer::Script ServeTls(const Identity& identity, int requests) {
  return [identity, requests](TestSocket& socket) {
    // OpenSSL writes without MSG_NOSIGNAL; this thread ends with the peer, and its pending signal with it.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_use_certificate(context.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
    const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
    SSL_set_fd(connection.get(), socket.descriptor());
    if (SSL_accept(connection.get()) != 1) return;
    constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for (int i = 0; i < requests; ++i) {
      std::string request;
      char byte = 0;
      while (!request.ends_with("\r\n\r\n") && SSL_read(connection.get(), &byte, 1) == 1) request += byte;
      SSL_write(connection.get(), kAnswer.data(), static_cast<int>(kAnswer.size()));
    }
    SSL_shutdown(connection.get());
  };
}

}  // namespace genesys_cfn::http
