// SPDX-License-Identifier: Apache-2.0
#include "provider/property_check.h"

#include <gtest/gtest.h>

#include <array>

#include "base/text.h"
#include "json/parse.h"
#include "provider/answers.h"
#include "provider/data_action_table.h"
#include "provider/resource_tables.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::array<std::string_view, 2> kWords = {"On", "Off"};
constexpr std::array<PropertyRow, 2> kMembers = {
    {{.name = "Part", .presence = Presence::kRequired}, {.name = "More", .kind = ValueKind::kAnyText}}};
constexpr std::array<PropertyRow, 13> kRows = {{
    {.name = "Text"},
    {.name = "Other", .alias_of = "Text"},
    {.name = "AnyText", .kind = ValueKind::kAnyText},
    {.name = "Flag", .kind = ValueKind::kFlag},
    {.name = "Number", .kind = ValueKind::kWholeNumber},
    {.name = "Choice", .kind = ValueKind::kChoice, .words = kWords},
    {.name = "Object", .kind = ValueKind::kObject, .members = kMembers},
    {.name = "Either", .kind = ValueKind::kTextOrObject, .members = kMembers},
    {.name = "Texts", .kind = ValueKind::kTextMap},
    {.name = "Free", .kind = ValueKind::kFreeObject},
    {.name = "List", .kind = ValueKind::kList},
    {.name = "Required", .presence = Presence::kRequired},
    {.name = "Anything", .kind = ValueKind::kAnything},
}};
constexpr std::array<std::string_view, 2> kSources = {"Free", "List"};
constexpr std::array<ExclusiveNames, 1> kExclusive = {
    {{kSources, Presence::kOptional, "source", definition::Rule::kSource}}};
constexpr ResourceTable kTable = {
    .type = "Custom::Test", .summary = "", .properties = kRows, .exclusive = kExclusive, .attributes = {}};

std::string Problems(const std::string& members, const ResourceTable& table = kTable) {
  const auto parsed = json::Parse(Concat("{", members, "}"));
  EXPECT_TRUE(parsed) << members;
  std::vector<definition::Problem> problems;
  CheckProperties(table, *parsed->AsObject(), problems);
  std::string text;
  for (const auto& problem : problems) text += Concat(problem.pointer, ": ", problem.message, "\n");
  return text;
}

TEST(PropertyCheck, TakesWhatTheTableSays) {
  EXPECT_EQ(Problems(R"("Required":"x","Text":"a","AnyText":"","Flag":"TRUE","Number":"12","Choice":"Off",)"
                     R"("Object":{"Part":"p","More":""},"Either":{"Part":"p"},"Texts":{"any name":""},)"
                     R"("Free":{"x":{"y":[1]}},"Anything":[null])"),
            "");
  EXPECT_EQ(Problems(R"("Required":"x","Other":"a","Flag":false,"Number":12,"Either":"e","List":["a",{}])"), "");
}

TEST(PropertyCheck, NamesWhatItDoesNot) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("Txt":"a")", "/Txt: unknown property; did you mean Text?\n"},
      {R"("Something":"a")",
       "/Something: unknown property; known are Text, Other, AnyText, Flag, Number, Choice, Object, Either, Texts, "
       "Free, List, Required, Anything\n"},
      {R"("Text":" ")", "/Text: must not be empty\n"},
      {R"("Text":["a"])", "/Text: must be a string, not array\n"},
      {R"("Text":1)", "/Text: must be a string, not number; write it in quotation marks\n"},
      {R"("AnyText":{})", "/AnyText: must be a string, not object\n"},
      {R"("Text":"a","Other":"b")", "/Other: give Text or Other, not both\n"},
      {R"("Flag":"yes")", "/Flag: must be true or false\n"},
      {R"("Number":"1.5")", "/Number: must be a whole number\n"},
      {R"("Choice":"on")", "/Choice: must be one of On, Off\n"},
      {R"("Choice":["On"])", "/Choice: must be one of On, Off\n"},
      {R"("Object":"x")", "/Object: must be an object with Part and optionally More\n"},
      {R"("Object":{"more":""})", "/Object/more: unknown property; did you mean More?\n/Object/Part: is missing\n"},
      {R"("Either":[])", "/Either: must be a string, not array\n"},
      {R"("Either":{"Part":""})", "/Either/Part: must not be empty\n"},
      {R"("Texts":"a")", "/Texts: must be an object of names and texts\n"},
      {R"("Texts":{"a/b":1})", "/Texts/a~1b: must be a string, not number; write it in quotation marks\n"},
      {R"("Free":"{}")", "/Free: must be an object, not string\n"},
      {R"("List":"a")", "/List: must be a list, not string\n"},
      {R"("List":[],"Free":{})", "/List: give Free or List, not both\n"},
  };
  for (const auto& [members, expected] : cases) {
    EXPECT_EQ(Problems(Concat(R"("Required":"x",)", members)), expected) << members;
  }
  EXPECT_EQ(Problems(""), "/Required: is missing\n");
}

TEST(PropertyCheck, OneOfSeveralMayBeRequired) {
  EXPECT_EQ(Problems("", kDataActionTable),
            ": no definition: give one of Definition, DataAction, DataActionPayload, DefinitionS3, DefinitionUri, "
            "DefinitionParameter, DefinitionSecretId\n");
  EXPECT_EQ(Problems(R"("Definition":{},"DefinitionUri":"s3://b/k")", kDataActionTable),
            ": more than one definition: Definition and DefinitionUri; give exactly one\n");
}

// The tables themselves.
void ExpectSound(std::span<const PropertyRow> rows) {
  for (const PropertyRow& row : rows) {
    EXPECT_EQ(FindRow(rows, row.name), &row) << "twice: " << row.name;
    EXPECT_EQ(row.kind == ValueKind::kChoice, !row.words.empty()) << row.name;
    EXPECT_TRUE(row.fallback.empty() || row.words.empty() || row.fallback == row.words.front()) << row.name;
    EXPECT_TRUE(row.alias_of.empty() || FindRow(rows, row.alias_of) != nullptr) << row.name;
    EXPECT_EQ(row.meaning.empty(), !row.alias_of.empty()) << row.name;
    EXPECT_EQ(FindRow(ServiceProperties(), row.name), nullptr) << row.name;
    ExpectSound(row.members);
  }
}

TEST(ResourceTables, AreSound) {
  for (const ResourceTable* table : AllTables()) {
    EXPECT_EQ(FindTable(table->type), table);
    ExpectSound(table->properties);
    for (const ExclusiveNames& exclusive : table->exclusive) {
      for (const std::string_view name : exclusive.names) EXPECT_NE(FindRow(table->properties, name), nullptr) << name;
    }
  }
  EXPECT_EQ(FindTable("Custom::Other"), nullptr);
}

TEST(ResourceTables, HaveTheAttributesThatADataActionAnswers) {
  const auto action = json::Parse(
      R"({"id":"custom_-_1","name":"n","integrationId":"i","version":3,"category":"c","selfUri":"/api/v2/x"})");
  const custom_resource::Answer answer = ActionAnswer(*action);
  ASSERT_EQ(answer.attributes.size(), kDataActionTable.attributes.size());
  for (size_t i = 0; i < answer.attributes.size(); ++i) {
    EXPECT_EQ(answer.attributes[i].first, kDataActionTable.attributes[i].name);
  }
}

}  // namespace
}  // namespace genesys_cfn::provider
