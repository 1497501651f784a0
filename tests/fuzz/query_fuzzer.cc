// SPDX-License-Identifier: Apache-2.0
// Any text as the form of a Query API call: what is read from it is bounded by it, and is the same when sent again. And
// as a TemplateURL: what is accepted names an object.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/cloudformation/query_request.h"
#include "emulator/cloudformation/template_url.h"

namespace {

using genesys_cfn::Concat;
using genesys_cfn::PercentEncode;
using genesys_cfn::emulator::QueryRequest;

constexpr std::array<std::string_view, 4> kLists{"Parameters", "Tags", "Capabilities", ""};

void Check(bool holds) {
  if (!holds) std::abort();
}

// The lists written again, numbered from 1.
std::string Form(const QueryRequest& query) {
  std::string form;
  for (const std::string_view name : kLists) {
    int number = 0;
    for (const std::string& item : query.List(name)) {
      form += Concat("&", PercentEncode(name), ".member.", ++number, "=", PercentEncode(item));
    }
    number = 0;
    for (const auto& fields : query.Records(name)) {
      ++number;
      for (const auto& [field, value] : fields) {
        form +=
            Concat("&", PercentEncode(name), ".member.", number, ".", PercentEncode(field), "=", PercentEncode(value));
      }
    }
  }
  return form;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t parts = 1 + static_cast<size_t>(std::count(text.begin(), text.end(), '&'));
  const auto query = QueryRequest::Parse({"POST", "", "/", {}, text});
  if (query.has_value()) {
    for (const std::string_view name : kLists) {
      Check(query->List(name).size() + query->Records(name).size() <= parts);
      (void)query->Flag(name);
      Check(genesys_cfn::IsValidUtf8(query->Text(name)));
    }
    const std::string form = Form(*query);
    const auto again = QueryRequest::Parse({"GET", "", "/?" + form, {}, ""});
    Check(again.has_value() && Form(*again) == form);
  }
  const auto location = genesys_cfn::emulator::ParseTemplateUrl(text, "http://127.0.0.1:4566");
  Check(!location.has_value() || (!location->bucket.empty() && !location->key.empty()));
  return 0;
}
