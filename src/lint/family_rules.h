// SPDX-License-Identifier: Apache-2.0
// The rules for integrations, credentials, authentication actions and look-ups, and for how the resources of a template
// fit together: GC319 to GC323. Pure.
#pragma once

#include <string>
#include <vector>

#include "definition/data_action.h"
#include "lint/family_view.h"
#include "lint/rules.h"
#include "provider/property_table.h"
#include "template/dependencies.h"

namespace genesys_cfn::lint {

// What the provider refuses in the properties of a type other than the data action.
std::vector<definition::Problem> ProblemsOf(const provider::ResourceTable& table, const json::Object& properties);

struct FamilyContext {
  const SourceDocument& document;
  const FamilyView& family;
  const cloudformation::DependencyGraph* order = nullptr;  // nullptr: not known, for the template has other mistakes
};
// What goes beyond what the provider refuses.
void CheckFamily(const FamilyContext& context, Findings& findings);

}  // namespace genesys_cfn::lint
