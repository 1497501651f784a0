// SPDX-License-Identifier: Apache-2.0
// The whole way of an action, with the remote's answer given: each step right, and failing once.
#include "action_runtime/execution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "action_runtime/finish_response.h"
#include "action_runtime/prepare_request.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kConfig[] = R"json({
  "timeoutSeconds": 7,
  "request": {"requestUrlTemplate": "https://crm.example.com/c/$esc.uriEncode(${input.phone})", "requestType": "POST",
    "headers": {"x-api-key": "${credentials.apiKey}", "Transfer-Encoding": "buffered"},
    "requestTemplate": "{\"phone\": \"$esc.jsonEncode(${input.phone})\"}"},
  "response": {"translationMap": {"id": "$.customer.id", "tier": "$.customer.tier", "tags": "$..tag"},
    "translationMapDefaults": {"tier": "unknown"},
    "successTemplate": "{\"id\": ${id}, \"tier\": ${tier}, \"tags\": ${tags}}"}})json";
constexpr char kInputSchema[] = R"({"type":"object","required":["phone"],"properties":{"phone":{"type":"string"}}})";
constexpr char kSuccessSchema[] =
    R"({"type":"object","properties":{"id":{"type":"string"},"tier":{"type":["string","null"]},)"
    R"("tags":{"type":"array","items":{"type":"string"}}}})";

class ExecutionTest : public testing::Test {
 protected:
  ExecutionTest() { context_.credentials = {{"apiKey", "key-4711"}}; }

  Action ReadIt() const {
    auto action = ReadAction(*config_.AsObject(), json::Parse(kInputSchema).value(), success_schema_);
    EXPECT_TRUE(action.has_value());
    return *std::move(action);
  }
  // Replaces a member of the request or the response.
  void Set(std::string_view part, std::string_view name, json::Value value) {
    config_.AsObject()->Find(part)->AsObject()->Set(name, std::move(value));
  }
  PreparedRequest Prepare(const json::Object& inputs = {{"phone", "+49 30"}}) {
    return PrepareRequest(ReadIt(), inputs, context_);
  }
  Execution Finish(const std::variant<RemoteAnswer, RemoteFailure>& answer, ResultForm form = ResultForm::kAsIs) {
    PreparedRequest prepared = Prepare();
    EXPECT_TRUE(prepared.request.has_value());
    return FinishResponse(ReadIt(), std::move(prepared.execution), context_, answer, form);
  }
  static std::string ResultOf(const Execution& execution) {
    if (const StepError* const error = execution.error()) {
      return Concat(execution.steps.size(), " ", error->status, " ", error->code, " ", error->message);
    }
    return execution.result.has_value() ? json::Write(*execution.result) : "(none)";
  }
  // Everything that is shown of it.
  static std::string Shown(const Execution& execution) {
    std::string text;
    for (const ExecutedStep& step : execution.steps) {
      text += Concat(step.name, ": ", step.result ? json::Write(*step.result) : "-",
                     step.error ? step.error->message : "", "\n");
    }
    return text;
  }

  json::Value config_ = json::Parse(kConfig).value();
  json::Value success_schema_ = json::Parse(kSuccessSchema).value();
  IntegrationContext context_;
};

TEST_F(ExecutionTest, ARequestIsPrepared) {
  const PreparedRequest prepared = Prepare();
  ASSERT_TRUE(prepared.request.has_value()) << Shown(prepared.execution);
  EXPECT_EQ(prepared.request->method, "POST");
  EXPECT_EQ(prepared.request->url, "https://crm.example.com/c/%2B49%2030");
  EXPECT_EQ(prepared.request->body, R"({"phone": "+49 30"})");
  EXPECT_EQ(prepared.request->timeout, Milliseconds(7'000));
  const std::vector<std::pair<std::string, std::string>> headers = {{"x-api-key", "key-4711"},
                                                                    {"Accept", "application/json"},
                                                                    {"User-Agent", "PureCloudIntegrations/1.0"},
                                                                    {"Content-Type", "application/json"}};
  EXPECT_EQ(prepared.request->headers, headers);
  EXPECT_THAT(Shown(prepared.execution), Not(HasSubstr("4711")));
}

TEST_F(ExecutionTest, AnAnswerBecomesTheResult) {
  const Execution execution = Finish(RemoteAnswer{200, R"({"customer":{"id":"c1","tier":"gold"},"l":[{"tag":"a"}]})"});
  EXPECT_EQ(ResultOf(execution), R"({"id":"c1","tier":"gold","tags":["a"]})");
  EXPECT_EQ(execution.steps.size(), 11u);
  EXPECT_EQ(execution.steps[9].name, steps::kSuccess);
}

TEST_F(ExecutionTest, DefaultsStandInForWhatDoesNotResolveOnly) {
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, R"({"customer":{"id":"c1"}})"})),
            R"({"id":"c1","tier":"unknown","tags":[]})");
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, R"({"customer":{"id":"c1","tier":null}})"})),
            R"({"id":"c1","tier":null,"tags":[]})");
  Set("response", "translationMapDefaults", json::Object{{"tier", ""}});
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, R"({"customer":{"id":"c1"}})"})), R"({"id":"c1","tier":"","tags":[]})");
  Set("response", "translationMapDefaults", json::Object{{"tier", "\"x\""}});
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, R"({"customer":{"id":"c1"}})"})), R"({"id":"c1","tier":"x","tags":[]})");
}

TEST_F(ExecutionTest, AnEmptyAnswerIsAnEmptyObject) {
  Set("response", "successTemplate", "${rawResult}");
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{204, ""})), "{}");
}

TEST_F(ExecutionTest, AGetHasNoBody) {
  Set("request", "requestType", "GET");
  const PreparedRequest prepared = Prepare();
  ASSERT_TRUE(prepared.request.has_value());
  EXPECT_EQ(prepared.request->body, "");
}

TEST_F(ExecutionTest, FlattenedOnRequest) {
  success_schema_ = json::Object{};
  Set("response", "successTemplate", "${rawResult}");
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, R"({"a":{"b":[{"c":1},{"c":2}]}})"}, ResultForm::kFlattened)),
            R"({"a.b.c":[1,2]})");
}

TEST_F(ExecutionTest, SecretsAreHiddenHoweverTheyAreWritten) {
  Set("request", "headers",
      json::Object{{"Authorization", R"json(Basic $encoding.base64("u:${credentials.apiKey}"))json"}});
  const PreparedRequest prepared = Prepare();
  ASSERT_TRUE(prepared.request.has_value()) << Shown(prepared.execution);
  EXPECT_EQ(prepared.request->headers.front().second, "Basic dTprZXktNDcxMQ==");
  EXPECT_THAT(Shown(prepared.execution), Not(HasSubstr("dTprZXktNDcxMQ")));
  const Execution execution = Finish(RemoteAnswer{401, "the key key-4711 is unknown"});
  EXPECT_EQ(ResultOf(execution),
            "7 400 bad.request The request was answered with the status 401: the key *** is unknown");
}

TEST_F(ExecutionTest, TheAuthenticationsResultIsVisibleToTemplates) {
  context_.auth_response = json::Object{{"token_type", "Bearer"}, {"access_token", "tok-1"}};
  Set("request", "headers", json::Object{{"authorization", "${authResponse.token_type} ${authResponse.access_token}"}});
  const PreparedRequest prepared = Prepare();
  ASSERT_TRUE(prepared.request.has_value());
  EXPECT_EQ(prepared.request->headers.front().second, "Bearer tok-1");
  EXPECT_THAT(Shown(prepared.execution), Not(HasSubstr("tok-1")));
}

TEST_F(ExecutionTest, WrongInput) {
  EXPECT_EQ(ResultOf(Prepare({{"phone", 1}}).execution),
            "1 400 invalid.schema The input does not fit the input schema: /phone must be of type string, not integer");
  EXPECT_EQ(ResultOf(Prepare({}).execution),
            "1 400 invalid.schema The input does not fit the input schema: / must have 'phone', which the schema "
            "requires");
}

TEST_F(ExecutionTest, WrongRequests) {
  Set("request", "requestUrlTemplate", "/relative");
  EXPECT_EQ(ResultOf(Prepare().execution),
            "4 400 bad.request requestUrlTemplate gives '/relative': the URL of a web services action begins https:// "
            "or http://");
  Set("request", "requestUrlTemplate", "https://x.example/${input.phone}");
  EXPECT_THAT(ResultOf(Prepare().execution), HasSubstr("a URL has no blanks"));
  Set("request", "requestUrlTemplate", "https://x.example/#if(");
  EXPECT_THAT(ResultOf(Prepare().execution),
              testing::StartsWith("4 500 invalid.substitution Transform failed to process the request using "
                                  "'requestUrlTemplate' template due to error: line 1, column "));
  Set("request", "requestUrlTemplate", "https://x.example/");
  Set("request", "headers", json::Object{{"Accept", "text/html"}});
  EXPECT_EQ(ResultOf(Prepare().execution),
            "5 400 bad.request The header Accept must be a JSON media type, such as application/json");
  Set("request", "headers", json::Object{{"a b", "x"}});
  EXPECT_EQ(ResultOf(Prepare().execution), "5 400 bad.request The header a b has no valid name");
  Set("request", "headers", json::Object{{"x", "a\r\nb: c"}});
  EXPECT_EQ(ResultOf(Prepare().execution), "5 400 bad.request The header x has a line end in its value");
  Set("request", "headers", json::Object{});
  Set("request", "requestTemplate", "#foreach(");
  EXPECT_THAT(ResultOf(Prepare().execution), testing::StartsWith("6 500 invalid.substitution"));
}

TEST_F(ExecutionTest, UrlsOfOtherIntegrations) {
  Set("request", "headers", json::Object{});
  context_.kind = IntegrationKind::kGenesysCloud;
  EXPECT_THAT(ResultOf(Prepare().execution), HasSubstr("is a path that begins /api/v2/"));
  Set("request", "requestUrlTemplate", "/api/v2/users");
  EXPECT_EQ(Prepare().request->url, "/api/v2/users");
  context_.kind = IntegrationKind::kSalesforce;
  Set("request", "requestUrlTemplate", "/services/data");
  EXPECT_THAT(ResultOf(Prepare().execution), HasSubstr("has no instance_url"));
  context_.credentials.Set("instance_url", "https://sf.example");
  EXPECT_EQ(Prepare().request->url, "https://sf.example/services/data");
  context_.kind = IntegrationKind::kLambda;
  Set("request", "requestUrlTemplate", "arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_EQ(Prepare().request->url, "arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_TRUE(Prepare().request->headers.empty());
}

TEST_F(ExecutionTest, WrongAnswers) {
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{404, ""})), "7 400 bad.request The request was answered with the status 404");
  EXPECT_EQ(ResultOf(Finish(RemoteFailure{"connection refused"})),
            "7 400 bad.request The request failed: connection refused");
  EXPECT_EQ(ResultOf(Finish(RemoteFailure{"", true})),
            "7 504 request.timeout The request was not answered within 7 seconds");
  EXPECT_THAT(ResultOf(Finish(RemoteAnswer{200, "<html>"})),
              testing::StartsWith("8 400 bad.request The response is not valid JSON: line 1, column 1"));
  EXPECT_THAT(ResultOf(Finish(RemoteAnswer{500, std::string(5'000, 'x')})), HasSubstr("... (5000 bytes)"));
}

TEST_F(ExecutionTest, WrongMapsAndTemplates) {
  // No match and no default: the name is unset, and the template that uses it fails.
  EXPECT_THAT(ResultOf(Finish(RemoteAnswer{200, "{}"})),
              testing::StartsWith("10 400 bad.request Transform failed to process result using 'successTemplate' "
                                  "template due to error: line 1, column 8: "));
  Set("response", "successTemplate", "{\"id\": oops}");
  EXPECT_THAT(ResultOf(Finish(RemoteAnswer{200, "{}"})),
              testing::StartsWith("11 400 bad.request The result of successTemplate is not valid JSON"));
  Set("response", "successTemplate", "{\"id\": 5}");
  EXPECT_EQ(ResultOf(Finish(RemoteAnswer{200, "{}"})),
            "11 400 invalid.schema The result does not fit the output schema: /id must be of type string, not integer");
  Set("response", "translationMap", json::Object{{"id", "$.["}});
  EXPECT_THAT(ResultOf(Finish(RemoteAnswer{200, "{}"})),
              testing::StartsWith("9 400 bad.request The translationMap's path '$.[' of 'id' failed: line 1"));
}

TEST(ReadAction, NamesTheWrongMember) {
  const auto action = ReadAction({{"request", json::Object{{"headers", json::Object{{"a", 1}}}}}}, {}, {});
  ASSERT_FALSE(action.has_value());
  EXPECT_EQ(action.error().message, "headers.a must be a string");
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
