// SPDX-License-Identifier: Apache-2.0
// Evaluating a stack's template against what its resources are at this moment.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/cloudformation/stack_change.h"
#include "emulator/cloudformation/stored_values.h"
#include "emulator/store/cloud_identity.h"
#include "template/parameters.h"

namespace genesys_cfn::emulator {

// The value of an export of any stack; the error is "No export named X found.".
using ExportLookup = std::function<Result<std::string>(std::string_view name)>;

// The parameters of the operation: given, previous, default, and what Parameter Store holds under them. `stored` may be
// nullptr: nothing is stored then.
Result<void> ResolveInput(const cloudformation::Template& source,
                          const std::map<std::string, cloudformation::GivenParameter>& given,
                          const StackInput& previous, StoredValues* stored, StackInput& input);

// Loads the template, evaluates its conditions and policies, and checks its rules. kInvalidInput with the service's
// text for the first problem. `stored` is where the prepared template reads from later.
Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity, StoredValues* stored);
// The same, from a template that is loaded already.
Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity,
                                                                cloudformation::Template source, StoredValues* stored);

struct EvaluatedProperties {
  json::Object properties;
  std::string masked;  // JSON text without NoEcho values
  std::set<std::string> imports;
};
// The properties of a resource of stack.prepared; of a custom resource with scalars as strings.
Result<EvaluatedProperties> EvaluateResource(const StackState& stack, const std::string& logical_id,
                                             const CloudIdentity& identity, const ExportLookup& exports);

// A native resource's properties with the secrets that they name. They are neither stored nor shown like this.
Result<json::Object> ResolveSecrets(json::Object properties, StoredValues* stored);

struct EvaluatedOutputs {
  std::vector<StackOutput> outputs;
  std::set<std::string> imports;
};
Result<EvaluatedOutputs> EvaluateOutputs(const StackState& stack, const CloudIdentity& identity,
                                         const ExportLookup& exports);

}  // namespace genesys_cfn::emulator
