// SPDX-License-Identifier: Apache-2.0
// What was changed in Genesys Cloud, written back to where the definition stands: a file of its own, or a place in a
// template; as an object, or as a string of JSON. Everything else of the text stays byte for byte (yaml/edit.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "yaml/edit.h"

namespace genesys_cfn::project {

struct FieldChange {
  std::string pointer;  // in the text's document: "/Resources/A/Properties/Definition/config/timeoutSeconds"
  std::optional<json::Value> recorded;  // what the text is expected to say; absent: nothing
  std::optional<json::Value> live;      // what it is to say; absent: the member goes
};

struct FieldRefusal {
  yaml::Mark mark;
  std::string pointer;
  std::string message;  // "is written with Fn::Sub, so ..."
};

struct EditedDefinition {
  std::string text;
  std::vector<FieldRefusal> refused;  // each of these changes is not in the text; the others are
};

// What says the live value already is left alone. Refused is a change of what says neither the recorded nor the live
// value (somebody edited the text since), of what a function of the template or a substitution (`@{Name}`) makes, and
// what cannot be changed in place. Numbers and booleans may stand as strings, and stay strings.
EditedDefinition EditDefinition(std::string_view text, const std::vector<FieldChange>& changes,
                                yaml::Functions functions);

}  // namespace genesys_cfn::project
