// SPDX-License-Identifier: Apache-2.0
// What the witness is for look-ups and authentication actions, which refer to something that others made: which actions
// there were at which time, and what is written for a resource that must not write. Judges by the organisation's
// database and the events alone.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulation/witness.h"

namespace genesys_cfn::simulation {

// Where somebody looks for an action.
struct LookUpPlace {
  std::string name;
  std::string integration_id;
  std::string integration_name;  // in its place
  std::string category;          // empty: any
};

class ReferenceWitness {
 public:
  // All must outlive this.
  ReferenceWitness(Witness& witness, Scheduler& scheduler, emulator::Database& database)
      : witness_(witness), scheduler_(scheduler), database_(database) {}

  // People have made, changed or deleted actions or integrations.
  void Note();
  // Before a request is carried out by the organisation, or by who takes the answers.
  void Sees(const http::Request& request);
  // And after it.
  void Saw(const http::Request& request);
  void SeesAnswer(const http::Request& request);

  // Whether this was, at any time since then, the only action at that place.
  [[nodiscard]] bool WasOnlyOne(const std::string& id, const LookUpPlace& place, WallTime since) const;
  // Ids of authentication actions that there are.
  std::vector<std::string> AuthActions();

  std::set<std::string> kept;  // "stack id/logical id" of look-ups that a rollback left as they were

 private:
  struct Row {
    std::string name;
    std::string category;
    std::string integration_id;
    std::string integration_name;
  };
  struct Moment {
    WallTime from;
    std::map<std::string, Row> actions;
  };
  // From the moment that held at `since` on.
  [[nodiscard]] std::vector<const Moment*> Since(WallTime since) const;
  static std::set<std::string> Matches(const Moment& moment, const LookUpPlace& place);
  void JudgeLookUp(const DeliveryRecord& delivery, const json::Value& answer);

  Witness& witness_;
  Scheduler& scheduler_;
  emulator::Database& database_;
  std::vector<Moment> moments_;
  std::set<std::string> answers_;  // that were judged; each holds the id of its request
};

}  // namespace genesys_cfn::simulation
