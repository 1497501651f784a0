// SPDX-License-Identifier: Apache-2.0
// Any bytes as JSON: what is accepted comes back the same from both forms of writing, is equal to itself by meaning,
// and its canonical form is a fixed point.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "json/canonical.h"
#include "json/parse.h"
#include "json/write.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn;
  const auto document = json::Parse({reinterpret_cast<const char*>(data), size});
  if (!document) {
    if (document.error().code != ErrorCode::kInvalidInput || document.error().message.empty()) std::abort();
    return 0;
  }
  for (const auto write : {json::Write, json::WritePretty}) {
    const auto again = json::Parse(write(*document));
    if (!again || !(*again == *document)) std::abort();
  }
  if (!json::Equivalent(*document, *document) || !json::Diff(*document, *document).empty()) std::abort();
  const json::Value canonical = json::Canonical(*document);
  if (!json::Equivalent(canonical, *document) || !(json::Canonical(canonical) == canonical)) std::abort();
  return 0;
}
