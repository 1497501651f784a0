// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/response_url.h"

#include <optional>

#include "aws/sigv4.h"
#include "base/encoding.h"
#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kSignatureParameter = "&X-Amz-Signature=";
constexpr int64_t kValidSeconds = 7200;

// The nested form keeps a hash from being extended; the key has a fixed length.
std::string SignatureOf(std::string_view text, std::string_view key) {
  return aws::Sha256Hex(Concat(key, aws::Sha256Hex(Concat(key, text))));
}

std::optional<int> Digits(std::string_view text, size_t position, size_t count) {
  if (text.size() < position + count) return std::nullopt;
  return ParseInteger<int>(text.substr(position, count));
}

// "20260102T030405Z"
std::optional<WallTime> ParseBasicIso8601(std::string_view text) {
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 4, 2);
  const auto day = Digits(text, 6, 2);
  const auto hour = Digits(text, 9, 2);
  const auto minute = Digits(text, 11, 2);
  const auto second = Digits(text, 13, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return WallTime(std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                  std::chrono::seconds(*second));
}

}  // namespace

std::string ResponseUrl(const CloudIdentity& identity, std::string_view key, std::string_view stack_id,
                        std::string_view logical_id, std::string_view request_id, WallTime now) {
  const std::string timestamp = FormatBasicIso8601(now);
  const std::string object = Concat(stack_id, "|", logical_id, "|", request_id);
  const std::string credential =
      Concat("LOCALCLOUDFORMATION/", timestamp.substr(0, 8), "/", identity.region, "/s3/aws4_request");
  const std::string target =
      Concat(kResponsePathPrefix, ReplaceAll(identity.region, "-", ""), "/", PercentEncode(object, KeepSlash::kYes),
             "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=", PercentEncode(credential),
             "&X-Amz-Date=", timestamp, "&X-Amz-Expires=", kValidSeconds, "&X-Amz-SignedHeaders=host");
  return Concat(identity.origin, target, kSignatureParameter, SignatureOf(target, key));
}

Result<std::string> VerifyResponseTarget(std::string_view target, std::string_view key, WallTime now) {
  const Error mismatch{ErrorCode::kPermissionDenied,
                       "The request signature we calculated does not match the signature you provided. Check your key "
                       "and signing method."};
  const size_t at = target.rfind(kSignatureParameter);
  if (!target.starts_with(kResponsePathPrefix) || at == std::string_view::npos) return mismatch;
  const std::string_view signed_part = target.substr(0, at);
  if (target.substr(at + kSignatureParameter.size()) != SignatureOf(signed_part, key)) return mismatch;
  const auto made =
      ParseBasicIso8601(http::FindParameter(http::ParseQuery(http::QueryOf(signed_part)), "X-Amz-Date").value_or(""));
  if (!made.has_value() || now > *made + std::chrono::seconds(kValidSeconds)) {
    return Error{ErrorCode::kDeadlineExceeded, "Request has expired"};
  }
  const std::optional<std::string> path = PercentDecode(http::PathOf(signed_part));
  if (!path.has_value() || path->rfind('|') == std::string::npos) return mismatch;
  return path->substr(path->rfind('|') + 1);
}

}  // namespace genesys_cfn::emulator
