// SPDX-License-Identifier: Apache-2.0
#include "aws/sigv4.h"

#include <algorithm>
#include <functional>
#include <set>

#include "aws/canonical_request.h"
#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";
constexpr std::string_view kBodyHashHeader = "X-Amz-Content-Sha256";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr size_t kDateLength = std::string_view("YYYYMMDD").size();
constexpr size_t kTimestampLength = std::string_view("YYYYMMDDTHHMMSSZ").size();
constexpr std::string_view kStreamedPayload = "STREAMING-";
constexpr std::string_view kMismatch =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.";

Error Refused(std::string message) {
  return Error{ErrorCode::kUnauthenticated, std::move(message)};
}

Signature ComputeOver(const http::Request& request, const Credentials& credentials, const SigningOptions& options,
                      std::string_view timestamp, std::string_view body_hash,
                      const std::function<bool(std::string_view)>& wanted) {
  const CanonicalHeaders headers = CanonicaliseHeaders(request.headers, wanted);
  const std::string_view date = timestamp.substr(0, kDateLength);
  const std::string scope = Concat(date, '/', options.region, '/', options.service, '/', kTerminator);

  Signature out;
  out.canonical_request = Concat(
      request.method, '\n', CanonicalPath(http::PathOf(request.target), options.path_encoding, options.normalise_path),
      '\n', CanonicalQuery(http::QueryOf(request.target)), '\n', headers.lines, '\n', headers.names, '\n', body_hash);
  out.string_to_sign = Concat(kAlgorithm, '\n', timestamp, '\n', scope, '\n', Sha256Hex(out.canonical_request));
  out.signature = HexEncode(HmacSha256(SigningKey(credentials, date, options), out.string_to_sign));
  out.authorization = Concat(kAlgorithm, " Credential=", credentials.access_key_id, '/', scope,
                             ", SignedHeaders=", headers.names, ", Signature=", out.signature);
  return out;
}

std::string BodyHashOf(const http::Request& request) {
  const auto stated = request.headers.Get(kBodyHashHeader);
  return stated ? *stated : Sha256Hex(request.body);
}

Result<void> CheckTime(std::string_view timestamp, WallTime now, Milliseconds allowed_skew) {
  const std::optional<WallTime> time = ParseTimestamp(timestamp);
  if (!time) return Refused(Concat("Date in X-Amz-Date must be in ISO-8601 'basic format'. Got '", timestamp, "'."));
  if (*time < now - allowed_skew) {
    return Refused(Concat("Signature expired: ", timestamp, " is now earlier than ",
                          FormatBasicIso8601(now - allowed_skew), " (", FormatBasicIso8601(now), " - ",
                          allowed_skew / std::chrono::minutes(1), " min.)"));
  }
  if (*time > now + allowed_skew) {
    return Refused(Concat("Signature not yet current: ", timestamp, " is still later than ",
                          FormatBasicIso8601(now + allowed_skew), " (", FormatBasicIso8601(now), " + ",
                          allowed_skew / std::chrono::minutes(1), " min.)"));
  }
  return {};
}

Result<void> CheckSignedHeaders(const http::Request& request, const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), "host") == names.end()) {
    return Refused("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const std::string& name : names) {
    if (!request.headers.Get(name)) {
      return Refused(Concat("The header '", name, "' is listed in SignedHeaders, but the request does not have it."));
    }
  }
  return {};
}

Result<void> CheckBodyHash(const http::Request& request, bool is_s3) {
  const std::optional<std::string> stated = request.headers.Get(kBodyHashHeader);
  if (stated && *stated != kUnsignedPayload && !(is_s3 && stated->starts_with(kStreamedPayload)) &&
      *stated != Sha256Hex(request.body)) {
    return Refused("The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  return {};
}

Result<void> CheckSessionToken(const http::Request& request, const Credentials& credentials) {
  if (!credentials.session_token) return {};
  const std::string token = request.headers.Get("X-Amz-Security-Token").value_or("");
  if (!ConstantTimeEqual(token, credentials.session_token->Reveal())) {
    return Refused("The security token included in the request is invalid.");
  }
  return {};
}

}  // namespace

std::string SigningKey(const Credentials& credentials, std::string_view date, const SigningOptions& options) {
  const std::string date_key = HmacSha256(Concat("AWS4", credentials.secret_access_key.Reveal()), date);
  const std::string region_key = HmacSha256(date_key, options.region);
  return HmacSha256(HmacSha256(region_key, options.service), kTerminator);
}

std::optional<WallTime> ParseTimestamp(std::string_view text) {
  if (text.size() != kTimestampLength || text[8] != 'T' || text.back() != 'Z') return std::nullopt;
  const auto number = [text](size_t from, size_t length) { return ParseInteger<unsigned>(text.substr(from, length)); };
  const auto year = number(0, 4), month = number(4, 2), day = number(6, 2);
  const auto hour = number(9, 2), minute = number(11, 2), second = number(13, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day calendar_day{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                                 std::chrono::day(*day)};
  if (!calendar_day.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return WallTime(std::chrono::sys_days(calendar_day) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                  std::chrono::seconds(*second));
}

std::string Sha256Hex(std::string_view bytes) {
  return HexEncode(Sha256(bytes));
}

Signature ComputeSignature(const http::Request& request, const Credentials& credentials, const SigningOptions& options,
                           std::string_view timestamp) {
  return ComputeOver(request, credentials, options, timestamp, BodyHashOf(request),
                     [](std::string_view) { return true; });
}

Signature ComputeSignatureOver(const http::Request& request, const std::vector<std::string>& signed_headers,
                               std::string_view body_hash, const Credentials& credentials,
                               const SigningOptions& options, std::string_view timestamp) {
  const std::set<std::string_view> wanted(signed_headers.begin(), signed_headers.end());
  return ComputeOver(request, credentials, options, timestamp, body_hash,
                     [&](std::string_view name) { return wanted.contains(name); });
}

void Sign(http::Request& request, const Credentials& credentials, const SigningOptions& options, WallTime now) {
  const std::string timestamp = FormatBasicIso8601(now);
  if (!request.headers.Get("Host")) request.headers.Set("Host", http::HostOf(request.origin));
  request.headers.Set("X-Amz-Date", timestamp);
  if (credentials.session_token) request.headers.Set("X-Amz-Security-Token", credentials.session_token->Reveal());
  if (options.body_hash_header == BodyHashHeader::kYes && request.headers.Get(kBodyHashHeader) != kUnsignedPayload) {
    request.headers.Set(kBodyHashHeader, Sha256Hex(request.body));
  }
  request.headers.Set("Authorization", ComputeSignature(request, credentials, options, timestamp).authorization);
}

Result<AuthorizationHeader> ParseAuthorization(std::string_view header) {
  const std::string_view trimmed = Trim(header);
  const size_t blank = trimmed.find(' ');
  if (trimmed.substr(0, blank) != kAlgorithm) {
    return Refused(Concat("The authorization header must begin with '", kAlgorithm, "'."));
  }
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  for (const std::string_view part : Split(trimmed.substr(std::min(blank, trimmed.size())), ',')) {
    const std::string_view item = Trim(part);
    const size_t equals = item.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = item.substr(0, equals);
    if (name == "Credential") credential = item.substr(equals + 1);
    if (name == "SignedHeaders") signed_headers = item.substr(equals + 1);
    if (name == "Signature") signature = item.substr(equals + 1);
  }
  if (credential.empty()) return Refused("Authorization header requires 'Credential' parameter.");
  if (signature.empty()) return Refused("Authorization header requires 'Signature' parameter.");
  if (signed_headers.empty()) return Refused("Authorization header requires 'SignedHeaders' parameter.");

  const std::vector<std::string_view> scope = Split(credential, '/');
  if (scope.size() != 5 || scope[4] != kTerminator || scope[1].size() != kDateLength) {
    return Refused("Credential must have the form '<access key id>/<YYYYMMDD>/<region>/<service>/aws4_request'.");
  }
  AuthorizationHeader out{
      std::string(scope[0]), std::string(scope[1]), std::string(scope[2]), std::string(scope[3]), {},
      std::string(signature)};
  for (const std::string_view name : Split(signed_headers, ';')) out.signed_headers.push_back(ToLower(name));
  return out;
}

Result<void> Verify(const http::Request& request, const AuthorizationHeader& authorization,
                    const Credentials& credentials, WallTime now, Milliseconds allowed_skew) {
  if (!ConstantTimeEqual(authorization.access_key_id, credentials.access_key_id)) {
    return Refused("The security token included in the request is invalid.");
  }
  const std::optional<std::string> timestamp = request.headers.Get("X-Amz-Date");
  if (!timestamp) {
    return Refused("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  TRY(CheckTime(*timestamp, now, allowed_skew));
  if (timestamp->substr(0, kDateLength) != authorization.date) {
    return Refused(Concat("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '",
                          authorization.date, "' != '", timestamp->substr(0, kDateLength), "'."));
  }
  TRY(CheckSignedHeaders(request, authorization.signed_headers));
  TRY(CheckBodyHash(request, authorization.service == "s3"));
  TRY(CheckSessionToken(request, credentials));

  SigningOptions options;
  options.region = authorization.region;
  options.service = authorization.service;
  if (authorization.service == "s3") {
    options.path_encoding = PathEncoding::kOnce;
    options.normalise_path = NormalisePath::kNo;
  }
  const Signature expected = ComputeSignatureOver(request, authorization.signed_headers, BodyHashOf(request),
                                                  credentials, options, *timestamp);
  if (!ConstantTimeEqual(expected.signature, authorization.signature)) return Refused(std::string(kMismatch));
  return {};
}

}  // namespace genesys_cfn::aws
