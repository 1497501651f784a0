// SPDX-License-Identifier: Apache-2.0
#include "simulation/history.h"

#include "simulation/object_people.h"
#include "simulation/people.h"
#include "simulation/world.h"

namespace genesys_cfn::simulation {

RunResult RunHistory(const RunOptions& options, Reused& reused) {
  RunResult result;
  SeededRandom random(options.seed * 4);
  World world(options, reused, DrawClimate(random), result);
  People people(world, random, result);
  ObjectPeople object_people(world, random, result);
  const auto life = world.scheduler().Start(
      [&] { options.population == Population::kObjects ? object_people.Live() : people.Live(); });
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
