// SPDX-License-Identifier: Apache-2.0
// Evaluating a stack's template against what its resources are at this moment.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/cloudformation/stack_change.h"
#include "emulator/store/cloud_identity.h"

namespace genesys_cfn::emulator {

// The value of an export of any stack; the error is "No export named X found.".
using ExportLookup = std::function<Result<std::string>(std::string_view name)>;

// Loads the template and evaluates its conditions. kInvalidInput with the service's text for the first problem.
Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity);
// The same, from a template that is loaded already.
Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity,
                                                                cloudformation::Template source);

struct EvaluatedProperties {
  json::Object properties;
  std::string masked;  // JSON text without NoEcho values
  std::set<std::string> imports;
};
// The properties of a resource of stack.prepared; of a custom resource with scalars as strings.
Result<EvaluatedProperties> EvaluateResource(const StackState& stack, const std::string& logical_id,
                                             const CloudIdentity& identity, const ExportLookup& exports);

struct EvaluatedOutputs {
  std::vector<StackOutput> outputs;
  std::set<std::string> imports;
};
Result<EvaluatedOutputs> EvaluateOutputs(const StackState& stack, const CloudIdentity& identity,
                                         const ExportLookup& exports);

}  // namespace genesys_cfn::emulator
