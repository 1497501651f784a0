// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_address.h"

#include <algorithm>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

std::string WithoutPort(std::string_view host) {
  return ToLower(host.substr(0, host.find(':')));
}

// What stands before the last label that says S3: "a.b" of "a.b.s3.us-east-1", "" of "s3"; nullopt when none does.
std::optional<std::string> BeforeServiceLabel(std::string_view name) {
  const std::vector<std::string_view> labels = Split(name, '.');
  for (size_t index = labels.size(); index-- > 0;) {
    if (labels[index] != "s3" && !labels[index].starts_with("s3-")) continue;
    return Join({labels.begin(), labels.begin() + static_cast<std::ptrdiff_t>(index)}, ".");
  }
  return std::nullopt;
}

}  // namespace

std::optional<S3Host> ParseS3Host(std::string_view host) {
  constexpr std::string_view kLocal = ".localhost";
  const std::string name = WithoutPort(host);
  for (const std::string_view domain : {".amazonaws.com", ".amazonaws.com.cn"}) {
    if (!name.ends_with(domain)) continue;
    const auto bucket = BeforeServiceLabel(std::string_view(name).substr(0, name.size() - domain.size()));
    if (!bucket) return std::nullopt;
    return S3Host{*bucket};
  }
  if (!name.ends_with(kLocal)) return std::nullopt;
  const std::string before = name.substr(0, name.size() - kLocal.size());
  return S3Host{BeforeServiceLabel(before).value_or(before)};
}

std::optional<S3Address> ParseS3Address(const http::Request& request) {
  std::string_view path = http::PathOf(request.target);
  path.remove_prefix(std::min<size_t>(1, path.size()));
  S3Address address;
  const auto host = ParseS3Host(request.headers.Get("Host").value_or(""));
  address.bucket_in_host = host && !host->bucket.empty();
  if (address.bucket_in_host) {
    address.bucket = host->bucket;
  } else {
    const size_t slash = path.find('/');
    const auto bucket = PercentDecode(path.substr(0, slash));
    if (!bucket || !IsValidUtf8(*bucket)) return std::nullopt;
    address.bucket = *bucket;
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  auto key = PercentDecode(path);
  if (!key || !IsValidUtf8(*key)) return std::nullopt;
  address.key = *std::move(key);
  return address;
}

bool IsUnsignedS3Request(const http::Request& request) {
  if (request.headers.Get("Authorization")) return false;
  if (ParseS3Host(request.headers.Get("Host").value_or(""))) return true;
  const auto query = http::ParseQuery(http::QueryOf(request.target));
  const auto credential = http::FindParameter(query, "X-Amz-Credential");
  if (credential) return credential->ends_with("/s3/aws4_request");
  return http::FindParameter(query, "AWSAccessKeyId") && http::FindParameter(query, "Signature");
}

}  // namespace genesys_cfn::emulator
