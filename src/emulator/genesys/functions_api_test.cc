// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/functions_api.h"

#include "emulator/genesys/actions_fixture.h"
#include "emulator/genesys/function_uploads.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kZip[] = "PK\x03\x04 and so on";
constexpr char kSettings[] = R"({"handler":"src/index.handler","runtime":"nodejs22.x","description":"d"})";

class FunctionsTest : public ActionsTest {
 protected:
  FunctionsTest() {
    integration_ = IntegrationOf("function-data-actions");
    const http::Response response = Call("POST", Concat(kActions, "/drafts"), Body());
    EXPECT_EQ(response.status, 200) << response.body;
    id_ = At(JsonOf(response), "/id");
    draft_ = UriOf(id_) + "/draft";
    function_ = draft_ + "/function";
  }

  json::Value AskForUpload(const std::string& body = R"({"fileName":"code.zip"})") {
    const http::Response response = Call("POST", function_ + "/upload", body);
    EXPECT_EQ(response.status, 200) << response.body;
    return JsonOf(response);
  }
  http::Response Put(const json::Value& upload, const std::string& package) {
    http::Request request{"PUT", "", http::ParseUrl(At(upload, "/url"))->target, {}, package};
    request.headers.Add("Content-Length", std::to_string(package.size()));
    for (const auto& [name, value] : *upload.Find("headers")->AsObject()) request.headers.Add(name, *value.AsString());
    return uploads_.Handle(request);
  }
  std::string ZipStatus() { return At(Get(function_), "/zip/status"); }

  FunctionUploads uploads_{*database_, clock_};
  std::string id_;
  std::string draft_;
  std::string function_;
};

TEST_F(FunctionsTest, LivesFromUploadToPublication) {
  EXPECT_EQ(At(Get(draft_ + "?includeConfig=true"), "/config/request/requestUrlTemplate"), "/functions/" + id_);
  EXPECT_EQ(At(Get(function_), "/zip"), "(absent)");
  const json::Value upload = AskForUpload();
  EXPECT_THAT(At(upload, "/url"), StartsWith("http://localhost/genesys-function-upload/"));
  EXPECT_EQ(At(upload, "/signedUrlTimeoutSeconds"), "900");
  EXPECT_EQ(ZipStatus(), "Pending");
  EXPECT_EQ(Put(upload, kZip).status, 200);
  EXPECT_EQ(ZipStatus(), "Available");
  const std::string zip_id = At(Get(function_), "/function/zipId");
  EXPECT_EQ(zip_id, At(Get(function_), "/zip/id"));

  EXPECT_EQ(At(Get(draft_ + "/validation"), "/errors/0/details/0/fieldName"), "function");
  ExpectError(Call("POST", draft_ + "/publish", R"({"version":1})"), 400, "bad.request", "uploaded", "function");
  const http::Response put = Call("PUT", function_, kSettings);
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(At(JsonOf(put), "/function/timeoutSeconds"), "15");
  const std::string version = At(Get(draft_), "/version");
  EXPECT_EQ(version, "2");
  EXPECT_EQ(Call("POST", draft_ + "/publish", Concat(R"({"version":)", version, "}")).status, 200);
  const json::Value published = Get(UriOf(id_) + "/function");
  EXPECT_EQ(At(published, "/function/handler"), "src/index.handler");
  EXPECT_EQ(At(published, "/function/zipId"), zip_id);

  EXPECT_EQ(Call("POST", draft_).status, 200);
  EXPECT_EQ(At(Get(function_), "/function/zipId"), zip_id) << "the draft of a published one starts with its function";
  EXPECT_EQ(Call("DELETE", draft_).status, 204);
  EXPECT_EQ(Call("GET", UriOf(id_) + "/function").status, 200);
}

TEST_F(FunctionsTest, APackageIsTransferredForAWhile) {
  Restart({.function_lag = Milliseconds(1000)});
  EXPECT_EQ(Put(AskForUpload(), kZip).status, 200);
  EXPECT_EQ(ZipStatus(), "Transferring");
  ExpectError(Call("PUT", function_, kSettings), 400, "bad.request", "Transferring", "zipId");
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(ZipStatus(), "Available");
}

TEST_F(FunctionsTest, AWrongPackageIsInvalid) {
  EXPECT_EQ(Put(AskForUpload(), "text").status, 200);
  EXPECT_EQ(ZipStatus(), "InvalidFormat");
  ExpectError(Call("PUT", function_, kSettings), 400, "bad.request", "InvalidFormat", "zipId");
  EXPECT_EQ(Put(AskForUpload(), "").status, 200);
  EXPECT_EQ(ZipStatus(), "InvalidFile");
  EXPECT_EQ(Put(AskForUpload(), kZip).status, 200);
  EXPECT_EQ(ZipStatus(), "Available");
}

TEST_F(FunctionsTest, AnUploadUrlIsNarrowAndExpires) {
  const json::Value upload = AskForUpload(R"({"fileName":"a.zip","signedUrlTimeoutSeconds":5})");
  const std::string target = http::ParseUrl(At(upload, "/url"))->target;
  EXPECT_EQ(uploads_.Handle({"GET", "", target, {}, ""}).status, 405);
  EXPECT_EQ(uploads_.Handle({"PUT", "", target, {}, kZip}).status, 411);
  EXPECT_EQ(uploads_.Handle({"PUT", "", target, {{"Content-Length", "1"}}, kZip}).status, 403) << "no header";
  EXPECT_EQ(
      Put(json::Object{{"url", "http://localhost/genesys-function-upload/guess"}, {"headers", *upload.Find("headers")}},
          kZip)
          .status,
      403);
  clock_.Advance(Milliseconds(5000));
  EXPECT_EQ(Put(upload, kZip).status, 403);
  EXPECT_EQ(ZipStatus(), "Pending");
}

TEST_F(FunctionsTest, RefusesWrongBodies) {
  const auto refuse_upload = [&](const std::string& body, const std::string& field) {
    ExpectError(Call("POST", function_ + "/upload", body), 400, "bad.request", "", field);
  };
  refuse_upload("{}", "fileName");
  refuse_upload(R"({"fileName":"a b.zip"})", "fileName");
  refuse_upload(R"({"fileName":"a.zip","signedUrlTimeoutSeconds":604801})", "signedUrlTimeoutSeconds");
  EXPECT_EQ(Put(AskForUpload(), kZip).status, 200);
  const auto refuse = [&](const std::string& body, const std::string& field) {
    ExpectError(Call("PUT", function_, body), 400, "bad.request", "", field);
  };
  refuse(R"({"runtime":"nodejs22.x"})", "handler");
  refuse(R"({"handler":"a.b"})", "runtime");
  refuse(R"({"handler":"a.b","runtime":"cobol"})", "runtime");
  refuse(R"({"handler":"a.b","runtime":"nodejs22.x","timeoutSeconds":30})", "timeoutSeconds");
  refuse(R"({"handler":"a.b","runtime":"nodejs22.x","zipId":"other"})", "zipId");
  refuse(Concat(R"({"handler":"a.b","runtime":"nodejs22.x","description":")", std::string(256, 'x'), "\"}"),
         "description");
}

TEST_F(FunctionsTest, OnlyFunctionIntegrationsHaveThem) {
  ExpectRefusal({}, "integrationId", "only be created as drafts");
  integration_ = IntegrationOf("custom-rest-actions");
  const std::string other = UriOf(At(JsonOf(Call("POST", Concat(kActions, "/drafts"), Body())), "/id"));
  ExpectError(Call("GET", other + "/draft/function"), 400, "bad.request", "function integration");
  ExpectError(Call("GET", UriOf("x") + "/draft/function"), 404, "not.found", "x");
  ExpectError(Call("GET", UriOf(Create()) + "/function"), 404, "not.found", "function");
  ExpectError(Call("GET", UriOf("x") + "/function"), 404, "not.found", "x");
}

TEST_F(FunctionsTest, ListsRuntimesAndNeedsPermissions) {
  EXPECT_EQ(At(Get(Concat(kActions, "/functions/runtimes")), "/0/status"), "Available");
  Become({"integrations:actionFunction:view"});
  EXPECT_EQ(Call("GET", function_).status, 200);
  ExpectError(Call("PUT", function_, kSettings), 403, "missing.permissions", "integrations:actionFunction:edit");
  ExpectError(Call("POST", function_ + "/upload", "{}"), 403, "missing.permissions",
              "integrations:actionFunction:edit");
}

class FunctionExecutionTest : public FunctionsTest {
 protected:
  FunctionExecutionTest() {
    OutsideWorld outside;
    outside.run = [this](const FunctionRun& run) {
      runs_.push_back(run);
      return answer_;
    };
    organisation_->SetOutsideWorld(std::move(outside));
    EXPECT_EQ(Put(AskForUpload(), kZip).status, 200);
  }

  void Set(const std::string& settings) { EXPECT_EQ(Call("PUT", function_, settings).status, 200); }
  void Change(const std::string& config) {
    const std::string version = At(Get(draft_), "/version");
    const http::Response patched =
        Call("PATCH", draft_, Concat(R"({"version":)", version, R"(,"config":)", config, "}"));
    EXPECT_EQ(patched.status, 200) << patched.body;
  }
  json::Value Test(const std::string& inputs = R"({"phone":"1"})") {
    return JsonOf(Call("POST", draft_ + "/test", inputs));
  }

  std::vector<FunctionRun> runs_;
  Result<FunctionAnswer> answer_ = FunctionAnswer{false, R"({"id":"c1"})"};
};

constexpr char kEventConfig[] =
    R"({"timeoutSeconds":9,"request":{"requestType":"POST","headers":{"x-key":"k-${input.phone}"},)"
    R"("requestTemplate":"{\"p\": \"${input.phone}\"}"},"response":{"translationMap":{"id":"$.id"},)"
    R"("translationMapDefaults":{},"successTemplate":"{\"id\": ${id}}"}})";

TEST_F(FunctionExecutionTest, DraftAndActionCallTheirFunctions) {
  Change(kEventConfig);
  Set(R"({"handler":"index.handler","runtime":"nodejs22.x","timeoutSeconds":4})");
  const json::Value test = Test();
  EXPECT_EQ(At(test, "/finalResult/id"), "c1") << json::Write(test);
  const std::string version = At(Get(draft_), "/version");
  EXPECT_EQ(Call("POST", draft_ + "/publish", Concat(R"({"version":)", version, "}")).status, 200);
  const http::Response executed = Call("POST", UriOf(id_) + "/execute", R"({"phone":"2"})");
  EXPECT_EQ(executed.body, R"({"id":"c1"})");
  ASSERT_EQ(runs_.size(), 2u);
  EXPECT_EQ(runs_[0].action, id_);
  EXPECT_EQ(runs_[0].stage, ActionStage::kDraft);
  EXPECT_EQ(runs_[0].event, R"({"p": "1"})");
  EXPECT_EQ(runs_[0].timeout, Milliseconds(4'000));
  EXPECT_EQ(runs_[1].stage, ActionStage::kPublished);
  const json::Value context = json::Parse(runs_[1].client_context).value();
  EXPECT_EQ(At(context, "/x-key"), "k-2");
  EXPECT_EQ(At(context, "/ININ-Correlation-Id"), executed.headers.Get("ININ-Correlation-Id"));
  EXPECT_EQ(At(context, "/ININ-Organization-Id").size(), 36u);
}

TEST_F(FunctionExecutionTest, TheShorterTimeOutHolds) {
  Change(kEventConfig);
  Set(kSettings);
  Test();
  EXPECT_EQ(runs_.at(0).timeout, Milliseconds(9'000)) << "that of the configuration, not the function's 15 seconds";
  answer_ = Error{ErrorCode::kDeadlineExceeded, "late"};
  const json::Value test = Test();
  EXPECT_EQ(At(test, "/error/status"), "504");
  EXPECT_EQ(At(test, "/error/message"), "The request was not answered within 9 seconds");
}

TEST_F(FunctionExecutionTest, WhatAFunctionThrowsIsAn500) {
  Change(kEventConfig);
  Set(kSettings);
  answer_ = FunctionAnswer{true, "TypeError: x is not a function"};
  const json::Value test = Test();
  EXPECT_EQ(At(test, "/operations/6/error/message"),
            "The request failed: the function failed: TypeError: x is not a function");
  EXPECT_EQ(At(test, "/error/status"), "500");
  answer_ = FunctionAnswer{false, Concat("\"", std::string(750'000, 'x'), "\"")};
  EXPECT_THAT(At(Test(), "/error/message"), HasSubstr("what the function returned has 750002 bytes"));
  answer_ = Error{ErrorCode::kNotFound, "no node"};
  EXPECT_EQ(At(Test(), "/error/message"), "The request failed: no node");
}

TEST_F(FunctionExecutionTest, OnlyWhatCanBeSentIsSent) {
  ExpectError(Call("POST", draft_ + "/test", R"({"phone":"1"})"), 400, "bad.request", "has no function yet");
  Change(kEventConfig);
  Set(kSettings);
  EXPECT_THAT(At(Test(R"({"phone":"\""})"), "/error/message"), HasSubstr("is not valid JSON"));
  EXPECT_THAT(At(Test(Concat(R"({"phone":")", std::string(750'000, 'x'), "\"}")), "/error/message"),
              HasSubstr("the event for the function has 750009 bytes"));
  EXPECT_TRUE(runs_.empty());
}

}  // namespace
}  // namespace genesys_cfn::emulator
