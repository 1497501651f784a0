// SPDX-License-Identifier: Apache-2.0
// The switches of a running organisation, which an administrator may change between two requests. They belong to the
// process, not to its database.
#pragma once

#include <mutex>

#include "emulator/genesys/organisation_options.h"

namespace genesys_cfn::emulator {

// Safe to use from several threads.
class SharedOptions {
 public:
  explicit SharedOptions(OrganisationOptions options) : options_(options) {}

  [[nodiscard]] OrganisationOptions Get() const {
    const std::lock_guard lock(mutex_);
    return options_;
  }
  void Set(const OrganisationOptions& options) {
    const std::lock_guard lock(mutex_);
    options_ = options;
  }

 private:
  mutable std::mutex mutex_;
  OrganisationOptions options_;
};

}  // namespace genesys_cfn::emulator
