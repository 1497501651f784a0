// SPDX-License-Identifier: Apache-2.0
#include "simulation/world.h"

#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

const aws::Credentials kKey{"AKIASIMULATION", Secret<std::string>("canary-of-the-aws-key"), std::nullopt};
constexpr WallTime kStart{Milliseconds{1'767'323'045'000}};

emulator::Database& Emptied(Reused& reused) {
  if (!reused.database) {
    reused.database =
        emulator::Database::OpenInMemory(Concat(emulator::Engine::Schema(), emulator::SecretsManagerService::Schema(),
                                                emulator::GenesysOrganisation::Schema()),
                                         1)
            .value();
  }
  static_cast<void>(reused.database->Run([](emulator::Transaction& transaction) {
    std::vector<std::string> tables;
    {
      auto rows = transaction.Query(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC");
      while (rows.Step()) tables.push_back(rows.Text(0));
    }
    // What refers to a row goes before it. (PRAGMA defer_foreign_keys would have SQLite prepare every statement anew.)
    for (const std::string& table : tables) transaction.Execute(Concat("DELETE FROM ", table));
  }));
  return *reused.database;
}

bool Chance(Random& random, uint64_t percent) {
  return RandomBelow(random, 100) < percent;
}

}  // namespace

Climate DrawClimate(Random& random) {
  Climate climate;
  climate.engine.identity.origin = "http://127.0.0.1:4566";
  if (Chance(random, 50)) climate.engine.replacement_rollback = emulator::ReplacementRollback::kDeleteNewOnly;
  if (Chance(random, 50)) climate.engine.late_answer = emulator::LateAnswer::kRecorded;
  if (Chance(random, 50)) climate.engine.cancelled_create_id = emulator::CancelledCreateId::kHidden;
  emulator::OrganisationOptions& organisation = climate.organisation;
  if (Chance(random, 50)) organisation.version_conflict_status = 400;
  if (Chance(random, 50)) organisation.invalid_client_status = 401;
  if (Chance(random, 20)) organisation.descriptions = emulator::DescriptionStorage::kTrimmed;
  if (Chance(random, 3)) organisation.descriptions = emulator::DescriptionStorage::kDropped;
  if (Chance(random, 20)) organisation.templates = emulator::TemplateStorage::kNormalised;
  if (Chance(random, 10)) organisation.requests_per_minute = 30;
  if (Chance(random, 10)) organisation.token_requests_per_minute = 2;
  if (Chance(random, 50)) organisation.retry_after = emulator::RetryAfter::kOmitted;
  if (Chance(random, 5)) organisation.list_lag = Milliseconds{static_cast<int64_t>(RandomBelow(random, 8'000))};
  if (Chance(random, 5)) organisation.read_lag = Milliseconds{static_cast<int64_t>(RandomBelow(random, 5'000))};
  if (Chance(random, 5)) organisation.delete_lag = Milliseconds{static_cast<int64_t>(RandomBelow(random, 5'000))};
  if (Chance(random, 30)) climate.lambda.concurrency = 1 + RandomBelow(random, 2);
  if (Chance(random, 30)) climate.lambda.late_per_mille = 200;
  if (Chance(random, 20)) climate.lambda.duplicate_per_mille = 100;
  climate.lambda.timeout = Milliseconds{Chance(random, 50) ? 300'000 : 60'000};
  if (Chance(random, 20)) climate.clock_skew = Milliseconds{Chance(random, 80) ? 3'000 : 100'000};
  if (!climate.has_wrong_clocks()) climate.lambda.close += climate.clock_skew;
  climate.caches_tokens = Chance(random, 80);
  return climate;
}

World::World(const RunOptions& options, Reused& reused, const Climate& climate, RunResult& result)
    : options_(options),
      climate_(climate),
      result_(result),
      scheduler_(reused.stacks, kStart),
      platform_random_(options.seed * 4 + 1),
      provider_random_(options.seed * 4 + 2),
      fault_random_(options.seed * 4 + 3),
      database_(Emptied(reused)),
      witness_(scheduler_, database_, active_delivery_),
      object_witness_(witness_, scheduler_, database_),
      reference_witness_(witness_, scheduler_, database_),
      function_witness_(witness_, database_),
      faults_(fault_random_, result.faults),
      logger_(witness_, options.tells
                            ? std::function<void(std::string)>([this](const std::string& line) { Tell(line); })
                            : nullptr),
      organisation_(std::make_unique<emulator::GenesysOrganisation>(database_, scheduler_, platform_random_,
                                                                    climate.organisation)),
      secrets_({database_, scheduler_, platform_random_}, climate.engine.identity, kKey),
      lambda_({scheduler_, platform_random_, [this] { return MakeEnvironment(); },
               [this](const Delivery& delivery) {
                 if (options_.tells)
                   Tell(Concat("  delivery ", delivery.number, " begins, attempt ", delivery.attempt));
                 witness_.Begins(delivery);
               },
               [this](const Delivery& delivery, const DeliveryEnd& end) {
                 if (options_.tells)
                   Tell(Concat("  delivery ", delivery.number, end.killed ? " is killed" : " has ended"));
                 witness_.Ended(delivery, end);
               }},
              climate.lambda),
      uploads_(database_, scheduler_) {
  settings_.credentials = kKey;
  settings_.region = "us-east-1";
  settings_.secret_id = kSecretName;
  settings_.secrets_manager_endpoint = "http://secrets.test";
  settings_.cloudformation_endpoint = "http://cloudformation.test";
  settings_.s3_endpoint = "http://s3.test";
  // Where packages are uploaded too, and without TLS that goes on loopback only.
  settings_.api_origin = "http://localhost";
  settings_.login_origin = "http://localhost";
  if (!climate.caches_tokens) settings_.token_cache = genesys::TokenCache::kOff;
  if (!climate.has_faults) faults_.Calm();
  witness_.AddSecret(kKey.secret_access_key.Reveal());
  witness_.list_lag = climate.organisation.list_lag;

  static_cast<void>(organisation_->Seed("administrator", Secret<std::string>("administrator")));
  PutCredentials();
  emulator::LocalResourceTypesOptions types;
  types.identity = climate.engine.identity;
  types_ = std::make_unique<emulator::LocalResourceTypes>(lambda_, types);
  engine_ =
      emulator::Engine::Open({database_, scheduler_, platform_random_, lambda_, *types_, silence_}, climate.engine)
          .value();
  sink_ = std::make_unique<emulator::AnswerSink>(*engine_, scheduler_, silence_);
  query_api_ = std::make_unique<emulator::CloudFormationService>(*engine_, *types_, platform_random_);
  witness_.rolls_back = [this](std::string_view stack_id) {
    const auto stack = engine_->DescribeStack(stack_id);
    return stack && std::string_view(ToString(stack->status)).find("ROLLBACK") != std::string_view::npos;
  };
  watched_organisation_ =
      std::make_unique<Watched>([this](const http::Request& request) { return ServeOrganisation(request); });
  watched_uploads_ = std::make_unique<Watched>(
      [this](const http::Request& request) { return function_witness_.Uploads(uploads_, request); });
  watched_answers_ = std::make_unique<Watched>([this](const http::Request& request) {
    reference_witness_.SeesAnswer(request);
    return witness_.Answers(*sink_, request,
                            Milliseconds{1'000 + static_cast<int64_t>(RandomBelow(platform_random_, 2'000))});
  });
}

std::unique_ptr<Environment> World::MakeEnvironment() {
  Milliseconds skew{0};
  const auto range = static_cast<uint64_t>(climate_.clock_skew.count());
  if (range > 0 && !clocks_are_right_)
    skew = Milliseconds{static_cast<int64_t>(RandomBelow(fault_random_, 2 * range))} - climate_.clock_skew;
  std::function<void(std::string)> tell;
  if (options_.tells) tell = [this](const std::string& line) { Tell(line); };
  return std::make_unique<Environment>(Environment::Parts{
      scheduler_, faults_,
      Services{*watched_organisation_, secrets_, *query_api_, *watched_answers_, packages_, *watched_uploads_},
      provider_random_, logger_, settings_, skew, options_.bug, active_delivery_,
      [this](int delivery, Party party, Fault fault) { witness_.Broke(delivery, party, fault); }, tell});
}

http::Response World::ServeOrganisation(const http::Request& request) {
  reference_witness_.Sees(request);
  http::Response response =
      function_witness_.Organisation(request, [&] { return object_witness_.Organisation(*organisation_, request); });
  reference_witness_.Saw(request);
  if (listener_) listener_(request, response);
  if (!climate_.shares_tokens || response.status != 200 || PartyOf(request) != Party::kLogin) return response;
  if (shared_grant_.empty()) shared_grant_ = response.body;
  response.body = shared_grant_;
  return response;
}

void World::PutCredentials() {
  const std::string id = Concat("client-", ++clients_);
  const std::string secret = Concat(kClientSecretCanary, clients_);
  witness_.AddSecret(secret);
  emulator::OAuthClient client;
  client.id = id;
  client.secret = Secret<std::string>(secret);
  client.permissions = emulator::AllPermissions();
  client.token_seconds = climate_.token_seconds;
  static_cast<void>(organisation_->AddClient(client));
  static_cast<void>(
      secrets_.PutSecret(kSecretName, json::Write(json::Object{{"client_id", id}, {"client_secret", secret}})));
}

void World::Rotate() {
  static_cast<void>(database_.Run([this](emulator::Transaction& transaction) {
    transaction.Execute("DELETE FROM genesys_oauth_client WHERE id = ?", Concat("client-", clients_));
  }));
  PutCredentials();
}

void World::Calm() {
  faults_.Calm();
  lambda_.Calm();
  clocks_are_right_ = true;
  if (climate_.has_wrong_clocks()) lambda_.Retire();
  emulator::OrganisationOptions options = climate_.organisation;
  options.requests_per_minute = 0;
  options.token_requests_per_minute = 0;
  options.read_lag = options.list_lag = options.delete_lag = Milliseconds{0};
  organisation_ = std::make_unique<emulator::GenesysOrganisation>(database_, scheduler_, platform_random_, options);
}

void World::Tell(const std::string& line) {
  if (options_.tells) result_.history.push_back(Concat(FormatIso8601(scheduler_.Now()).substr(11, 12), " ", line));
}

http::Response World::Administer(const std::string& method, const std::string& target, const std::string& body) {
  if (administrator_token_.empty()) {
    const auto grant =
        organisation_->Handle({"POST",
                               "",
                               "/oauth/token",
                               {{"Authorization", Concat("Basic ", Base64Encode("administrator:administrator"))},
                                {"Content-Type", "application/x-www-form-urlencoded"}},
                               "grant_type=client_credentials"});
    administrator_token_ = json::Parse(grant.body)->FindString("access_token").value_or("");
  }
  return organisation_->Handle(
      {method,
       "",
       target,
       {{"Authorization", Concat("Bearer ", administrator_token_)}, {"Content-Type", "application/json"}},
       body});
}

}  // namespace genesys_cfn::simulation
