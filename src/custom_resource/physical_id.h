// SPDX-License-Identifier: Apache-2.0
// Physical ids: the platform's own id of the action, or a marker, which says what a failed Create left behind so that
// the Delete that CloudFormation sends for it knows what to do (aws-protocols.md 1.7, rules 4 and 5).
//   genesys-cfn:nothing:<request digest>                     no action can exist
//   genesys-cfn:unknown:<owner>.<request>:<percent-encoded name>   one may exist, under this tag and name
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace genesys_cfn::custom_resource {

enum class MarkerKind { kNothing, kUnknown };

struct Marker {
  MarkerKind kind = MarkerKind::kNothing;
  std::string owner;    // tag digest of the resource
  std::string request;  // tag digest of the request
  std::string name;     // of the action, for the look-up

  friend bool operator==(const Marker&, const Marker&) = default;
};

// At most 1,024 bytes whatever the name (a longer one is cut, which a look-up by name then cannot use).
std::string FormatMarker(const Marker& marker);
// nullopt for everything that is no marker of ours, ids of real actions included.
std::optional<Marker> ParseMarker(std::string_view physical_id);

}  // namespace genesys_cfn::custom_resource
