// SPDX-License-Identifier: Apache-2.0
#include "definition/mask_credentials.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "definition/mask_values.h"
#include "definition/normalise.h"
#include "definition/test_support.h"

namespace genesys_cfn::definition {
namespace {

std::string Shown(const json::Value* before, const json::Value* after, std::string_view name = "") {
  const ShownSides sides = ShowMasked(name, before, after);
  EXPECT_LE(sides.differs_at, std::min(sides.before.size(), sides.after.size()));
  return Concat(sides.before, " -> ", sides.after);
}
std::string Shown(const json::Value& before, const json::Value& after, std::string_view name = "") {
  return Shown(&before, &after, name);
}

TEST(MaskCredentials, LeavesTheRestOfATextReadable) {
  EXPECT_EQ(MaskCredentials("https://bot:hunter2@x.test/${input.id}?api_key=0815abcdef&page=2"),
            "https://bot:***@x.test/${input.id}?api_key=***&page=2");
  EXPECT_EQ(MaskCredentials(""), "");
  EXPECT_EQ(MaskCredentials("nothing"), "nothing");
}

TEST(MaskCredentials, AChangeOfAMaskedValueIsSeen) {
  EXPECT_EQ(Shown("https://x/?api_key=one12345", "https://x/?api_key=two12345"),
            "\"https://x/?api_key=*** (differs)\" -> \"https://x/?api_key=*** (differs)\"");
  EXPECT_EQ(Shown("https://x/?token=same1234&api_key=one12345", "https://x/?token=same1234&api_key=two12345"),
            "\"https://x/?token=***&api_key=*** (differs)\" -> \"https://x/?token=***&api_key=*** (differs)\"");
  EXPECT_EQ(Shown("https://x/?token=same1234", "https://y/?token=same1234"),
            "\"https://x/?token=***\" -> \"https://y/?token=***\"");
  EXPECT_EQ(Shown("https://x/", "https://x/?token=abcd1234"), "\"https://x/\" -> \"https://x/?token=***\"");
  EXPECT_EQ(Shown("https://x/?token=abcd1234", "https://x/?token=${credentials.token}"),
            "\"https://x/?token=***\" -> \"https://x/?token=${credentials.token}\"");
  EXPECT_EQ(Shown("token=aaaa1&token=bbbb1", "token=bbbb1&token=aaaa1"),
            "\"token=*** (differs)&token=*** (differs)\" -> \"token=*** (differs)&token=*** (differs)\"");
  EXPECT_EQ(Shown("token=abcd1234", "token=***"), "\"token=***\" (differs) -> \"token=***\" (differs)");
}

TEST(MaskCredentials, OfMembers) {
  const json::Value number(json::Number{"31415"});
  const json::Value secret("s3cret");
  EXPECT_EQ(Shown(&secret, nullptr, "apiKey"), "\"***\" -> (none)");
  EXPECT_EQ(Shown(secret, number, "apiKey"), "\"*** (differs)\" -> *** (differs)");
  EXPECT_EQ(Shown(json::Object{{"password", "hunter2x"}}, json::Object{}), "{\"password\":\"***\"} -> {}");
  EXPECT_EQ(Shown(nullptr, &number, "seconds"), "(none) -> 31415");
  EXPECT_EQ(Shown(json::Value(true), json::Value(false), "secret"), "true -> false");
}

std::string DifferenceOf(std::string_view member, const std::string& before, const std::string& after) {
  json::Value from = SmallDefinition();
  json::Value to = SmallDefinition();
  At(from, {"config", "request", std::string(member)}) = before;
  At(to, {"config", "request", std::string(member)}) = after;
  return Describe(Compare(MustLoad(from), MustLoad(to)), 1'000);
}

TEST(MaskCredentials, InDifferencesOfActions) {
  EXPECT_EQ(DifferenceOf("requestUrlTemplate", "https://x/?api_key=one12345", "https://x/?api_key=two12345"),
            "config.request.requestUrlTemplate: \"https://x/?api_key=*** (differs)\" -> "
            "\"https://x/?api_key=*** (differs)\"");
  EXPECT_EQ(
      DifferenceOf("requestTemplate", R"({"password": "hunter2x", "a": 1})", R"({"password": "${input.p}", "a": 1})"),
      R"(config.request.requestTemplate: "{\"password\": \"***\", \"a\": 1}" -> )"
      R"("{\"password\": \"${input.p}\", \"a\": 1}")");
  // What is cut off is found all the same, and the place that differs is shown.
  const std::string long_text(200, 'x');
  const std::string shown = DifferenceOf("requestTemplate", long_text + "&client_secret=one12345&b=" + long_text,
                                         long_text + "&client_secret=two12345&b=" + long_text);
  EXPECT_EQ(shown.find("12345"), std::string::npos) << shown;
  EXPECT_NE(shown.find("client_secret=*** (differs)"), std::string::npos) << shown;
}

TEST(MaskCredentials, JsonPathsAreNoCredentials) {
  json::Value from = SmallDefinition();
  json::Value to = SmallDefinition();
  At(from, {"config", "response", "translationMap"}) = json::Object{{"token", "$.access_token"}};
  At(to, {"config", "response", "translationMap"}) = json::Object{{"token", "$.id_token"}};
  EXPECT_EQ(Describe(Compare(MustLoad(from), MustLoad(to)), 1'000),
            "config.response.translationMap.token: \"$.access_token\" -> \"$.id_token\"");
}

TEST(MaskCredentials, InMessagesAboutAnAction) {
  DataAction action;
  action.name = "Look up";
  action.config = {{"request", json::Object{{"requestUrlTemplate", "https://bot:hunter2@x.test/?api_key=0815abcdef"},
                                            {"headers", json::Object{{"X-Api-Key", "abcd-1234-efgh"},
                                                                     {"Accept", "application/json"}}},
                                            {"requestTemplate", "{\"password\": \"correct horse\"}"}}}};
  EXPECT_EQ(MaskCredentialsOf("HTTP 400: api_key=0815abcdef of https://bot:hunter2@x.test/, abcd-1234-efgh, "
                              "'correct horse', application/json of Look up",
                              action),
            "HTTP 400: api_key=*** of https://bot:***@x.test/, ***, '***', application/json of Look up");
  EXPECT_EQ(MaskCredentialsOf("as it is", DataAction{}), "as it is");
}

}  // namespace
}  // namespace genesys_cfn::definition
