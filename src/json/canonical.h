// SPDX-License-Identifier: Apache-2.0
// Comparison by meaning: member order does not count, and 1, 1.0, 10e-1 and 1E0 are one number - exactly, at any size.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::json {

// Members sorted by name (bytes), numbers in one form; equal texts of Write() if and only if equal by meaning.
Value Canonical(const Value& value);
Object Canonical(const Object& object);
bool Equivalent(const Value& a, const Value& b);
bool Equivalent(const Object& a, const Object& b);
// "-12.5e3" as "-125e2": sign, digits without trailing zeros, exponent. "0" for every zero.
std::string CanonicalNumber(std::string_view text);

// One place where two documents differ by meaning. A missing side is nullptr. The values live in the documents.
struct Difference {
  std::string pointer;
  const Value* before;
  const Value* after;
};
// The deepest places: of two objects the members that differ; arrays of one length item by item, others as a whole.
std::vector<Difference> Diff(const Value& before, const Value& after);

}  // namespace genesys_cfn::json
