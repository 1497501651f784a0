// SPDX-License-Identifier: Apache-2.0
#include "http/tls_algorithms.h"

#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/provider.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

// OpenSSL's default provider. In libcrypto.a, but in no header.
extern "C" OSSL_provider_init_fn ossl_default_provider_init;

namespace genesys_cfn::http {
namespace {

constexpr const char* kName = "genesys-cfn";

constexpr auto kCiphers = std::to_array<std::string_view>({
    "AES-128-GCM",
    "AES-256-GCM",
    "ChaCha20-Poly1305",  // TLS 1.2 and 1.3
    "AES-128-CBC",
    "AES-256-CBC",  // TLS 1.2; session tickets of a server
    "AES-256-CTR",
    "AES-256-ECB",  // the generator of random numbers
    "NULL",
});
constexpr auto kDigests =
    std::to_array<std::string_view>({"MD5", "SHA1", "MD5-SHA1", "SHA2-224", "SHA2-256", "SHA2-384", "SHA2-512"});
constexpr auto kMacs = std::to_array<std::string_view>({"HMAC"});
constexpr auto kKeyDerivations = std::to_array<std::string_view>({"HKDF", "TLS13-KDF", "TLS1-PRF"});
constexpr auto kKeys = std::to_array<std::string_view>({"RSA", "RSA-PSS", "EC", "X25519", "ED25519", "HMAC"});
constexpr auto kKeyExchanges = std::to_array<std::string_view>({"ECDH", "X25519"});
constexpr auto kSignatures = std::to_array<std::string_view>({"RSA", "ECDSA", "ED25519", "HMAC"});

// "AES-256-GCM" of "AES-256-GCM:id-aes256-GCM:2.16.840.1.101.3.4.1.46".
template <typename Names>
bool IsAmong(const Names& names, const OSSL_ALGORITHM& algorithm) {
  const std::string_view all = algorithm.algorithm_names;
  return std::find(names.begin(), names.end(), all.substr(0, all.find(':'))) != names.end();
}

bool IsNeeded(int operation, const OSSL_ALGORITHM& algorithm) {
  switch (operation) {
    case OSSL_OP_CIPHER:
      return IsAmong(kCiphers, algorithm);
    case OSSL_OP_DIGEST:
      return IsAmong(kDigests, algorithm);
    case OSSL_OP_MAC:
      return IsAmong(kMacs, algorithm);
    case OSSL_OP_KDF:
      return IsAmong(kKeyDerivations, algorithm);
    case OSSL_OP_KEYMGMT:
      return IsAmong(kKeys, algorithm);
    case OSSL_OP_KEYEXCH:
      return IsAmong(kKeyExchanges, algorithm);
    case OSSL_OP_SIGNATURE:
      return IsAmong(kSignatures, algorithm);
    case OSSL_OP_DECODER: {  // the public keys of certificates
      const std::string_view properties = algorithm.property_definition;
      return IsAmong(kKeys, algorithm) && properties.find("input=der") != std::string_view::npos &&
             properties.find("structure=SubjectPublicKeyInfo") != std::string_view::npos;
    }
    default:  // few, or without cost until they are used
      return true;
  }
}

constexpr int kOperations = OSSL_OP__HIGHEST + 1;

// OpenSSL hands no pointer of ours to the functions of a provider, so this has to stand somewhere. It is complete
// before OpenSSL learns of the provider, and never changed or freed after that.
struct Provider {
  std::vector<OSSL_DISPATCH> functions;
  std::array<std::vector<OSSL_ALGORITHM>, kOperations> algorithms;
};
Provider& TheProvider() {
  static auto* const provider = new Provider;
  return *provider;
}

const OSSL_ALGORITHM* Query(void* /*context*/, int operation, int* no_cache) {
  *no_cache = 0;
  if (operation < 0 || operation >= kOperations) return nullptr;
  const std::vector<OSSL_ALGORITHM>& algorithms = TheProvider().algorithms[static_cast<size_t>(operation)];
  return algorithms.empty() ? nullptr : algorithms.data();
}

int Initialise(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core, const OSSL_DISPATCH** functions,
               void** context) {
  const OSSL_DISPATCH* function = nullptr;
  if (ossl_default_provider_init(handle, core, &function, context) != 1) return 0;
  Provider& provider = TheProvider();
  provider = {};
  OSSL_FUNC_provider_query_operation_fn* query = nullptr;
  for (; function->function_id != 0; ++function) {
    provider.functions.push_back(*function);
    if (function->function_id != OSSL_FUNC_PROVIDER_QUERY_OPERATION) continue;
    query = OSSL_FUNC_provider_query_operation(function);
    provider.functions.back().function = reinterpret_cast<void (*)()>(&Query);
  }
  provider.functions.push_back(*function);
  if (query == nullptr) return 0;
  for (int operation = 0; operation < kOperations; ++operation) {
    auto& needed = provider.algorithms[static_cast<size_t>(operation)];
    int no_cache = 0;
    const OSSL_ALGORITHM* algorithm = query(*context, operation, &no_cache);
    if (algorithm == nullptr) continue;
    for (; algorithm->algorithm_names != nullptr; ++algorithm) {
      if (IsNeeded(operation, *algorithm)) needed.push_back(*algorithm);
    }
    if (!needed.empty()) needed.push_back(*algorithm);  // the end of the list
  }
  *functions = provider.functions.data();
  return 1;
}

}  // namespace

void UseFewAlgorithms() {
  struct Unloaded {
    void operator()(OSSL_PROVIDER* provider) const { OSSL_PROVIDER_unload(provider); }
  };
  static const std::unique_ptr<OSSL_PROVIDER, Unloaded> loaded(
      OSSL_PROVIDER_add_builtin(nullptr, kName, &Initialise) == 1 ? OSSL_PROVIDER_load(nullptr, kName) : nullptr);
}

}  // namespace genesys_cfn::http
