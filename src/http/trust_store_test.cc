// SPDX-License-Identifier: Apache-2.0
#include "http/trust_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "http/test_certificates.h"

namespace genesys_cfn::http {
namespace {

using testing::HasSubstr;

class TrustStoreTest : public testing::Test {
 protected:
  TrustStoreTest() : folder_(testing::TempDir() + "trust_store_test_" + std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~TrustStoreTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) {
    const std::string path = folder_ / ("bundle" + std::to_string(++files_) + ".pem");
    EXPECT_TRUE(WriteFileAtomically(path, text));
    return path;
  }
  // A bundle of 50 authorities with one more in their midst.
  std::string BundleWith(const std::string& pem) {
    std::string bundle = "# a comment before the first certificate\n";
    for (int i = 0; i < 50; ++i) {
      bundle += "# authority " + std::to_string(i) + "\n";
      bundle += ToPem(*MakeAuthority("authority " + std::to_string(i)).certificate);
      if (i == 25) bundle += pem;
    }
    return bundle;
  }
  // Verifies as a handshake would; the code of the refusal, or X509_V_OK.
  static int Verify(TrustStore& store, const Identity& identity) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    const auto installed = store.InstallInto(context.get());
    EXPECT_TRUE(installed) << installed.error().message;
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(X509_STORE_CTX_new(),
                                                                                X509_STORE_CTX_free);
    X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(context.get()), identity.certificate.get(), nullptr);
    X509_verify_cert(check.get());
    return X509_STORE_CTX_get_error(check.get());
  }

  std::filesystem::path folder_;
  int files_ = 0;
};

TEST_F(TrustStoreTest, ParsesOnlyTheAuthorityThatAChainAsksFor) {
  const Identity authority = MakeAuthority("The Right One");
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  EXPECT_EQ(store.indexed_certificates(), 0U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "The Right One")), X509_V_OK);
    EXPECT_EQ(store.indexed_certificates(), 51U);
    EXPECT_EQ(store.parsed_certificates(), 1U);
  }
}

TEST_F(TrustStoreTest, RefusesAnAuthorityThatIsNotInTheBundle) {
  TrustStore store({{Write(BundleWith("")), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(MakeAuthority("unknown"), "unknown")),
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  EXPECT_EQ(store.parsed_certificates(), 0U);
}

TEST_F(TrustStoreTest, RefusesAnImpostorThatBearsTheNameOfAnAuthority) {
  const Identity authority = MakeAuthority("The Right One");
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  const Identity impostor = MakeAuthority("The Right One");
  EXPECT_EQ(Verify(store, MakeServerIdentity(impostor, "The Right One")), X509_V_ERR_CERT_SIGNATURE_FAILURE);
}

TEST_F(TrustStoreTest, FindsTheRightOneOfTwoAuthoritiesWithTheSameName) {
  const Identity old_key = MakeAuthority("Twice");
  const Identity new_key = MakeAuthority("Twice");
  TrustStore store({{Write(ToPem(*old_key.certificate) + ToPem(*new_key.certificate)), ""}});
  // Without key identifiers OpenSSL tries the first of the name; with both loaded it still ends in a known one.
  EXPECT_EQ(Verify(store, MakeServerIdentity(old_key, "Twice")), X509_V_OK);
  EXPECT_EQ(store.parsed_certificates(), 2U);
}

TEST_F(TrustStoreTest, FindsANameInAnotherSpelling) {
  const Identity authority = MakeAuthority("The Right One", NameEncoding::kPrintable);
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "the right  ONE", NameEncoding::kUtf8)), X509_V_OK);
}

TEST_F(TrustStoreTest, FindsANameInWideCharacters) {
  const Identity authority = MakeAuthority("The Right One", NameEncoding::kWide);
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "the right one", NameEncoding::kUtf8)), X509_V_OK);
}

TEST_F(TrustStoreTest, FindsAnAuthorityByANameInWideCharacters) {
  const Identity authority = MakeAuthority("The Right One");
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "The Right One", NameEncoding::kWide)), X509_V_OK);
  EXPECT_EQ(store.parsed_certificates(), 1U);
}

TEST_F(TrustStoreTest, FindsANameThatEndsFarBehindTheBeginning) {
  std::string name;
  for (int i = 0; i < 20; ++i) name += (i == 0 ? "" : "\n") + std::string(60, static_cast<char>('a' + i));
  const Identity authority = MakeAuthority(name);
  TrustStore store({{Write(BundleWith(ToPem(*authority.certificate))), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, name)), X509_V_OK);
  name.back() = 'z';
  EXPECT_NE(Verify(store, MakeServerIdentity(authority, name)), X509_V_OK);
}

TEST_F(TrustStoreTest, LoadsTheWholeFileWhenItsFormIsNotThatOfTheIndex) {
  const Identity authority = MakeAuthority("The Right One");
  std::string pem = ToPem(*authority.certificate);
  for (size_t at = pem.find(" CERTIFICATE"); at != std::string::npos; at = pem.find(" CERTIFICATE", at + 20)) {
    pem.insert(at, " X509");
  }
  TrustStore store({{Write(pem), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "The Right One")), X509_V_OK);
  EXPECT_EQ(store.indexed_certificates(), 0U);
}

TEST_F(TrustStoreTest, SkipsWhatIsDamagedAndKeepsTheRest) {
  const Identity authority = MakeAuthority("The Right One");
  const std::string pem = ToPem(*authority.certificate);
  const std::string begin = "-----BEGIN CERTIFICATE-----\n";
  const std::string end = "-----END CERTIFICATE-----\n";
  TrustStore store({{Write(begin + "!!!\n" + end + begin + "MAA=\n" + end + begin + "MIIB\n" + end + begin + end +
                           begin + "MIMAAAAwgwAA\n" + end + pem + begin + "MIIB"),
                     ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "The Right One")), X509_V_OK);
  EXPECT_EQ(store.indexed_certificates(), 1U);
}

TEST_F(TrustStoreTest, ReadsLineEndsOfEitherKind) {
  const Identity authority = MakeAuthority("The Right One");
  std::string pem;
  for (const char c : ToPem(*authority.certificate)) pem += c == '\n' ? std::string("\r\n") : std::string(1, c);
  TrustStore store({{Write(pem), ""}});
  EXPECT_EQ(Verify(store, MakeServerIdentity(authority, "The Right One")), X509_V_OK);
}

TEST_F(TrustStoreTest, PrefersWhatTheEnvironmentNames) {
  const auto candidates =
      TrustStore::CandidatesFrom(MapEnvironment({{"AWS_CA_BUNDLE", "/aws.pem"}, {"SSL_CERT_FILE", "/ssl.pem"}}));
  ASSERT_EQ(candidates.size(), 5U);
  EXPECT_EQ(candidates[0].path, "/ssl.pem");
  EXPECT_EQ(candidates[1].path, "/aws.pem");
  EXPECT_EQ(candidates[2].path, "/etc/pki/tls/certs/ca-bundle.crt");
  EXPECT_EQ(TrustStore::CandidatesFrom(MapEnvironment({{"SSL_CERT_FILE", std::string()}})).size(), 3U);
}

TEST_F(TrustStoreTest, SaysWhatIsMissing) {
  struct Row {
    std::vector<TrustStore::Candidate> candidates;
    ErrorCode code;
    std::vector<std::string> parts;
  };
  const std::string empty = Write("no certificate here\n");
  const Row rows[] = {
      {{{"/nonexistent/a.pem", ""}, {"/nonexistent/b.pem", ""}}, ErrorCode::kNotFound, {"set SSL_CERT_FILE"}},
      {{{"/nonexistent/a.pem", "AWS_CA_BUNDLE"}, {empty, ""}},
       ErrorCode::kNotFound,
       {"AWS_CA_BUNDLE", "/nonexistent/a.pem", "No such file"}},
      {{{empty, "SSL_CERT_FILE"}}, ErrorCode::kInvalidInput, {"SSL_CERT_FILE", empty, "no certificate"}},
      {{{empty, ""}}, ErrorCode::kInvalidInput, {empty, "no certificate"}},
  };
  for (const Row& row : rows) {
    TrustStore store(row.candidates);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    const auto installed = store.InstallInto(context.get());
    ASSERT_FALSE(installed);
    EXPECT_EQ(installed.error().code, row.code);
    for (const std::string& part : row.parts) EXPECT_THAT(installed.error().message, HasSubstr(part));
    EXPECT_EQ(store.path(), "");
  }
}

TEST_F(TrustStoreTest, IndexesEveryCertificateOfTheSystem) {
  const std::string path = "/etc/ssl/certs/ca-certificates.crt";
  const auto text = ReadFile(path);
  if (!text) GTEST_SKIP() << path << " does not exist";
  size_t count = 0;
  for (size_t at = text->find("BEGIN CERT"); at != std::string::npos; at = text->find("BEGIN CERT", at + 1)) ++count;
  TrustStore store({{path, ""}});
  EXPECT_NE(Verify(store, MakeServerIdentity(MakeAuthority("unknown"), "unknown")), X509_V_OK);
  EXPECT_EQ(store.indexed_certificates(), count);
}

}  // namespace
}  // namespace genesys_cfn::http
