// SPDX-License-Identifier: Apache-2.0
// The data action's lifecycle (docs/lifecycle.md): the real provider against the emulated organisation and Secrets
// Manager, with faults between them. Time is virtual: a look-up that goes on for thirty seconds takes none.
#include <gmock/gmock.h>

#include <functional>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "emulator/aws/secrets_manager_service.h"
#include "emulator/genesys/organisation.h"
#include "emulator/store/database.h"
#include "http/in_process_client.h"
#include "json/parse.h"
#include "json/write.h"
#include "provider/answers.h"
#include "provider/data_action.h"
#include "testing/fake_clock.h"

namespace genesys_cfn {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;
using custom_resource::Status;
using testing::HasSubstr;

constexpr const char* kActions = "/api/v2/integrations/actions";
const aws::Credentials kLocalKey{"AKIATEST", Secret<std::string>("key"), std::nullopt};

// What happens to one request on its way.
enum class Fault { kNone, kLostRequest, kLostAnswer, kUnavailable, kServerError };

// The way to both emulated services: counts what passes, and breaks what a test asks it to.
class Network final : public http::Client {
 public:
  Network(http::Handler& organisation, http::Handler& secrets) : organisation_(organisation), secrets_(secrets) {}

  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override {
    const bool aws = request.headers.Get("X-Amz-Target").has_value();
    const std::string line = Concat(request.method, " ", http::PathOf(request.target));
    if (!aws && !request.target.starts_with("/oauth")) lines.push_back(line);
    if (before) before(request);
    const Fault fault = faults ? faults(request) : Fault::kNone;
    if (fault == Fault::kUnavailable) return Error{ErrorCode::kUnavailable, "connection refused"};
    if (fault == Fault::kLostRequest) return Error{ErrorCode::kOutcomeUnknown, "connection reset"};
    if (auto scripted = answers ? answers(request) : std::nullopt) return *std::move(scripted);
    if (fault == Fault::kServerError) return http::Response{503, {}, "<html>gateway</html>"};
    http::InProcessClient client(aws ? secrets_ : organisation_);
    auto response = client.Send(request, options);
    if (fault == Fault::kLostAnswer) return Error{ErrorCode::kOutcomeUnknown, "connection reset"};
    return response;
  }
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> requests,
                                              const http::CallOptions& options) override {
    std::vector<Result<http::Response>> responses;
    for (const http::Request& request : requests) responses.push_back(Send(request, options));
    return responses;
  }

  [[nodiscard]] int64_t Count(std::string_view start) const {
    return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(start); });
  }

  std::vector<std::string> lines;  // to the organisation, tokens aside
  std::function<Fault(const http::Request&)> faults;
  std::function<void(const http::Request&)> before;
  std::function<std::optional<http::Response>(const http::Request&)> answers;

 private:
  http::Handler& organisation_;
  http::Handler& secrets_;
};

class FakeStacks final : public provider::StackInquiry {
 public:
  Result<provider::StackPhase> PhaseOf(std::string_view /*stack_id*/, SteadyTime /*deadline*/) override {
    ++asked;
    return phase;
  }
  Result<provider::RecordedResource> ResourceOf(std::string_view /*stack_id*/, std::string_view /*logical_id*/,
                                                SteadyTime /*deadline*/) override {
    ++asked;
    return recorded;
  }
  Result<provider::RecordedResource> recorded = provider::RecordedResource{"CREATE_IN_PROGRESS", "", {}};
  Result<provider::StackPhase> phase = provider::StackPhase::kGoingForward;
  int asked = 0;
};

// Definitions that stand elsewhere, by the version of the object or of the secret.
class FakeDefinitions final : public provider::DefinitionReader {
 public:
  Result<Secret<std::string>> Read(const provider::DefinitionReference& reference, SteadyTime /*deadline*/) override {
    ++reads;
    const auto* object = std::get_if<aws::S3Location>(&reference.place);
    const auto version =
        object != nullptr ? object->version_id : std::get<provider::SecretReference>(reference.place).version_id;
    const auto found = texts.find(version.value_or("newest"));
    if (found == texts.end()) return Error{ErrorCode::kNotFound, "HTTP status 404, NoSuchVersion"};
    return Secret<std::string>(found->second);
  }
  std::map<std::string, std::string> texts;
  int reads = 0;
};

class LifecycleTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(organisation_.Seed("client", Secret<std::string>("secret")));
    ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"secret"})"));
    settings_.secret_id = "/creds";
    settings_.region = "us-east-1";
    settings_.api_origin = "http://genesys.test";
    settings_.login_origin = "http://genesys.test";
  }

  static json::Object Properties(const std::string& url = "/one", const std::string& output = "status") {
    const auto definition = json::Parse(Concat(
        R"({"config":{"request":{"requestType":"GET","requestUrlTemplate":")", url, R"(","headers":{"k":"v"},)",
        R"("requestTemplate":"${input.rawRequest}"},"response":{"translationMap":{},"translationMapDefaults":{},)",
        R"("successTemplate":"${rawResult}"}},"contract":{"input":{"inputSchema":{"type":"object","properties":)",
        R"({"id":{"type":"string"}}}},"output":{"successSchema":{"type":"object","properties":{")", output,
        R"(":{"type":"string"}}}}}})"));
    return {{"Name", "Look up"},
            {"Category", "CRM"},
            {"IntegrationName", "Web Services Data Actions"},
            {"Definition", *definition}};
  }

  // The same with the definition in S3, in this version; "" is a reference without one.
  json::Object Referring(const std::string& version, const std::string& url, const std::string& output = "status") {
    json::Object properties = Properties(url, output);
    definitions_.texts[version.empty() ? "newest" : version] = json::Write(*properties.Find("Definition"));
    properties.Remove("Definition");
    properties.Set("DefinitionUri", Concat("s3://bucket/key", version.empty() ? "" : "?versionId=", version));
    return properties;
  }
  // The same with the definition in a secret.
  json::Object Confidential(const std::string& version, const std::string& url) {
    json::Object properties = Referring(version, url);
    properties.Remove("DefinitionUri");
    properties.Set("DefinitionSecretId", json::Object{{"SecretId", "definition"}, {"VersionId", version}});
    return properties;
  }

  Request MakeRequest(RequestType type, json::Object properties,
                      std::optional<std::string> physical_id = std::nullopt) {
    Request request;
    request.address.stack_id = "arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1";
    request.address.logical_id = "Action";
    request.address.request_id = Concat("request-", ++requests_);
    request.address.physical_id = std::move(physical_id);
    request.type = type;
    request.resource_type = "Custom::GenesysDataAction";
    request.properties = std::move(properties);
    return request;
  }

  enum class Delivered { kFirst, kAgain };
  Answer Handle(const Request& request, Delivered delivered = Delivered::kFirst) {
    network_.lines.clear();
    provider::Progress progress("");
    return resource_.Handle(request,
                            {clock_.SteadyNow() + Milliseconds{290'000}, delivered == Delivered::kFirst, progress});
  }
  Answer Create(const json::Object& properties = Properties()) {
    return Handle(MakeRequest(RequestType::kCreate, properties));
  }
  Answer Update(const std::string& id, const json::Object& properties, const json::Object& old) {
    Request request = MakeRequest(RequestType::kUpdate, properties, id);
    request.old_properties = old;
    return Handle(request);
  }
  Answer Delete(const std::string& id) { return Handle(MakeRequest(RequestType::kDelete, Properties(), id)); }

  // What the organisation holds, by asking it as its own administrator.
  json::Value Ask(const std::string& method, const std::string& target, const std::string& body = "") {
    http::InProcessClient client(organisation_);
    if (token_.empty()) {
      const auto answer = client.Send(
          {"POST",
           "http://x",
           "/oauth/token",
           {{"Authorization", "Basic Y2xpZW50OnNlY3JldA=="}, {"Content-Type", "application/x-www-form-urlencoded"}},
           "grant_type=client_credentials"},
          {});
      token_ = *json::Parse(answer->body)->FindString("access_token");
    }
    const auto answer = client.Send({method,
                                     "http://x",
                                     target,
                                     {{"Authorization", "Bearer " + token_}, {"Content-Type", "application/json"}},
                                     body},
                                    {});
    return answer->body.empty() ? json::Value() : *json::Parse(answer->body);
  }
  std::vector<std::string> Ids() {
    std::vector<std::string> ids;
    const json::Value list = Ask("GET", Concat(kActions, "?pageSize=100"));
    for (const json::Value& entity : *list.Find("entities")->AsArray()) ids.push_back(*entity.FindString("id"));
    return ids;
  }
  std::string UrlOf(const std::string& id) {
    return *Ask("GET", Concat(kActions, "/", id, "?includeConfig=true"))
                .Find("config")
                ->Find("request")
                ->FindString("requestUrlTemplate");
  }
  // Somebody edits the action in the web page.
  void EditInUi(const std::string& id, const std::string& url) {
    const json::Value live = Ask("GET", Concat(kActions, "/", id));
    const json::Object config = *Properties(url).Find("Definition")->Find("config")->AsObject();
    Ask("PATCH", Concat(kActions, "/", id),
        json::Write(json::Object{
            {"name", "Look up"}, {"category", "CRM"}, {"config", config}, {"version", *live.Find("version")}}));
  }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'000)};
  SeededRandom random_{7};
  NullLogger logger_;
  std::unique_ptr<emulator::Database> database_ = *emulator::Database::OpenInMemory(
      Concat(emulator::GenesysOrganisation::Schema(), emulator::SecretsManagerService::Schema()), 1);
  emulator::GenesysOrganisation organisation_{*database_, clock_, random_};
  emulator::SecretsManagerService secrets_{{*database_, clock_, random_}, {}, kLocalKey};
  Network network_{organisation_, secrets_};
  provider::Settings settings_;
  aws::SecretsManager secrets_client_{{network_, clock_, random_}, kLocalKey, "us-east-1", "http://aws.test"};
  aws::ParameterStore parameters_client_{{network_, clock_, random_}, kLocalKey, "us-east-1", "http://aws.test"};
  provider::Organisation connection_{{network_, clock_, random_, logger_, secrets_client_, parameters_client_},
                                     settings_};
  FakeStacks stacks_;
  FakeDefinitions definitions_;
  provider::DataActionResource resource_{{connection_, stacks_, clock_, logger_, definitions_, {"/creds", ""}}};
  std::string token_;
  int requests_ = 0;
};

bool IsCreate(const http::Request& request) {
  return request.method == "POST" && request.target == kActions;
}

TEST_F(LifecycleTest, AFreshCreateIsOnePost) {
  json::Object properties = Properties();
  const std::string integration =
      *Ask("GET", "/api/v2/integrations").Find("entities")->AsArray()->front().FindString("id");
  properties.Remove("IntegrationName");
  properties.Set("IntegrationId", integration);
  const Answer answer = Create(properties);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.lines, std::vector<std::string>{Concat("POST ", kActions)});
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("DataActionId", answer.physical_id)));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Version", "1")));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Category", "CRM")));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("IntegrationId", integration)));
}

TEST_F(LifecycleTest, WithoutACategoryItIsTheIntegrationsName) {
  json::Object properties = Properties();
  properties.Remove("Category");
  const Answer answer = Create(properties);
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Category", "Web Services Data Actions")));
}

TEST_F(LifecycleTest, ALostAnswerIsFoundByItsTagNotPostedAgain) {
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
  const Answer answer = Create();
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count(Concat("POST ", kActions)), 1);
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

TEST_F(LifecycleTest, ALostRequestFailsWithAMarkerThatDeletesCleanly) {
  for (const Fault fault : {Fault::kLostRequest, Fault::kServerError}) {
    network_.faults = [fault](const http::Request& r) { return IsCreate(r) ? fault : Fault::kNone; };
    const Answer answer = Create();
    EXPECT_EQ(answer.status, Status::kFailed);
    EXPECT_THAT(answer.reason, HasSubstr("not known"));
    const auto marker = custom_resource::ParseMarker(answer.physical_id);
    ASSERT_TRUE(marker);
    EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kUnknown);
    network_.faults = nullptr;
    EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
    EXPECT_TRUE(Ids().empty());
  }
}

TEST_F(LifecycleTest, AMarkerFindsTheActionThatAppearedLate) {
  // The answer is lost, and lists lag behind: the look-up of the Create finds nothing.
  bool lists_lag = true;
  network_.faults = [&](const http::Request& r) {
    if (IsCreate(r)) return Fault::kLostAnswer;
    return lists_lag && r.method == "GET" && r.target.starts_with(kActions) ? Fault::kServerError : Fault::kNone;
  };
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(Ids().size(), 1U);
  lists_lag = false;
  EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
  EXPECT_TRUE(Ids().empty());
}

TEST_F(LifecycleTest, ARepeatedCreateTakesItsOwnActionAndNoOther) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  const Answer first = Handle(request);
  const Answer again = Handle(request, Delivered::kAgain);
  EXPECT_EQ(again.physical_id, first.physical_id);
  // Another request of the same resource, and somebody else's action of the same name, are not its own.
  const Answer other = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  EXPECT_NE(other.physical_id, first.physical_id);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(LifecycleTest, RefusedConnectionsAreTriedAgain) {
  int left = 2;
  network_.faults = [&](const http::Request& r) {
    return IsCreate(r) && left-- > 0 ? Fault::kUnavailable : Fault::kNone;
  };
  EXPECT_EQ(Create().status, Status::kSuccess);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, WhatThePlatformRefusesFailsAtOnceWithItsWords) {
  json::Object properties = Properties();
  properties.Remove("IntegrationName");
  properties.Set("IntegrationId", "00000000-0000-4000-8000-000000000000");
  const WallTime start = clock_.Now();
  const Answer answer = Create(properties);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("does not exist in this Genesys Cloud organisation"));
  EXPECT_LE(clock_.Now() - start, Milliseconds{11'000}) << "a new integration is waited for, but not for ever";
  const auto marker = custom_resource::ParseMarker(answer.physical_id);
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kNothing);
  const size_t before = network_.lines.size();
  EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
  EXPECT_EQ(network_.lines.size(), 0U) << "nothing can exist: no request, was " << before;
}

TEST_F(LifecycleTest, AnUnchangedUpdateReadsAndWritesNothing) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, Properties(), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(network_.Count("PATCH"), 0);
  EXPECT_EQ(network_.Count(Concat("GET ", kActions)), 3);
}

TEST_F(LifecycleTest, AnUpdateIsOnePatchOnTopOfTheRead) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(network_.Count("PATCH"), 1);
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EXPECT_THAT(updated.attributes, testing::Contains(testing::Pair("Version", "2")));
}

TEST_F(LifecycleTest, WhatTheAuthorRemovesIsRemoved) {
  const Answer created = Create();
  json::Object without_headers = Properties();
  without_headers.Find("Definition")
      ->AsObject()
      ->Find("config")
      ->AsObject()
      ->Find("request")
      ->AsObject()
      ->Remove("headers");
  ASSERT_EQ(Update(created.physical_id, without_headers, Properties()).status, Status::kSuccess);
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_EQ(json::Write(*live.Find("config")->Find("request")->Find("headers")), "{}");
}

TEST_F(LifecycleTest, AnEditBetweenReadAndWriteIsNotOverwritten) {
  const Answer created = Create();
  bool edited = false;
  network_.before = [&](const http::Request& request) {
    if (request.method == "PATCH" && !std::exchange(edited, true)) EditInUi(created.physical_id, "/edited");
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_THAT(updated.reason, HasSubstr("changed outside of CloudFormation"));
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
}

TEST_F(LifecycleTest, ALostPatchAnswerIsNoConflictWithOneself) {
  const Answer created = Create();
  bool lost = false;
  network_.faults = [&](const http::Request& request) {
    return request.method == "PATCH" && !std::exchange(lost, true) ? Fault::kLostAnswer : Fault::kNone;
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(LifecycleTest, DriftFailsForwardAndIsKeptInARollback) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  const Answer forward = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(forward.status, Status::kFailed);
  EXPECT_THAT(forward.reason, HasSubstr("config.request.requestUrlTemplate"));
  EXPECT_THAT(forward.reason, HasSubstr("OnDrift"));

  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer rollback = Update(created.physical_id, Properties(), Properties("/two"));
  EXPECT_EQ(rollback.status, Status::kSuccess) << rollback.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/edited") << "a rollback must converge, and must not destroy the edit";

  stacks_.phase = Error{ErrorCode::kPermissionDenied, "the role needs cloudformation:DescribeStacks"};
  const Answer unknown = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(unknown.status, Status::kFailed);
  EXPECT_THAT(unknown.reason, HasSubstr("cloudformation:DescribeStacks"));
}

TEST_F(LifecycleTest, CloudFormationIsAskedOnExceptionalPathsOnly) {
  const Answer created = Create();
  Update(created.physical_id, Properties("/two"), Properties());
  Update(created.physical_id, Properties("/two", "priority"), Properties("/two"));
  Delete(created.physical_id);
  EXPECT_EQ(stacks_.asked, 0);
}

TEST_F(LifecycleTest, AContractChangeMakesANewActionAndKeepsTheOld) {
  const Answer created = Create();
  const Answer replaced = Update(created.physical_id, Properties("/one", "priority"), Properties());
  ASSERT_EQ(replaced.status, Status::kSuccess) << replaced.reason;
  EXPECT_NE(replaced.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 2U) << "CloudFormation deletes the old one afterwards";

  // Rolled back: the old action is still there, and is taken again instead of a third one being made.
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(replaced.physical_id, Properties(), Properties("/one", "priority"));
  EXPECT_EQ(back.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(LifecycleTest, GoingForwardARetainedActionIsNotTakenAgain) {
  const Answer created = Create();
  const Answer replaced = Update(created.physical_id, Properties("/one", "priority"), Properties());
  const Answer third = Update(replaced.physical_id, Properties(), Properties("/one", "priority"));
  EXPECT_NE(third.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 3U);
}

TEST_F(LifecycleTest, ARepeatedCreateThatFailsSaysThatAnActionMayExist) {
  network_.faults = [](const http::Request& r) { return r.method == "GET" ? Fault::kServerError : Fault::kNone; };
  const Answer failed = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(custom_resource::ParseMarker(failed.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
}

TEST_F(LifecycleTest, AnEditSurvivesTheRollbackOfInvalidProperties) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(created.physical_id, Properties(), {{"Nme", "x"}});
  EXPECT_EQ(back.status, Status::kSuccess);
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
}

TEST_F(LifecycleTest, AnActionThatIsGoneIsMadeAgain) {
  const Answer created = Create();
  Ask("DELETE", Concat(kActions, "/", created.physical_id));
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, created.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{updated.physical_id});
}

TEST_F(LifecycleTest, AnUpdateOfAMarkerIsACreate) {
  Request failed = MakeRequest(RequestType::kCreate, Properties());
  const Answer updated = Update(provider::NothingMarker(failed.address), Properties(), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{updated.physical_id});
  // If its outcome is unknown, the marker that comes back makes a later Delete look for the action.
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostRequest : Fault::kNone; };
  const Answer lost = Update(provider::NothingMarker(failed.address), Properties("/two"), Properties());
  EXPECT_EQ(lost.status, Status::kFailed);
  EXPECT_EQ(custom_resource::ParseMarker(lost.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
}

TEST_F(LifecycleTest, InvalidPropertiesFailBeforeAnyCall) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, {{"Name", "x"}}, Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_TRUE(network_.lines.empty());
}

TEST_F(LifecycleTest, DeleteForgivesWhatIsGoneButNotWrongCredentials) {
  const Answer created = Create();
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_EQ(Delete("demo-Action-1ABCDEFGHIJKL").status, Status::kSuccess) << "an id that CloudFormation invented";
  // Properties do not matter to a Delete.
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, {}, created.physical_id)).status, Status::kSuccess);

  const Answer kept = Create();
  network_.faults = [](const http::Request& r) { return r.method == "DELETE" ? Fault::kServerError : Fault::kNone; };
  EXPECT_EQ(Delete(kept.physical_id).status, Status::kFailed);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, ARotatedSecretIsReadAgain) {
  ASSERT_EQ(Create().status, Status::kSuccess);
  ASSERT_TRUE(organisation_.AddClient({"client-2", Secret<std::string>("secret-2")}));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client-2","client_secret":"secret-2"})"));
  // The old token and the old client are refused.
  int refusals = 0;
  network_.faults = [&](const http::Request& r) {
    const bool old = r.target == "/oauth/token" && r.headers.Get("Authorization") == "Basic Y2xpZW50OnNlY3JldA==";
    refusals += old ? 1 : 0;
    return Fault::kNone;
  };
  clock_.Advance(Milliseconds{90'000'000});  // the token is over
  EXPECT_EQ(Create(Properties("/two")).status, Status::kSuccess);
  EXPECT_LE(refusals, 1);
}

TEST_F(LifecycleTest, AMendedSecretHelpsAtOnce) {
  settings_.api_origin.reset();
  settings_.login_origin.reset();
  const Answer failed = Create();
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("GENESYS_REGION"));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"secret","region":"eu-west-1"})"));
  EXPECT_EQ(Create().status, Status::kSuccess) << "the process must not keep the secret that was wrong";
}

TEST_F(LifecycleTest, WithoutATagNothingIsLookedUp) {
  json::Object properties = Properties();
  properties.Set("OwnershipTag", "Disabled");
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostRequest : Fault::kNone; };
  const Answer failed = Create(properties);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("OwnershipTag is Disabled"));
  EXPECT_EQ(network_.Count(Concat("GET ", kActions)), 0);
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, failed.physical_id)).status, Status::kSuccess);
  EXPECT_EQ(clock_.Now(), start) << "a tag that cannot exist is not waited for";
}

TEST_F(LifecycleTest, AMarkerWithoutANameDoesNotReadTheWholeOrganisation) {
  const Answer other = Create();
  const Request failed = MakeRequest(RequestType::kCreate, {});
  EXPECT_EQ(Delete(provider::UnknownMarker(failed.address, "")).status, Status::kSuccess);
  EXPECT_TRUE(network_.lines.empty());
  EXPECT_EQ(Ids(), std::vector<std::string>{other.physical_id});
}

TEST_F(LifecycleTest, NoSecretIsInAnyAnswer) {
  network_.faults = [](const http::Request&) { return Fault::kServerError; };
  const Answer failed = Create();
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, testing::Not(HasSubstr("client_secret")));
  network_.faults = nullptr;
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"wrong-canary"})"));
  provider::Organisation fresh({network_, clock_, random_, logger_, secrets_client_, parameters_client_}, settings_);
  provider::DataActionResource resource({fresh, stacks_, clock_, logger_, definitions_, {"/creds", ""}});
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  provider::Progress progress("");
  const Answer refused = resource.Handle(request, {clock_.SteadyNow() + Milliseconds{60'000}, true, progress});
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("invalid_client"));
  EXPECT_THAT(refused.reason, testing::Not(HasSubstr("wrong-canary")));
}

TEST_F(LifecycleTest, AReferencedDefinitionLivesAndDriftIsJudgedByItsVersion) {
  const json::Object first = Referring("1", "/one");
  const Answer created = Create(first);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  const Answer updated = Update(created.physical_id, Referring("2", "/two"), first);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EditInUi(created.physical_id, "/edited");
  const Answer drifted = Update(created.physical_id, Referring("3", "/three"), Referring("2", "/two"));
  EXPECT_EQ(drifted.status, Status::kFailed);
  EXPECT_THAT(drifted.reason, HasSubstr("/edited"));
}

TEST_F(LifecycleTest, ADefinitionThatCannotBeReadFailsWithNothingCalled) {
  json::Object properties = Referring("1", "/one");
  definitions_.texts.clear();
  const Answer failed = Create(properties);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("nothing was called in Genesys Cloud. /DefinitionUri: HTTP status 404"));
  EXPECT_EQ(custom_resource::ParseMarker(failed.physical_id)->kind, custom_resource::MarkerKind::kNothing);
  EXPECT_TRUE(network_.lines.empty());
  // An earlier delivery may have read it.
  const Answer again = Handle(MakeRequest(RequestType::kCreate, properties), Delivered::kAgain);
  EXPECT_EQ(custom_resource::ParseMarker(again.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
  EXPECT_EQ(custom_resource::ParseMarker(again.physical_id)->name, "Look up");
}

TEST_F(LifecycleTest, DriftIsNotJudgedWhenTheOldTextMayHaveChanged) {
  const json::Object old = Referring("", "/one");
  const Answer created = Create(old);
  definitions_.texts["newest"] = "{}";
  const Answer updated = Update(created.physical_id, Referring("2", "/two"), old);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(LifecycleTest, WhatAnUnknownOldTextStatedIsTakenAway) {
  const json::Object old = Referring("", "/one");
  const Answer created = Create(old);
  json::Object bare = Referring("2", "/one");
  definitions_.texts["2"] = ReplaceAll(definitions_.texts["2"], R"("headers":{"k":"v"},)", "");
  const Answer updated = Update(created.physical_id, bare, old);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_TRUE(live.Find("config")->Find("request")->Find("headers")->AsObject()->empty());
  // The same again writes nothing.
  ASSERT_EQ(Update(created.physical_id, bare, old).status, Status::kSuccess);
  EXPECT_EQ(network_.Count("PATCH"), 0);
}

TEST_F(LifecycleTest, ARollbackRestoresAlthoughTheFailedTextIsGone) {
  const json::Object first = Referring("1", "/one");
  const Answer created = Create(first);
  const json::Object second = Referring("2", "/two");
  ASSERT_EQ(Update(created.physical_id, second, first).status, Status::kSuccess);
  definitions_.texts.erase("2");
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(created.physical_id, first, second);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(LifecycleTest, ADeleteNeverFetchesADefinition) {
  const json::Object properties = Referring("1", "/one");
  const Answer created = Create(properties);
  definitions_.texts.clear();
  definitions_.reads = 0;
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, created.physical_id)).status, Status::kSuccess);
  EXPECT_TRUE(Ids().empty());
  EXPECT_EQ(definitions_.reads, 0);
}

TEST_F(LifecycleTest, NoValueOfAConfidentialDefinitionIsInAnAnswer) {
  const json::Object first = Confidential("1", "/canary-one");
  const Answer created = Create(first);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EditInUi(created.physical_id, "/edited");
  const Answer drifted = Update(created.physical_id, Confidential("2", "/canary-two"), first);
  EXPECT_EQ(drifted.status, Status::kFailed);
  EXPECT_THAT(drifted.reason, HasSubstr("config.request.requestUrlTemplate: *** -> ***"));
  // Nor when the definition has left the secret.
  const Answer plain = Update(created.physical_id, Properties("/plain"), first);
  EXPECT_EQ(plain.status, Status::kFailed);
  EXPECT_THAT(plain.reason, testing::Not(HasSubstr("canary")));
  // The platform quotes what it refuses.
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{
                                     400, {}, R"({"status":400,"code":"bad","message":"wrong url /canary-two here"})"})
                               : std::nullopt;
  };
  json::Object overwriting = Confidential("2", "/canary-two");
  overwriting.Set("OnDrift", "Overwrite");
  const Answer refused = Update(created.physical_id, overwriting, first);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("400"));
  EXPECT_THAT(refused.reason, testing::Not(HasSubstr("canary")));
}

TEST_F(LifecycleTest, CredentialsMayBeInAParameter) {
  settings_.secret_id = "";
  settings_.secret_parameter = "/genesys/oauth";
  std::string value = R"({"clientId":"canary"})";
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    if (r.headers.Get("X-Amz-Target") != "AmazonSSM.GetParameter") return std::nullopt;
    const json::Object parameter{{"Name", "/genesys/oauth"}, {"Value", value}};
    return http::Response{200, {}, json::Write(json::Object{{"Parameter", parameter}})};
  };
  const Answer wrong = Create();
  EXPECT_EQ(wrong.status, Status::kFailed);
  EXPECT_THAT(wrong.reason, HasSubstr("the parameter /genesys/oauth in us-east-1 has no client_id"));
  EXPECT_THAT(wrong.reason, HasSubstr("clientId"));
  EXPECT_THAT(wrong.reason, testing::Not(HasSubstr("canary")));
  // Rotation: what the login service refuses is read again.
  value = R"({"client_id":"client","client_secret":"old"})";
  int refusals = 0;
  network_.before = [&](const http::Request& r) {
    if (!r.target.starts_with("/oauth") || refusals++ > 0) return;
    value = R"({"client_id":"client","client_secret":"secret"})";
  };
  const Answer right = Create();
  EXPECT_EQ(right.status, Status::kSuccess) << right.reason;
  EXPECT_EQ(refusals, 2);
}

}  // namespace
}  // namespace genesys_cfn
