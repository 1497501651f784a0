// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_old_signature.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/digests.h"
#include "emulator/aws/s3_address.h"

namespace genesys_cfn::emulator {
namespace {

// The parameters that are part of the resource.
constexpr auto kResourceParameters = std::to_array<std::string_view>({"accelerate",
                                                                      "acl",
                                                                      "cors",
                                                                      "defaultObjectAcl",
                                                                      "delete",
                                                                      "lifecycle",
                                                                      "location",
                                                                      "logging",
                                                                      "notification",
                                                                      "partNumber",
                                                                      "policy",
                                                                      "replication",
                                                                      "requestPayment",
                                                                      "response-cache-control",
                                                                      "response-content-disposition",
                                                                      "response-content-encoding",
                                                                      "response-content-language",
                                                                      "response-content-type",
                                                                      "response-expires",
                                                                      "restore",
                                                                      "tagging",
                                                                      "torrent",
                                                                      "uploadId",
                                                                      "uploads",
                                                                      "versionId",
                                                                      "versioning",
                                                                      "versions",
                                                                      "website"});

std::string Resource(const http::Request& request, const std::vector<http::QueryParameter>& query) {
  const auto host = ParseS3Host(request.headers.Get("Host").value_or(""));
  std::string out = host && !host->bucket.empty() ? Concat('/', host->bucket) : std::string();
  out += http::PathOf(request.target);
  std::map<std::string, std::string> parameters;
  for (const http::QueryParameter& parameter : query) {
    const bool counts =
        std::find(kResourceParameters.begin(), kResourceParameters.end(), parameter.name) != kResourceParameters.end();
    if (counts) parameters[parameter.name] = parameter.value;
  }
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    out += Concat(separator, name);
    if (!value.empty()) out += Concat('=', value);
    separator = '&';
  }
  return out;
}

}  // namespace

std::string OldStringToSign(const http::Request& request, const std::vector<http::QueryParameter>& query,
                            std::string_view expires) {
  std::map<std::string, std::string> amazon_headers;
  std::string content_type = request.headers.Get("Content-Type").value_or("");
  std::string content_md5 = request.headers.Get("Content-MD5").value_or("");
  for (const auto& [name, value] : request.headers.fields()) {
    if (ToLower(name).starts_with("x-amz-")) amazon_headers[ToLower(name)] = std::string(Trim(value));
  }
  for (const http::QueryParameter& parameter : query) {
    const std::string name = ToLower(parameter.name);
    if (name.starts_with("x-amz-")) amazon_headers[name] = parameter.value;
    if (name == "content-type") content_type = parameter.value;
    if (name == "content-md5") content_md5 = parameter.value;
  }
  std::string out = Concat(request.method, '\n', content_md5, '\n', content_type, '\n', expires, '\n');
  for (const auto& [name, value] : amazon_headers) out += Concat(name, ':', value, '\n');
  return out + Resource(request, query);
}

std::string OldSignature(const aws::Credentials& credentials, std::string_view string_to_sign) {
  return Base64Encode(HmacSha1(credentials.secret_access_key.Reveal(), string_to_sign));
}

}  // namespace genesys_cfn::emulator
