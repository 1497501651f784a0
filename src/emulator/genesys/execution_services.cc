// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/execution_services.h"

#include <utility>

namespace genesys_cfn::emulator {

std::optional<json::Object> AuthResponses::Find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = responses_.find(key);
  if (found == responses_.end()) return std::nullopt;
  return found->second;
}

void AuthResponses::Keep(const std::string& key, json::Object response) {
  const std::lock_guard lock(mutex_);
  responses_.insert_or_assign(key, std::move(response));
}

void AuthResponses::Forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  responses_.erase(key);
}

}  // namespace genesys_cfn::emulator
