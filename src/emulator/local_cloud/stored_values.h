// SPDX-License-Identifier: Apache-2.0
// The local Parameter Store and Secrets Manager, as templates read them.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "emulator/cloudformation/stored_values.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

class LocalStoredValues final : public StoredValues {
 public:
  // All must outlive this; the tables of both services must exist.
  struct Parts {
    Database& database;
    const Clock& clock;
    Random& random;
    const CloudIdentity& identity;
  };
  explicit LocalStoredValues(const Parts& parts) : parts_(parts) {}

  Result<std::optional<cloudformation::StoredParameter>> FindParameter(std::string_view name) override;
  Result<std::optional<std::string>> FindSecret(const cloudformation::DynamicReference& reference) override;

 private:
  Parts parts_;
};

}  // namespace genesys_cfn::emulator
