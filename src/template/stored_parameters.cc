// SPDX-License-Identifier: Apache-2.0
#include "template/stored_parameters.h"

#include <utility>
#include <vector>

#include "base/text.h"
#include "template/parameter_types.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

std::string NotFetched(const std::vector<std::string>& names) {
  return Concat("Unable to fetch parameters [", Join(names, ","), "] from parameter store for this account.");
}

// As the service shows and uses a list: each item without blanks at its ends.
std::string TrimItems(std::string_view list) {
  std::string trimmed;
  for (const std::string_view item : Split(list, ',')) trimmed += Concat(trimmed.empty() ? "" : ",", Trim(item));
  return trimmed;
}

class Fetcher {
 public:
  explicit Fetcher(const StoredParameterLookup& lookup) : lookup_(lookup) {}

  Result<void> Fetch(const ParameterDeclaration& declaration, const std::string& text) {
    if (const auto type = StoredType(declaration.type)) return Value(declaration, *type, text);
    if (declaration.type == "AWS::SSM::Parameter::Name") return Name(declaration, text);
    if (text.find("{{resolve:ssm:") == std::string::npos) return {};
    const auto resolve = [&](const DynamicReference& reference) -> Result<std::optional<std::string>> {
      if (reference.service != DynamicService::kSsm) return std::optional<std::string>();
      if (reference.version.empty()) {
        return Invalid(
            Concat("Template error: parameter ", declaration.name, " should not contain ssm versionless resolver"));
      }
      TRY_ASSIGN(std::string value, ResolveSsm(reference, lookup_));
      return std::optional(std::move(value));
    };
    TRY_ASSIGN(const json::Value value, ReplaceDynamicReferences(json::Value(text), resolve));
    fetched_[declaration.name] = *value.AsString();
    return {};
  }

  Result<std::map<std::string, std::string>> Take() {
    if (!missing_.empty()) return Invalid(NotFetched(missing_));
    if (!secure_.empty()) {
      return Invalid(Concat("Parameters [", Join(secure_, ","),
                            "] referenced by template have types not supported by CloudFormation."));
    }
    if (!incompatible_.empty()) {
      return Invalid(Concat("Types for SSM parameters [", Join(incompatible_, ","),
                            "] defined in CFN template and SSM are incompatible"));
    }
    return std::move(fetched_);
  }

 private:
  Result<void> Value(const ParameterDeclaration& declaration, std::string_view type, const std::string& name) {
    TRY_ASSIGN(const std::optional<StoredParameter> stored, lookup_(name));
    const bool is_list = IsListType(type);
    if (!stored) {
      missing_.push_back(name);
    } else if (stored->type == "SecureString") {
      secure_.push_back(name);
    } else if ((stored->type == "StringList") != is_list) {
      incompatible_.push_back(name);
    } else {
      fetched_[declaration.name] = is_list ? TrimItems(stored->value) : stored->value;
    }
    return {};
  }

  Result<void> Name(const ParameterDeclaration& declaration, const std::string& name) {
    TRY_ASSIGN(const std::optional<StoredParameter> stored, lookup_(name));
    if (stored) return {};
    return Invalid(Concat("Parameter validation failed: parameter value ", name, " for parameter name ",
                          declaration.name, " does not exist"));
  }

  const StoredParameterLookup& lookup_;
  std::map<std::string, std::string> fetched_;
  std::vector<std::string> missing_;
  std::vector<std::string> secure_;
  std::vector<std::string> incompatible_;
};

}  // namespace

Result<std::map<std::string, std::string>> FetchStoredParameters(const Template& source,
                                                                 const std::map<std::string, std::string>& texts,
                                                                 const StoredParameterLookup& lookup) {
  Fetcher fetcher(lookup);
  for (const ParameterDeclaration& declaration : source.parameters) {
    const auto text = texts.find(declaration.name);
    if (text != texts.end()) TRY(fetcher.Fetch(declaration, text->second));
  }
  return fetcher.Take();
}

Result<std::string> ResolveSsm(const DynamicReference& reference, const StoredParameterLookup& lookup) {
  const std::string name = reference.version.empty() ? reference.name : Concat(reference.name, ':', reference.version);
  TRY_ASSIGN(std::optional<StoredParameter> stored, lookup(name));
  if (!stored) return Invalid(NotFetched({name}));
  if (stored->type == "SecureString") {
    return Invalid(Concat("Non-secure ssm prefix was used for secure parameter ", reference.name));
  }
  return std::move(stored->value);
}

}  // namespace genesys_cfn::cloudformation
