// SPDX-License-Identifier: Apache-2.0
// The types of credentials that data actions use (genesys-cloud-api.md 3.5): their fields, and which of these are
// secret.
#pragma once

#include <span>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::emulator {

struct CredentialType {
  std::string_view name;
  std::span<const std::string_view> fields;  // empty: any
  std::span<const std::string_view> open;    // those of the fields that a reader may see

  [[nodiscard]] bool IsOpen(std::string_view field) const;
};

std::span<const CredentialType> CredentialTypes();
// nullptr when there is none.
const CredentialType* FindCredentialType(std::string_view name);
json::Object ShowCredentialType(const CredentialType& type);

}  // namespace genesys_cfn::emulator
