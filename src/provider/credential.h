// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCredential: one credential of the organisation, filled from a secret (docs/credentials.md has the
// table that this implements). Its values are written and never read: drift is judged on name and type, and a change of
// the reference to the secret is what rotates it. The ownership tag stands behind its name, for a credential has no
// other text.
#pragma once

#include <utility>

#include "provider/definition_reader.h"
#include "provider/managed_resource.h"

namespace genesys_cfn::provider {

// Must outlive what `connect` makes.
struct CredentialParts {
  DefinitionReader& secrets;
  Logger& logger;
};
// What the properties of an event mean; also for who plans one.
UnderstoodEvent UnderstandCredential(const json::Object& properties, const json::Object& old_properties,
                                     const OwnCredentials& own, CredentialParts parts);

class CredentialResource final : public ManagedResource {
 public:
  // `own` is the provider's own secret, of which no credential may be made.
  CredentialResource(Parts parts, DefinitionReader& secrets, OwnCredentials own)
      : ManagedResource(parts), secrets_(secrets), own_(std::move(own)) {}

 protected:
  [[nodiscard]] UnderstoodEvent Understand(const custom_resource::Request& request,
                                           const EventContext& context) override;

 private:
  DefinitionReader& secrets_;
  OwnCredentials own_;
};

}  // namespace genesys_cfn::provider
