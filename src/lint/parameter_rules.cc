// SPDX-License-Identifier: Apache-2.0
#include "lint/parameter_rules.h"

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::lint {
namespace {

constexpr std::string_view kMark = "To fill in: ";

}  // namespace

void CheckParameters(const SourceDocument& document, Findings& findings) {
  const json::Value* parameters = document.root().Find("Parameters");
  if (parameters == nullptr || !parameters->is_object()) return;
  for (const auto& [name, parameter] : *parameters->AsObject()) {
    const std::string description = parameter.FindString("Description").value_or("");
    if (!description.starts_with(kMark) || parameter.Find("Default") != nullptr) continue;
    findings.Add("GC330", document.Name(json::AppendToken("/Parameters", name)),
                 Concat(name, " is still to be filled in: ", description.substr(kMark.size())),
                 "Give it a Default; or take \"To fill in: \" out of the description, and give the value at each "
                 "deployment.");
  }
}

}  // namespace genesys_cfn::lint
