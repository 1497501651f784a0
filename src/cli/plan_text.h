// SPDX-License-Identifier: Apache-2.0
// A plan for people, for a pull request and for programs. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/planned_resource.h"
#include "cli/tone.h"
#include "json/value.h"

namespace genesys_cfn::cli {

struct Plan {
  std::string stack_name;
  std::string operation;  // "create", "update"
  std::vector<PlannedResource> resources;
  std::vector<std::string> warnings;  // about the plan as a whole
  bool changes_stack_alone = false;   // no resource, but outputs or tags

  // Whether a deployment would change anything.
  [[nodiscard]] bool HasChanges() const;
  // Whether it is known that it would fail.
  [[nodiscard]] bool WouldFail() const;
};

std::vector<ToneLine> PlanText(const Plan& plan);
// GitHub's Markdown, whole, with a line end.
std::string PlanMarkdown(const Plan& plan);
json::Object PlanDocument(const Plan& plan);

}  // namespace genesys_cfn::cli
