// SPDX-License-Identifier: Apache-2.0
// A data action as a resource of a template, with the template's parameters given. What is known only at a deployment
// (ids and attributes of resources, exports) is a stand-in: `LogicalId`, `LogicalId.Attribute`, the export's name.
// Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "action_tests/subject.h"
#include "definition/data_action.h"

namespace genesys_cfn::action_tests {

struct TemplateAction {
  std::string logical_id;
  definition::DataAction action;
  // Of a function action.
  std::optional<std::string> handler = {};
  std::optional<int> timeout_seconds = {};
};
std::variant<TemplateAction, Diagnostics> LoadFromTemplate(const TestFile& file, const SubjectFile& subject,
                                                           const ReadText& read);

}  // namespace genesys_cfn::action_tests
