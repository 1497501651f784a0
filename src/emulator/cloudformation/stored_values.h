// SPDX-License-Identifier: Apache-2.0
// What templates read from Parameter Store and Secrets Manager.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "template/dynamic_references.h"
#include "template/stored_parameters.h"

namespace genesys_cfn::emulator {

// Safe to use from several threads; also called while the engine's mutex is held. An error means that the store could
// not be read.
class StoredValues {
 public:
  virtual ~StoredValues() = default;
  // `name` may end with ":version". Without value: no such parameter or version.
  virtual Result<std::optional<cloudformation::StoredParameter>> FindParameter(std::string_view name) = 0;
  // The text of the version that the reference names, the current one if it names none; of its JSON nothing is taken
  // yet. Without value: no such secret or version, or one without text.
  virtual Result<std::optional<std::string>> FindSecret(const cloudformation::DynamicReference& reference) = 0;
};

}  // namespace genesys_cfn::emulator
