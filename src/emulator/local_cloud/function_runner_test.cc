// SPDX-License-Identifier: Apache-2.0
// Function data actions of an organisation, run in the machine's node.
#include "emulator/local_cloud/function_runner.h"

#include <chrono>
#include <sstream>
#include <thread>

#include "base/find_program.h"
#include "emulator/genesys/actions_fixture.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/lambda/zip_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

class FunctionRunnerTest : public ActionsTest {
 protected:
  FunctionRunnerTest() {
    std::string path = testing::TempDir() + "function_runner_XXXXXX";
    directory_ = mkdtemp(path.data());
    integration_ = IntegrationOf("function-data-actions");
    Use(node_);
  }
  ~FunctionRunnerTest() override {
    runner_.reset();
    std::filesystem::remove_all(directory_);
  }
  void SetUp() override { ASSERT_NE(node_, "") << "Node.js is not installed: ./dev test does it"; }
  void Use(const std::string& node) {
    runner_.emplace(FunctionRunner::Parts{*database_, clock_, random_, logger_}, CloudIdentity{},
                    NodeFunctions::Options{node, directory_ / "packages", directory_ / "logs"});
    OutsideWorld outside;
    outside.run = [this](const FunctionRun& run) { return runner_->Run(run); };
    organisation_->SetOutsideWorld(std::move(outside));
  }

  // A draft of an action whose result is what the function returns.
  std::string MakeDraft() {
    const auto config = json::Parse(R"({"request":{"requestType":"POST","headers":{"x-key":"k"},)"
                                    R"("requestTemplate":"${input.rawRequest}"},"response":{"translationMap":{},)"
                                    R"("translationMapDefaults":{},"successTemplate":"${rawResult}"}})");
    const http::Response made = Call("POST", Concat(kActions, "/drafts"), Body({{"config", *config}}));
    EXPECT_EQ(made.status, 200) << made.body;
    return At(JsonOf(made), "/id");
  }
  void Upload(const std::string& id, const std::string& package) {
    const std::string function = UriOf(id) + "/draft/function";
    const json::Value upload = JsonOf(Call("POST", function + "/upload", R"({"fileName":"code.zip"})"));
    http::Request put{"PUT", "", http::ParseUrl(At(upload, "/url"))->target, {}, package};
    put.headers.Add("Content-Length", std::to_string(package.size()));
    for (const auto& [name, value] : *upload.Find("headers")->AsObject()) put.headers.Add(name, *value.AsString());
    EXPECT_EQ(FunctionUploads(*database_, clock_).Handle(put).status, 200);
    const http::Response set = Call("PUT", function, R"({"handler":"index.handler","runtime":"nodejs22.x"})");
    EXPECT_EQ(set.status, 200) << set.body;
  }
  static std::string Package(const std::string& code) { return MakeZip({{"index.js", code}}); }
  void Publish(const std::string& id) {
    const std::string version = At(Get(UriOf(id) + "/draft"), "/version");
    EXPECT_EQ(Call("POST", UriOf(id) + "/draft/publish", Concat(R"({"version":)", version, "}")).status, 200);
  }
  json::Value TestDraft(const std::string& id) {
    return JsonOf(Call("POST", UriOf(id) + "/draft/test", R"({"phone":"+49"})"));
  }
  std::string Execute(const std::string& id) { return Call("POST", UriOf(id) + "/execute", R"({"phone":"+49"})").body; }
  int64_t Packages() {
    return database_
        ->Run([](Transaction& transaction) {
          Statement row = transaction.Query("SELECT count(*) FROM genesys_function_package");
          row.Step();
          return row.Integer(0);
        })
        .value();
  }

  const std::string node_ = FindProgram("node", ProcessEnvironment());
  std::filesystem::path directory_;
  std::ostringstream log_;
  JsonLinesLogger logger_{log_, clock_};
  std::optional<FunctionRunner> runner_;
};

TEST_F(FunctionRunnerTest, DraftAndPublishedActionRunTheirOwnCode) {
  const std::string id = MakeDraft();
  Upload(id, Package("exports.handler = async (event, context) => "
                     "({id: event.phone + ' ' + context.clientContext['x-key'] + ' ' + context.functionName})"));
  const json::Value test = TestDraft(id);
  EXPECT_EQ(At(test, "/success"), "true") << json::Write(test);
  EXPECT_EQ(At(test, "/finalResult/id"), Concat("+49 k ", id.substr(9), "-draft"));
  Publish(id);
  EXPECT_EQ(Execute(id), Concat(R"({"id":"+49 k )", id.substr(9), "\"}"));

  EXPECT_EQ(Call("POST", UriOf(id) + "/draft").status, 200);
  Upload(id, Package("exports.handler = async () => ({id: 'new'})"));
  EXPECT_EQ(At(TestDraft(id), "/finalResult/id"), "new");
  EXPECT_THAT(Execute(id), HasSubstr("+49 k"));
  EXPECT_EQ(Packages(), 2);
  Publish(id);
  EXPECT_EQ(Execute(id), R"({"id":"new"})");
  EXPECT_EQ(Packages(), 1) << "the former one is of no use any more";
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  EXPECT_EQ(Packages(), 0);
}

TEST_F(FunctionRunnerTest, APackageOnTheDiskIsThatOfAFunctionInUse) {
  const std::string idle = MakeDraft();
  Upload(idle, Package("exports.handler = async () => ({id: 'idle'})"));
  Publish(idle);
  EXPECT_EQ(Execute(idle), R"({"id":"idle"})");
  const std::string other = MakeDraft();
  Upload(other, Package("exports.handler = async () => ({id: 'other'})"));
  EXPECT_EQ(At(TestDraft(other), "/finalResult/id"), "other");
  const auto unpacked = [this] {
    const auto entries = std::filesystem::directory_iterator(directory_ / "packages");
    return std::distance(begin(entries), end(entries));
  };
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (unpacked() != 1 && std::chrono::steady_clock::now() < limit) {
    clock_.Advance(std::chrono::seconds(61));
    EXPECT_EQ(At(TestDraft(other), "/finalResult/id"), "other");
  }
  EXPECT_EQ(unpacked(), 1);
  EXPECT_EQ(Execute(idle), R"({"id":"idle"})") << "unpacked again";
}

TEST_F(FunctionRunnerTest, AFailingFunctionIsAnErrorOfTheAction) {
  const std::string id = MakeDraft();
  Upload(id, Package("exports.handler = async () => { throw new Error('no customer') }"));
  const json::Value test = TestDraft(id);
  EXPECT_EQ(At(test, "/error/message"), "The request failed: the function failed: Error: no customer");
  EXPECT_EQ(At(test, "/error/status"), "500");
  Upload(id, "PK\x03\x04 and no more");
  EXPECT_THAT(At(TestDraft(id), "/error/message"), HasSubstr("the function's package: the zip archive is"));
}

TEST_F(FunctionRunnerTest, WithoutNodeOnlyRunningFails) {
  Use("");
  const std::string id = MakeDraft();
  Upload(id, Package("exports.handler = async () => ({})"));
  EXPECT_THAT(At(TestDraft(id), "/error/message"), HasSubstr("apt-get install nodejs"));
  Publish(id);
}

TEST_F(FunctionRunnerTest, AStoppedOneRunsNothing) {
  const std::string id = MakeDraft();
  Upload(id, Package("exports.handler = async () => ({})"));
  EXPECT_EQ(At(TestDraft(id), "/success"), "true");
  runner_->Stop();
  EXPECT_THAT(At(TestDraft(id), "/error/message"), HasSubstr("stopping"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
