// SPDX-License-Identifier: Apache-2.0
// Any bytes as the text of a request: what is found lies in it, in order and apart, and what is masked says so.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "definition/literal_credentials.h"
#include "definition/mask_credentials.h"
#include "json/value.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::definition;
  const std::string text(reinterpret_cast<const char*>(data), size);
  size_t last = 0;
  const auto found = FindLiteralCredentials(text);
  for (const LiteralCredential& one : found) {
    if (one.begin < last || one.begin >= one.end || one.end > size) std::abort();
    last = one.end;
  }
  if (found.empty() != (MaskCredentials(text) == text)) std::abort();
  const std::string_view half = std::string_view(text).substr(0, size / 2);
  (void)FindLiteralCredentials(half, text);
  const genesys_cfn::json::Value before(text);
  const genesys_cfn::json::Value after{std::string(half)};
  const ShownSides sides = ShowMasked("password", &before, &after);
  if (sides.differs_at > sides.before.size() || sides.differs_at > sides.after.size()) std::abort();
  return 0;
}
