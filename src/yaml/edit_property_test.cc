// SPDX-License-Identifier: Apache-2.0
// Random documents in random styles, random changes: the text that comes out reads back as exactly what was wanted, and
// a change and its opposite leave every other line as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/text.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "json/write.h"
#include "yaml/edit.h"
#include "yaml/write.h"

namespace genesys_cfn::yaml {
namespace {

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }

  std::string Text() {
    static const std::vector<std::string> kParts = {
        "a",  "b c", "#if($x)", "\n", "\n\n",     " ",  "${input.x}", "\"",           "'", ": ",   " #",      "{}", "[",
        "\t", "%",   "yes",     "12", "\xC3\xA9", "\\", "$.x.y",      "\xE2\x82\xAC", "-", "\r\n", "\xC2\x85"};
    std::string text;
    for (size_t i = Below(5); i > 0; --i) text += kParts[Below(kParts.size())];
    return text;
  }

  json::Value Scalar() {
    switch (Below(6)) {
      case 0:
        return static_cast<int64_t>(Below(100));
      case 1:
        return Below(2) == 0;
      default:
        return Text();
    }
  }

  json::Value Tree(size_t depth) {
    if (depth == 0 || Below(3) == 0) return Scalar();
    if (Below(4) == 0) {
      json::Array array;
      for (size_t i = Below(3); i > 0; --i) array.push_back(Tree(depth - 1));
      return array;
    }
    return Object(depth);
  }

  json::Object Object(size_t depth) {
    json::Object object;
    for (size_t i = Below(4) + 1; i > 0; --i)
      object.Set(Below(5) == 0 ? Text() + "k" : Concat("k", Below(6)), Tree(depth - 1));
    return object;
  }

  // The document as one of several people would write it.
  std::string Written(const json::Object& document) {
    WritingStyle style;
    if (Below(4) == 0) style.line_end = "\r\n";
    if (Below(3) == 0) style.unit = "    ";
    switch (Below(4)) {
      case 0:
        return json::Write(document);
      case 1:
        return json::WritePretty(document) + "\n";
      case 2:
        return FlowMembers(document, style);
      default:
        return WriteBlock(document, style, {"", false, false}) + style.line_end;
    }
  }

  static std::string FlowMembers(const json::Object& document, const WritingStyle& style) {
    std::string text;
    for (const auto& [name, value] : document) {
      text += Concat(WriteFlow(name, style, {"", true, true}), ": ", WriteFlow(value, style, {"", true, true}),
                     style.line_end);
    }
    return text;
  }

  // Of some value in the document.
  std::string Pointer(const json::Value& document) {
    std::string pointer;
    const json::Value* at = &document;
    while (pointer.empty() || Below(3) != 0) {
      if (const json::Object* object = at->AsObject(); object != nullptr && !object->empty()) {
        const auto& [name, value] = *(object->begin() + Below(object->size()));
        pointer = json::AppendToken(pointer, name);
        at = &value;
      } else if (const json::Array* array = at->AsArray(); array != nullptr && !array->empty()) {
        const size_t index = Below(array->size());
        pointer = json::AppendIndex(pointer, index);
        at = &(*array)[index];
      } else {
        break;
      }
    }
    return pointer;
  }

 private:
  std::mt19937 random_;
};

json::Value Read(const std::string& text) {
  const auto loaded = Load(text);
  const auto* document = std::get_if<Document>(&loaded);
  return document == nullptr ? json::Value(std::get<SyntaxError>(loaded).message) : document->root;
}

TEST(EditProperty, WhatComesOutSaysWhatWasWanted) {
  size_t refused = 0;
  constexpr uint32_t kRuns = 3'000;
  for (uint32_t seed = 0; seed < kRuns; ++seed) {
    Generator generator(seed);
    const json::Object object = generator.Object(4);
    const json::Value document = object;
    const std::string text = generator.Written(object);
    ASSERT_TRUE(json::Equivalent(Read(text), document)) << seed << "\n" << text;
    const std::string pointer = generator.Pointer(document);
    const json::Value value = generator.Tree(2);
    const auto edited = ApplyEdits(text, {{pointer, value}}, Functions::kNone);
    if (const auto* error = std::get_if<EditError>(&edited)) {
      ++refused;
      EXPECT_EQ(error->message, "is written in a way that cannot be changed in place") << seed << "\n" << text;
      continue;
    }
    const json::Value after = Read(std::get<std::string>(edited));
    const json::Value* found = json::Resolve(after, pointer);
    ASSERT_NE(found, nullptr) << seed;
    EXPECT_TRUE(json::Equivalent(*found, value)) << seed << "\n" << text << "\n" << std::get<std::string>(edited);
    for (const json::Difference& difference : json::Diff(document, after)) {
      EXPECT_TRUE(difference.pointer.starts_with(pointer)) << seed << " " << difference.pointer << "\n" << text;
    }
    // And back: the same document as before.
    const json::Value before = *json::Resolve(document, pointer);
    const auto back = ApplyEdits(std::get<std::string>(edited), {{pointer, before}}, Functions::kNone);
    if (const auto* restored = std::get_if<std::string>(&back)) {
      EXPECT_TRUE(json::Equivalent(Read(*restored), document)) << seed << "\n" << text << "\n" << *restored;
    }
  }
  EXPECT_LT(refused, kRuns / 100);
}

TEST(EditProperty, MembersComeAndGo) {
  for (uint32_t seed = 0; seed < 1'000; ++seed) {
    Generator generator(seed);
    const json::Object document = generator.Object(3);
    const std::string text = generator.Written(document);
    const auto added = ApplyEdits(text, {{"/added", generator.Tree(2)}}, Functions::kNone);
    ASSERT_TRUE(std::holds_alternative<std::string>(added)) << seed << "\n" << text;
    EXPECT_EQ(Read(std::get<std::string>(added)).AsObject()->size(), document.size() + 1) << seed;
    const auto removed = ApplyEdits(std::get<std::string>(added), {{"/added", std::nullopt}}, Functions::kNone);
    ASSERT_TRUE(std::holds_alternative<std::string>(removed)) << seed << "\n" << std::get<std::string>(added);
    EXPECT_EQ(std::get<std::string>(removed), text) << seed;
  }
}

}  // namespace
}  // namespace genesys_cfn::yaml
