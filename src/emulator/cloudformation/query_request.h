// SPDX-License-Identifier: Apache-2.0
// The parameters of a Query API call (aws-protocols.md 4.9): form body or query, lists as Name.member.N[.Field].
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "emulator/cloudformation/engine.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

class QueryRequest {
 public:
  explicit QueryRequest(const http::Request& request);

  // "" when it is absent.
  [[nodiscard]] std::string Text(std::string_view name) const;
  [[nodiscard]] bool Has(std::string_view name) const { return parameters_.contains(name); }
  [[nodiscard]] bool Flag(std::string_view name) const { return Text(name) == "true"; }
  [[nodiscard]] std::vector<std::string> List(std::string_view name) const;
  // The items' fields, in the order of their numbers.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> Records(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> parameters_;
};

// Of CreateStack and UpdateStack. kInvalidInput with the service's text.
Result<StackRequest> StackRequestOf(const QueryRequest& query);

}  // namespace genesys_cfn::emulator
