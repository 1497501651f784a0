// SPDX-License-Identifier: Apache-2.0
#include "template/check_active.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

std::string Checked(std::string_view property, std::string_view output = "x", bool extra = false) {
  const LoadResult loaded =
      LoadTemplate(Concat(R"(
Mappings: {M: {eu-west-1: {Host: h}}}
Conditions: {Extra: !Equals [a, b], Main: !Equals [a, a]}
Resources:
  Optional: {Type: Custom::X, Condition: Extra}
  A:
    Type: Custom::X
    DependsOn: Optional
    Properties: {P: )",
                          property, "}\n  B: {Type: Custom::X, Condition: Extra, Properties: {P: !Ref Optional}}\n",
                          "Outputs: {O: {Value: ", output, "}}\n"));
  if (!loaded.value) return loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  context.pseudo.region = "eu-west-1";
  context.conditions = {{"Extra", extra}, {"Main", true}};
  const auto checked = CheckActiveReferences(context);
  return checked ? "" : checked.error().message;
}

TEST(CheckActiveReferences, RefusesReferencesToWhatIsNotThere) {
  const std::string refused =
      "Template format error: Unresolved resource dependencies [Optional] in the Resources block of the template";
  for (const char* property :
       {"!Ref Optional", "!GetAtt Optional.x", "!Sub '${Optional}'", "!Sub '${Optional.x}'", "[{a: !Ref Optional}]",
        "!If [Main, !Ref Optional, x]", "!Sub ['${a}', {a: !Ref Optional}]", "!Join ['', [!Ref Optional]]"}) {
    EXPECT_EQ(Checked(property), refused) << property;
    EXPECT_EQ(Checked(property, "x", true), "") << property;
  }
  EXPECT_EQ(Checked("x", "!Ref Optional"),
            "Template format error: Unresolved resource dependencies [Optional] in the Outputs block of the template");
}

TEST(CheckActiveReferences, RefusesWhatAMappingLacks) {
  EXPECT_EQ(Checked("!FindInMap [M, !Ref AWS::Region, Host]"), "");
  EXPECT_EQ(Checked("[{a: !FindInMap [M, !Ref AWS::Region, Port]}]"),
            "Template error: Unable to get mapping for M::eu-west-1::Port");
  EXPECT_EQ(Checked("!Sub ['${p}', {p: !FindInMap [M, us-east-1, Host]}]"),
            "Template error: Unable to get mapping for M::us-east-1::Host");
  EXPECT_EQ(Checked("!If [Extra, !FindInMap [M, us-east-1, Host], x]"), "");
  EXPECT_EQ(Checked("x", "!FindInMap [M, a, b]"), "Template error: Unable to get mapping for M::a::b");
}

TEST(CheckActiveReferences, LooksOnlyAtBranchesThatAreTaken) {
  for (const char* property : {"x", "!If [Extra, !Ref Optional, x]", "!If [Main, x, !Sub '${Optional}']",
                               "!Sub ['${a}', {a: !If [Extra, !Ref Optional, x]}]",
                               "!Sub ['${Optional}', {Optional: mine}]", "!Ref AWS::NoValue"}) {
    EXPECT_EQ(Checked(property), "") << property;
  }
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
