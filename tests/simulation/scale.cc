// SPDX-License-Identifier: Apache-2.0
#include "simulation/scale.h"

#include "base/text.h"
#include "json/parse.h"
#include "simulation/template_maker.h"
#include "simulation/world.h"

namespace genesys_cfn::simulation {
namespace {

constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kLook{10'000};
constexpr Milliseconds kLongest{4 * 3'600'000};
constexpr int64_t kTokenSeconds = 86'400;

Climate ClimateOf(const ScaleOptions& options) {
  Climate climate;
  climate.engine.identity.origin = "http://127.0.0.1:4566";
  climate.organisation.requests_per_minute = options.requests_per_minute;
  climate.organisation.token_requests_per_minute = options.token_requests_per_minute;
  climate.lambda.concurrency = options.concurrency;
  climate.lambda.timeout = options.function_timeout;
  climate.lambda.throttled_events = options.throttled_events;
  climate.lambda.most_age = Milliseconds{3'600'000};
  climate.lambda.always_reuses = true;
  climate.has_faults = false;
  climate.shares_tokens = options.limit_of == LimitOf::kClient;
  climate.token_seconds = kTokenSeconds;
  return climate;
}

// The limit is counted in whole minutes of the clock. The last request of `count` may be sent so long after `start`.
Milliseconds FloorOf(const ScaleOptions& options, WallTime start, int64_t count) {
  const auto tokens = options.limit_of == LimitOf::kClient ? int64_t{1} : static_cast<int64_t>(options.concurrency);
  const int64_t windows = (count - 1) / (options.requests_per_minute * tokens);
  if (windows == 0) return Milliseconds{0};
  return kMinute - start.time_since_epoch() % kMinute + (windows - 1) * kMinute;
}

std::string IntegrationId(World& world) {
  const json::Value listing = *json::Parse(world.Administer("GET", "/api/v2/integrations").body);
  for (const json::Value& entity : *listing.Find("entities")->AsArray()) {
    if (entity.FindString("name") == WantedAction().integration) return *entity.FindString("id");
  }
  return {};
}

class Deployment {
 public:
  Deployment(World& world, const ScaleOptions& options) : world_(world), options_(options) {}

  void Live() {
    begun_ = world_.scheduler().Now();
    const std::string integration = IntegrationId(world_);
    for (int stack = 0; stack < options_.stacks; ++stack) Begin(stack, integration);
    while (IsInProgress() && world_.scheduler().Now() - begun_ < kLongest) {
      world_.scheduler().SleepFor(kLook);
      static_cast<void>(world_.engine().Tick());
    }
  }

  [[nodiscard]] WallTime begun() const { return begun_; }

  // What became of each action, and when the last of it was known.
  void Report(ScaleResult& result) {
    WallTime end = begun_;
    for (const std::string& id : ids_) {
      const auto events = world_.engine().EventsSince(id, 0);
      for (const emulator::StackEvent& event : events.value()) {
        end = std::max(end, event.time);
        if (event.resource_type != "Custom::GenesysDataAction") continue;
        if (event.status == "CREATE_COMPLETE") ++result.created;
        if (event.status == "CREATE_FAILED") ++result.failures[std::string(TruncateUtf8(event.reason, 100))];
      }
    }
    result.took = std::chrono::duration_cast<Milliseconds>(end - begun_);
  }

 private:
  void Begin(int number, const std::string& integration) {
    WantedStack wanted;
    for (int i = 0; i < options_.actions_each; ++i) {
      WantedAction action;
      action.name = Concat("Action ", number, " ", i);
      action.integration_id = integration;
      action.service_timeout = options_.service_timeout_seconds;
      wanted[Concat("A", i)] = action;
    }
    emulator::StackRequest request;
    request.stack_name = Concat("stack", number);
    request.template_body = MakeTemplate(wanted, kFunctionArn);
    request.on_failure = emulator::OnFailure::kDoNothing;
    ids_.push_back(world_.engine().CreateStack(request).value());
  }

  bool IsInProgress() {
    for (const std::string& id : ids_) {
      if (emulator::IsInProgress(world_.engine().DescribeStack(id)->status)) return true;
    }
    return false;
  }

  World& world_;
  const ScaleOptions& options_;
  WallTime begun_;
  std::vector<std::string> ids_;
};

}  // namespace

ScaleResult RunScale(const ScaleOptions& options, Reused& reused) {
  ScaleResult result;
  RunResult unused;
  const RunOptions run{options.seed, *PlantedBug::Named(""), false};
  World world(run, reused, ClimateOf(options), unused);
  world.Listen([&](const http::Request& request, const http::Response& response) {
    const bool is_refused = response.status == 429 || response.status == 400;
    const bool is_token = PartyOf(request) == Party::kLogin;
    ++(is_token ? result.tokens : result.requests);
    if (is_refused) ++(is_token ? result.refused_tokens : result.refused);
  });
  Deployment deployment(world, options);
  const auto life = world.scheduler().Start([&] { deployment.Live(); });
  world.scheduler().Run([&] { return !life->ended(); });
  deployment.Report(result);
  result.floor = FloorOf(options, deployment.begun(), int64_t{options.stacks} * options.actions_each);
  result.floor_of_requests =
      FloorOf(options, deployment.begun(), static_cast<int64_t>(result.requests - result.refused));
  result.dropped = world.lambda().dropped();
  result.processes = world.lambda().most_running();
  for (const std::string& violation : world.witness().violations) ++result.failures[violation];
  world.scheduler().Stop();
  return result;
}

}  // namespace genesys_cfn::simulation
