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
#include <cstdint>
#include <filesystem>
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
// Of a certificate's text, line ends included; nearly all have their subject within.
constexpr size_t kHeadCharacters = 650;

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using LookupMethodPtr = std::unique_ptr<X509_LOOKUP_METHOD, Freed<X509_LOOKUP_meth_free>>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Of a text that is cut off, what can be decoded. Padding becomes zeros behind the certificate. nullopt: no Base64.
std::optional<std::string> DecodePemBody(std::string_view body) {
  std::string text;
  text.reserve(body.size());
  for (size_t start = 0; start < body.size();) {
    const size_t end = std::min(body.find('\n', start), body.size());
    text += Trim(body.substr(start, end - start));
    start = end + 1;
  }
  text.resize(text.size() / 4 * 4);
  std::string der(text.size() / 4 * 3, '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  if (EVP_DecodeBlock(out, Bytes(text), static_cast<int>(text.size())) < 0) return std::nullopt;
  return der;
}

// Reads one DER element off `rest` and returns it with its header; nullopt when there is none.
struct Element {
  std::string_view whole;
  std::string_view content;
  int tag = 0;
};
std::optional<Element> TakeElement(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
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

// What follows the header of the SEQUENCE that begins here, as far as it is there.
std::string_view Inside(std::string_view sequence) {
  if (sequence.size() < 2 || sequence[0] != (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED)) return {};
  const auto length = static_cast<unsigned char>(sequence[1]);
  const size_t header = 2 + (length < 0x80 ? size_t{0} : length - size_t{0x80});
  return sequence.substr(std::min(header, sequence.size()));
}

// The subject's DER inside a certificate's, of which the end may be missing: Certificate { tbs { [0] version, serial,
// algorithm, issuer, validity, subject
std::optional<std::string_view> SubjectOf(std::string_view certificate) {
  std::string_view rest = Inside(Inside(certificate));
  auto element = TakeElement(rest);
  constexpr int kFieldsBeforeSubject = 4;
  int left = kFieldsBeforeSubject;
  if (element && element->tag == -1) element = TakeElement(rest);  // the version, which is optional
  for (; element && left > 0; --left) element = TakeElement(rest);
  if (!element || element->tag != V_ASN1_SEQUENCE) return std::nullopt;
  return element->whole;
}

// Mixes the letters and digits of ASCII into `hash` (FNV-1a), without their case.
uint64_t Fold(uint64_t hash, std::string_view text) {
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))) continue;
    hash = (hash ^ static_cast<unsigned char>(lower)) * uint64_t{0x100000001b3};
  }
  return hash;
}

// The same for every spelling of a name that OpenSSL takes for the same: it compares without case, without surplus
// blanks, and across the types of strings. nullopt: a string of wider characters is in it, so only a comparison tells.
std::optional<uint64_t> FingerprintOf(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  std::string_view sets = Inside(name);
  while (const auto set = TakeElement(sets)) {
    std::string_view attributes = set->content;
    while (const auto attribute = TakeElement(attributes)) {
      std::string_view parts = attribute->content;
      TakeElement(parts);  // the type
      const auto value = TakeElement(parts);
      if (!value) continue;
      if (value->tag == V_ASN1_BMPSTRING || value->tag == V_ASN1_UNIVERSALSTRING) return std::nullopt;
      hash = Fold(hash, value->content);
    }
  }
  return hash;
}

}  // namespace

// The bundle's certificates by subject, and the OpenSSL store that pulls them from here one by one.
class TrustStore::Bundle {
 public:
  Bundle() : method_(X509_LOOKUP_meth_new("certificates of a bundle, on demand")), store_(X509_STORE_new()) {}

  Result<void> Load(const std::string& path) {
    if (!method_ || !store_) return Error{ErrorCode::kInternal, "OpenSSL could not make a certificate store"};
    TRY_ASSIGN(pem_, ReadFile(path));
    Index();
    X509_STORE_set_flags(store_.get(), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
    if (entries_.empty()) return LoadWhole(path);
    X509_LOOKUP_meth_set_get_by_subject(method_.get(), &Bundle::GetBySubject);
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store_.get(), method_.get());
    if (lookup == nullptr || X509_LOOKUP_set_method_data(lookup, this) != 1) {
      return Error{ErrorCode::kInternal, "OpenSSL could not add a lookup to a certificate store"};
    }
    return {};
  }

  [[nodiscard]] X509_STORE* store() const { return store_.get(); }
  [[nodiscard]] size_t indexed() const { return entries_.size(); }
  [[nodiscard]] size_t parsed() const { return parsed_.size(); }

 private:
  struct Entry {
    std::string_view body;  // in pem_
    std::optional<uint64_t> subject;
  };

  void Index() {
    const std::string_view pem = pem_;
    for (size_t begin = pem.find(kBegin); begin != std::string_view::npos; begin = pem.find(kBegin, begin + 1)) {
      const size_t start = begin + kBegin.size();
      const size_t end = pem.find(kEnd, start);
      if (end == std::string_view::npos) break;
      const std::string_view body = pem.substr(start, end - start);
      if (!Add(body, body.substr(0, kHeadCharacters))) Add(body, body);
    }
    ERR_clear_error();
  }

  // False when the subject does not stand in that part of the certificate.
  bool Add(std::string_view body, std::string_view part) {
    const auto der = DecodePemBody(part);
    const auto subject = der ? SubjectOf(*der) : std::nullopt;
    if (subject) entries_.push_back({body, FingerprintOf(*subject)});
    return subject.has_value();
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
    const unsigned char* der = nullptr;
    size_t length = 0;
    if (X509_NAME_get0_der(name, &der, &length) != 1) return nullptr;
    const auto wanted = FingerprintOf({reinterpret_cast<const char*>(der), length});
    X509* first = nullptr;
    for (const Entry& entry : entries_) {
      if (wanted && entry.subject && *wanted != *entry.subject) continue;
      X509Ptr certificate = Parse(entry.body);
      if (!certificate || X509_NAME_cmp(X509_get_subject_name(certificate.get()), name) != 0) continue;
      if (X509_STORE_add_cert(store_.get(), certificate.get()) != 1) continue;
      if (first == nullptr) first = certificate.get();
      parsed_.push_back(std::move(certificate));
    }
    return first;
  }

  static X509Ptr Parse(std::string_view body) {
    const auto certificate = DecodePemBody(body);
    if (!certificate) return nullptr;
    const unsigned char* position = Bytes(*certificate);
    return X509Ptr(d2i_X509(nullptr, &position, static_cast<long>(certificate->size())));
  }

  LookupMethodPtr method_;
  std::string pem_;
  std::vector<Entry> entries_;
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
