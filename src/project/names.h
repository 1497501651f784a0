// SPDX-License-Identifier: Apache-2.0
// Names of files and logical ids for what people named freely.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace genesys_cfn::project {

// "Look up case (v2)" gives "look-up-case-v2": lower-case ASCII letters, digits and hyphens, at most 80; "action" when
// nothing is left.
std::string FileStem(std::string_view name);
// "Look up case (v2)" gives "LookUpCaseV2": a logical id of CloudFormation, at most 200 letters and digits; `kind` in
// front when it would be empty or start with a digit.
std::string LogicalId(std::string_view name, std::string_view kind = "Action");

// Gives each name once, the second time with a number behind it: "a", "a-2", "a-3". Letter case does not count, because
// for some file systems it does not.
class UniqueNames {
 public:
  explicit UniqueNames(std::string separator) : separator_(std::move(separator)) {}
  std::string Take(const std::string& name);

 private:
  std::string separator_;
  std::set<std::string> taken_;  // in lower case
};

}  // namespace genesys_cfn::project
