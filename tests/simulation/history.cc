// SPDX-License-Identifier: Apache-2.0
#include "simulation/history.h"

#include "simulation/object_people.h"
#include "simulation/people.h"
#include "simulation/reference_people.h"
#include "simulation/world.h"

namespace genesys_cfn::simulation {
namespace {

void Live(Population population, World& world, Random& random, RunResult& result) {
  switch (population) {
    case Population::kActions:
      return People(world, random, result, People::Kind::kRequests).Live();
    case Population::kFunctions:
      return People(world, random, result, People::Kind::kFunctions).Live();
    case Population::kObjects:
      return ObjectPeople(world, random, result).Live();
    case Population::kReferences:
      return ReferencePeople(world, random, result).Live();
  }
}

}  // namespace

RunResult RunHistory(const RunOptions& options, Reused& reused) {
  RunResult result;
  SeededRandom random(options.seed * 4);
  Climate climate = DrawClimate(random);
  if (options.population == Population::kReferences) {
    climate.organisation.static_actions = emulator::StaticActions::kShipped;
  }
  if (options.population == Population::kFunctions && RandomBelow(random, 3) == 0) {
    climate.organisation.function_lag = Milliseconds{static_cast<int64_t>(RandomBelow(random, 10'000))};
  }
  World world(options, reused, climate, result);
  const auto life = world.scheduler().Start([&] { Live(options.population, world, random, result); });
  world.scheduler().Run([&] { return !life->ended() && world.witness().violations.empty(); });
  if (!life->ended() && world.witness().violations.empty()) world.witness().Violate("the run came to a standstill");
  world.scheduler().Stop();
  result.violations = world.witness().violations;
  for (const auto& [what, count] : world.witness().residuals) result.residuals[what] += count;
  result.events = world.witness().events;
  result.requests = world.witness().requests;
  return result;
}

}  // namespace genesys_cfn::simulation
