// SPDX-License-Identifier: Apache-2.0
// Data actions that call others by their ids, which are other ones in another organisation. In an exported definition
// such an id becomes a substitution, "@{CloseCase}", and the template says what it is.
#pragma once

#include <map>
#include <set>
#include <string>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::project {

// The ids in the strings of the configuration. Empty for an action with "@{" in any text: that would be a substitution
// then.
std::set<std::string> ActionIdsIn(const definition::DataAction& action);

// The configuration with "@{Name}" for each of these ids (id -> name).
json::Object WithNames(const json::Object& config, const std::map<std::string, std::string>& names);

// Who refers to whom, without circles, which CloudFormation does not take.
class ReferenceGraph {
 public:
  // False, and nothing is added, if it would close a circle.
  bool Add(const std::string& from, const std::string& to);

 private:
  [[nodiscard]] bool Leads(const std::string& from, const std::string& to) const;
  std::map<std::string, std::set<std::string>> edges_;
};

}  // namespace genesys_cfn::project
