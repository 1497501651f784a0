// SPDX-License-Identifier: Apache-2.0
// Function data actions (docs/functions.md): draft, package, settings, publication.
#include "aws/sigv4.h"
#include "lifecycle_fixture.h"
#include "provider/function_properties.h"

namespace genesys_cfn {
namespace {

const std::string kPackage("PK\x03\x04the first package", 21);
const std::string kOther("PK\x03\x04the second package", 22);

class FunctionTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    const std::string integration = IntegrationId("Genesys Cloud Function Data Actions");
    Ask("PATCH", "/api/v2/integrations/" + integration, R"({"intendedState":"ENABLED"})");
    packages_.packages = {{"v1", kPackage}, {"v2", kOther}, {"text", "no zip"}, {"", kPackage}};
  }

  static json::Object Properties(const std::string& version = "v1", const std::string& handler = "index.handler") {
    json::Object properties = LifecycleTest::Properties("");
    properties.Set("IntegrationName", "Genesys Cloud Function Data Actions");
    json::Value* request = properties.Find("Definition")->AsObject()->Find("config")->AsObject()->Find("request");
    request->AsObject()->Remove("requestUrlTemplate");
    request->AsObject()->Set("requestType", "POST");
    json::Object zip{{"Bucket", "packages"}, {"Key", "function.zip"}};
    if (!version.empty()) zip.Set("VersionId", version);
    properties.Set("Function", json::Object{{"Zip", zip},
                                            {"Handler", handler},
                                            {"Runtime", "nodejs22.x"},
                                            {"TimeoutSeconds", "10"},
                                            {"Description", "Looks up"}});
    return properties;
  }
  static json::Object Setting(json::Object properties, const std::string& name, const json::Value& value) {
    properties.Find("Function")->AsObject()->Set(name, value);
    return properties;
  }
  json::Value FunctionOf(const std::string& id) { return Ask("GET", Concat(kActions, "/", id, "/function")); }
  // In the web page, with this handler.
  void OpenDraftWith(const std::string& id, const std::string& handler) {
    Ask("POST", Concat(kActions, "/", id, "/draft"));
    Ask("PUT", Concat(kActions, "/", id, "/draft/function"),
        Concat(R"({"handler":")", handler,
               R"(","runtime":"nodejs22.x","description":"Looks up","timeoutSeconds":10})"));
  }
  std::string DraftHandlerOf(const std::string& id) {
    const json::Value function = Ask("GET", Concat(kActions, "/", id, "/draft/function"));
    const json::Value* settings = function.Find("function");
    return settings == nullptr ? "" : settings->FindString("handler").value_or("");
  }
  int64_t Drafts() {
    return static_cast<int64_t>(Ask("GET", Concat(kActions, "/drafts")).Find("entities")->AsArray()->size());
  }
};

TEST_F(FunctionTest, ACreateUploadsThePackageAndPublishes) {
  const Answer created = Create(Properties());
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  const json::Value function = FunctionOf(created.physical_id);
  EXPECT_EQ(function.Find("function")->FindString("handler"), "index.handler");
  EXPECT_EQ(function.Find("function")->FindString("description"), "Looks up");
  EXPECT_EQ(*function.Find("function")->Find("timeoutSeconds")->AsInteger(), 10);
  EXPECT_EQ(function.Find("zip")->FindString("name"), Concat("genesys-cfn-", aws::Sha256Hex(kPackage), ".zip"));
  EXPECT_EQ(Drafts(), 0);
  EXPECT_EQ(network_.Count("GET /api/v2/integrations/actions/functions/runtimes"), 1);
}

TEST_F(FunctionTest, AnUnchangedUpdateWritesNothing) {
  const Answer created = Create(Properties());
  const Answer updated = Update(created.physical_id, Properties(), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(network_.Count("POST") + network_.Count("PUT") + network_.Count("PATCH"), 0);
}

TEST_F(FunctionTest, AChangedPackageIsAChange) {
  const Answer created = Create(Properties());
  const Answer updated = Update(created.physical_id, Properties("v2"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(FunctionOf(created.physical_id).Find("zip")->FindString("name"),
            Concat("genesys-cfn-", aws::Sha256Hex(kOther), ".zip"));
  EXPECT_EQ(packages_.uploads, 2);
  EXPECT_EQ(Drafts(), 0);
}

TEST_F(FunctionTest, ChangedSettingsNeedNoUpload) {
  const json::Object zip{
      {"Bucket", "packages"}, {"Key", "function.zip"}, {"VersionId", "v1"}, {"Digest", aws::Sha256Hex(kPackage)}};
  const json::Object before = Setting(Properties(), "Zip", zip);
  const Answer created = Create(before);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  packages_.fetches = 0;
  const Answer updated = Update(created.physical_id, Setting(before, "Handler", "other.handler"), before);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(FunctionOf(created.physical_id).Find("function")->FindString("handler"), "other.handler");
  EXPECT_EQ(packages_.uploads, 1);
  EXPECT_EQ(packages_.fetches, 0) << "the digest is stated, and it is the one that is live";
}

TEST_F(FunctionTest, AFunctionThatSomebodyChangedIsDrift) {
  const Answer created = Create(Properties());
  OpenDraftWith(created.physical_id, "theirs.handler");
  const json::Value draft = Ask("GET", Concat(kActions, "/", created.physical_id, "/draft"));
  Ask("POST", Concat(kActions, "/", created.physical_id, "/draft/publish"),
      json::Write(json::Object{{"version", *draft.Find("version")}}));
  const Answer updated = Update(created.physical_id, Properties("v2"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("function.handler: \"index.handler\" -> \"theirs.handler\""));
}

// Somebody has changed the handler in a draft, and nothing else.
TEST_F(FunctionTest, ADraftWithSomebodysFunctionIsNotTouched) {
  const Answer created = Create(Properties());
  OpenDraftWith(created.physical_id, "theirs.handler");
  const Answer updated = Update(created.physical_id, Properties("v2"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else is editing a draft"));
  EXPECT_EQ(DraftHandlerOf(created.physical_id), "theirs.handler");
  RollBack(created.physical_id);
  const Answer back = Update(created.physical_id, Properties(), Properties("v2", "other.handler"));
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(DraftHandlerOf(created.physical_id), "theirs.handler");
  EXPECT_THAT(logger_.names, testing::Contains("draft_of_somebody_kept"));
}

TEST_F(FunctionTest, ADraftWithSomebodysPackageIsNotTouched) {
  const Answer created = Create(Properties());
  Ask("POST", Concat(kActions, "/", created.physical_id, "/draft"));
  Ask("POST", Concat(kActions, "/", created.physical_id, "/draft/function/upload"), R"({"fileName":"theirs.zip"})");
  EXPECT_EQ(Update(created.physical_id, Properties("v2"), Properties()).status, Status::kFailed);
  const json::Value draft = Ask("GET", Concat(kActions, "/", created.physical_id, "/draft/function"));
  EXPECT_EQ(draft.Find("zip")->FindString("name"), "theirs.zip");
}

TEST_F(FunctionTest, WhatSomebodyDoesToTheDraftDuringTheUploadIsKept) {
  const Answer created = Create(Properties());
  const std::string& id = created.physical_id;
  bool edited = false;
  const auto edit_at_upload = [&](const std::function<void()>& edit) {
    edited = false;
    network_.before = [&, edit](const http::Request& request) {
      if (edited || !request.target.ends_with("/function/upload")) return;
      edited = true;
      edit();
    };
  };
  edit_at_upload([&] { OpenDraftWith(id, "theirs.handler"); });
  Answer updated = Update(id, Properties("v2"), Properties());
  EXPECT_TRUE(edited);
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else has changed the function of the draft"));
  EXPECT_EQ(DraftHandlerOf(id), "theirs.handler");
  Ask("DELETE", Concat(kActions, "/", id, "/draft"));

  edit_at_upload([&] {
    const json::Value draft = Ask("GET", Concat(kActions, "/", id, "/draft"));
    json::Object config = *Properties().Find("Definition")->Find("config")->AsObject();
    config.Find("response")->AsObject()->Set("successTemplate", "{\"theirs\": true}");
    Ask("PATCH", Concat(kActions, "/", id, "/draft"),
        json::Write(json::Object{{"config", config}, {"version", *draft.Find("version")}}));
  });
  updated = Update(id, Properties("v2"), Properties());
  EXPECT_TRUE(edited);
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else is editing a draft"));
  const json::Value text = Ask("GET", Concat(kActions, "/", id, "/draft/templates/successtemplate.vm"));
  EXPECT_NE(text.Find("theirs"), nullptr);
  EXPECT_EQ(FunctionOf(id).Find("zip")->FindString("name"), Concat("genesys-cfn-", aws::Sha256Hex(kPackage), ".zip"));
}

TEST_F(FunctionTest, AnAnswerThatIsNoFunctionIsNotTakenForOne) {
  const Answer created = Create(Properties());
  OpenDraftWith(created.physical_id, "theirs.handler");
  network_.answers = [](const http::Request& request) -> std::optional<http::Response> {
    if (!request.target.ends_with("/draft/function")) return std::nullopt;
    return http::Response{200, {}, R"({"unexpected":true})"};
  };
  const Answer updated = Update(created.physical_id, Properties("v2"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("with something else than a function"));
  network_.answers = nullptr;
  EXPECT_EQ(DraftHandlerOf(created.physical_id), "theirs.handler");
}

TEST_F(FunctionTest, ADraftWithTheFunctionOfTheUndoneUpdateIsDeleted) {
  const Answer created = Create(Properties());
  OpenDraftWith(created.physical_id, "other.handler");
  RollBack(created.physical_id);
  ASSERT_EQ(Update(created.physical_id, Properties(), Properties("v2", "other.handler")).status, Status::kSuccess);
  EXPECT_EQ(Drafts(), 0);
}

// Which package a key without version or digest had is not known afterwards.
TEST_F(FunctionTest, ARollbackWaitsForThePackageOfTheUpdateThatItOvertook) {
  const Answer created = Create(Properties());
  RollBack(created.physical_id);
  const WallTime start = clock_.Now();
  bool overtaken = false;
  network_.before = [&](const http::Request& /*request*/) {
    if (overtaken || Since(start) < Milliseconds{20'000}) return;
    overtaken = true;
    HandleElsewhere(MakeUpdate(created.physical_id, Properties("v2"), Properties()));
  };
  ASSERT_EQ(Update(created.physical_id, Properties(), Properties("v2")).status, Status::kSuccess);
  EXPECT_TRUE(overtaken);
  EXPECT_EQ(packages_.uploads, 3);
  EXPECT_EQ(FunctionOf(created.physical_id).Find("zip")->FindString("name"),
            Concat("genesys-cfn-", aws::Sha256Hex(kPackage), ".zip"));
}

TEST_F(FunctionTest, WhatIsPublishedBetweenTwoReadsIsNoEditOfSomebody) {
  const auto with = [](json::Object properties, const std::string& header) {
    json::Value* request = properties.Find("Definition")->AsObject()->Find("config")->AsObject()->Find("request");
    request->AsObject()->Set("headers", json::Object{{"varies", header}});
    return properties;
  };
  const json::Object before = with(Properties(), "one");
  const json::Object after = with(Properties("v2"), "two");
  const Answer created = Create(before);
  RollBack(created.physical_id);
  bool overtaken = false;
  network_.before = [&](const http::Request& request) {
    if (overtaken || !request.target.ends_with("/function")) return;
    overtaken = true;
    HandleElsewhere(MakeUpdate(created.physical_id, after, before));
  };
  ASSERT_EQ(Update(created.physical_id, before, after).status, Status::kSuccess);
  EXPECT_TRUE(overtaken);
  EXPECT_EQ(FunctionOf(created.physical_id).Find("zip")->FindString("name"),
            Concat("genesys-cfn-", aws::Sha256Hex(kPackage), ".zip"));
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_EQ(live.Find("config")->Find("request")->Find("headers")->FindString("varies"), "one");
}

TEST_F(FunctionTest, WhatCannotBeUsedIsToldBeforeAnythingIsWritten) {
  const auto refused = [this](const json::Object& properties) {
    const Answer answer = Create(properties);
    EXPECT_EQ(answer.status, Status::kFailed);
    EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
    EXPECT_EQ(network_.Count("POST"), 0);
    return answer.reason;
  };
  EXPECT_THAT(refused(Properties("text")), HasSubstr("is no zip file"));
  EXPECT_THAT(refused(Properties("v9")), HasSubstr("Function.Zip (s3://packages/function.zip?versionId=v9)"));
  EXPECT_THAT(refused(Setting(Properties(), "Runtime", "cobol")),
              HasSubstr("cobol is no runtime of functions; there are nodejs22.x, nodejs20.x, nodejs18.x"));
  EXPECT_THAT(refused(Setting(Properties(), "Zip",
                              json::Object{{"Bucket", "packages"},
                                           {"Key", "function.zip"},
                                           {"VersionId", "v1"},
                                           {"Digest", aws::Sha256Hex(kOther)}})),
              HasSubstr("has another SHA-256"));
  EXPECT_THAT(refused(Setting(Properties(), "TimeoutSeconds", "16")), HasSubstr("must be 1 to 15"));
}

TEST_F(FunctionTest, ADeprecatedRuntimeIsLogged) {
  ASSERT_EQ(Create(Setting(Properties(), "Runtime", "nodejs18.x")).status, Status::kSuccess);
  EXPECT_THAT(logger_.names, testing::Contains("function_runtime_deprecated"));
}

TEST_F(FunctionTest, AnUploadThatFailsLeavesNothing) {
  settings_.region = "us-east-1";
  network_.answers = [](const http::Request& request) -> std::optional<http::Response> {
    if (!request.target.ends_with("/draft/function") || request.method != "GET") return std::nullopt;
    return http::Response{200, {}, R"({"zip":{"status":"Invalid","errorMessage":"no handler in it"}})"};
  };
  const Answer created = Create(Properties());
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(created), MarkerKind::kNothing);
  EXPECT_THAT(created.reason, HasSubstr("The publication of the function stopped at the function: the platform does "
                                        "not take the package: Invalid, no handler in it."));
  network_.answers = nullptr;
  EXPECT_EQ(Drafts(), 0);
}

TEST_F(FunctionTest, ThePackageIsWaitedForUntilTheEndOfTheTime) {
  network_.answers = [](const http::Request& request) -> std::optional<http::Response> {
    if (!request.target.ends_with("/draft/function") || request.method != "GET") return std::nullopt;
    return http::Response{200, {}, R"({"zip":{"status":"Transferring"}})"};
  };
  const Answer created = Create(Properties());
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_THAT(created.reason, HasSubstr("its status is Transferring"));
  network_.answers = nullptr;
  EXPECT_EQ(Drafts(), 0);
}

TEST_F(FunctionTest, ThePackageOfAnotherDeliveryIsNotTakenForOurs) {
  const std::string other = provider::PackageName(std::string(64, '0'));
  network_.answers = [&](const http::Request& request) -> std::optional<http::Response> {
    const bool is_read = request.method == "GET" && request.target.ends_with("/draft/function");
    if (!is_read || packages_.uploads == 0) return std::nullopt;
    return http::Response{
        200, {}, Concat(R"({"function":{"zipId":"another"},"zip":{"name":")", other, R"(","status":"Available"}})")};
  };
  const Answer created = Create(Properties());
  EXPECT_THAT(created.reason, HasSubstr("has not taken over the package in time"));
  EXPECT_EQ(network_.Count("PUT"), 0) << "its settings would name that package";
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(FunctionTest, TheFailureOfAFormerPackageIsNotThisOnes) {
  const std::string other = provider::PackageName(std::string(64, '0'));
  int reads_after_upload = 0;
  network_.answers = [&](const http::Request& request) -> std::optional<http::Response> {
    const bool is_read = request.method == "GET" && request.target.ends_with("/draft/function");
    if (!is_read || (packages_.uploads > 0 && ++reads_after_upload > 1)) return std::nullopt;
    return http::Response{200, {}, Concat(R"({"zip":{"name":")", other, R"(","status":"Invalid"}})")};
  };
  const Answer created = Create(Properties());
  EXPECT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_GT(reads_after_upload, 1);
}

TEST_F(FunctionTest, ItGoesThroughTheGateToo) {
  json::Object properties = Properties();
  properties.Set("Publish", "Validated");
  properties.Set("Test", json::Array{json::Object{
                             {"Name", "runs"}, {"Inputs", json::Object{{"id", "7"}}}, {"AllowWrites", true}}});
  std::string result = R"({"success":true,"finalResult":{}})";
  network_.answers = [&](const http::Request& request) -> std::optional<http::Response> {
    if (!request.target.ends_with("/draft/test")) return std::nullopt;
    return http::Response{200, {}, result};
  };
  const Answer created = Create(properties);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  result = R"({"success":false,"error":{"status":500,"message":"thrown"}})";
  json::Object changed = properties;
  changed.Set("Function", *Properties("v2").Find("Function"));
  const Answer failed = Update(created.physical_id, changed, properties);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(FunctionOf(created.physical_id).Find("zip")->FindString("name"),
            Concat("genesys-cfn-", aws::Sha256Hex(kPackage), ".zip"));
  EXPECT_EQ(Drafts(), 0);
  // The rollback of what had been published needs a draft, and no test.
  RollBack(created.physical_id);
  const Answer rolled_back = Update(created.physical_id, properties, changed);
  EXPECT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
}

}  // namespace
}  // namespace genesys_cfn
