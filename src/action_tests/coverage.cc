// SPDX-License-Identifier: Apache-2.0
#include "action_tests/coverage.h"

#include <algorithm>

namespace genesys_cfn::action_tests {
namespace {

void Touch(std::vector<CoveredPart>& parts, std::string_view name) {
  for (CoveredPart& part : parts) {
    if (part.name == name) part.touched = true;
  }
}

void AddTo(std::vector<CoveredPart>& parts, const std::vector<CoveredPart>& others) {
  for (const CoveredPart& other : others) {
    const auto same = [&](const CoveredPart& part) { return part.name == other.name; };
    if (std::none_of(parts.begin(), parts.end(), same)) parts.push_back(other);
    if (other.touched) Touch(parts, other.name);
  }
}

}  // namespace

Coverage Coverage::Of(const action_runtime::Action& action) {
  Coverage coverage;
  const json::Value* const properties = action.input_schema.Find("properties");
  if (properties != nullptr && properties->is_object()) {
    for (const auto& [name, schema] : *properties->AsObject()) coverage.inputs.push_back({name});
  }
  for (const auto& [name, path] : action.translation_map) coverage.mapped.push_back({name});
  for (const auto& [name, text] : action.translation_map_defaults) {
    const auto is_mapped = [&](const CoveredPart& part) { return part.name == name; };
    const auto& mapped = coverage.mapped;
    if (std::any_of(mapped.begin(), mapped.end(), is_mapped)) coverage.defaults.push_back({name});
  }
  return coverage;
}

void Coverage::AddInputs(const json::Object& given) {
  for (const auto& [name, value] : given) Touch(inputs, name);
}

void Coverage::AddExecution(const action_runtime::Execution& execution) {
  for (const std::string& name : execution.mapped) Touch(mapped, name);
  for (const std::string& name : execution.defaulted) Touch(defaults, name);
}

void Coverage::Add(const Coverage& other) {
  AddTo(inputs, other.inputs);
  AddTo(mapped, other.mapped);
  AddTo(defaults, other.defaults);
}

bool Coverage::complete() const {
  return Untouched(inputs).empty() && Untouched(mapped).empty() && Untouched(defaults).empty();
}

std::vector<std::string> Untouched(const std::vector<CoveredPart>& parts) {
  std::vector<std::string> names;
  for (const CoveredPart& part : parts) {
    if (!part.touched) names.push_back(part.name);
  }
  return names;
}

}  // namespace genesys_cfn::action_tests
