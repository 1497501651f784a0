// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/template_url.h"

#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::emulator {
namespace {

Error Unsupported() {
  return Error{ErrorCode::kInvalidInput, "TemplateURL must be a supported URL."};
}

// Of "s3.amazonaws.com", "s3.eu-west-1.amazonaws.com", "s3-eu-west-1.amazonaws.com.cn" and the like.
bool IsS3Host(std::string_view host) {
  const bool is_amazon = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
  return is_amazon && (host.starts_with("s3.") || host.starts_with("s3-"));
}

// The bucket that stands before a host of S3; "" when it stands in the path; nullopt for a host of somebody else.
std::optional<std::string> BucketInHost(std::string_view host, std::string_view own_host) {
  if (host == own_host || IsS3Host(host)) return "";
  if (host.ends_with(own_host) && host.size() > own_host.size() + 1 && host[host.size() - own_host.size() - 1] == '.') {
    return std::string(host.substr(0, host.size() - own_host.size() - 1));
  }
  // A bucket's name may have dots, and even "s3." in it: the last such place begins the host of S3.
  for (size_t dot = host.rfind(".s3"); dot != std::string_view::npos && dot > 0; dot = host.rfind(".s3", dot - 1)) {
    if (IsS3Host(host.substr(dot + 1))) return std::string(host.substr(0, dot));
  }
  return std::nullopt;
}

std::string_view HostOf(std::string_view url) {
  const size_t scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

// The local cloud is reached by its address and by "localhost".
std::string LocalName(std::string_view host) {
  const size_t colon = host.rfind(':');
  if (colon == std::string_view::npos) return std::string(host);
  const std::string_view name = host.substr(0, colon);
  if (name == "localhost") return Concat("127.0.0.1", host.substr(colon));
  if (name.ends_with(".localhost")) {
    return Concat(name.substr(0, name.size() - std::string_view("localhost").size()), "127.0.0.1", host.substr(colon));
  }
  return std::string(host);
}

}  // namespace

Result<TemplateLocation> ParseTemplateUrl(std::string_view url, std::string_view own_origin) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return Unsupported();
  const std::string_view kind = url.substr(0, scheme);
  const std::string host = LocalName(HostOf(url));
  std::string_view target = url.substr(scheme + 3 + HostOf(url).size());
  target = target.substr(0, target.find('#'));
  TemplateLocation location;
  std::string path;
  if (kind == "s3") {
    location.bucket = host;
  } else if (kind == "http" || kind == "https") {
    auto bucket = BucketInHost(host, HostOf(own_origin));
    if (!bucket.has_value()) return Unsupported();
    location.bucket = std::move(*bucket);
  } else {
    return Unsupported();
  }
  const auto decoded = PercentDecode(http::PathOf(target));
  if (!decoded.has_value() || !decoded->starts_with("/")) return Unsupported();
  path = decoded->substr(1);
  if (location.bucket.empty()) {
    const size_t slash = path.find('/');
    if (slash == std::string::npos) return Unsupported();
    location.bucket = path.substr(0, slash);
    path.erase(0, slash + 1);
  }
  location.key = std::move(path);
  location.version = http::FindParameter(http::ParseQuery(http::QueryOf(target)), "versionId").value_or("");
  if (location.bucket.empty() || location.key.empty()) return Unsupported();
  return location;
}

}  // namespace genesys_cfn::emulator
