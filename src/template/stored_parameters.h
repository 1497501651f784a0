// SPDX-License-Identifier: Apache-2.0
// Parameters whose values stand in Parameter Store: AWS::SSM::Parameter::Value<...>, AWS::SSM::Parameter::Name, and
// defaults with "{{resolve:ssm:name:version}}".
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "template/dynamic_references.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

struct StoredParameter {
  std::string type;   // "String", "StringList", "SecureString"
  std::string value;  // of a SecureString: in clear
};

// `name` may end with ":version". Without value: there is no such parameter or version.
using StoredParameterLookup = std::function<Result<std::optional<StoredParameter>>(std::string_view name)>;

// What to take in place of the texts of ResolveParameters, by the parameter's name; the others stand for themselves.
// kInvalidInput with the service's text: "Unable to fetch parameters [X] from parameter store for this account.".
Result<std::map<std::string, std::string>> FetchStoredParameters(const Template& source,
                                                                 const std::map<std::string, std::string>& texts,
                                                                 const StoredParameterLookup& lookup);

// What "{{resolve:ssm:...}}" stands for.
Result<std::string> ResolveSsm(const DynamicReference& reference, const StoredParameterLookup& lookup);

}  // namespace genesys_cfn::cloudformation
