// SPDX-License-Identifier: Apache-2.0
// Random definitions and random JSON, from fixed seeds.
#include <gtest/gtest.h>

#include "base/random.h"
#include "definition/normalise.h"
#include "definition/test_support.h"
#include "json/canonical.h"

namespace genesys_cfn::definition {
namespace {

// Writes well-formed definitions whose every scalar stands where its type can be told.
class DefinitionWriter {
 public:
  explicit DefinitionWriter(Random& random) : random_(random) {}

  json::Value Definition() {
    json::Object out{{"name", Text()}};
    if (Chance()) out.Set("category", Text());
    if (Chance()) out.Set("secure", Chance());
    if (Chance()) out.Set("integrationId", Text());
    out.Set("config", Config());
    out.Set("contract", json::Object{{"input", json::Object{{"inputSchema", Input()}}},
                                     {"output", json::Object{{"successSchema", Output()}}}});
    return out;
  }

 private:
  bool Chance() { return RandomBelow(random_, 2) == 0; }
  size_t Below(size_t bound) { return RandomBelow(random_, bound); }
  // Often a text that could be taken for another type.
  std::string Text() {
    const char* const traps[] = {"true", "false", "5", "-0.1e3", "null", "${input.a}", "a\nb", "é", "required", "[]"};
    return Chance() ? traps[Below(std::size(traps))] : RandomText(random_, "abcXYZ 019.\"\\", 1 + Below(8));
  }
  std::string Name() {
    const char* const traps[] = {"default", "type", "required", "minimum", "items", "enum", "properties"};
    return Chance() ? traps[Below(std::size(traps))] : "n" + RandomText(random_, "abc019_-", Below(5));
  }
  json::Value Number() {
    const char* const numbers[] = {"0", "-1", "14", "1.50", "1e3", "-2.5E-7", "123456789012345678901234567890"};
    return json::Number{numbers[Below(std::size(numbers))]};
  }
  json::Value Count() { return static_cast<int64_t>(Below(100)); }
  json::Object StringMap() {
    json::Object out;
    for (size_t i = Below(3); i > 0; --i) out.Set(Text(), Text());
    return out;
  }
  json::Object Config() {
    const char* const types[] = {"GET", "PUT", "POST", "PATCH", "DELETE"};
    json::Object request{{"requestType", types[Below(std::size(types))]}};
    if (Chance()) request.Set("requestUrlTemplate", Text());
    if (Chance()) request.Set("requestTemplate", Text());
    if (Chance()) request.Set("headers", StringMap());
    json::Object response;
    if (Chance()) response.Set("translationMap", StringMap());
    if (Chance()) response.Set("translationMapDefaults", StringMap());
    if (Chance()) response.Set("successTemplate", Text());
    json::Object out{{"request", request}, {"response", response}};
    if (Chance()) out.Set("timeoutSeconds", static_cast<int64_t>(1 + Below(60)));
    return out;
  }
  json::Value Instance(std::string_view type) {
    if (type == "boolean") return Chance();
    if (type == "integer" || type == "number") return Number();
    return Text();
  }
  json::Object Scalar() {
    const char* const types[] = {"string", "integer", "number", "boolean"};
    const std::string type = types[Below(std::size(types))];
    json::Object out{{"type", type}};
    if (Chance()) out.Set("description", Text());
    if (Chance()) out.Set("default", Instance(type));
    if (Chance()) out.Set("enum", json::Array{Instance(type), Instance(type)});
    if (Chance()) out.Set(type == "string" ? "maxLength" : "minimum", type == "string" ? Count() : Number());
    if (Chance()) out.Set("exclusiveMaximum", Chance() ? Number() : json::Value(Chance()));
    if (Chance()) out.Set("readOnly", Chance());
    return out;
  }
  json::Object Input() {
    json::Object properties;
    for (size_t i = Below(5); i > 0; --i) properties.Set(Name(), Scalar());
    json::Object out{{"type", "object"}, {"properties", properties}};
    if (Chance()) out.Set("required", json::Array{Name()});
    if (Chance()) out.Set("additionalProperties", Chance());
    return out;
  }
  json::Object Output(int depth = 0, bool inside_array = false) {
    const bool is_array = !inside_array && Below(3) == 0;
    json::Object out{{"type", is_array ? "array" : "object"}};
    if (is_array) {
      out.Set("items", Inner(depth, true));
      if (Chance()) out.Set("uniqueItems", Chance());
      if (Chance()) out.Set("minItems", Count());
      return out;
    }
    json::Object properties;
    for (size_t i = Below(4); i > 0; --i) properties.Set(Name(), Inner(depth, inside_array));
    out.Set("properties", properties);
    if (Chance()) out.Set("additionalProperties", Chance() ? json::Value(Chance()) : Inner(depth, inside_array));
    if (Chance()) out.Set("anyOf", json::Array{json::Object{{"minProperties", Count()}}, Chance()});
    return out;
  }
  json::Value Inner(int depth, bool inside_array) {
    return depth > 3 || Chance() ? Scalar() : Output(depth + 1, inside_array);
  }

  Random& random_;
};

TEST(LoadProperty, StringificationChangesNothing) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SeededRandom random(seed);
    const json::Value definition = DefinitionWriter(random).Definition();
    SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << json::Write(definition));
    json::Value acceptable = definition;
    const std::string name = definition.FindString("name").value_or("");
    if (name.find_first_not_of(' ') == std::string::npos) At(acceptable, {"name"}) = "a";
    for (const char* member : {"category", "integrationId"}) acceptable.AsObject()->Remove(member);
    const DataAction expected = MustLoad(acceptable);
    EXPECT_EQ(json::Value(expected.contract), *acceptable.Find("contract"));
    for (const json::Value& form : {Stringify(acceptable), json::Value(json::Write(acceptable)),
                                    json::Value(json::WritePretty(Stringify(acceptable)))}) {
      const DataAction action = MustLoad(form);
      EXPECT_TRUE(json::Equivalent(Normalise(action), Normalise(expected)));
      EXPECT_EQ(action.secure, expected.secure);
      EXPECT_EQ(json::Value(action.contract), json::Value(expected.contract));
    }
    EXPECT_EQ(Describe(Compare(expected, expected), 1000), "");
    if (HasFailure()) return;
  }
}

// Any JSON, mostly made of the words that Load knows, so that it gets far.
json::Value AnyValue(Random& random, int depth) {
  const char* const words[] = {
      "name",        "config",  "contract", "input",      "output", "inputSchema",  "successSchema",
      "request",     "headers", "response", "type",       "object", "array",        "properties",
      "items",       "allOf",   "required", "default",    "enum",   "minimum",      "$ref",
      "description", "true",    "5",        "{\"type\":", "{}",     "dependencies", "timeoutSeconds"};
  const auto word = [&] { return std::string(words[RandomBelow(random, std::size(words))]); };
  switch (RandomBelow(random, depth > 5 ? 4 : 8)) {
    case 0:
      return word();
    case 1:
      return RandomBelow(random, 2) == 0;
    case 2:
      return json::Null();
    case 3:
      return json::Number{RandomBelow(random, 2) == 0 ? "1e999999999999" : "-0.5"};
    case 4: {
      json::Array out;
      for (size_t i = RandomBelow(random, 4); i > 0; --i) out.push_back(AnyValue(random, depth + 1));
      return out;
    }
    default: {
      json::Object out;
      for (size_t i = RandomBelow(random, 6); i > 0; --i) out.Set(word(), AnyValue(random, depth + 1));
      return out;
    }
  }
}

// Replaces a member somewhere in a good definition by anything.
void Damage(Random& random, json::Value& value) {
  json::Object* object = value.AsObject();
  if (object == nullptr || object->empty() || RandomBelow(random, 4) == 0) {
    value = AnyValue(random, 3);
    return;
  }
  Damage(random, (object->begin() + RandomBelow(random, object->size()))->second);
}

TEST(LoadProperty, AnythingGivesAnActionOrProblems) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SeededRandom random(seed);
    json::Value source = AnyValue(random, 0);
    if (seed % 2 == 0) {
      source = SmallDefinition();
      Damage(random, source);
    }
    const LoadResult result = Load(source, {});
    ASSERT_EQ(result.action.has_value(), result.problems.empty()) << json::Write(source);
    EXPECT_LE(Describe(result.problems, 300).size(), 300u);
    if (result.action) {
      EXPECT_TRUE(Compare(*result.action, *result.action).empty());
    }
    (void)FromLive(source, std::nullopt, "");
  }
}

}  // namespace
}  // namespace genesys_cfn::definition
