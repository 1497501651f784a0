// SPDX-License-Identifier: Apache-2.0
// The parameters of a Query API call (aws-protocols.md 4.9): form body or query, lists as Name.member.N[.Field]. The
// cost is that of the request's length, whatever it says.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

class QueryRequest {
 public:
  // kInvalidInput for text that is no form: broken percent encoding, no UTF-8, too long, too many parameters, one
  // parameter twice.
  static Result<QueryRequest> Parse(const http::Request& request);

  // "" when it is absent.
  [[nodiscard]] std::string Text(std::string_view name) const;
  // True also for "Name=", the empty list.
  [[nodiscard]] bool Has(std::string_view name) const { return parameters_.contains(name); }
  // Absent: false. kInvalidInput for anything but true and false.
  [[nodiscard]] Result<bool> Flag(std::string_view name) const;
  // In the order of their numbers, which need not follow each other.
  [[nodiscard]] std::vector<std::string> List(std::string_view name) const;
  // Whether the list is there at all, be it empty.
  [[nodiscard]] bool HasList(std::string_view name) const;
  // The items' fields, in the order of their numbers.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> Records(std::string_view name) const;

 private:
  void ForEachMember(
      std::string_view name,
      const std::function<void(uint64_t number, std::string_view field, const std::string& value)>& take) const;

  std::map<std::string, std::string, std::less<>> parameters_;
};

}  // namespace genesys_cfn::emulator
