// SPDX-License-Identifier: Apache-2.0
#include "lint/sample_inputs.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::lint {
namespace {

std::string TypeOf(const json::Value& property) {
  if (auto type = property.FindString("type")) return *std::move(type);
  const json::Value* types = property.Find("type");
  const json::Array* words = types == nullptr ? nullptr : types->AsArray();
  std::string found;
  for (const json::Value& word : words == nullptr ? json::Array() : *words) {
    if (word == json::Value("null")) continue;
    if (!found.empty() || !word.is_string()) return {};
    found = *word.AsString();
  }
  return found;
}

json::Value SampleOf(const json::Value& property, const std::string& type) {
  const json::Value* words = property.Find("enum");
  if (words != nullptr && words->is_array() && !words->AsArray()->empty()) return words->AsArray()->front();
  if (type == "integer" || type == "number") return 1;
  if (type == "boolean") return true;
  return "0";
}

// A name that is nearly the one of an input counts as that: it is reported as such (GC020).
class RequiredNames {
 public:
  RequiredNames(const json::Object& schema, const json::Object& declared) {
    const json::Value* required = schema.Find("required");
    if (required == nullptr) return;
    const json::Array* names = required->AsArray();
    is_open_ = names == nullptr;
    std::vector<std::string> known;
    for (const auto& [name, property] : declared) known.push_back(name);
    for (const json::Value& name : names == nullptr ? json::Array() : *names) {
      if (!name.is_string()) continue;
      const bool is_declared = declared.Contains(*name.AsString());
      names_.push_back(is_declared ? *name.AsString() : Suggest(*name.AsString(), known).value_or(""));
    }
  }

  [[nodiscard]] bool Contains(std::string_view name) const {
    return is_open_ || std::find(names_.begin(), names_.end(), name) != names_.end();
  }

 private:
  std::vector<std::string> names_;
  bool is_open_ = false;  // which they are is not known
};

}  // namespace

std::vector<ContractInput> InputsOf(const json::Object& schema) {
  const json::Value* properties = schema.Find("properties");
  const json::Object* declared = properties == nullptr ? nullptr : properties->AsObject();
  if (declared == nullptr) return {};
  const RequiredNames required(schema, *declared);
  std::vector<ContractInput> inputs;
  for (const auto& [name, property] : *declared) {
    ContractInput input{name, TypeOf(property), {}, false, false};
    input.sample = SampleOf(property, input.type);
    input.is_optional = !required.Contains(name) && property.Find("default") == nullptr;
    input.is_free = input.type == "string";
    for (const std::string_view keyword : {"enum", "const", "format", "pattern"}) {
      if (property.Find(keyword) != nullptr) input.is_free = false;
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

const ContractInput* FindInput(const std::vector<ContractInput>& inputs, std::string_view name) {
  const auto at = std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name == name; });
  return at == inputs.end() ? nullptr : &*at;
}

}  // namespace genesys_cfn::lint
