// SPDX-License-Identifier: Apache-2.0
#include "http/tls_algorithms.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace genesys_cfn::http {
namespace {

using Names = std::span<const std::string_view>;

constexpr auto kDigests = std::to_array<std::string_view>(
    {"SHA2-256", "SHA2-384", "SHA2-512", "SHA2-224", "SHA1", "MD5", "MD5-SHA1", "SHAKE-256"});
// AES-256-CTR and AES-256-ECB are of the random generator.
constexpr auto kCiphers = std::to_array<std::string_view>({
    "AES-128-GCM",
    "AES-256-GCM",
    "ChaCha20-Poly1305",
    "AES-128-CCM",
    "AES-256-CCM",
    "AES-128-CBC",
    "AES-256-CBC",
    "AES-128-CBC-HMAC-SHA1",
    "AES-256-CBC-HMAC-SHA1",
    "AES-128-CBC-HMAC-SHA256",
    "AES-256-CBC-HMAC-SHA256",
    "AES-256-CTR",
    "AES-256-ECB",
    "NULL",
});
constexpr auto kMacs = std::to_array<std::string_view>({"HMAC"});
constexpr auto kKeyDerivations = std::to_array<std::string_view>({"TLS13-KDF", "HKDF", "TLS1-PRF"});
constexpr auto kRandomGenerators = std::to_array<std::string_view>({"CTR-DRBG", "SEED-SRC"});
constexpr auto kKeyExchanges = std::to_array<std::string_view>({"X25519", "ECDH", "X448", "DH"});
constexpr auto kSignatures = std::to_array<std::string_view>({"RSA", "ECDSA", "ED25519", "ED448", "HMAC"});
constexpr auto kKeys =
    std::to_array<std::string_view>({"RSA", "RSA-PSS", "EC", "X25519", "X448", "ED25519", "ED448", "DH", "HMAC"});
// "DER" finds out which of the others it is.
constexpr auto kPublicKeys = std::to_array<std::string_view>({"DER", "RSA", "RSA-PSS", "EC", "ED25519", "ED448"});
constexpr std::string_view kPublicKeyOfCertificate = "input=der,structure=SubjectPublicKeyInfo";

struct Kind {
  int operation;
  Names kept;
};
// Of the kinds that are not listed all stay, unused.
constexpr std::array<Kind, 9> kKinds = {{
    {OSSL_OP_DIGEST, kDigests},
    {OSSL_OP_CIPHER, kCiphers},
    {OSSL_OP_MAC, kMacs},
    {OSSL_OP_KDF, kKeyDerivations},
    {OSSL_OP_RAND, kRandomGenerators},
    {OSSL_OP_KEYEXCH, kKeyExchanges},
    {OSSL_OP_SIGNATURE, kSignatures},
    {OSSL_OP_KEYMGMT, kKeys},
    {OSSL_OP_DECODER, kPublicKeys},
}};

bool IsKept(const Kind& kind, const OSSL_ALGORITHM& algorithm) {
  const std::string_view names = algorithm.algorithm_names;  // the first, then aliases: "SHA2-256:SHA-256:..."
  const std::string_view name = names.substr(0, names.find(':'));
  if (std::find(kind.kept.begin(), kind.kept.end(), name) == kind.kept.end()) return false;
  return kind.operation != OSSL_OP_DECODER ||
         std::string_view(algorithm.property_definition).find(kPublicKeyOfCertificate) != std::string_view::npos;
}

// A provider to OpenSSL, made of its default provider's functions; another list of algorithms is all that it adds. Its
// callbacks are given no pointer of ours, so that this is the process's, as OpenSSL's own list of providers is. Written
// once, when it is loaded.
struct TlsProvider {
  OSSL_PROVIDER* self = nullptr;
  OSSL_PROVIDER* whole = nullptr;                                     // the default provider
  std::array<OSSL_DISPATCH, 16> functions{};                          // ends with an empty one
  std::array<std::vector<OSSL_ALGORITHM>, kKinds.size()> algorithms;  // of each kind, and an empty one
};
TlsProvider& Tls() {
  static TlsProvider provider;
  return provider;
}

std::vector<OSSL_ALGORITHM> KeptOf(const Kind& kind, const OSSL_PROVIDER* whole) {
  int no_cache = 0;
  std::vector<OSSL_ALGORITHM> kept;
  const OSSL_ALGORITHM* each = OSSL_PROVIDER_query_operation(whole, kind.operation, &no_cache);
  for (; each != nullptr && each->algorithm_names != nullptr; ++each) {
    if (IsKept(kind, *each)) kept.push_back(*each);
  }
  kept.push_back({});
  return kept;
}

const OSSL_ALGORITHM* Query(void* /*context*/, int operation, int* no_cache) {
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i].operation != operation) continue;
    *no_cache = 0;
    return Tls().algorithms[i].data();
  }
  return OSSL_PROVIDER_query_operation(Tls().whole, operation, no_cache);
}

// The default provider's state is not ours to free.
void Teardown(void* /*context*/) {}

int Initialise(const OSSL_CORE_HANDLE* /*handle*/, const OSSL_DISPATCH* /*core*/, const OSSL_DISPATCH** functions,
               void** context) {
  TlsProvider& tls = Tls();
  for (size_t i = 0; i < kKinds.size(); ++i) tls.algorithms[i] = KeptOf(kKinds[i], tls.whole);
  size_t count = 0;
  for (const OSSL_DISPATCH* each = OSSL_PROVIDER_get0_dispatch(tls.whole); each->function_id != 0; ++each) {
    if (count + 1 == tls.functions.size()) return 0;
    OSSL_DISPATCH& function = tls.functions[count++];
    function = *each;
    if (each->function_id == OSSL_FUNC_PROVIDER_TEARDOWN) function.function = reinterpret_cast<void (*)()>(&Teardown);
    if (each->function_id == OSSL_FUNC_PROVIDER_QUERY_OPERATION) {
      function.function = reinterpret_cast<void (*)()>(&Query);
    }
  }
  *functions = tls.functions.data();
  *context = OSSL_PROVIDER_get0_provider_ctx(tls.whole);
  return 1;
}

}  // namespace

bool OfferOnlyTlsAlgorithms() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  TlsProvider& tls = Tls();
  tls.whole = OSSL_PROVIDER_load(nullptr, "default");
  if (tls.whole == nullptr) return false;
  // An algorithm keeps its provider's state alive, also when that offers nothing any more. This kind has but one.
  static const EVP_KEM* const keeper = EVP_KEM_fetch(nullptr, "RSA", nullptr);
  if (keeper == nullptr || OSSL_PROVIDER_add_builtin(nullptr, "tls", &Initialise) != 1) return false;
  tls.self = OSSL_PROVIDER_load(nullptr, "tls");
  return tls.self != nullptr && OSSL_PROVIDER_unload(tls.whole) == 1;
}

}  // namespace genesys_cfn::http
