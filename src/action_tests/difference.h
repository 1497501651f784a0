// SPDX-License-Identifier: Apache-2.0
// Where a value is not what a case expects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::action_tests {

struct Difference {
  std::string path;  // "output.items[2].name", "request.headers.Accept"
  // Absent: nothing may be there, or nothing is there.
  std::optional<json::Value> expected;
  std::optional<json::Value> actual;
  std::string note = {};  // how `expected` is meant, when it is not what must be there
};

// kPart: objects may have more members than are expected; arrays have the same length.
enum class Extent { kWhole, kPart };

// The deepest places where `actual` is not as expected, by meaning (json/canonical.h). At most 100.
std::vector<Difference> Compare(const json::Value& expected, const json::Value& actual, Extent extent,
                                const std::string& path);

// "path.name", or with brackets when the name is no word.
std::string MemberPath(const std::string& path, const std::string& name);

}  // namespace genesys_cfn::action_tests
