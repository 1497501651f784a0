// SPDX-License-Identifier: Apache-2.0
#include "http/request_check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

bool IsToken(std::string_view text) {
  constexpr std::string_view kMarks = "-_.!#$%&'*+^`|~";
  const auto is_allowed = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace

Result<void> CheckRequest(const Request& request) {
  const auto refuse = [&](std::string_view why) {
    return Error{ErrorCode::kInvalidInput, Concat("the request cannot be sent: ", why)};
  };
  if (!IsToken(request.method)) return refuse("its method is not a token");
  if (!request.target.starts_with('/')) return refuse("its target does not begin with '/'");
  const auto url = ParseUrl(request.origin + request.target);
  if (!url) return url.error().WithContext("the request cannot be sent");
  if (url->origin != request.origin) return refuse("its origin is not just scheme, host and port");
  if (request.method == "HEAD" && !request.body.empty()) return refuse("HEAD has no body");
  for (const auto& [name, value] : request.headers.fields()) {
    if (!IsToken(name)) return refuse("the name of a header is not a token");
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return refuse(Concat("the value of the header ", name, " contains a line end"));
    }
  }
  return {};
}

}  // namespace genesys_cfn::http
