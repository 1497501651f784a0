// SPDX-License-Identifier: Apache-2.0
// Taking over an integration or a credential that exists, instead of making one: AdoptIntegrationId and
// AdoptCredentialId, with OnDelete (docs/integrations.md, docs/credentials.md). What they mean is what AdoptActionId
// means of a data action: it keeps its id and gets no ownership tag, and a Delete releases it.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {

inline constexpr std::string_view kAdoptIntegrationId = "AdoptIntegrationId";
inline constexpr std::string_view kAdoptCredentialId = "AdoptCredentialId";

// What an event's properties say of it, whether they are valid or not: a Delete works with any.
struct ObjectAdoption {
  std::string_view property;
  std::string id;         // empty: none is wanted
  std::string former_id;  // of the old properties
  bool deletes = false;   // OnDelete: Delete

  [[nodiscard]] bool is_wanted() const { return !id.empty(); }
  // Of an Update of `current`: another one is to be taken over from now on.
  [[nodiscard]] bool BeginsWith(std::string_view current) const {
    return is_wanted() && id != current && id != former_id;
  }
  // `current` was adopted, and is to be no longer.
  [[nodiscard]] bool EndsWith(std::string_view current) const { return !is_wanted() && former_id == current; }
  // Of a Delete of `current`: it was adopted. IsReleased: and stays, whatever becomes of the stack.
  [[nodiscard]] bool IsAdopted(std::string_view current) const { return is_wanted() && id == current; }
  [[nodiscard]] bool IsReleased(std::string_view current) const { return IsAdopted(current) && !deletes; }
};
ObjectAdoption AdoptionOf(const json::Object& properties, const json::Object& old_properties,
                          std::string_view property);

// Reports an OnDelete without `property`.
void CheckOnDelete(const PropertyReader& properties, std::string_view property);

}  // namespace genesys_cfn::provider
