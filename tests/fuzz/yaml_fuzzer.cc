// SPDX-License-Identifier: Apache-2.0
// Any bytes as YAML: a document whose positions all name a place in it, or an error with a position.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "yaml/load.h"
#include "yaml/scalar_offsets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = yaml::Load(text, {.places = yaml::Places::kMarksAndSpans});
  if (const auto* error = std::get_if<yaml::SyntaxError>(&loaded)) {
    if (error->message.empty() || error->mark.line < 1 || error->mark.column < 1) std::abort();
    return 0;
  }
  const auto& document = std::get<yaml::Document>(loaded);
  for (const auto* positions : {&document.positions.values, &document.positions.names}) {
    for (const auto& [pointer, mark] : *positions) {
      if (mark.line < 1 || mark.column < 1) std::abort();
      if (json::Resolve(document.root, pointer) == nullptr) std::abort();
    }
  }
  for (const auto& [pointer, span] : document.spans.values) {
    const json::Value* value = json::Resolve(document.root, pointer);
    const std::string* string = value == nullptr ? nullptr : value->AsString();
    if (span.begin > span.end || span.begin > size || (string == nullptr)) continue;
    const auto offsets = yaml::ScalarOffsets(text, span, *string);
    if (offsets.size() != string->size() + 1) std::abort();
    for (const size_t offset : offsets) {
      if (offset > size) std::abort();
    }
  }
  const auto again = json::Parse(json::Write(document.root), {.max_depth = 200});
  if (!again || !(*again == document.root)) std::abort();
  return 0;
}
