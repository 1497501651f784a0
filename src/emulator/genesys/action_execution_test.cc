// SPDX-License-Identifier: Apache-2.0
#include <functional>

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

constexpr char kSchemas[] =
    R"({"input":{"inputSchema":{"type":"object","required":["phone"],"properties":{"phone":{"type":"string"}}}},)"
    R"("output":{"successSchema":{"type":"object","properties":{"id":{"type":"string"}}}}})";

class ActionExecutionTest : public ActionsTest {
 protected:
  ActionExecutionTest() {
    OutsideWorld outside;
    outside.send = [this](const http::Request& request, const http::CallOptions& options) {
      sent_.push_back(request);
      time_limit_ = options.total_timeout;
      return answer_(request);
    };
    outside.invoke = [this](const FunctionCall& call) -> Result<FunctionAnswer> {
      invoked_.push_back(call);
      if (call.payload.find("slow") != std::string::npos) return Error{ErrorCode::kDeadlineExceeded, "late"};
      return FunctionAnswer{call.payload.find("fail") != std::string::npos, R"({"id":"from a function"})"};
    };
    organisation_->SetOutsideWorld(std::move(outside));
  }

  static json::Value Config(std::string_view url, std::string_view method = "POST") {
    return json::Object{{"timeoutSeconds", 7},
                        {"request", json::Object{{"requestUrlTemplate", url},
                                                 {"requestType", method},
                                                 {"headers", json::Object{}},
                                                 {"requestTemplate", R"({"phone": "${input.phone}"})"}}},
                        {"response", json::Object{{"translationMap", json::Object{{"id", "$.id"}}},
                                                  {"translationMapDefaults", json::Object{{"id", "none"}}},
                                                  {"successTemplate", R"({"id": ${id}})"}}}};
  }
  std::string Make(const std::string& type, std::string_view url, std::string_view method = "POST") {
    return Create({{"integrationId", IntegrationOf(type)},
                   {"config", Config(url, method)},
                   {"contract", json::Parse(kSchemas).value()}});
  }
  http::Response Execute(const std::string& id, const std::string& inputs = R"({"phone":"+49"})") {
    return Call("POST", UriOf(id) + "/execute", inputs);
  }
  json::Value Test(const std::string& id, const std::string& inputs = R"({"phone":"+49"})") {
    const http::Response response = Call("POST", UriOf(id) + "/test", inputs);
    EXPECT_EQ(response.status, 200) << response.body;
    return JsonOf(response);
  }

  std::function<Result<http::Response>(const http::Request&)> answer_ = [](const http::Request&) {
    return http::Response{200, {}, R"({"id":"c1"})"};
  };
  std::vector<http::Request> sent_;
  std::optional<Milliseconds> time_limit_;
  std::vector<FunctionCall> invoked_;
};

TEST_F(ActionExecutionTest, AWebServicesActionSendsItsRequest) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com:8443/c?p=$esc.uriEncode(${input.phone})");
  const http::Response response = Execute(id);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"id":"c1"})");
  ASSERT_EQ(sent_.size(), 1u);
  EXPECT_EQ(sent_[0].method, "POST");
  EXPECT_EQ(sent_[0].origin, "https://crm.example.com:8443");
  EXPECT_EQ(sent_[0].target, "/c?p=%2B49");
  EXPECT_EQ(sent_[0].body, R"({"phone": "+49"})");
  EXPECT_EQ(sent_[0].headers.Get("Authorization"), std::nullopt);
  EXPECT_EQ(time_limit_, Milliseconds(7'000));
}

TEST_F(ActionExecutionTest, FailuresAreErrorBodies) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  const http::Response wrong_input = Execute(id, R"({"phone":1})");
  EXPECT_EQ(wrong_input.status, 400);
  EXPECT_EQ(At(JsonOf(wrong_input), "/code"), "invalid.schema");
  EXPECT_EQ(At(JsonOf(wrong_input), "/details/0/errorCode"), "ACTION.PROCESSING");
  EXPECT_THAT(At(JsonOf(wrong_input), "/message"), HasSubstr("/phone must be of type string"));
  answer_ = [](const http::Request&) { return http::Response{404, {}, "who?"}; };
  EXPECT_THAT(At(JsonOf(Execute(id)), "/message"), HasSubstr("answered with the status 404: who?"));
  answer_ = [](const http::Request&) -> Result<http::Response> { return Error{ErrorCode::kDeadlineExceeded, "late"}; };
  EXPECT_EQ(Execute(id).status, 504);
  answer_ = [](const http::Request&) -> Result<http::Response> { return Error{ErrorCode::kUnavailable, "refused"}; };
  EXPECT_THAT(At(JsonOf(Execute(id)), "/message"), HasSubstr("The request failed: refused"));
  ExpectError(Execute("custom_-_none"), 404, "not.found", "custom_-_none");
}

TEST_F(ActionExecutionTest, ATestShowsEveryStep) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  const json::Value good = Test(id);
  EXPECT_EQ(At(good, "/success"), "true");
  EXPECT_EQ(At(good, "/finalResult/id"), "c1");
  EXPECT_EQ(good.Find("operations")->AsArray()->size(), 11u);
  EXPECT_EQ(At(good, "/operations/3/name"), "Render requestUrlTemplate");
  EXPECT_EQ(At(good, "/operations/3/result"), "https://crm.example.com/");
  answer_ = [](const http::Request&) { return http::Response{200, {}, "<html>"}; };
  const json::Value bad = Test(id);
  EXPECT_EQ(At(bad, "/success"), "false");
  EXPECT_EQ(At(bad, "/finalResult"), "(absent)");
  EXPECT_EQ(At(bad, "/operations/7/success"), "false");
  EXPECT_EQ(At(bad, "/operations/7/error/code"), "bad.request");
  EXPECT_EQ(At(bad, "/operations/8"), "(absent)");
  EXPECT_THAT(At(bad, "/error/message"), HasSubstr("not valid JSON"));
}

TEST_F(ActionExecutionTest, AGenesysCloudActionAsksItsOwnOrganisation) {
  const std::string id =
      Make("purecloud-data-actions", "/api/v2/integrations/actions?ids=x&name=${input.phone}", "GET");
  EXPECT_EQ(Execute(id).body, R"({"id":"none"})");
  EXPECT_TRUE(sent_.empty());
  const json::Value test = Test(Make("purecloud-data-actions", "/api/v2/nothing"));
  EXPECT_THAT(At(test, "/error/message"), HasSubstr("answered with the status 404"));
}

TEST_F(ActionExecutionTest, AnActionThatExecutesItselfEnds) {
  const std::string id = Create({{"integrationId", IntegrationOf("purecloud-data-actions")},
                                 {"config", Config("/api/v2/integrations/actions/${input.phone}/execute")},
                                 {"contract", json::Parse(kSchemas).value()}});
  EXPECT_THAT(At(JsonOf(Execute(id, json::Write(json::Object{{"phone", id}}))), "/message"),
              HasSubstr("more than 5 deep"));
}

TEST_F(ActionExecutionTest, ALambdaActionInvokesTheFunction) {
  const std::string id = Make("aws-lambda-data-actions", "arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_EQ(Execute(id).body, R"({"id":"from a function"})");
  EXPECT_EQ(invoked_.front().function, "arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_EQ(invoked_.front().payload, R"({"phone": "+49"})");
  EXPECT_EQ(invoked_.front().client_context, "");
  EXPECT_EQ(invoked_.front().timeout, Milliseconds(7'000));
  EXPECT_THAT(At(JsonOf(Execute(id, R"({"phone":"fail"})")), "/message"), HasSubstr("the status 500"));
  EXPECT_EQ(Execute(id, R"({"phone":"slow"})").status, 504);
}

TEST_F(ActionExecutionTest, TheHeadersOfALambdaActionAreItsClientContext) {
  json::Value config = Config("f");
  config.AsObject()->Find("request")->AsObject()->Set("headers",
                                                      json::Object{{"X-Key", "k-${input.phone}"}, {"b", "\"1\""}});
  const std::string id = Create({{"integrationId", IntegrationOf("aws-lambda-data-actions")},
                                 {"config", config},
                                 {"contract", json::Parse(kSchemas).value()}});
  EXPECT_EQ(Execute(id).status, 200);
  EXPECT_EQ(invoked_.front().client_context, R"({"X-Key":"k-+49","b":"\"1\""})");
}

TEST_F(ActionExecutionTest, FlattenedOnRequest) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  EXPECT_EQ(Call("POST", UriOf(id) + "/execute?flatten=true", R"({"phone":"1"})").body, R"({"id":"c1"})");
  ExpectError(Call("POST", UriOf(id) + "/execute?flatten=x", R"({"phone":"1"})"), 400, "bad.request", "true or false",
              "flatten");
}

TEST_F(ActionExecutionTest, ASchemaFileIsFlattenedOnRequest) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  const std::string uri = At(Get(UriOf(id) + "?expand=contract"), "/contract/output/successSchemaUri");
  EXPECT_EQ(At(Get(uri + "?flatten=true"), "/properties/id/type"), "string");
}

TEST_F(ActionExecutionTest, PermissionsAreChecked) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  Become({"bridge:actions:execute"});
  EXPECT_EQ(Execute(id).status, 200);
}

TEST_F(ActionExecutionTest, WithoutThePermissionNothingIsExecuted) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  Become({"integrations:action:view"});
  ExpectError(Execute(id), 403, "missing.any.permissions", "integrations:action:execute, bridge:actions:execute");
}

TEST_F(ActionExecutionTest, WithoutAWayOutTheRequestFails) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  organisation_->SetOutsideWorld({});
  EXPECT_THAT(At(JsonOf(Execute(id)), "/message"), HasSubstr("no way to the world outside"));
}

TEST_F(ActionExecutionTest, ADisabledIntegrationExecutesNothing) {
  const std::string id = Make("custom-rest-actions", "https://crm.example.com/");
  const std::string integration = "/api/v2/integrations/" + IntegrationOf("custom-rest-actions");
  EXPECT_EQ(Call("PATCH", integration, R"({"intendedState":"DISABLED"})").status, 200);
  ExpectError(Execute(id), 400, "bad.request", "is not active");
}

TEST_F(ActionExecutionTest, ADraftIsTestedWithoutBeingPublished) {
  const http::Response made = Call("POST", std::string(kActions) + "/drafts",
                                   Body({{"integrationId", IntegrationOf("custom-rest-actions")},
                                         {"config", Config("https://crm.example.com/")},
                                         {"contract", json::Parse(kSchemas).value()}}));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string id = At(JsonOf(made), "/id");
  const http::Response tested = Call("POST", UriOf(id) + "/draft/test", R"({"phone":"1"})");
  EXPECT_EQ(At(JsonOf(tested), "/finalResult/id"), "c1") << tested.body;
  ExpectError(Call("POST", UriOf(id) + "/test", R"({"phone":"1"})"), 404, "not.found", id);
}

// A web services integration with a credential of free fields gets an authentication action, whose result stays in use
// until somebody answers 401.
class CustomAuthExecutionTest : public ActionExecutionTest {
 protected:
  CustomAuthExecutionTest() {
    const http::Response credential =
        Call("POST", "/api/v2/integrations/credentials",
             R"({"name":"c","type":{"name":"userDefinedOAuth"},"credentialFields":{"user":"u1","key":"secret-9"}})");
    EXPECT_EQ(credential.status, 200) << credential.body;
    const std::string integration = IntegrationOf("custom-rest-actions");
    const std::string uri = Concat("/api/v2/integrations/", integration, "/config/current");
    json::Value config = Get(uri);
    config.AsObject()->Set("credentials", json::Object{{"basicAuth", JsonOf(credential)}});
    const http::Response put = Call("PUT", uri, json::Write(config));
    EXPECT_EQ(put.status, 200) << put.body;
    auth_id_ = "customAuth_-_" + integration;
    json::Value auth = Config("https://login.example.com/token");
    auth.AsObject()->Remove("timeoutSeconds");
    json::Object& request = *auth.AsObject()->Find("request")->AsObject();
    request.Set("requestTemplate", "user=${credentials.user}&key=${credentials.key}");
    auth.AsObject()->Set("response", json::Object{{"translationMap", json::Object{}},
                                                  {"translationMapDefaults", json::Object{}},
                                                  {"successTemplate", "${rawResult}"}});
    const http::Response patched =
        Call("PATCH", UriOf(auth_id_), json::Write(json::Object{{"version", 1}, {"config", auth}}));
    EXPECT_EQ(patched.status, 200) << patched.body;
    json::Value config_of_action = Config("https://crm.example.com/");
    config_of_action.AsObject()->Find("request")->AsObject()->Set(
        "headers", json::Object{{"Authorization", "Bearer ${authResponse.access_token}"}});
    id_ = Create(
        {{"integrationId", integration}, {"config", config_of_action}, {"contract", json::Parse(kSchemas).value()}});
    answer_ = [this](const http::Request& request_sent) -> Result<http::Response> {
      if (request_sent.origin == "https://login.example.com") {
        ++logins_;
        return http::Response{200, {}, Concat(R"({"access_token":"token-)", logins_, "\"}")};
      }
      const bool fresh = request_sent.headers.Get("Authorization") == Concat("Bearer token-", valid_);
      return fresh ? http::Response{200, {}, R"({"id":"c1"})"} : http::Response{401, {}, "token-1 is too old"};
    };
  }

  std::string auth_id_;
  std::string id_;
  int logins_ = 0;
  int valid_ = 1;
};

TEST_F(CustomAuthExecutionTest, TheTokenIsFetchedOnceAndAgainAfterA401) {
  EXPECT_EQ(Execute(id_).body, R"({"id":"c1"})");
  EXPECT_EQ(sent_.front().body, "user=u1&key=secret-9");
  EXPECT_EQ(Execute(id_).status, 200);
  EXPECT_EQ(logins_, 1);
  valid_ = 2;
  EXPECT_EQ(Execute(id_).status, 200);
  EXPECT_EQ(logins_, 2);
  valid_ = 9;
  EXPECT_THAT(At(JsonOf(Execute(id_)), "/message"), HasSubstr("status 401"));
  EXPECT_EQ(logins_, 3);
}

TEST_F(CustomAuthExecutionTest, StepsShowNoSecret) {
  const std::string shown = json::Write(Test(id_));
  EXPECT_THAT(shown, HasSubstr("***"));
  EXPECT_THAT(shown, testing::Not(HasSubstr("token-1")));
  EXPECT_THAT(shown, testing::Not(HasSubstr("secret-9")));
}

TEST_F(CustomAuthExecutionTest, AFailedLoginFailsTheAction) {
  answer_ = [](const http::Request&) { return http::Response{403, {}, "secret-9 is wrong"}; };
  const json::Value test = Test(id_);
  EXPECT_EQ(At(test, "/operations/2/success"), "false");
  EXPECT_EQ(At(test, "/error/message"),
            "The authentication action failed: The request was answered with the status 403: *** is wrong");
}

}  // namespace
}  // namespace genesys_cfn::emulator
