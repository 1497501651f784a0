// SPDX-License-Identifier: Apache-2.0
// What the witness is for functions behind data actions: which package stands behind which action, by the bytes that
// were uploaded, and whose draft is written. Knows nothing of the names that the provider gives to packages.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "simulation/witness.h"

namespace genesys_cfn::simulation {

// As the organisation's database has it.
struct FunctionRow {
  std::string handler;
  std::string runtime;
  int64_t seconds = 0;
  std::string package;  // its bytes; empty when nobody uploaded it

  friend bool operator==(const FunctionRow&, const FunctionRow&) = default;
};

class FunctionWitness {
 public:
  // Both must outlive this.
  FunctionWitness(Witness& witness, emulator::Database& database) : witness_(witness), database_(database) {}

  // The services, watched.
  http::Response Organisation(const http::Request& request, const std::function<http::Response()>& serve);
  http::Response Uploads(http::Handler& service, const http::Request& request);

  std::optional<FunctionRow> Published(std::string_view id);
  // How the published function differs from what a template says; empty: it does not. `runtime` and seconds are the
  // same in every template.
  std::string Difference(std::string_view id, const std::string& handler, const std::string& package);

  // Ids of published actions of which people have opened and changed a draft.
  std::set<std::string> drafts_of_people;

 private:
  void AfterPublish(const std::string& id, const std::optional<FunctionRow>& before, const std::string& config_before);
  std::string ConfigOf(const std::string& id);

  Witness& witness_;
  emulator::Database& database_;
  std::map<std::string, std::string> uploads_;   // path of the URL -> id of the package
  std::map<std::string, std::string> packages_;  // id of the package -> bytes
};

}  // namespace genesys_cfn::simulation
