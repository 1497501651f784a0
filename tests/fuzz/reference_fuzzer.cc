// SPDX-License-Identifier: Apache-2.0
// Any text as an S3 URI, as a string with substitutions, and as a fetched definition.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aws/s3_location.h"
#include "provider/definition_text.h"
#include "provider/properties.h"
#include "provider/substitutions.h"

namespace {

using namespace genesys_cfn;

// What was read is what was written.
void ReadUri(std::string_view text) {
  const auto location = aws::ParseS3Uri(text);
  if (!location) return;
  if (aws::ToString(*location) != text || !aws::CheckS3Location(*location)) std::abort();
  if (location->bucket.find_first_of("/@:?#% ") != std::string::npos) std::abort();
}

// Nothing that was put in is looked at again, and without a problem no reference is left over.
void Replace(std::string_view text) {
  const provider::Substitutions substitutions{{"A", "@{B}"}, {"B", ""}};
  json::Value definition = json::Object{{"text", text}, {"used", "@{A}@{B}"}};
  const bool fits = provider::Substitute(definition, substitutions, size_t{1} << 20).empty();
  if (fits && definition.FindString("text") != provider::SubstituteKnown(text, substitutions)) std::abort();
  if (definition.FindString("used") != "@{B}") std::abort();
}

void Complete(std::string_view text) {
  for (const char* source : {"DefinitionUri", "DefinitionParameter"}) {
    const bool open = std::string_view(source) == "DefinitionUri";
    const json::Object properties{
        {"IntegrationId", "i"}, {source, open ? "s3://bucket/key" : "/name"}, {"Substitutions", json::Object{}}};
    auto parsed = provider::ParseProperties(properties);
    if (!parsed.pending) std::abort();
    const auto complete = provider::CompleteProperties(*std::move(parsed.pending), text);
    if (complete.pending || complete.properties.has_value() != complete.problems.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ReadUri(text);
  if (size < 10'000) Replace(text);
  Complete(text);
  return 0;
}
