// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/options_api.h"

#include "base/text.h"
#include "emulator/genesys/paging.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

struct Limit {
  std::string_view key;
  int64_t value;  // 0: not set
};

std::vector<Limit> LimitsOf(const OrganisationOptions& options, std::string_view name) {
  if (name == "dataactions") {
    return {{"actions.concurrent.executions.max", 50},
            {"actions.integration.max", options.actions_per_integration},
            {"actions.total.max", options.actions_total},
            {"requests.volume.max", 2'500}};
  }
  if (name == "platform.api") {
    return {{"client.credentials.token.rate.per.minute", options.requests_per_minute},
            {"org.app.user.rate.per.minute", 3'000},
            {"token.rate.per.minute", options.requests_per_minute}};
  }
  return {};
}

}  // namespace

Outcome GetOptions(const ApiCall& call) {
  return JsonAnswer(ShowOptions(call.switches.Get()));
}

Outcome PatchOptions(const ApiCall& call) {
  OrganisationOptions options = call.switches.Get();
  for (const auto& [name, value] : call.body) {
    const auto set = SetOption(options, name, value.is_string() ? *value.AsString() : json::Write(value));
    if (!set) return InvalidField(name, set.error().message);
  }
  call.switches.Set(options);
  return JsonAnswer(ShowOptions(options));
}

Outcome ListLimits(const ApiCall& call) {
  const std::string& name = call.arguments.front();
  const auto limits = LimitsOf(call.options, name);
  if (limits.empty()) return NotFound("namespace", name);
  json::Array entities;
  for (const Limit& limit : limits) {
    if (limit.value == 0) continue;
    entities.emplace_back(json::Object{{"key", limit.key}, {"namespace", name}, {"value", limit.value}});
  }
  const auto total = static_cast<int64_t>(entities.size());
  return JsonAnswer(ListingOf(call, Page{.size = 100}, total, std::move(entities)));
}

}  // namespace genesys_cfn::emulator
