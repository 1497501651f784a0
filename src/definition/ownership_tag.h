// SPDX-License-Identifier: Apache-2.0
// The ownership tag (docs/ownership.md): " [genesys-cfn SCOPE.OWNER.REQUEST.TIME]" at the end of the input schema's
// description. It makes a re-sent Create find its own action. It never takes part in a comparison and is never
// exported.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "definition/data_action.h"

namespace genesys_cfn::definition {

// Digests as 16 lower-case hexadecimal digits, time as seconds since 1970 in hexadecimal.
struct OwnershipTag {
  std::string scope;    // of account and region
  std::string owner;    // of stack id and logical id
  std::string request;  // of the request id
  std::string time;

  friend bool operator==(const OwnershipTag&, const OwnershipTag&) = default;
};

// First 64 bits of SHA-256.
std::string TagDigest(std::string_view text);
// With the blank in front, ready to be appended.
std::string FormatTag(const OwnershipTag& tag);
// The tag at the end of a description; nullopt when there is none.
std::optional<OwnershipTag> FindTag(std::string_view description);
// The description without its tag, and without the blank before it. A copied description may end with several: none is
// left.
std::string StripTag(std::string_view description);

// The action with the tag set (in place of an older one) or removed from /contract/input/inputSchema/description; a
// description that is empty without its tag is removed with it.
void SetTag(DataAction& action, const OwnershipTag& tag);
void RemoveTag(DataAction& action);
void RemoveTag(json::Object& input_schema);
// The tag of a contract as the platform answers it.
std::optional<OwnershipTag> TagOf(const json::Object& contract);

}  // namespace genesys_cfn::definition
