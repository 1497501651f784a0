// SPDX-License-Identifier: Apache-2.0
// Sees every request that a service carries out and every event's beginning and end, and keeps what the invariants
// need: who made which action, who wrote what, who answered. Judges nothing of the provider's own words or tags.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "emulator/store/database.h"
#include "http/handler.h"
#include "json/value.h"
#include "simulation/adoption_witness.h"
#include "simulation/lambda.h"

namespace genesys_cfn::simulation {

// An action as the organisation's database has it.
struct LiveRow {
  std::string name;
  std::string category;
  std::string url;
  std::string output_schema;
  std::string config;
};

// Which stacks have written what, and when.
class LastWrites {
 public:
  // Notes the write. True: another stack has written it within the last 15 seconds, so that this one may not have seen
  // that.
  bool Note(const std::string& id, const std::string& stack_id, WallTime now);

 private:
  std::map<std::string, std::map<std::string, WallTime>> by_id_;  // by stack
};

// How an action came to be.
struct MadeBy {
  std::string stack_id;
  std::string logical_id;
  std::string request_id;
  bool is_tagged = true;
  bool by_update = false;
  WallTime at;
  int delivery = 0;
};

struct DeliveryRecord {
  json::Value event;
  WallTime begun;
  WallTime requested_at;
  Milliseconds service_timeout{0};
  int accepted = 0;  // answers that the sink took
  std::string first_body;
  bool put_was_forbidden = false;
  bool rolls_back = false;     // the stack did so when the event came
  bool could_not_ask = false;  // CloudFormation failed at least one question
  bool met_faults = false;
  bool was_forbidden = false;  // 403 from the organisation: without the permission, nobody asks who uses an action
};

class Witness {
 public:
  Witness(Scheduler& scheduler, emulator::Database& database, int& active_delivery)
      : scheduler_(scheduler), database_(database), active_delivery_(active_delivery) {}

  // The services, watched.
  http::Response Organisation(http::Handler& service, const http::Request& request);
  // CloudFormation takes note of an answer some time after it was put.
  http::Response Answers(http::Handler& service, const http::Request& request, Milliseconds reaction);
  void Begins(const Delivery& delivery);
  void Broke(int delivery, Party party, Fault fault);
  void Ended(const Delivery& delivery, const DeliveryEnd& end);

  std::map<std::string, LiveRow> LiveActions();
  std::optional<LiveRow> Find(std::string_view id);
  // Ids of drafts; the URL of one, "" when there is none.
  std::vector<std::string> Drafts();
  std::string DraftUrl(std::string_view id);

  // Secrets that must be nowhere; and texts that must hold none.
  void AddSecret(std::string secret) { secrets_.insert(std::move(secret)); }
  void CheckText(std::string_view where, std::string_view text);
  void Violate(const std::string& what);

  AdoptionWitness adoptions{[this](const std::string& what) { Violate(what); }};
  std::map<std::string, MadeBy> made;         // by action id
  std::set<std::string> foreign;              // made by people
  std::map<std::string, std::string> edited;  // id -> URL of an edit that is not taken over
  std::map<std::string, WallTime> edited_at;
  std::set<std::string> touched;  // edited or deleted by people at any time
  std::set<std::string> used;     // by published flows
  std::map<std::string, WallTime> used_since;
  std::set<std::string> overwrites;  // "stack id/logical id" with OnDrift other than Fail
  // "stack id/logical id" of resources with two Updates in one second: the later one rolls back, and the two cannot
  // tell who is who (docs/guarantees.md).
  std::set<std::string> indistinct;
  std::set<std::string> doubled;  // ids of requests that made an action while another one of theirs was alive
  // Those of which two deliveries made their actions so close together that neither look could see the other's.
  std::set<std::string> doubled_at_once;
  std::function<bool(std::string_view stack_id)> rolls_back;
  Milliseconds list_lag{0};                   // of the organisation
  std::map<std::string, uint64_t> residuals;  // seen in passing
  std::vector<std::string> violations;
  uint64_t events = 0;
  uint64_t requests = 0;

  // The delivery whose request a service is carrying out; nullptr: there is none.
  DeliveryRecord* Current();
  // Who makes what the request is about.
  MadeBy MadeByCurrent();

 private:
  void AfterCreate(const http::Response& response);
  void AfterPatch(const std::string& id, const std::optional<LiveRow>& before);
  void AfterDelete(const std::string& id);
  http::Response Gate(http::Handler& service, const http::Request& request, const std::string& id,
                      std::string_view call);

  Scheduler& scheduler_;
  emulator::Database& database_;
  int& active_delivery_;
  std::map<int, DeliveryRecord> deliveries_;
  std::map<std::string, std::pair<std::string, WallTime>> last_update_;  // of a place: request id and date
  LastWrites last_writes_;
  std::set<std::string> secrets_;
};

// Hands every line to the witness.
class WitnessedLogger final : public Logger {
 public:
  WitnessedLogger(Witness& witness, std::function<void(std::string line)> tell)
      : witness_(witness), tell_(std::move(tell)) {}
  void Log(LogLevel level, std::string_view event, std::vector<LogField> fields) override;

 private:
  Witness& witness_;
  std::function<void(std::string line)> tell_;
};

}  // namespace genesys_cfn::simulation
