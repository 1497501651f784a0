// SPDX-License-Identifier: Apache-2.0
// Every template of the real exports renders to the text that is written here. The forms that they use are also in
// VelocityForms, which needs no files.
#include <gtest/gtest.h>

#include <filesystem>

#include "action_runtime/velocity_renderer.h"
#include "base/files.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

std::string Render(std::string_view text, const TemplateScope& scope) {
  const auto rendered = RenderVelocity(text, scope);
  if (const auto* error = std::get_if<TextError>(&rendered)) return "error: " + Describe(text, *error);
  return std::get<Rendered>(rendered).text;
}

// What the templates of requests see: every input has its own name in <> as its value.
TemplateScope RequestScope(const json::Value& action) {
  TemplateScope scope;
  json::Object input{{"rawRequest", "<raw>"}};
  const json::Value* schema = action.Find("contract");
  for (const char* name : {"input", "inputSchema", "properties"})
    schema = schema == nullptr ? nullptr : schema->Find(name);
  if (schema != nullptr && schema->AsObject() != nullptr) {
    for (const auto& [name, property] : *schema->AsObject()) input.Set(name, Concat("<", name, ">"));
  }
  json::Object credentials;
  for (const char* name : {"tenant_id", "scope", "grant_type", "client_id", "client_secret"})
    credentials.Set(name, Concat("<", name, ">"));
  scope.names = {{"input", input},
                 {"credentials", credentials},
                 {"authResponse", json::Object{{"token_type", "Bearer"}, {"access_token", "<token>"}}}};
  return scope;
}

// A list for every key of the translation map, so that firstFromArray has something to take.
TemplateScope SuccessScope(const json::Value& response) {
  TemplateScope scope;
  scope.undefined = UndefinedReference::kError;
  scope.names = {{"rawResult", "<raw>"}};
  if (const json::Value* map = response.Find("translationMap"); map != nullptr && map->AsObject() != nullptr) {
    for (const auto& [key, path] : *map->AsObject()) scope.names.Set(key, Concat("[\"<", key, ">\"]"));
  }
  return scope;
}

// The rendered templates of one action, as one JSON text.
std::string RenderAll(const json::Value& action) {
  json::Object out;
  const json::Value& config = *action.Find("config");
  const json::Value& request = *config.Find("request");
  const TemplateScope scope = RequestScope(action);
  for (const char* name : {"requestUrlTemplate", "requestTemplate"}) {
    if (const auto text = request.FindString(name)) out.Set(name, Render(*text, scope));
  }
  if (const json::Value* headers = request.Find("headers"); headers != nullptr && headers->AsObject() != nullptr) {
    for (const auto& [name, value] : *headers->AsObject()) out.Set(name, Render(*value.AsString(), scope));
  }
  const json::Value& response = *config.Find("response");
  if (const auto text = response.FindString("successTemplate"))
    out.Set("successTemplate", Render(*text, SuccessScope(response)));
  return json::WritePretty(out);
}

TEST(VelocityCorpus, EveryTemplateOfTheExportsRenders) {
  const std::filesystem::path folder = std::filesystem::path(GENESYS_CFN_CORPUS_DIR) / "data-actions";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no corpus at " << GENESYS_CFN_CORPUS_DIR;
  const auto golden = ReadFile(std::string(GENESYS_CFN_SOURCE_DIR) + "/tests/velocity_oracle/exports.json");
  ASSERT_TRUE(golden);
  const auto expected = json::Parse(*golden);
  ASSERT_TRUE(expected);
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    SCOPED_TRACE(entry.path().filename().string());
    const auto text = ReadFile(entry.path());
    ASSERT_TRUE(text);
    const auto action = json::Parse(*text);
    ASSERT_TRUE(action);
    const json::Value* wanted = expected->Find(entry.path().filename().string());
    const std::string rendered = RenderAll(*action);
    EXPECT_NE(wanted, nullptr) << "\n" << rendered;
    if (wanted == nullptr) continue;
    EXPECT_EQ(rendered, json::WritePretty(*wanted));
  }
  EXPECT_EQ(files, 20u);
}

TEST(VelocityForms, OfTheExports) {
  TemplateScope request;
  request.names = {{"input", json::Object{{"id", "7"},
                                          {"key", "a b c"},
                                          {"data", "\"x\": 1"},
                                          {"rawRequest", "{\"id\":\"7\"}"},
                                          {"priority", 5},
                                          {"body", "say \"hi\"\n"},
                                          {"PHONE_NUMBER", "+1"}}},
                   {"credentials", json::Object{{"tenant_id", "t"}, {"client_id", "id"}, {"client_secret", "secret"}}},
                   {"authResponse", json::Object{{"token_type", "Bearer"}, {"access_token", "token"}}}};
  TemplateScope success;
  success.undefined = UndefinedReference::kError;
  success.names = {{"rawResult", "{\"a\":1}"},
                   {"ids", "[\"x\",\"y\"]"},
                   {"none", "[\"\"]"},
                   {"id", "\"x\""},
                   {"count", "3"},
                   {"empty", "[]"}};
  const struct {
    const TemplateScope& scope;
    std::string text;
    std::string expected;
  } cases[] = {
      {request, "/api/v2/outbound/contactlists/$Input.id/contacts", "/api/v2/outbound/contactlists/7/contacts"},
      {request, "/rows/${input.key.replace(' ','%20')}", "/rows/a%20b%20c"},
      {request, "${input.rawRequest}", "{\"id\":\"7\"}"},
      {request, "[{\n   \"data\": {\n      ${input.data}\n   }\n}]", "[{\n   \"data\": {\n      \"x\": 1\n   }\n}]"},
      {request, "{\n  \"priority\":${input.priority}\n}", "{\n  \"priority\":5\n}"},
      {request, "{\"body\": \"$esc.jsonString(${input.body})\"}", "{\"body\": \"say \\\"hi\\\"\\n\"}"},
      {request, "https://login.example.com/${credentials.tenant_id}/token", "https://login.example.com/t/token"},
      {request, "Basic $encoding.base64(\"${credentials.client_id}:${credentials.client_secret}\")",
       "Basic aWQ6c2VjcmV0"},
      {request, "${authResponse.token_type} ${authResponse.access_token}", "Bearer token"},
      {request, "?q=$esc.url(\"FIND {$salesforce.escReserved(${input.PHONE_NUMBER}))} IN PHONE FIELDS\")",
       "?q=FIND+%7B%5C%2B1%29%7D+IN+PHONE+FIELDS"},
      {success, "${rawResult}", "{\"a\":1}"},
      {success, "{\"count\": ${count}, \"id\":${id}}", "{\"count\": 3, \"id\":\"x\"}"},
      {success, "{\"id\": ${successTemplateUtils.firstFromArray(\"${ids}\", \"$esc.quote$esc.quote\")}}",
       "{\"id\": \"x\"}"},
      {success, "{\"id\": ${successTemplateUtils.firstFromArray(\"${none}\", \"$esc.quote$esc.quote\")}}",
       "{\"id\": \"\"}"},
      {success, "{\"id\": ${successTemplateUtils.firstFromArray(\"${empty}\", \"$esc.quote $esc.quote\")}}",
       "{\"id\": \" \"}"},
  };
  for (const auto& test : cases) EXPECT_EQ(Render(test.text, test.scope), test.expected) << test.text;
}

// docs/velocity.md: each row of its tables that begins with two pieces of code is a template and its result.
TEST(VelocityDocumentation, ItsExamplesAreTrue) {
  const auto page = ReadFile(std::string(GENESYS_CFN_SOURCE_DIR) + "/docs/velocity.md");
  ASSERT_TRUE(page);
  TemplateScope scope;
  scope.names = {{"input", json::Object{{"name", "Ann"},
                                        {"note", "say \"hi\" & go"},
                                        {"count", 7},
                                        {"price", json::Number{"2.5"}},
                                        {"empty", ""},
                                        {"no", false},
                                        {"first-name", "Ann"}}},
                 {"ids", "[\"x\",\"y\"]"},
                 {"none", "[]"},
                 {"map", "{\"a\":{\"n\":1}}"}};
  size_t examples = 0;
  for (const std::string_view line : Split(*page, '\n')) {
    if (!line.starts_with("| `")) continue;
    const size_t middle = line.find("` | `");
    if (middle == std::string_view::npos) continue;
    const std::string text = ReplaceAll(line.substr(3, middle - 3), "\\|", "|");
    const size_t end = line.find(" |", middle + 4);
    const std::string expected = ReplaceAll(line.substr(middle + 5, end - middle - 6), "\\|", "|");
    EXPECT_EQ(Render(text, scope), expected) << line;
    ++examples;
  }
  EXPECT_GE(examples, 60u);
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
