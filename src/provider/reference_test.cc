// SPDX-License-Identifier: Apache-2.0
// What is made from the tables: schemas/template.schema.json, and in docs/*.md what stands between
//   <!-- table: Custom::GenesysDataAction properties [SECTION] -->   or   <!-- table: ... attributes -->
// and <!-- /table -->. With GENESYS_CFN_WRITE_GOLDEN set (./dev generate) it is written anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "json/write.h"
#include "provider/resource_tables.h"
#include "provider/template_schema.h"

namespace genesys_cfn::provider {
namespace {

const std::string kRoot = GENESYS_CFN_SOURCE_DIR "/";

void ExpectSame(const std::string& path, const std::string& made) {
  if (std::getenv("GENESYS_CFN_WRITE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, made));
  }
  const auto text = ReadFile(path);
  ASSERT_TRUE(text) << path;
  EXPECT_EQ(*text, made) << path << ": run ./dev generate";
}

std::string MembersOf(const PropertyRow& row) {
  std::vector<std::string> names;
  for (const PropertyRow& member : row.members) {
    names.push_back(Concat(member.name, member.presence == Presence::kRequired ? "" : "?"));
  }
  return Concat("`{", Join(names, ", "), "}`");
}

std::string ValuesOf(const PropertyRow& row) {
  switch (row.kind) {
    case ValueKind::kText:
    case ValueKind::kAnyText:
      return "text";
    case ValueKind::kFlag:
      return "`true`, `false`";
    case ValueKind::kWholeNumber:
      return "whole number";
    case ValueKind::kObject:
      return MembersOf(row);
    case ValueKind::kTextOrObject:
      return Concat("text, or ", MembersOf(row));
    case ValueKind::kTextMap:
      return "object of texts";
    case ValueKind::kFreeObject:
      return "object";
    case ValueKind::kList:
      return "list";
    case ValueKind::kDefinition:
      return "object, or a JSON string";
    case ValueKind::kJsonText:
      return "a JSON string";
    case ValueKind::kAnything:
      return "anything";
    case ValueKind::kChoice:
      break;
  }
  std::vector<std::string> words;
  for (const std::string_view word : row.words) {
    words.push_back(Concat("`", word, "`", word == row.fallback ? " (default)" : ""));
  }
  return Join(words, ", ");
}

std::string PropertyTable(std::span<const PropertyRow> rows, std::string_view section) {
  std::string out = "| property | value | meaning |\n| --- | --- | --- |\n";
  for (const PropertyRow& row : rows) {
    if (row.section != section || !row.alias_of.empty()) continue;
    std::string names = Concat("`", row.name, "`");
    for (const PropertyRow& other : rows) {
      if (other.alias_of == row.name) names += Concat(" or `", other.name, "` (not both)");
    }
    out += Concat("| ", names, " | ", row.presence == Presence::kRequired ? "required: " : "", ValuesOf(row), " | ",
                  row.meaning, " |\n");
  }
  return out;
}

// Equal meanings stand in one line.
std::string AttributeTable(std::span<const AttributeRow> rows) {
  std::string out = "| attribute | value |\n| --- | --- |\n";
  for (size_t i = 0; i < rows.size();) {
    std::string names = Concat("`", rows[i].name, "`");
    size_t next = i + 1;
    for (; next < rows.size() && rows[next].meaning == rows[i].meaning; ++next) {
      names += Concat(", `", rows[next].name, "`");
    }
    out += Concat("| ", names, " | ", rows[i].meaning, " |\n");
    i = next;
  }
  return out;
}

constexpr std::string_view kBegin = "<!-- table: ";
constexpr std::string_view kEnd = "<!-- /table -->";

class Page {
 public:
  explicit Page(std::set<std::string>& shown) : shown_(shown) {}

  std::string Remade(const std::string& text) {
    std::string out;
    size_t at = 0;
    for (size_t begin = text.find(kBegin); begin != std::string::npos; begin = text.find(kBegin, at)) {
      const size_t close = text.find(" -->\n", begin);
      const size_t end = text.find(kEnd, begin);
      if (close == std::string::npos || end == std::string::npos || close > end) return "a table has no end";
      out += text.substr(at, close + 5 - at);
      out += Table(std::string_view(text).substr(begin + kBegin.size(), close - begin - kBegin.size()));
      at = end;
    }
    return out + text.substr(at);
  }

 private:
  std::string Table(std::string_view what) {
    const auto words = Split(what, ' ');
    shown_.emplace(what);
    if (what == "service properties") return PropertyTable(ServiceProperties(), "");
    const ResourceTable* table = FindTable(words[0]);
    if (table == nullptr || words.size() < 2) return Concat("there is no ", what, "\n");
    if (words[1] == "attributes") return AttributeTable(table->attributes);
    return PropertyTable(table->properties, words.size() == 2 ? std::string_view() : words[2]);
  }

  std::set<std::string>& shown_;
};

TEST(Reference, TheDocumentsShowEveryTable) {
  std::set<std::string> shown;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "docs")) {
    if (entry.path().extension() != ".md") continue;
    const auto text = ReadFile(entry.path().string());
    ASSERT_TRUE(text) << entry.path();
    if (text->find(kBegin) != std::string::npos) ExpectSame(entry.path().string(), Page(shown).Remade(*text));
  }
  EXPECT_TRUE(shown.contains("service properties"));
  for (const ResourceTable* table : AllTables()) {
    EXPECT_TRUE(table->attributes.empty() || shown.contains(Concat(table->type, " attributes"))) << table->type;
    for (const PropertyRow& row : table->properties) {
      const std::string what = Concat(table->type, " properties", row.section.empty() ? "" : " ", row.section);
      EXPECT_TRUE(shown.contains(what)) << what << " is in no page of docs/";
    }
  }
}

TEST(Reference, TheSchemaIsThatOfTheTables) {
  ExpectSame(kRoot + "schemas/template.schema.json", json::WritePretty(TemplateSchema()) + "\n");
}

}  // namespace
}  // namespace genesys_cfn::provider
