// SPDX-License-Identifier: Apache-2.0
// What a plan knows of the other resources while it looks at one: what references will give, and what is made by the
// same deployment, so that it is no mistake when it cannot be found yet.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "cli/planned_resource.h"
#include "cli/planned_values.h"

namespace genesys_cfn::cli {

struct PlanInMaking {
  FutureIds ids;
  // Logical ids by the name that the resource has after the deployment.
  std::map<std::string, std::string, std::less<>> integrations;
  std::map<std::string, std::string, std::less<>> actions;
  // Logical ids of integrations for which the platform makes no authentication action, as far as the properties tell.
  std::set<std::string, std::less<>> without_login;

  // What the resource's id will be: its own, or a text that stands for a new one.
  [[nodiscard]] std::string IdOf(const std::string& logical_id) const {
    const auto known = ids.find(logical_id);
    return known == ids.end() ? NewIdOf(logical_id) : known->second;
  }
};

// True when what is wrong is certain: then the plan says why it would fail. Else, when there are problems all the same,
// it says that more is not known.
bool RefuseFor(const std::vector<definition::Problem>& problems, const json::Object& properties,
               PlannedResource& planned);

// What UpdateReplacePolicy of the template says. kUnknown: an expression.
enum class ReplacePolicy { kDelete, kRetain, kUnknown };
// Says what becomes of `physical_id`, when it is known who uses it.
void ExplainFormer(ReplacePolicy policy, PlannedResource& planned);

}  // namespace genesys_cfn::cli
