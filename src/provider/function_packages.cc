// SPDX-License-Identifier: Apache-2.0
#include "provider/function_packages.h"

#include <algorithm>

#include "base/text.h"
#include "http/retry_delay.h"
#include "provider/function_properties.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kLongestUpload{60'000};
constexpr http::RetryPolicy kPolicy{Milliseconds{200}, Milliseconds{5'000}};

bool MayPass(const Result<http::Response>& response) {
  if (response) return response->status == 429 || response->status >= 500;
  const ErrorCode code = response.error().code;
  return code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown;
}

}  // namespace

Result<std::string> AwsFunctionPackages::Fetch(const aws::S3Location& zip, SteadyTime deadline) {
  return parts_.objects.GetObject(zip, kMaxPackageBytes, deadline);
}

Result<void> AwsFunctionPackages::Upload(const genesys::UploadTarget& target, const std::string& bytes,
                                         SteadyTime deadline) {
  const auto url = http::ParseUrl(target.url.Reveal());
  const bool loopback_too = allowed_ == custom_resource::AllowedHosts::kLoopbackToo;
  const bool allowed = url && (url->origin.starts_with("https://") || (loopback_too && http::IsLoopback(url->origin)));
  if (!allowed) {
    return Error{ErrorCode::kInvalidInput, "the package is not uploaded: the platform named no https URL for it"};
  }
  http::Request request{"PUT", url->origin, url->target, {}, bytes};
  for (const auto& [name, value] : target.headers) request.headers.Add(name, value);
  for (int attempt = 0;; ++attempt) {
    const auto left = std::chrono::floor<Milliseconds>(deadline - parts_.clock.SteadyNow());
    if (left <= Milliseconds{0}) return Error{ErrorCode::kDeadlineExceeded, "no time is left to upload the package"};
    http::CallOptions options;
    options.total_timeout = std::min(kLongestUpload, left);
    const auto response = parts_.client.Send(request, options);
    if (response && response->ok()) return {};
    const Milliseconds delay = http::RetryDelay(kPolicy, attempt, std::nullopt, parts_.random);
    if (MayPass(response) && parts_.clock.SteadyNow() + delay < deadline) {
      parts_.clock.SleepFor(delay);
      continue;
    }
    if (!response) return response.error().WithContext("uploading the package failed");
    return Error{ErrorCode::kUnavailable,
                 Concat("uploading the package failed: ", http::HostOf(url->origin), " answered ", response->status)};
  }
}

}  // namespace genesys_cfn::provider
