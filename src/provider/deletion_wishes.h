// SPDX-License-Identifier: Apache-2.0
// What a Delete has to know of its properties. It must work with those of any version, and with invalid ones: what
// cannot be read is as if it was not there, and nothing is fetched.
#pragma once

#include <optional>
#include <string>

#include "json/value.h"

namespace genesys_cfn::provider {

struct DeletionWishes {
  bool tagged = true;                          // OwnershipTag is not Disabled
  bool delete_when_used = false;               // DeleteWhenUsed: Allow
  std::optional<std::string> adopt_action_id;  // AdoptActionId
  bool delete_adopted = false;                 // OnDelete: Delete
  bool may_leave_draft = false;                // Publish: Validated, or Function
  // The integration that the action hangs on; both empty when the properties do not say.
  std::string integration_id;
  std::string integration_name;
};
DeletionWishes DeletionWishesOf(const json::Object& properties);

}  // namespace genesys_cfn::provider
