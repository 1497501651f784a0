// SPDX-License-Identifier: Apache-2.0
#include "genesys/api_error.h"

#include <algorithm>

#include "base/text.h"
#include "http/retry_delay.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr size_t kMaxMessageBytes = 500;
constexpr size_t kMaxWordBytes = 100;

// One line of at most `bytes` bytes: what stands in somebody else's answer must not break ours.
std::string OneLine(std::string_view text, size_t bytes) {
  std::string line(TruncateUtf8(Trim(text), bytes));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

bool NamesAField(const json::Value& body) {
  const json::Value* details = body.Find("details");
  if (details == nullptr || details->AsArray() == nullptr) return false;
  return std::any_of(details->AsArray()->begin(), details->AsArray()->end(), [](const json::Value& detail) {
    const std::optional<std::string> field = detail.FindString("fieldName");
    return field && !field->empty();
  });
}

// "Supplied version 2 does not match latest draft version 1", "... does not match the current version".
bool SpeaksOfAnotherVersion(std::string_view message) {
  const std::string lower = ToLower(message);
  const auto contains = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  return contains("version") && (contains("match") || contains("conflict"));
}

// The body's part of the error; nothing when the body is neither service's.
void ReadBody(const json::Value& body, ApiError& error) {
  error.code = OneLine(body.FindString("code").value_or(body.FindString("error").value_or("")), kMaxWordBytes);
  for (const std::string_view name : {"message", "error_description", "description", "messageWithParams"}) {
    if (!error.message.empty()) break;
    error.message = OneLine(body.FindString(name).value_or(""), kMaxMessageBytes);
  }
  if (error.correlation_id.empty()) {
    error.correlation_id = OneLine(body.FindString("contextId").value_or(""), kMaxWordBytes);
  }
  error.names_a_field = NamesAField(body);
}

ErrorCode CodeOf(const ApiError& error) {
  if (error.rate_limited) return ErrorCode::kRateLimited;
  if (error.version_conflict) return ErrorCode::kConflict;
  switch (error.status) {
    case 401:
      return ErrorCode::kUnauthenticated;
    case 403:
      return ErrorCode::kPermissionDenied;
    case 404:
    case 410:
      return ErrorCode::kNotFound;
    case 408:
      return ErrorCode::kUnavailable;
    default:
      return error.status >= 400 && error.status < 500 ? ErrorCode::kInvalidInput : ErrorCode::kUnavailable;
  }
}

std::string WhatToDo(const ApiError& error, std::string_view permission) {
  switch (CodeOf(error)) {
    case ErrorCode::kPermissionDenied:
      if (permission.empty()) return " The OAuth client's roles do not allow this call.";
      return Concat(" The OAuth client's roles need the permission ", permission, ".");
    case ErrorCode::kUnauthenticated:
      return " A new token was refused too: check that the OAuth client is active and belongs to this region.";
    case ErrorCode::kRateLimited:
      return " The OAuth client's rate limit is used up: try again later, or use a client that nothing else uses.";
    case ErrorCode::kUnavailable:
      return " The platform, or a gateway before it, failed: try again.";
    default:
      return {};
  }
}

}  // namespace

ApiError ParseApiError(const http::Response& response) {
  ApiError error;
  error.status = response.status;
  error.correlation_id = OneLine(response.headers.Get("ININ-Correlation-Id").value_or(""), kMaxWordBytes);
  error.retry_after_seconds = http::RetryAfterSeconds(response);
  const Result<json::Value> body = json::Parse(response.body);
  if (body) ReadBody(*body, error);
  error.version_conflict = error.status == 409 || (error.status == 400 && SpeaksOfAnotherVersion(error.message));
  error.rate_limited =
      error.status == 429 || (error.status == 400 && ToLower(error.message).starts_with("rate limit exceeded"));
  return error;
}

Error ToError(const ApiError& error, std::string_view operation, std::string_view method, std::string_view path,
              std::string_view permission) {
  std::string text = Concat(operation, " failed: ", method, " ", http::PathOf(path), " answered ", error.status);
  if (!error.code.empty()) text += Concat(" ", error.code);
  if (!error.message.empty()) {
    text += Concat(": ", error.message);
    while (text.ends_with('.')) text.pop_back();
  }
  if (!error.correlation_id.empty()) text += Concat(" (correlation id ", error.correlation_id, ")");
  return {CodeOf(error), Concat(text, ".", WhatToDo(error, permission))};
}

}  // namespace genesys_cfn::genesys
