// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_name.h"

namespace genesys_cfn::cli {

std::string CheckNewStackName(const std::string& name) {
  const bool letters =
      name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  const bool starts_well = !name.empty() && name.find_first_of("-0123456789") != 0;
  if (letters && starts_well && name.size() <= 128) return {};
  return "a stack name is a letter and then letters, digits and hyphens, at most 128";
}

std::string CheckStackNameOrId(const std::string& name) {
  return name.starts_with("arn:") ? std::string() : CheckNewStackName(name);
}

}  // namespace genesys_cfn::cli
