// SPDX-License-Identifier: Apache-2.0
// Everything of one run but the people: services, Lambda, engine, and the witness between them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "emulator/aws/secrets_manager_service.h"
#include "emulator/cloudformation/answer_sink.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/query_api.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/genesys/organisation.h"
#include "simulation/function_witness.h"
#include "simulation/history.h"
#include "simulation/lambda.h"
#include "simulation/object_witness.h"
#include "simulation/package_store.h"
#include "simulation/reference_witness.h"
#include "simulation/witness.h"

namespace genesys_cfn::simulation {

inline constexpr const char* kFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:provider";
inline constexpr const char* kSecretName = "/genesys/oauth/credentials";
inline constexpr const char* kClientSecretCanary = "canary-of-the-client-secret-";

// What the platforms do in this run where it is not known, and how bad they are.
struct Climate {
  emulator::OrganisationOptions organisation;
  emulator::EngineOptions engine;
  SimulatedLambda::Options lambda;
  Milliseconds clock_skew{0};  // at most, either way
  bool caches_tokens = true;
  bool has_faults = true;
  // The login service gives a client the token that it has already. The platform's reading is not known.
  bool shares_tokens = false;
  int64_t token_seconds = 900;
  // The platform does not keep what the provider's guarantees rest on.
  [[nodiscard]] bool loses_tags() const { return organisation.descriptions == emulator::DescriptionStorage::kDropped; }
  // More than the age of a request can be told by.
  [[nodiscard]] bool has_wrong_clocks() const { return clock_skew > Milliseconds{10'000}; }
};
Climate DrawClimate(Random& random);

class World {
 public:
  World(const RunOptions& options, Reused& reused, const Climate& climate, RunResult& result);

  Scheduler& scheduler() { return scheduler_; }
  emulator::Engine& engine() { return *engine_; }
  emulator::GenesysOrganisation& organisation() { return *organisation_; }
  SimulatedLambda& lambda() { return lambda_; }
  Witness& witness() { return witness_; }
  ObjectWitness& object_witness() { return object_witness_; }
  FunctionWitness& function_witness() { return function_witness_; }
  ReferenceWitness& reference_witness() { return reference_witness_; }
  const Climate& climate() const { return climate_; }
  // From now on nothing goes wrong, nothing lags, and there are no limits.
  void Calm();
  // A new client in the secret; the old one is refused from now on.
  void Rotate();
  // Told of each request that the organisation answered.
  using Listener = std::function<void(const http::Request& request, const http::Response& response)>;
  void Listen(Listener listener) { listener_ = std::move(listener); }
  void PutSecret(const std::string& name, const std::string& text) {
    static_cast<void>(secrets_.PutSecret(name, text));
  }
  void Tell(const std::string& line);
  [[nodiscard]] bool tells() const { return options_.tells; }

  // As people do it in the web page; nothing goes wrong there.
  http::Response Administer(const std::string& method, const std::string& target, const std::string& body = "");

 private:
  // A service as the network sees it.
  class Watched final : public http::Handler {
   public:
    explicit Watched(std::function<http::Response(const http::Request&)> handle) : handle_(std::move(handle)) {}
    http::Response Handle(const http::Request& request) override { return handle_(request); }

   private:
    std::function<http::Response(const http::Request&)> handle_;
  };

  std::unique_ptr<Environment> MakeEnvironment();
  void PutCredentials();
  http::Response ServeOrganisation(const http::Request& request);

  const RunOptions& options_;
  Climate climate_;
  bool clocks_are_right_ = false;
  RunResult& result_;
  Scheduler scheduler_;
  SeededRandom platform_random_;
  SeededRandom provider_random_;
  SeededRandom fault_random_;
  emulator::Database& database_;
  int active_delivery_ = 0;
  Witness witness_;
  ObjectWitness object_witness_;
  ReferenceWitness reference_witness_;
  FunctionWitness function_witness_;
  FaultPlan faults_;
  WitnessedLogger logger_;
  NullLogger silence_;
  std::unique_ptr<emulator::GenesysOrganisation> organisation_;
  emulator::SecretsManagerService secrets_;
  provider::Settings settings_;
  SimulatedLambda lambda_;
  std::unique_ptr<emulator::LocalResourceTypes> types_;
  std::unique_ptr<emulator::Engine> engine_;
  std::unique_ptr<emulator::AnswerSink> sink_;
  std::unique_ptr<emulator::CloudFormationService> query_api_;
  std::unique_ptr<Watched> watched_organisation_;
  std::unique_ptr<Watched> watched_answers_;
  PackageStore packages_;
  emulator::FunctionUploads uploads_;
  std::unique_ptr<Watched> watched_uploads_;
  std::string administrator_token_;
  std::string shared_grant_;
  Listener listener_;
  int clients_ = 0;
};

}  // namespace genesys_cfn::simulation
