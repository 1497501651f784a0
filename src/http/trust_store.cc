// SPDX-License-Identifier: Apache-2.0
#include "http/trust_store.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::http {
namespace {

constexpr std::array<std::string_view, 3> kUsualPlaces = {
    "/etc/pki/tls/certs/ca-bundle.crt",    // Amazon Linux, Fedora
    "/etc/ssl/certs/ca-certificates.crt",  // Debian, Alpine
    "/etc/ssl/cert.pem",                   // BSD, macOS
};
constexpr std::array<std::string_view, 2> kVariables = {"SSL_CERT_FILE", "AWS_CA_BUNDLE"};
constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view kEnd = "-----END CERTIFICATE-----";

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using NamePtr = std::unique_ptr<X509_NAME, Freed<X509_NAME_free>>;
using EncodeContextPtr = std::unique_ptr<EVP_ENCODE_CTX, Freed<EVP_ENCODE_CTX_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using LookupMethodPtr = std::unique_ptr<X509_LOOKUP_METHOD, Freed<X509_LOOKUP_meth_free>>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::string> DecodePemBody(std::string_view body) {
  const EncodeContextPtr context(EVP_ENCODE_CTX_new());
  if (!context) return std::nullopt;
  std::string der(body.size(), '\0');  // always larger than what it holds
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  int length = 0;
  int last = 0;
  EVP_DecodeInit(context.get());
  if (EVP_DecodeUpdate(context.get(), out, &length, Bytes(body), static_cast<int>(body.size())) < 0 ||
      EVP_DecodeFinal(context.get(), out + length, &last) < 0) {
    return std::nullopt;
  }
  der.resize(static_cast<size_t>(length) + static_cast<size_t>(last));
  return der;
}

// Reads one DER element off `rest` and returns it with its header; nullopt when there is none.
struct Element {
  std::string_view whole;
  std::string_view content;
  int tag = 0;
};
std::optional<Element> TakeElement(std::string_view& rest) {
  const unsigned char* position = Bytes(rest);
  long length = 0;
  int tag = 0;
  int tag_class = 0;
  const int flags = ASN1_get_object(&position, &length, &tag, &tag_class, static_cast<long>(rest.size()));
  if ((flags & 0x80) != 0 || (flags & 1) != 0) return std::nullopt;  // malformed, or of indefinite length
  const auto header = static_cast<size_t>(position - Bytes(rest));
  const Element element{rest.substr(0, header + static_cast<size_t>(length)),
                        rest.substr(header, static_cast<size_t>(length)),
                        tag_class == V_ASN1_CONTEXT_SPECIFIC ? -1 - tag : tag};
  rest.remove_prefix(element.whole.size());
  return element;
}

// The subject's DER inside a certificate's: Certificate { tbs { [0] version, serial, algorithm, issuer, validity,
// subject
std::optional<std::string_view> SubjectOf(std::string_view certificate) {
  const auto outer = TakeElement(certificate);
  if (!outer) return std::nullopt;
  std::string_view rest = outer->content;
  const auto to_be_signed = TakeElement(rest);
  if (!to_be_signed) return std::nullopt;
  rest = to_be_signed->content;
  auto element = TakeElement(rest);
  constexpr int kFieldsBeforeSubject = 4;
  int left = kFieldsBeforeSubject;
  if (element && element->tag == -1) element = TakeElement(rest);  // the version, which is optional
  for (; element && left > 0; --left) element = TakeElement(rest);
  if (!element || element->tag != V_ASN1_SEQUENCE) return std::nullopt;
  return element->whole;
}

// The hash that OpenSSL finds names by: of the canonical form, so that two spellings of a name meet.
std::optional<unsigned long> HashOf(const X509_NAME* name) {
  int ok = 0;
  const unsigned long hash = X509_NAME_hash_ex(name, nullptr, nullptr, &ok);
  return ok == 1 ? std::optional(hash) : std::nullopt;
}

}  // namespace

// The bundle's certificates by subject, and the OpenSSL store that pulls them from here one by one.
class TrustStore::Bundle {
 public:
  Bundle() : method_(X509_LOOKUP_meth_new("certificates of a bundle, on demand")), store_(X509_STORE_new()) {}

  Result<void> Load(const std::string& path) {
    if (!method_ || !store_) return Error{ErrorCode::kInternal, "OpenSSL could not make a certificate store"};
    TRY_ASSIGN(const std::string pem, ReadFile(path));
    Index(pem);
    X509_STORE_set_flags(store_.get(), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
    if (by_subject_.empty()) return LoadWhole(path);
    X509_LOOKUP_meth_set_get_by_subject(method_.get(), &Bundle::GetBySubject);
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store_.get(), method_.get());
    if (lookup == nullptr || X509_LOOKUP_set_method_data(lookup, this) != 1) {
      return Error{ErrorCode::kInternal, "OpenSSL could not add a lookup to a certificate store"};
    }
    return {};
  }

  [[nodiscard]] X509_STORE* store() const { return store_.get(); }
  [[nodiscard]] size_t indexed() const { return by_subject_.size(); }
  [[nodiscard]] size_t parsed() const { return parsed_.size(); }

 private:
  void Index(std::string_view pem) {
    for (size_t begin = pem.find(kBegin); begin != std::string_view::npos; begin = pem.find(kBegin, begin + 1)) {
      const size_t start = begin + kBegin.size();
      const size_t end = pem.find(kEnd, start);
      if (end == std::string_view::npos) break;
      auto der = DecodePemBody(pem.substr(start, end - start));
      if (!der) continue;
      const auto subject = SubjectOf(*der);
      if (!subject) continue;
      const unsigned char* position = Bytes(*subject);
      const NamePtr name(d2i_X509_NAME(nullptr, &position, static_cast<long>(subject->size())));
      const auto hash = name ? HashOf(name.get()) : std::nullopt;
      if (hash) by_subject_.emplace(*hash, std::move(*der));
    }
    ERR_clear_error();
  }

  // Certificates in a form that the index does not know ("TRUSTED CERTIFICATE").
  Result<void> LoadWhole(const std::string& path) {
    const int loaded = X509_STORE_load_file(store_.get(), path.c_str());
    ERR_clear_error();
    if (loaded != 1) return Error{ErrorCode::kInvalidInput, Concat(path, " contains no certificate in PEM form")};
    return {};
  }

  // Moves every certificate of that subject into the store and hands out the first. The caller takes its own reference
  // of what `out` holds, so the one that X509_OBJECT_set1_X509 takes is given back.
  static int GetBySubject(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name, X509_OBJECT* out) {
    if (type != X509_LU_X509) return 0;
    auto* self = static_cast<Bundle*>(X509_LOOKUP_get_method_data(lookup));
    X509* first = self->MoveIntoStore(name);
    if (first == nullptr || X509_OBJECT_set1_X509(out, first) != 1) return 0;
    X509_free(first);
    return 1;
  }

  X509* MoveIntoStore(const X509_NAME* name) {
    const auto hash = HashOf(name);
    if (!hash) return nullptr;
    X509* first = nullptr;
    const auto [begin, end] = by_subject_.equal_range(*hash);
    for (auto entry = begin; entry != end; ++entry) {
      const unsigned char* position = Bytes(entry->second);
      X509Ptr certificate(d2i_X509(nullptr, &position, static_cast<long>(entry->second.size())));
      if (!certificate || X509_NAME_cmp(X509_get_subject_name(certificate.get()), name) != 0) continue;
      if (X509_STORE_add_cert(store_.get(), certificate.get()) != 1) continue;
      if (first == nullptr) first = certificate.get();
      parsed_.push_back(std::move(certificate));
    }
    return first;
  }

  LookupMethodPtr method_;
  std::multimap<unsigned long, std::string> by_subject_;
  std::vector<X509Ptr> parsed_;
  StorePtr store_;
};

std::vector<TrustStore::Candidate> TrustStore::CandidatesFrom(const Environment& environment) {
  std::vector<Candidate> candidates;
  for (const std::string_view variable : kVariables) {
    std::string path = environment.GetOr(variable, "");
    if (!path.empty()) candidates.push_back({std::move(path), std::string(variable)});
  }
  for (const std::string_view path : kUsualPlaces) candidates.push_back({std::string(path), ""});
  return candidates;
}

TrustStore::TrustStore(std::vector<Candidate> candidates) : candidates_(std::move(candidates)) {}
TrustStore::~TrustStore() = default;

Result<void> TrustStore::InstallInto(void* ssl_context) {
  if (!bundle_) {
    const auto usable = std::find_if(candidates_.begin(), candidates_.end(), [](const Candidate& candidate) {
      std::error_code ignored;
      return !candidate.variable.empty() || std::filesystem::is_regular_file(candidate.path, ignored);
    });
    if (usable == candidates_.end()) {
      return Error{ErrorCode::kNotFound,
                   "no file with certificate authorities was found: set SSL_CERT_FILE to a PEM bundle"};
    }
    auto bundle = std::make_unique<Bundle>();
    if (const auto loaded = bundle->Load(usable->path); !loaded) {
      const std::string source = usable->variable.empty() ? "certificate authorities" : usable->variable;
      return loaded.error().WithContext(Concat("the bundle of ", source, " cannot be used"));
    }
    path_ = usable->path;
    bundle_ = std::move(bundle);
  }
  SSL_CTX_set1_cert_store(static_cast<SSL_CTX*>(ssl_context), bundle_->store());
  return {};
}

const std::string& TrustStore::path() const {
  return path_;
}
size_t TrustStore::indexed_certificates() const {
  return bundle_ ? bundle_->indexed() : 0;
}
size_t TrustStore::parsed_certificates() const {
  return bundle_ ? bundle_->parsed() : 0;
}

}  // namespace genesys_cfn::http
