// SPDX-License-Identifier: Apache-2.0
// Any JSON as a definition: Load gives an action or problems, and an action compares equal to itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "definition/data_action.h"
#include "definition/normalise.h"
#include "json/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn;
  const auto document = json::Parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const definition::LoadResult result = definition::Load(*document, {});
  if (result.action.has_value() != result.problems.empty()) std::abort();
  if (definition::Describe(result.problems, 300).size() > 300) std::abort();
  if (result.action && !definition::Compare(*result.action, *result.action).empty()) std::abort();
  const auto live = definition::FromLive(*document, std::nullopt, std::nullopt);
  if (live && !definition::Compare(*live, *live).empty()) std::abort();
  return 0;
}
