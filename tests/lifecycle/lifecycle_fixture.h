// SPDX-License-Identifier: Apache-2.0
// The data action's lifecycle (docs/lifecycle.md) under test: the real provider against the emulated organisation and
// Secrets Manager, with faults between them and a CloudFormation that says what a test wants. Time is virtual: a
// look-up that goes on for thirty seconds takes none.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "emulator/aws/secrets_manager_service.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/genesys/organisation.h"
#include "emulator/store/database.h"
#include "json/write.h"
#include "provider/answers.h"
#include "provider/data_action.h"
#include "testing/fake_clock.h"

namespace genesys_cfn {

using custom_resource::Answer;
using custom_resource::MarkerKind;
using custom_resource::Request;
using custom_resource::RequestType;
using custom_resource::Status;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

inline constexpr const char* kActions = "/api/v2/integrations/actions";
inline constexpr const char* kInventedId = "demo-Action-1ABCDEFGHIJKL";

bool IsCreate(const http::Request& request);
// A look for actions by their name.
bool IsList(const http::Request& request);

// What happens to one request on its way.
enum class Fault { kNone, kLostRequest, kLostAnswer, kUnavailable, kServerError };

// The way to both emulated services: counts what passes, and breaks what a test asks it to.
class Network final : public http::Client {
 public:
  Network(http::Handler& organisation, http::Handler& secrets) : organisation_(organisation), secrets_(secrets) {}

  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override;
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> requests,
                                              const http::CallOptions& options) override;
  // How many requests to the organisation there were whose "GET /path" starts so.
  [[nodiscard]] int64_t Count(std::string_view start) const;

  std::vector<std::string> lines;  // to the organisation, tokens aside
  std::function<Fault(const http::Request&)> faults;
  std::function<void(const http::Request&)> before;
  std::function<std::optional<http::Response>(const http::Request&)> answers;

 private:
  http::Handler& organisation_;
  http::Handler& secrets_;
};

// What CloudFormation says.
class FakeStacks final : public provider::StackInquiry {
 public:
  Result<provider::StackPhase> PhaseOf(std::string_view stack_id, SteadyTime deadline) override;
  Result<provider::RecordedResource> ResourceOf(std::string_view stack_id, std::string_view logical_id,
                                                SteadyTime deadline) override;
  // The function's role may not ask.
  void Deny();

  Result<provider::RecordedResource> recorded = provider::RecordedResource{"CREATE_IN_PROGRESS", "", {}};
  Result<provider::StackPhase> phase = provider::StackPhase::kGoingForward;
  int asked = 0;
  std::function<void()> before_recorded;  // runs when ResourceOf is called
};

// Definitions that stand elsewhere, by the version of the object or of the secret.
class FakeDefinitions final : public provider::DefinitionReader {
 public:
  Result<Secret<std::string>> Read(const provider::DefinitionReference& reference, SteadyTime deadline) override;
  std::map<std::string, std::string> texts;
  int reads = 0;
  std::function<void()> before_read;
};

// Packages by their version ("" without one), and what was uploaded: by way of the network to the organisation.
class FakePackages final : public provider::FunctionPackages {
 public:
  explicit FakePackages(http::Handler& place) : place_(place) {}
  Result<std::string> Fetch(const aws::S3Location& zip, SteadyTime deadline) override;
  Result<void> Upload(const genesys::UploadTarget& target, const std::string& bytes, SteadyTime deadline) override;
  std::map<std::string, std::string> packages;
  int fetches = 0;
  int uploads = 0;

 private:
  http::Handler& place_;
};

// Remembers the names of the events.
class EventNames final : public Logger {
 public:
  void Log(LogLevel /*level*/, std::string_view event, std::vector<LogField> /*fields*/) override {
    names.emplace_back(event);
  }
  std::vector<std::string> names;
};

class LifecycleTest : public ::testing::Test {
 protected:
  void SetUp() override;

  static json::Object Properties(const std::string& url = "/one", const std::string& output = "status");
  static json::Object With(json::Object properties, const std::string& name, const std::string& value);
  // The same with the definition in S3, in this version; "" is a reference without one.
  json::Object Referring(const std::string& version, const std::string& url, const std::string& output = "status");
  // The same with the definition in a secret.
  json::Object Confidential(const std::string& version, const std::string& url);

  // Made just now, by its own account of no known age, unless a test dates it.
  Request MakeRequest(RequestType type, json::Object properties, std::optional<std::string> physical_id = std::nullopt);
  Request MakeUpdate(const std::string& id, const json::Object& properties, const json::Object& old);

  enum class Delivered { kFirst, kAgain };
  Answer Handle(const Request& request, Delivered delivered = Delivered::kFirst);
  // The same in another process of the function, which shares nothing with this one.
  Answer HandleElsewhere(const Request& request, Delivered delivered = Delivered::kFirst);
  Answer Create(const json::Object& properties = Properties());
  Answer Update(const std::string& id, const json::Object& properties, const json::Object& old);
  Answer Delete(const std::string& id, const json::Object& properties = Properties());

  // The stack rolls back, and CloudFormation waits for an Update of this id.
  void RollBack(const std::string& id);
  void Record(const std::string& status, const std::string& physical_id);

  // What the organisation holds, by asking it as its own administrator.
  json::Value Ask(const std::string& method, const std::string& target, const std::string& body = "");
  std::vector<std::string> Ids();
  std::string UrlOf(const std::string& id);
  std::string IntegrationId(const std::string& name = "Web Services Data Actions");
  // Somebody edits the action in the web page.
  void EditInUi(const std::string& id, const std::string& url);
  // The function's own client gets these permissions and no other.
  void Allow(const std::vector<std::string>& permissions);
  [[nodiscard]] Milliseconds Since(WallTime start) const { return clock_.Now() - start; }
  static std::optional<MarkerKind> MarkerOf(const Answer& answer);

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'000)};
  SeededRandom random_{7};
  EventNames logger_;
  std::unique_ptr<emulator::Database> database_ = *emulator::Database::OpenInMemory(
      Concat(emulator::GenesysOrganisation::Schema(), emulator::SecretsManagerService::Schema()), 1);
  emulator::GenesysOrganisation organisation_{*database_, clock_, random_};
  emulator::SecretsManagerService secrets_{
      {*database_, clock_, random_}, {}, aws::Credentials{"AKIATEST", Secret<std::string>("key"), std::nullopt}};
  Network network_{organisation_, secrets_};
  provider::Settings settings_;
  aws::SecretsManager secrets_client_;
  aws::ParameterStore parameters_client_;
  provider::Organisation connection_;
  FakeStacks stacks_;
  FakeDefinitions definitions_;
  emulator::FunctionUploads uploads_{*database_, clock_};
  FakePackages packages_{uploads_};
  provider::DataActionResource resource_;
  std::string token_;
  int requests_ = 0;

  LifecycleTest();
};

}  // namespace genesys_cfn
