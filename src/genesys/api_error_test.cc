// SPDX-License-Identifier: Apache-2.0
#include "genesys/api_error.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::genesys {
namespace {

http::Response Answer(int status, std::string body, http::Headers headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

TEST(ApiErrorTest, ReadsTheErrorBodyOfTheApi) {
  const ApiError error = ParseApiError(Answer(400, R"({"message":"Transform failed","code":"bad.request","status":400,)"
                                                   R"("contextId":"ctx","details":[{"errorCode":"X"}]})"));
  EXPECT_EQ(error.status, 400);
  EXPECT_EQ(error.code, "bad.request");
  EXPECT_EQ(error.message, "Transform failed");
  EXPECT_EQ(error.correlation_id, "ctx");
  EXPECT_FALSE(error.names_a_field);
  EXPECT_FALSE(error.version_conflict);
  EXPECT_FALSE(error.rate_limited);
}

TEST(ApiErrorTest, PrefersTheCorrelationIdOfTheHeader) {
  EXPECT_EQ(ParseApiError(Answer(400, R"({"contextId":"b"})", {{"inin-correlation-id", "a"}})).correlation_id, "a");
}

TEST(ApiErrorTest, SeesThatAFieldIsNamed) {
  EXPECT_TRUE(ParseApiError(Answer(400, R"({"details":[{},{"fieldName":"category"}]})")).names_a_field);
  for (const char* body :
       {R"({"details":[]})", R"({"details":{"fieldName":"x"}})", R"({"details":[{"fieldName":""}]})"}) {
    EXPECT_FALSE(ParseApiError(Answer(400, body)).names_a_field) << body;
  }
}

TEST(ApiErrorTest, ReadsTheBodyOfTheLoginService) {
  const ApiError error = ParseApiError(Answer(400, R"({"error":"invalid_client","description":"authentication failed",)"
                                                   R"("error_description":"authentication failed"})"));
  EXPECT_EQ(error.code, "invalid_client");
  EXPECT_EQ(error.message, "authentication failed");
  EXPECT_FALSE(error.rate_limited);
}

TEST(ApiErrorTest, KnowsBothFormsOfThrottling) {
  EXPECT_TRUE(
      ParseApiError(Answer(400, R"({"error":"invalid_request","error_description":"rate limit exceeded; wait"})"))
          .rate_limited);
  const ApiError error = ParseApiError(Answer(429, R"({"code":"too.many.requests"})", {{"Retry-After", "12"}}));
  EXPECT_TRUE(error.rate_limited);
  EXPECT_EQ(error.retry_after_seconds, 12);
}

TEST(ApiErrorTest, IgnoresARetryAfterThatIsNoNumberOfSeconds) {
  for (const char* text : {"", "soon", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"}) {
    EXPECT_EQ(ParseApiError(Answer(429, "", {{"Retry-After", text}})).retry_after_seconds, std::nullopt) << text;
  }
  EXPECT_EQ(ParseApiError(Answer(429, "", {{"Retry-After", "999999999999"}})).retry_after_seconds, 1'000'000);
}

TEST(ApiErrorTest, KnowsEveryFormOfAVersionConflict) {
  EXPECT_TRUE(ParseApiError(Answer(409, R"({"code":"general.conflict"})")).version_conflict);
  for (const char* message :
       {"Supplied version 2 does not match latest draft version 1", "Version 3 does not match the current version"}) {
    EXPECT_TRUE(ParseApiError(Answer(400, Concat(R"({"message":")", message, R"("})"))).version_conflict) << message;
  }
  EXPECT_FALSE(ParseApiError(Answer(400, R"({"message":"version is required"})")).version_conflict);
  EXPECT_FALSE(ParseApiError(Answer(404, R"({"message":"version 1 does not match"})")).version_conflict);
}

TEST(ApiErrorTest, CopesWithBodiesThatAreNoErrorBodies) {
  for (const char* body :
       {"", "<html>502 Bad Gateway</html>", "[]", "null", "\"text\"", R"({"message":7,"code":{}})", R"({"message":)"}) {
    const ApiError error = ParseApiError(Answer(502, body));
    EXPECT_EQ(error.status, 502);
    EXPECT_EQ(error.message, "") << body;
    EXPECT_EQ(error.code, "") << body;
  }
}

TEST(ApiErrorTest, KeepsForeignTextShortAndOnOneLine) {
  const ApiError error = ParseApiError(Answer(400, Concat(R"({"message":"a\nb\u0000c)", std::string(5'000, 'x'),
                                                          R"(","code":")", std::string(900, 'c'), "\"}")));
  EXPECT_LE(error.message.size(), 500u);
  EXPECT_TRUE(error.message.starts_with("a b c"));
  EXPECT_LE(error.code.size(), 100u);
}

TEST(ApiErrorTest, SaysWhatFailedWhereWhyAndWhatToDo) {
  const ApiError refused = ParseApiError(
      Answer(403, R"({"code":"missing.permissions","message":"You need more."})", {{"ININ-Correlation-Id", "abc"}}));
  const Error error = ToError(refused, "creating the data action", "POST", "/api/v2/integrations/actions?x=SECRET",
                              "integrations:action:add");
  EXPECT_EQ(error.code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(error.message,
            "creating the data action failed: POST /api/v2/integrations/actions answered 403 missing.permissions: You "
            "need more (correlation id abc). The OAuth client's roles need the permission integrations:action:add.");
}

TEST(ApiErrorTest, SaysLittleWhenThereIsLittle) {
  EXPECT_EQ(ToError(ParseApiError(Answer(404, "<html>")), "reading it", "GET", "/x", "").message,
            "reading it failed: GET /x answered 404.");
}

TEST(ApiErrorTest, GivesEachStatusTheCodeThatACallerDecidesOn) {
  const auto code = [](int status, const char* body = "") {
    return ToError(ParseApiError(Answer(status, body)), "it", "GET", "/", "").code;
  };
  EXPECT_EQ(code(400), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(400, R"({"message":"version 2 does not match"})"), ErrorCode::kConflict);
  EXPECT_EQ(code(401), ErrorCode::kUnauthenticated);
  EXPECT_EQ(code(403), ErrorCode::kPermissionDenied);
  EXPECT_EQ(code(404), ErrorCode::kNotFound);
  EXPECT_EQ(code(408), ErrorCode::kUnavailable);
  EXPECT_EQ(code(409), ErrorCode::kConflict);
  EXPECT_EQ(code(410), ErrorCode::kNotFound);
  EXPECT_EQ(code(413), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(429), ErrorCode::kRateLimited);
  for (const int status : {500, 502, 503, 504}) EXPECT_EQ(code(status), ErrorCode::kUnavailable) << status;
}

}  // namespace
}  // namespace genesys_cfn::genesys
