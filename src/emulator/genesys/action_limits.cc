// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_limits.h"

namespace genesys_cfn::emulator {
namespace {

ApiFailure Exceeded(std::string_view key, int64_t value) {
  return {400,
          "limit.exceeded",
          "The limit %{key} of the organisation is reached: %{value}",
          {{"key", std::string(key)}, {"value", std::to_string(value)}},
          {},
          ExceededLimit{std::string(key), "dataactions", value}};
}

}  // namespace

std::optional<ApiFailure> CheckActionLimits(const ApiCall& call, std::string_view integration_id) {
  const int64_t per_integration = call.options.actions_per_integration;
  if (per_integration > 0) {
    Statement count = call.transaction.Query(
        "SELECT count(*) FROM genesys_action WHERE integration = ? AND deleted IS NULL", integration_id);
    if (count.Step() && count.Integer(0) >= per_integration) {
      return Exceeded("actions.integration.max", per_integration);
    }
  }
  const int64_t total = call.options.actions_total;
  if (total > 0) {
    Statement count = call.transaction.Query("SELECT count(*) FROM genesys_action WHERE deleted IS NULL");
    if (count.Step() && count.Integer(0) >= total) return Exceeded("actions.total.max", total);
  }
  return std::nullopt;
}

}  // namespace genesys_cfn::emulator
