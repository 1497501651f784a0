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

}  // namespace
}  // namespace genesys_cfn::emulator
