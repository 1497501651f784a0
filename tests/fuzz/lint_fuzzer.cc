// SPDX-License-Identifier: Apache-2.0
// Any bytes through the whole of `validate`: findings that all lie within the file, and reports of them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "json/parse.h"
#include "lint/report.h"
#include "lint/rules.h"
#include "lint/validate.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::lint;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const CheckedFile file = Validate("fuzz", text, Origin::kNamed);
  for (const Finding& finding : file.findings) {
    if (finding.range.begin > finding.range.end || finding.range.begin > size) std::abort();
    for (const RelatedPlace& place : finding.related) {
      if (place.range.begin > place.range.end || place.range.begin > size) std::abort();
    }
    if (FindRule(finding.code) == nullptr || finding.message.empty()) std::abort();
  }
  if (TextReport({file}, Colour::kOn).empty()) std::abort();
  if (!genesys_cfn::json::Parse(JsonReport({file})) || !genesys_cfn::json::Parse(SarifReport({file}))) std::abort();
  return 0;
}
