// SPDX-License-Identifier: Apache-2.0
// Any text as a URL, a target and a query: splitting loses and adds nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto url = http::ParseUrl(text)) {
    // Only a missing path is added, as "/".
    const bool same = url->origin + url->target == text;
    const bool without_path = url->target.starts_with('/') && url->origin + url->target.substr(1) == text;
    if (!same && !without_path) std::abort();
    if (http::HostOf(url->origin).empty()) std::abort();
    const auto again = http::ParseUrl(url->origin + url->target);
    if (!again || again->origin != url->origin || again->target != url->target) std::abort();
  }

  const std::string path(http::PathOf(text));
  const std::string query(http::QueryOf(text));
  if (text != path && text != path + "?" + query) std::abort();

  const auto parameters = http::ParseQuery(text);
  if (parameters.size() > 1 + static_cast<size_t>(std::count(text.begin(), text.end(), '&'))) std::abort();
  for (const auto& parameter : parameters) {
    if (!http::FindParameter(parameters, parameter.name)) std::abort();
  }
  return 0;
}
