// SPDX-License-Identifier: Apache-2.0
// What the witness is for integrations and credentials: who made which, who wrote what. Judges nothing of the
// provider's own words or tags.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "simulation/witness.h"

namespace genesys_cfn::simulation {

// An integration or a credential as the organisation's database has it.
struct ObjectRow {
  bool is_credential = false;
  std::string name;
  std::string type;
  std::string state;  // intended; empty for a credential
  std::string notes;  // empty for a credential
  std::string value;  // properties.host, or the field userName
};

class ObjectWitness {
 public:
  // Both must outlive this.
  ObjectWitness(Witness& witness, Scheduler& scheduler, emulator::Database& database)
      : witness_(witness), scheduler_(scheduler), database_(database) {}

  // The service, watched, by the other witness too.
  http::Response Organisation(http::Handler& service, const http::Request& request);

  std::map<std::string, ObjectRow> Live();
  std::set<std::string> LiveIds();
  std::optional<ObjectRow> Find(const std::string& id);

  std::map<std::string, MadeBy> made;         // by id
  std::set<std::string> foreign;              // made by people
  std::map<std::string, std::string> edited;  // id -> value of an edit that is not taken over
  std::map<std::string, WallTime> edited_at;
  std::set<std::string> touched;               // edited or deleted by people at any time
  std::map<std::string, WallTime> used_since;  // integrations that people have put an action on

 private:
  void AfterCreate(const http::Response& response);
  void AfterWrite(const std::string& id, const ObjectRow& before);
  void AfterDelete(const std::string& id);

  Witness& witness_;
  Scheduler& scheduler_;
  emulator::Database& database_;
  LastWrites last_writes_;
};

// "x [genesys-cfn ...]" without its ending.
std::string WithoutTag(const std::string& text);

}  // namespace genesys_cfn::simulation
