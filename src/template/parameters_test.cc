// SPDX-License-Identifier: Apache-2.0
#include "template/parameters.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::cloudformation {
namespace {

Template Declared(std::string_view parameters) {
  const LoadResult loaded = LoadTemplate(Concat("Parameters: ", parameters, "\nResources: {Res: {Type: Custom::X}}\n"));
  EXPECT_TRUE(loaded.value) << (loaded.value ? "" : loaded.diagnostics.front().message);
  return loaded.value.value_or(Template{});
}

// The value of the parameter P, or the error.
std::string Resolved(std::string_view declaration, const std::string& value) {
  const auto resolved = ResolveParameters(Declared(Concat("{P: ", declaration, "}")), {{"P", {value}}}, {});
  return resolved ? resolved->at("P") : resolved.error().message;
}

TEST(ResolveParameters, ChoosesGivenThenPreviousThenDefault) {
  const Template source = Declared(
      "{A: {Type: String, Default: d}, B: {Type: String, Default: d}, C: {Type: Number, Default: 1.50}, D: {Type: "
      "String, Default: yes}}");
  const auto resolved =
      ResolveParameters(source, {{"A", {"given"}}, {"B", {"", true}}}, {{"A", "old"}, {"B", "old"}, {"C", "7"}});
  ASSERT_TRUE(resolved);
  EXPECT_EQ(*resolved,
            (std::map<std::string, std::string>{{"A", "given"}, {"B", "old"}, {"C", "1.50"}, {"D", "true"}}));
}

TEST(ResolveParameters, NamesMissingAndUnknownOnesTogether) {
  const Template source = Declared("{B: {Type: String}, A: {Type: String}, C: {Type: String, Default: ''}}");
  const auto missing = ResolveParameters(source, {}, {{"A", "old"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), (Error{ErrorCode::kInvalidInput, "Parameters: [B, A] must have values"}));
  const auto unknown = ResolveParameters(source, {{"Y", {"1"}}, {"X", {"1"}}, {"A", {"1"}}}, {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "Parameters: [X, Y] do not exist in the template");
  const auto no_previous = ResolveParameters(source, {{"A", {"", true}}, {"B", {"1"}}}, {});
  ASSERT_FALSE(no_previous);
  EXPECT_EQ(no_previous.error().message, "Parameters: [A] must have values");
}

TEST(ResolveParameters, RefusesAPreviousValueThatNeverWas) {
  const Template source = Declared("{A: {Type: String, Default: d}}");
  const auto resolved = ResolveParameters(source, {{"A", {"", true}}}, {});
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().message,
            "Invalid input for parameter key A. Cannot specify usePreviousValue as true for a parameter key not in the "
            "previous template");
}

TEST(ResolveParameters, ChecksConstraints) {
  struct Case {
    std::string declaration;
    std::string value;
    std::string expected;
  };
  const Case cases[] = {
      {"{Type: Number}", "1.50", "1.50"},
      {"{Type: Number}", "1x", "Parameter 'P' must be a number."},
      {"{Type: Number}", "", "Parameter 'P' must be a number."},
      {"{Type: Number, MinValue: 9007199254740993}", "9007199254740992",
       "Parameter 'P' must be a number not less than 9007199254740993"},
      {"{Type: Number, MaxValue: '0.1'}", "0.10", "0.10"},
      {"{Type: Number, MaxValue: 0.1}", "0.11", "Parameter 'P' must be a number not greater than 0.1"},
      {"{Type: List<Number>}", "1, 2,3", "1, 2,3"},
      {"{Type: List<Number>}", "1,,3", "Parameter 'P' must be a number."},
      {"{Type: List<Number>, MinValue: 2}", "3,1", "Parameter 'P' must be a number not less than 2"},
      {"{Type: String, MinLength: 2, MaxLength: 3}", "a", "Parameter 'P' must contain at least 2 characters"},
      {"{Type: String, MinLength: 2, MaxLength: 3}", "\xC3\xA9\xC3\xA9\xC3\xA9", "\xC3\xA9\xC3\xA9\xC3\xA9"},
      {"{Type: String, MinLength: 2, MaxLength: 3}", "abcd", "Parameter 'P' must contain at most 3 characters"},
      {"{Type: String, AllowedValues: [a, 1, on]}", "true", "true"},
      {"{Type: String, AllowedValues: [a, 1]}", "b", "Parameter 'P' must be one of AllowedValues"},
      {"{Type: CommaDelimitedList, AllowedValues: [a, b]}", "a , b", "a , b"},
      {"{Type: CommaDelimitedList, AllowedValues: [a, b]}", "a,c", "Parameter 'P' must be one of AllowedValues"},
      {"{Type: String, AllowedPattern: '[a-z]+'}", "abc1", "Parameter 'P' must match pattern [a-z]+"},
      {"{Type: CommaDelimitedList, AllowedPattern: '[a-z]+'}", "ab, cd", "ab, cd"},
      {"{Type: CommaDelimitedList, AllowedPattern: '[a-z]+'}", "ab,1", "Parameter 'P' must match pattern [a-z]+"},
      {"{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: lower case only}", "A",
       "Parameter P failed to satisfy constraint: lower case only"},
      {"{Type: AWS::EC2::VPC::Id}", "vpc-1", "vpc-1"},
  };
  for (const auto& [declaration, value, expected] : cases) {
    EXPECT_EQ(Resolved(declaration, value), expected) << declaration << " " << value;
  }
}

TEST(ResolveParameters, BoundsTheSizeWithoutShowingTheValue) {
  EXPECT_EQ(Resolved("{Type: String}", std::string(4096, 's')), std::string(4096, 's'));
  EXPECT_EQ(Resolved("{Type: String}", std::string(4097, 's')),
            "Parameter 'P' has a value of 4097 bytes; a parameter holds at most 4096");
}

TEST(ParameterValue, IsAListForListTypes) {
  ParameterDeclaration declaration;
  const auto value = [&](std::string type, const std::string& text) {
    declaration.type = std::move(type);
    return json::Write(ParameterValue(declaration, text));
  };
  EXPECT_EQ(value("String", "a, b"), R"("a, b")");
  EXPECT_EQ(value("Number", "1.0"), R"("1.0")");
  EXPECT_EQ(value("CommaDelimitedList", "a, b ,,c"), R"(["a","b","","c"])");
  EXPECT_EQ(value("List<Number>", "1, 2"), R"(["1","2"])");
  EXPECT_EQ(value("List<AWS::EC2::Subnet::Id>", "s-1,s-2"), R"(["s-1","s-2"])");
  EXPECT_EQ(value("CommaDelimitedList", ""), R"([""])");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
