// SPDX-License-Identifier: Apache-2.0
// Names that must exist, wherever they are used.
#include <gtest/gtest.h>

#include "base/text.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {
namespace {

// "line:column message | hint" of each diagnostic.
std::string Diagnose(std::string_view text) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : LoadTemplate(text).diagnostics) {
    lines.push_back(
        Concat(diagnostic.mark.line, ':', diagnostic.mark.column, ' ', diagnostic.message, " | ", diagnostic.hint));
  }
  return Join(lines, "\n");
}

std::string WithProperty(std::string_view value) {
  return Concat(
      "Parameters:\n  Environment: {Type: String}\nMappings:\n  Hosts: {a: {b: c}}\nConditions:\n"
      "  IsLive: !Equals [a, a]\nResources:\n  Lookup:\n    Type: Custom::X\n  User:\n    Type: Custom::X\n    "
      "Properties:\n"
      "      P: ",
      value, "\n");
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(References, InPropertiesMustExist) {
  const std::string block = " in the Resources block of the template | ";
  const std::string unresolved = "Template format error: Unresolved resource dependencies ";
  const Case cases[] = {
      {"!Ref Lookpu", "13:10 " + unresolved + "[Lookpu]" + block + "Did you mean Lookup?"},
      {"!Ref Enviroment", "13:10 " + unresolved + "[Enviroment]" + block + "Did you mean Environment?"},
      {"!Ref AWS::Regio", "13:10 " + unresolved + "[AWS::Regio]" + block + "Did you mean AWS::Region?"},
      {"!Ref IsLive",
       "13:10 " + unresolved + "[IsLive]" + block + "IsLive is a condition: use it in Fn::If or as Condition."},
      {"!Ref Hosts", "13:10 " + unresolved + "[Hosts]" + block + "Hosts is a mapping: use Fn::FindInMap."},
      {"!GetAtt Lookpu.Id",
       "13:10 Template error: instance of Fn::GetAtt references undefined resource Lookpu | Did you mean Lookup?"},
      {"!GetAtt Environment.Id",
       "13:10 Template error: instance of Fn::GetAtt references undefined resource Environment | Environment is a "
       "parameter and has no attributes: use Ref."},
      {"!Sub 'x ${Lookpu.Id}'", "13:10 " + unresolved + "[Lookpu]" + block + "Did you mean Lookup?"},
      {"!Sub 'x ${Completely}'",
       "13:10 " + unresolved + "[Completely]" + block +
           "No parameter or resource of the template has this name. Write ${!...} for a text that is no variable."},
      {"!Sub ['${a} ${Enviroment}', {a: x}]",
       "13:16 " + unresolved + "[Enviroment]" + block + "Did you mean Environment?"},
      {"!Sub ['${a}', {a: !Ref Lookpu}]", "13:28 " + unresolved + "[Lookpu]" + block + "Did you mean Lookup?"},
      {"!If [IsLive, a, !Ref Lookpu]", "13:26 " + unresolved + "[Lookpu]" + block + "Did you mean Lookup?"},
      {"!If [IsLife, a, b]",
       "13:15 Template error: unresolved condition dependency IsLife in Fn::If | Did you mean IsLive?"},
      {"!FindInMap [Host, a, b]",
       "13:22 Template error: Mapping named 'Host' is not present in the 'Mappings' section of template. | Did you "
       "mean "
       "Hosts?"},
      {"!ImportValue {Ref: Lookup}",
       "13:24 Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or "
       "Fn::GetAZs | "},
      {"\n        Fn::ImportValue: !Sub 'x-${Lookup}'",
       "14:26 Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or "
       "Fn::GetAZs | "},
      {"!ImportValue {Fn::ImportValue: x}",
       "13:24 Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or "
       "Fn::GetAZs | "},
      {"[!ImportValue x, !Ref Lookup, !ImportValue {Ref: Environment}]", ""},
      {"[!Ref Lookup, !Sub '${Lookup.Id} ${!Nothing} ${Environment} ${AWS::Partition}']", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Diagnose(WithProperty(c.text)), c.expected) << c.text;
}

TEST(References, InOtherPlacesMustExist) {
  const Case cases[] = {
      {"Resources:\n  A: {Type: T, DependsOn: [A2, B]}\n  A2: {Type: T}\n",
       "2:32 Template format error: Unresolved resource dependencies [B] in the Resources block of the template | Did "
       "you "
       "mean A?"},
      {"Resources:\n  A: {Type: T, DependsOn: Database}\n",
       "2:16 Template format error: Unresolved resource dependencies [Database] in the Resources block of the template "
       "| "},
      {"Resources:\n  A: {Type: T, Condition: IsLive}\n",
       "2:16 Template format error: Unresolved condition dependency IsLive in the Resources block of the template | "},
      {"Resources:\n  A: {Type: T, Metadata: {x: !Ref Database}}\n",
       "2:30 Template format error: Unresolved resource dependencies [Database] in the Resources block of the template "
       "| "
       "No parameter or resource of the template has this name."},
      {"Resources:\n  A: {Type: T}\nOutputs:\n  O: {Value: !Ref Database}\n",
       "4:14 Template format error: Unresolved resource dependencies [Database] in the Outputs block of the template | "
       "No "
       "parameter or resource of the template has this name."},
      {"Resources:\n  A: {Type: T}\nOutputs:\n  O: {Value: x, Condition: Live}\n",
       "4:17 Template format error: Unresolved condition dependency Live in the Outputs block of the template | "},
      {"Resources:\n  A: {Type: T}\nOutputs:\n  O: {Value: x, Export: {Name: !Ref A}}\n",
       "4:32 Template format error: The Name of an Export must not depend on any resources | Use parameters and pseudo "
       "parameters such as AWS::StackName."},
      {"Conditions:\n  C: !Equals [!Ref A, b]\nResources:\n  A: {Type: T}\n",
       "2:15 Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of "
       "the "
       "template | Conditions are decided before any resource is made: only parameters can be used."},
      {"Conditions:\n  C: !Not [!Condition Cc]\nResources:\n  A: {Type: T}\n",
       "2:12 Template format error: Unresolved condition dependency Cc in the Conditions block of the template | Did "
       "you "
       "mean C?"},
      {"Parameters: {A: {Type: String}}\nResources:\n  A: {Type: T}\n",
       "3:3 Template format error: A is the name of a parameter and of a resource | Ref could mean either: rename one "
       "of "
       "them."},
  };
  for (const Case& c : cases) EXPECT_EQ(Diagnose(c.text), c.expected) << c.text;
}

TEST(References, MustNotFormACycle) {
  const Case cases[] = {
      {"Resources:\n  A: {Type: T, Properties: {P: !Ref B}}\n  B: {Type: T, DependsOn: A}\n",
       "2:3 Circular dependency between resources: [A, B] | Each needs the next: A -> B -> A"},
      {"Resources:\n  A: {Type: T, Properties: {P: !Sub '${A}'}}\n",
       "2:3 Circular dependency between resources: [A] | Each needs the next: A -> A"},
      {"Conditions:\n  C: !Not [!Condition D]\n  D: {Condition: C}\nResources:\n  A: {Type: T}\n",
       "2:3 Circular dependency between conditions: [C, D] | Each needs the next: C -> D -> C"},
  };
  for (const Case& c : cases) EXPECT_EQ(Diagnose(c.text), c.expected) << c.text;
}

TEST(References, InJsonHaveExactPositions) {
  EXPECT_EQ(
      Diagnose("{\n  \"Resources\": {\n    \"A\": {\"Type\": \"T\",\n      \"Properties\": {\"P\": {\"Fn::Sub\": "
               "\"${Bb.C}\"}}}}}"),
      "4:28 Template format error: Unresolved resource dependencies [Bb] in the Resources block of the template | Did "
      "you mean A?");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
