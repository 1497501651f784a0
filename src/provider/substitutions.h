// SPDX-License-Identifier: Apache-2.0
// "@{Name}" in the strings of a definition. (`${...}` belongs to Velocity and to Fn::Sub.)
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::provider {

using Substitutions = std::map<std::string, std::string, std::less<>>;

// A letter, then letters, digits and '_'.
bool IsSubstitutionName(std::string_view name);

// Replaces "@{Name}" in every string value of `definition`, at any depth, in one pass: what is put in is not looked at
// again, so {At: "@"} makes "@{At}{x}" the literal "@{x}". Names of members stay, and "@{" in one is a problem.
// Problems point into the definition: an unknown name (with a suggestion), "@{" that no name and "}" follow, a result
// of more than `max_bytes`; at "" each substitution that was not used. Messages hold names, never a value of either
// side.
std::vector<definition::Problem> Substitute(json::Value& definition, const Substitutions& substitutions,
                                            size_t max_bytes);

// The same in one text, as far as names are known; everything else stays as it is.
std::string SubstituteKnown(std::string_view text, const Substitutions& substitutions);

}  // namespace genesys_cfn::provider
