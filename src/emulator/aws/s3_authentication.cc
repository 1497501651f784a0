// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_authentication.h"

#include <algorithm>
#include <array>
#include <vector>

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_old_signature.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

using Answer = std::variant<S3Signature, http::Response>;

constexpr Milliseconds kAllowedSkew{15 * 60 * 1000};
constexpr int64_t kLongestValiditySeconds = 604'800;
constexpr std::string_view kBodyHash = "x-amz-content-sha256";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr std::string_view kMismatch =
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
// Parameters of a URL that say how it is signed, in lower case.
constexpr auto kSignatureParameters = std::to_array<std::string_view>(
    {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-security-token", "x-amz-signature",
     "x-amz-signedheaders", "awsaccesskeyid", "signature", "expires"});
constexpr auto kOldHeaderParameters = std::to_array<std::string_view>({"content-md5", "content-type"});

bool IsOneOf(std::string_view name, const auto& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

http::Response Malformed(std::string_view what, std::string_view more = {}) {
  return S3Error(400, "AuthorizationHeaderMalformed", Concat("The authorization header is malformed; ", what), more);
}

http::Response QueryError(std::string_view message) {
  return S3Error(400, "AuthorizationQueryParametersError", message);
}

http::Response Mismatch(std::string_view access_key_id, const aws::Signature& expected, std::string_view provided) {
  return S3Error(
      403, "SignatureDoesNotMatch", kMismatch,
      Concat(XmlElementOf("AWSAccessKeyId", access_key_id), XmlElementOf("StringToSign", expected.string_to_sign),
             XmlElementOf("SignatureProvided", provided),
             XmlElementOf("CanonicalRequest", expected.canonical_request)));
}

std::optional<http::Response> RefuseKeyOf(const AccessKeys::Verdict& verdict, std::string_view access_key_id) {
  if (verdict.kind == AccessKeys::Verdict::Kind::kUnknown) {
    return S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
                   XmlElementOf("AWSAccessKeyId", access_key_id));
  }
  if (verdict.kind == AccessKeys::Verdict::Kind::kExpired) {
    return S3Error(400, "ExpiredToken", "The provided token has expired.");
  }
  return std::nullopt;
}

// The scope of a header or a URL, which have the same parts; `malformed` makes the refusal.
std::optional<http::Response> RefuseScope(const aws::AuthorizationHeader& scope, std::string_view region,
                                          http::Response (*malformed)(std::string_view, std::string_view)) {
  if (scope.service != "s3") {
    return malformed(Concat("incorrect service \"", scope.service, "\". This endpoint belongs to \"s3\"."), {});
  }
  if (scope.region == region) return std::nullopt;
  http::Response refused = malformed(Concat("the region '", scope.region, "' is wrong; expecting '", region, "'"),
                                     XmlElementOf("Region", region));
  refused.headers.Add("x-amz-bucket-region", region);  // an answer to HEAD has nothing else
  return refused;
}

aws::SigningOptions OptionsOf(std::string_view region) {
  return {std::string(region), "s3", aws::PathEncoding::kOnce, aws::NormalisePath::kNo, aws::BodyHashHeader::kYes};
}

std::optional<http::Response> RefuseTime(const http::Request& request, WallTime now) {
  const std::string timestamp = request.headers.Get("X-Amz-Date").value_or("");
  const auto time = aws::ParseTimestamp(timestamp);
  if (!time) return S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  if (*time >= now - kAllowedSkew && *time <= now + kAllowedSkew) return std::nullopt;
  return S3Error(403, "RequestTimeTooSkewed",
                 "The difference between the request time and the current time is too large.",
                 Concat(XmlElementOf("RequestTime", timestamp), XmlElementOf("ServerTime", FormatIso8601(now)),
                        XmlElementOf("MaxAllowedSkewMilliseconds", std::to_string(kAllowedSkew.count()))));
}

std::optional<http::Response> RefuseBodyHash(const http::Request& request) {
  const auto stated = request.headers.Get(kBodyHash);
  if (!stated) return S3Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  if (*stated == kUnsignedPayload || stated->starts_with("STREAMING-")) return std::nullopt;
  const bool is_hash = stated->size() == 64 && stated->find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!is_hash) {
    return S3Error(400, "InvalidArgument",
                   "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                   "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 "
                   "value.",
                   XmlElementOf("ArgumentName", kBodyHash) + XmlElementOf("ArgumentValue", *stated));
  }
  const std::string computed = aws::Sha256Hex(request.body);
  if (ToLower(*stated) == computed) return std::nullopt;
  return S3Error(
      400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.",
      XmlElementOf("ClientComputedContentSHA256", *stated) + XmlElementOf("S3ComputedContentSHA256", computed));
}

Answer ByHeader(const http::Request& request, const std::string& header, std::string_view region,
                const AccessKeys& keys, WallTime now) {
  if (header.starts_with("AWS ")) {
    return S3Error(400, "InvalidRequest",
                   "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  }
  const auto authorization = aws::ParseAuthorization(header);
  if (!authorization) return Malformed(authorization.error().message);
  if (auto refused = RefuseScope(*authorization, region, &Malformed)) return *std::move(refused);
  const std::string token = request.headers.Get("X-Amz-Security-Token").value_or("");
  const AccessKeys::Verdict verdict = keys.Judge(authorization->access_key_id, token, now);
  if (auto refused = RefuseKeyOf(verdict, authorization->access_key_id)) return *std::move(refused);
  S3Signature signature{verdict.credentials, OptionsOf(region), request.headers.Get("X-Amz-Date").value_or(""),
                        authorization->signature};
  if (verdict.credentials) {
    if (auto refused = RefuseTime(request, now)) return *std::move(refused);
    const auto expected =
        aws::ComputeSignatureOver(request, authorization->signed_headers, request.headers.Get(kBodyHash).value_or(""),
                                  *verdict.credentials, signature.options, signature.timestamp);
    if (!aws::ConstantTimeEqual(expected.signature, authorization->signature)) {
      return Mismatch(authorization->access_key_id, expected, authorization->signature);
    }
  }
  if (auto refused = RefuseBodyHash(request)) return *std::move(refused);
  if (verdict.credentials) {
    const auto verified = aws::Verify(request, *authorization, *verdict.credentials, now, kAllowedSkew);
    if (!verified) return S3Error(403, "SignatureDoesNotMatch", verified.error().message);
  }
  return signature;
}

std::string WithoutSignature(const std::string& target) {
  std::string query;
  for (const std::string_view part : Split(http::QueryOf(target), '&')) {
    if (part.starts_with("X-Amz-Signature=")) continue;
    if (!query.empty()) query += '&';
    query += part;
  }
  return Concat(http::PathOf(target), '?', query);
}

struct PresignedUrl {
  aws::AuthorizationHeader scope;
  std::string timestamp;
  WallTime time;
  int64_t valid_seconds = 0;
  std::string token;
};

std::variant<PresignedUrl, http::Response> ReadPresignedUrl(const std::vector<http::QueryParameter>& query) {
  const auto algorithm = http::FindParameter(query, "X-Amz-Algorithm");
  const auto credential = http::FindParameter(query, "X-Amz-Credential");
  const auto date = http::FindParameter(query, "X-Amz-Date");
  const auto expires = http::FindParameter(query, "X-Amz-Expires");
  const auto headers = http::FindParameter(query, "X-Amz-SignedHeaders");
  const auto signature = http::FindParameter(query, "X-Amz-Signature");
  if (!algorithm || !credential || !date || !expires || !headers || !signature) {
    return QueryError(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
        "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  }
  if (*algorithm != "AWS4-HMAC-SHA256") return QueryError("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
  const auto scope = aws::ParseAuthorization(
      Concat("AWS4-HMAC-SHA256 Credential=", *credential, ", SignedHeaders=", *headers, ", Signature=", *signature));
  if (!scope) {
    return QueryError(
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
        "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  const auto time = aws::ParseTimestamp(*date);
  if (!time) return QueryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (date->substr(0, 8) != scope->date) {
    return QueryError("Invalid credential date; this date is not the same as X-Amz-Date.");
  }
  const auto seconds = ParseInteger<int64_t>(*expires);
  if (!seconds) return QueryError("X-Amz-Expires should be a number");
  if (*seconds < 0) return QueryError("X-Amz-Expires must be non-negative");
  if (*seconds > kLongestValiditySeconds) {
    return QueryError(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
        "604800 seconds");
  }
  return PresignedUrl{*scope, *date, *time, *seconds, http::FindParameter(query, "X-Amz-Security-Token").value_or("")};
}

std::optional<http::Response> RefuseValidity(const PresignedUrl& url, WallTime now) {
  if (url.time > now + kAllowedSkew) return S3Error(403, "AccessDenied", "Request is not yet valid");
  const WallTime end = url.time + std::chrono::seconds(url.valid_seconds);
  if (now <= end) return std::nullopt;
  return S3Error(403, "AccessDenied", "Request has expired",
                 Concat(XmlElementOf("X-Amz-Expires", std::to_string(url.valid_seconds)),
                        XmlElementOf("Expires", FormatIso8601(end)), XmlElementOf("ServerTime", FormatIso8601(now))));
}

// A presigned URL allows no more than was signed.
std::optional<http::Response> RefuseHeaders(const http::Request& request, const PresignedUrl& url) {
  std::vector<std::string> missing;
  for (const auto& [name, value] : request.headers.fields()) {
    const std::string lower_name = ToLower(name);
    if (lower_name.starts_with("x-amz-") && lower_name != kBodyHash && !IsOneOf(lower_name, url.scope.signed_headers)) {
      missing.push_back(lower_name);
    }
  }
  if (!IsOneOf("host", url.scope.signed_headers)) missing.emplace_back("host");
  if (missing.empty()) return std::nullopt;
  return S3Error(403, "AccessDenied", "There were headers present in the request which were not signed",
                 XmlElementOf("HeadersNotSigned", Join(missing, ", ")));
}

Answer ByPresignedUrl(const http::Request& request, const std::vector<http::QueryParameter>& query,
                      std::string_view region, const AccessKeys& keys, WallTime now) {
  const auto malformed = [](std::string_view what, std::string_view more) {
    return S3Error(400, "AuthorizationQueryParametersError",
                   Concat("Error parsing the X-Amz-Credential parameter; ", what), more);
  };
  const auto read = ReadPresignedUrl(query);
  if (const auto* refused = std::get_if<http::Response>(&read)) return *refused;
  const auto& url = std::get<PresignedUrl>(read);
  if (auto refused = RefuseScope(url.scope, region, malformed)) return *std::move(refused);
  const AccessKeys::Verdict verdict = keys.Judge(url.scope.access_key_id, url.token, now);
  if (auto refused = RefuseKeyOf(verdict, url.scope.access_key_id)) return *std::move(refused);
  if (auto refused = RefuseValidity(url, now)) return *std::move(refused);
  if (auto refused = RefuseHeaders(request, url)) return *std::move(refused);
  S3Signature signature{verdict.credentials, OptionsOf(region), url.timestamp, url.scope.signature, true};
  if (!verdict.credentials) return signature;
  http::Request signed_part = request;
  signed_part.target = WithoutSignature(request.target);
  const std::string body_hash =
      http::FindParameter(query, "X-Amz-Content-Sha256").value_or(std::string(kUnsignedPayload));
  const auto expected = aws::ComputeSignatureOver(signed_part, url.scope.signed_headers, body_hash,
                                                  *verdict.credentials, signature.options, url.timestamp);
  if (!aws::ConstantTimeEqual(expected.signature, url.scope.signature)) {
    return Mismatch(url.scope.access_key_id, expected, url.scope.signature);
  }
  return signature;
}

Answer ByOldPresignedUrl(const http::Request& request, const std::vector<http::QueryParameter>& query,
                         const std::string& access_key_id, const AccessKeys& keys, WallTime now) {
  const std::string token = http::FindParameter(query, "x-amz-security-token").value_or("");
  const AccessKeys::Verdict verdict = keys.Judge(access_key_id, token, now);
  if (auto refused = RefuseKeyOf(verdict, access_key_id)) return *std::move(refused);
  const std::string expires = http::FindParameter(query, "Expires").value_or("");
  const auto seconds = ParseInteger<int64_t>(expires);
  if (!seconds) {
    return S3Error(403, "AccessDenied", Concat("Invalid date (should be seconds since epoch): ", expires));
  }
  if (ToEpochMilliseconds(now) / 1000 > *seconds) {
    return S3Error(403, "AccessDenied", "Request has expired", XmlElementOf("ServerTime", FormatIso8601(now)));
  }
  const std::string provided = http::FindParameter(query, "Signature").value_or("");
  if (verdict.credentials) {
    const std::string text = OldStringToSign(request, query, expires);
    if (!aws::ConstantTimeEqual(OldSignature(*verdict.credentials, text), provided)) {
      return S3Error(403, "SignatureDoesNotMatch", kMismatch,
                     Concat(XmlElementOf("AWSAccessKeyId", access_key_id), XmlElementOf("StringToSign", text),
                            XmlElementOf("SignatureProvided", provided)));
    }
  }
  S3Signature signature;
  signature.is_presigned = true;
  return signature;
}

}  // namespace

std::variant<S3Signature, http::Response> AuthenticateS3(const http::Request& request, std::string_view region,
                                                         const AccessKeys& keys, WallTime now) {
  const auto query = http::ParseQuery(http::QueryOf(request.target));
  const auto header = request.headers.Get("Authorization");
  const bool is_presigned = http::FindParameter(query, "X-Amz-Algorithm").has_value();
  const auto old_key = http::FindParameter(query, "AWSAccessKeyId");
  if (header && (is_presigned || old_key)) {
    return S3Error(400, "InvalidArgument",
                   "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
                   "parameter or the Authorization header should be specified");
  }
  if (header) return ByHeader(request, *header, region, keys, now);
  if (is_presigned) return ByPresignedUrl(request, query, region, keys, now);
  if (old_key) return ByOldPresignedUrl(request, query, *old_key, keys, now);
  return S3Error(403, "AccessDenied", "Access Denied");
}

http::Request WithoutSignatureParameters(const http::Request& request) {
  http::Request plain = request;
  std::string kept;
  const bool is_old =
      http::FindParameter(http::ParseQuery(http::QueryOf(request.target)), "AWSAccessKeyId").has_value();
  for (const std::string_view part : Split(http::QueryOf(request.target), '&')) {
    const auto parsed = http::ParseQuery(part);
    if (parsed.empty()) continue;
    const std::string name = ToLower(parsed.front().name);
    if (IsOneOf(name, kSignatureParameters) || name.starts_with("x-amz-checksum-")) continue;
    if (name.starts_with("x-amz-") || (is_old && IsOneOf(name, kOldHeaderParameters))) {
      if (!plain.headers.Get(name)) plain.headers.Add(name, parsed.front().value);
      continue;
    }
    if (!kept.empty()) kept += '&';
    kept += part;
  }
  plain.target =
      kept.empty() ? std::string(http::PathOf(request.target)) : Concat(http::PathOf(request.target), '?', kept);
  return plain;
}

}  // namespace genesys_cfn::emulator
