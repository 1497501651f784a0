// SPDX-License-Identifier: Apache-2.0
// One mistake each: the message, and where it is. tests of names that must resolve are in references_test.cc.
#include "template/template.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "template/messages.h"

namespace genesys_cfn::cloudformation {
namespace {

// "line:column message" of the only diagnostic, or of each, one a line.
std::string Diagnose(std::string_view text) {
  const LoadResult loaded = LoadTemplate(text);
  EXPECT_EQ(loaded.value.has_value(), loaded.diagnostics.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    lines.push_back(Concat(diagnostic.mark.line, ':', diagnostic.mark.column, ' ', diagnostic.message));
  }
  return Join(lines, "\n");
}

std::string WithResource(std::string_view body) {
  return Concat("Resources:\n  A:\n    Type: Custom::X\n", body);
}
std::string WithProperty(std::string_view value) {
  return WithResource(Concat("    Properties:\n      P: ", value, "\n"));
}
std::string WithSection(std::string_view section) {
  return Concat(section, "\nResources:\n  A:\n    Type: Custom::X\n");
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(LoadTemplate, ReadsEverySection) {
  const LoadResult loaded = LoadTemplate(R"(
AWSTemplateFormatVersion: 2010-09-09
Description: What it is.
Metadata: {Anything: {Ref: Goes, Here: 1}}
Parameters:
  Secret: {Type: String, NoEcho: true, Default: 5, Description: d, ConstraintDescription: c, MinLength: '1', MaxLength: 9}
  Size: {Type: Number, MinValue: 0.50, MaxValue: 1e2, AllowedValues: [1, '2', yes]}
Conditions: {C: !Equals [!Ref Secret, x]}
Resources:
  B:
    Type: AWS::CloudFormation::CustomResource
    DependsOn: A
    Condition: C
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties: {V: !GetAtt A.Name, N: 1.10}
  A: {Type: Custom::X, DeletionPolicy: Retain, DependsOn: []}
Outputs:
  O: {Value: !Ref A, Description: o, Condition: C, Export: {Name: !Sub '${AWS::StackName}-O'}}
)");
  ASSERT_TRUE(loaded.value) << loaded.diagnostics.front().message;
  const Template& source = *loaded.value;
  EXPECT_EQ(source.description, "What it is.");
  const ParameterDeclaration& secret = *source.FindParameter("Secret");
  EXPECT_TRUE(secret.no_echo);
  EXPECT_EQ(secret.default_value, "5");
  EXPECT_EQ(secret.min_length, 1);
  EXPECT_EQ(secret.max_length, 9);
  const ParameterDeclaration& size = *source.FindParameter("Size");
  EXPECT_EQ(size.allowed_values, (std::vector<std::string>{"1", "2", "true"}));
  EXPECT_EQ(size.min_value, "0.50");
  EXPECT_EQ(size.max_value, "1e2");
  ASSERT_EQ(source.resources.size(), 2U);
  const ResourceDeclaration& b = source.resources[0];
  EXPECT_EQ(b.logical_id, "B");
  EXPECT_TRUE(b.is_custom());
  EXPECT_EQ(b.depends_on, (std::vector<std::string>{"A"}));
  EXPECT_EQ(b.condition, "C");
  EXPECT_EQ(b.deletion_policy, DeletionPolicy::kRetainExceptOnCreate);
  EXPECT_EQ(b.update_replace_policy, DeletionPolicy::kRetain);
  EXPECT_EQ(b.properties,
            (json::Object{{"V", json::Object{{"Fn::GetAtt", json::Array{"A", "Name"}}}}, {"N", json::Number{"1.10"}}}));
  EXPECT_EQ(source.FindResource("A")->deletion_policy, DeletionPolicy::kRetain);
  EXPECT_EQ(source.FindResource("Z"), nullptr);
  EXPECT_EQ(source.FindParameter("Z"), nullptr);
  ASSERT_EQ(source.outputs.size(), 1U);
  EXPECT_EQ(source.outputs[0].export_name, json::Value(json::Object{{"Fn::Sub", "${AWS::StackName}-O"}}));
  EXPECT_EQ(source.positions.Find("/Resources/B/Properties/N"), (yaml::Mark{16, 37}));
}

TEST(LoadTemplate, ReportsTextsThatAreNoTemplate) {
  const std::string long_body = WithProperty(std::string(1'000'000, 'x'));
  const Case cases[] = {
      {"",
       "1:1 1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have "
       "length greater than or equal to 1"},
      {long_body,
       "1:1 1 validation error detected: Value '...' at 'templateBody' failed to satisfy constraint: Member must "
       "have length less than or equal to 1000000"},
      {"a: [", "1:5 Template format error: YAML not well-formed. (line 1, column 5)"},
      {"{\"a\": x}", "1:7 Template format error: JSON not well-formed. (line 1, column 7)"},
      {"a: &x 1", "1:4 Template error: YAML aliases are not allowed in CloudFormation templates"},
      {"just text", "1:1 Template format error: unsupported structure."},
      {"- a\n", "1:1 Template format error: unsupported structure."},
      {"Description: x\n", "1:1 Template format error: At least one Resources member must be defined."},
      {"Resources: {}\n", "1:1 Template format error: At least one Resources member must be defined."},
      {"{\"Resources\": []}", "1:2 Template format error: [/Resources] Resources must be an object."},
  };
  for (const Case& c : cases) EXPECT_EQ(Diagnose(c.text), c.expected) << c.text.substr(0, 100);
  std::string exact = WithSection("# ");
  exact.insert(2, std::string(1'000'000 - exact.size(), 'x'));
  EXPECT_EQ(Diagnose(exact), "");
  EXPECT_NE(Diagnose(exact + "\n"), "");
}

TEST(LoadTemplate, ReportsMistakesInSections) {
  const std::string format = "Template format error: ";
  const Case cases[] = {
      {WithSection("Resourcs: {}"), "1:1 Invalid template property or properties [Resourcs]"},
      {WithSection("AWSTemplateFormatVersion: 2010-09-10"),
       "1:1 " + format + "unsupported value for AWSTemplateFormatVersion."},
      {WithSection("Description: {a: b}"), "1:1 " + format + "Every Description member must be a string."},
      {WithSection("Description: " + std::string(1025, 'x')),
       "1:1 " + format + "'Description' length is greater than 1024."},
      {WithSection("Transform: AWS::Serverless-2016-10-31"),
       "1:1 " + format + "The transform AWS::Serverless-2016-10-31 is not supported by the local cloud"},
      {WithSection("Transform: [AWS::LanguageExtensions, Mine]"),
       "1:38 " + format + "The transform Mine is not supported by the local cloud"},
      {WithSection("Transform: {Name: AWS::Include}"), "1:1 " + format + "Every Transform member must be a string."},
      {WithSection("Hooks: {}"), "1:1 " + format + "The section Hooks is not supported by the local cloud"},
      {WithSection("Parameters:"), "1:1 [/Parameters] 'null' values are not allowed in templates"},
      {WithSection("Parameters: []"), "1:1 " + format + "[/Parameters] Parameters must be an object."},
      {WithSection("Parameters: {p-1: {Type: String}}"), "1:14 " + format + "Parameter name p-1 is non alphanumeric."},
      {WithSection("Parameters: {P: String}"), "1:14 " + format + "Any Parameters member must be an object."},
      {WithSection("Parameters: {P: {}}"), "1:14 " + format + "Every Parameters object must contain a Type member."},
      {WithSection("Parameters: {P: {Type: Strin}}"), "1:18 " + format + "Unrecognized parameter type: Strin"},
      {WithSection("Parameters: {P: {Type: AWS::SSM::Parameter::Value<Strin>}}"),
       "1:18 " + format + "Unrecognized parameter type: AWS::SSM::Parameter::Value<Strin>"},
      {WithSection("Parameters: {P: {Type: String, Defalt: x}}"), "1:32 Invalid template parameter property 'Defalt'"},
      {WithSection("Parameters: {P: {Type: String, Default: !Ref AWS::Region}}"),
       "1:32 " + format + "Every Default member must be a string."},
      {WithSection("Parameters: {P: {Type: String, Default: [a]}}"),
       "1:32 " + format + "Every Default member must be a string."},
      {WithSection("Parameters: {P: {Type: String, AllowedPattern: '(a'}}"),
       "1:32 " + format + "The AllowedPattern of parameter P cannot be read: a group is not closed"},
      {WithSection("Parameters: {P: {Type: String, AllowedValues: a}}"),
       "1:32 " + format + "Every AllowedValues member must be a list."},
      {WithSection("Parameters: {P: {Type: String, MinLength: 1.5}}"),
       "1:32 " + format + "Every MinLength member must be a whole number of at least 0."},
      {WithSection("Parameters: {P: {Type: Number, MaxValue: x}}"),
       "1:32 " + format + "Every MaxValue member must be a number."},
      {WithSection("Parameters: {P: {Type: String, NoEcho: maybe}}"),
       "1:32 " + format + "Every NoEcho member must be true or false."},
      {WithSection("Mappings: {M: {k: {a: {b: c}}}}"),
       "1:20 " + format + "Every Mappings attribute must be a String or a List."},
      {WithSection("Mappings: {M: {k: {a: !Ref AWS::Region}}}"),
       "1:20 " + format + "Every Mappings attribute must be a String or a List."},
      {WithSection("Mappings: {M: {k: v}}"), "1:16 " + format + "Every Mappings member must be a map of maps."},
      {WithSection("Mappings: {M: x}"), "1:12 " + format + "Every Mappings member must be a map of maps."},
      {WithSection("Conditions: {C: true}"),
       "1:14 " + format + "Conditions can only be boolean operations on parameters and other conditions"},
      {WithSection("Conditions: {C: !Ref AWS::Region}"),
       "1:14 " + format + "Conditions can only be boolean operations on parameters and other conditions"},
      {WithSection("Conditions: {C: !Equals [a]}"),
       "1:17 Template error: every Fn::Equals object requires a list of 2 string parameters."},
      {WithSection("Conditions: {C: !Not [!Equals [a, b], !Equals [a, b]]}"),
       "1:17 Template error: every Fn::Not object requires a list of one boolean parameter."},
      {WithSection("Conditions: {C: !And [!Equals [a, b]]}"),
       "1:17 Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters."},
      {WithSection("Conditions: {C: !Equals [!ImportValue x, b]}"),
       "1:26 Template error: Cannot use Fn::ImportValue in Conditions."},
      {WithSection("Outputs: {O: {Description: x}}"),
       "1:11 " + format + "Every Outputs member must contain a Value object"},
      {WithSection("Outputs: {O: {Value: }}"), "1:15 [/Outputs/O/Value] 'null' values are not allowed in templates"},
      {WithSection("Outputs: {O: {Value: [a]}}"),
       "1:15 " + format + "The Value field of every Outputs member must evaluate to a String."},
      {WithSection("Outputs: {O: {Value: a, Values: b}}"), "1:25 Invalid template output property 'Values'"},
      {WithSection("Outputs: {O: {Value: a, Export: b}}"),
       "1:25 " + format + "Every Export must be an object with a Name and nothing else"},
      {WithSection("Outputs: {o_1: {Value: a}}"), "1:11 " + format + "Output name o_1 is non alphanumeric."},
  };
  for (const Case& c : cases) EXPECT_EQ(Diagnose(c.text), c.expected) << c.text.substr(0, 100);
}

TEST(LoadTemplate, ReportsMistakesInResources) {
  const std::string format = "Template format error: ";
  const Case cases[] = {
      {"Resources:\n  my-bad: {Type: Custom::X}\n", "2:3 " + format + "Resource name my-bad is non alphanumeric."},
      {"Resources:\n  A: text\n", "2:3 " + format + "Any Resources member must be an object."},
      {"Resources:\n  A: {Properties: {}}\n",
       "2:3 " + format + "[/Resources/A] Every Resources object must contain a Type member."},
      {"Resources:\n  A: {Type: 5}\n", "2:7 " + format + "Every Type member must be a string."},
      {"Resources:\n  A: {Type: !Ref X}\n", "2:7 " + format + "Every Type member must be a string."},
      {"Resources:\n  A: {Type: ''}\n", "2:7 " + format + "[/Resources/A] The Type of a resource must not be empty."},
      {"Resources:\n  Fn::ForEach::Loop: [I, [a], {}]\n", "2:3 " + format + "Fn::ForEach::Loop cannot be used here"},
      {WithResource("    Propertys: {}\n"), "4:5 Invalid template resource property 'Propertys'"},
      {WithResource("    Properties: [a]\n"),
       "4:5 " + format + "[/Resources/A/Properties] Properties must be an object"},
      {WithResource("    Properties: !Ref AWS::NoValue\n"),
       "4:5 " + format + "[/Resources/A/Properties] Properties must be an object"},
      {WithResource("    DependsOn: !Ref B\n"), "4:5 " + format + "DependsOn must be a string or list of strings."},
      {WithResource("    DependsOn: [1]\n"), "4:5 " + format + "DependsOn must be a string or list of strings."},
      {WithResource("    DeletionPolicy: Retian\n"),
       "4:5 " + format + "Unrecognized DeletionPolicy Retian for resource A"},
      {WithResource("    DeletionPolicy: Snapshot\n"),
       "4:5 Template error: resource type Custom::X does not support deletion policy Snapshot"},
      {WithResource("    UpdateReplacePolicy: RetainExceptOnCreate\n"),
       "4:5 " + format + "Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A"},
      {WithResource("    Condition: [C]\n"), "4:5 " + format + "Every Condition member must be a string."},
      {WithProperty("[x, ~]"), "5:11 [/Resources/A/Properties/P/1] 'null' values are not allowed in templates"},
  };
  for (Case c : cases) {
    if (c.text.find('~') != std::string::npos) c.expected.replace(0, 4, "5:14");
    EXPECT_EQ(Diagnose(c.text), c.expected) << c.text;
  }
}

TEST(LoadTemplate, ReportsFunctionsOfTheWrongShape) {
  const std::string sub =
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as "
      "first "
      "argument, and an optional second argument to specify a mapping of values to replace in the string";
  const std::string join =
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings "
      "to "
      "be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";
  const std::string get_att =
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource "
      "attribute";
  const std::string if_text =
      "Template error: every Fn::If object requires a list of 3 parameters, the condition name and the two values";
  const std::string select =
      "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";
  const std::string split =
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be "
      "split "
      "or a function that returns a string to be split.";
  const Case cases[] = {
      {"!Ref [a]", "Template error: every Ref object must have a single String value."},
      {"!Ref", "Template error: every Ref object must have a single String value."},
      {"!GetAtt A", get_att},
      {"!GetAtt [A, B, C]", get_att},
      {"!GetAtt [A, '']", get_att},
      {"!Sub [a]", sub},
      {"!Sub [a, b]", sub},
      {"!Sub {a: b}", sub},
      {"!Sub '${a b}'",
       "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, "
       "periods, "
       "and colons"},
      {"!Sub ['${a}', {a: [b]}]",
       "Template error: every value of the context object of every Fn::Sub object must be a string or a function that "
       "returns a string"},
      {"!Join [a]", join},
      {"!Join [a, b]", join},
      {"!Join [!Ref AWS::Region, [b]]", join},
      {"!Split ['', b]", split},
      {"!Split [a, [b]]", split},
      {"!Select [x, [b]]", select},
      {"!Select [0, b]", select},
      {"!FindInMap [M, a]",
       "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute "
       "for "
       "return value"},
      {"!Base64 [a]", "Template error: every Fn::Base64 object must have a String-typed value."},
      {"!ImportValue [a]", "Template error: every Fn::ImportValue object must have a String-typed value."},
      {"!If [C, a]", if_text},
      {"!If [!Equals [a, b], a, b]", if_text},
      {"!Equals [a, b]", "Template format error: Fn::Equals can only be used in the Conditions block"},
      {"!GetAZs [a]", "Template error: every Fn::GetAZs object must have a String-typed value."},
      {"!Cidr [10.0.0.0/8]",
       "Template error: every Fn::Cidr object requires an IP block, a count from 1 to 256 and, for blocks of IPv6, the "
       "number of subnet bits"},
      {"!Transform {Name: AWS::Include}", "Template format error: Fn::Transform is not supported by the local cloud"},
      {"{Fn::Contains: [[a], b]}", "Template format error: Fn::Contains can only be used in the Rules block"},
      {"{Fn::ToJsonString: {a: b}}", message::UnsupportedFunction("Fn::ToJsonString")},
      {"{Fn::Subs: a}", message::UnsupportedFunction("Fn::Subs")},
      {"{Fn::Sub: a, b: c}", "Template format error: Fn::Sub must be the only member of its object"},
      {"{b: c, Ref: AWS::Region}", "Template format error: Ref must be the only member of its object"},
      {"[{deep: !Join [a]}]", join},
      {"!Sub ['${a}', {a: !Join [x]}]", join},
  };
  for (const Case& c : cases) {
    const LoadResult loaded = LoadTemplate(WithProperty(c.text));
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << c.text << "\n" << Diagnose(WithProperty(c.text));
    EXPECT_EQ(loaded.diagnostics[0].message, c.expected) << c.text;
    EXPECT_EQ(loaded.diagnostics[0].mark.line, 5) << c.text;
  }
}

TEST(LoadTemplate, CountsWhatIsLimited) {
  const auto many = [](std::string_view head, std::string_view body, int count) {
    std::string text = Concat(head, '\n');
    for (int i = 0; i < count; ++i) text += Concat("  N", i, ": ", body, '\n');
    return text;
  };
  const std::string resource = "{Type: Custom::X}";
  EXPECT_EQ(Diagnose(many("Resources:", resource, 500)), "");
  EXPECT_EQ(Diagnose(many("Resources:", resource, 501)),
            "1:1 Template format error: Number of resources, 501, is greater than maximum allowed, 500");
  EXPECT_EQ(Diagnose(WithSection(many("Parameters:", "{Type: String}", 201))),
            "1:1 Template format error: Number of parameters, 201, is greater than maximum allowed, 200");
  EXPECT_EQ(Diagnose(WithSection(many("Outputs:", "{Value: x}", 201))),
            "1:1 Template format error: Number of outputs, 201, is greater than maximum allowed, 200");
  EXPECT_EQ(Diagnose(WithSection(many("Mappings:", "{k: {a: b}}", 201))),
            "1:1 Template format error: Number of mappings, 201, is greater than maximum allowed, 200");
  EXPECT_EQ(Diagnose(Concat("Resources: {", std::string(255, 'a'), ": {Type: T}}")), "");
  EXPECT_NE(Diagnose(Concat("Resources: {", std::string(256, 'a'), ": {Type: T}}")), "");
}

TEST(LoadTemplate, ReportsDynamicReferencesOfAWrongForm) {
  EXPECT_EQ(Diagnose(WithProperty("[x, 'a{{resolve:ssm:name:prod}}']")),
            "5:14 Incorrect format is used in the following SSM reference: [{{resolve:ssm:name:prod}}]");
  EXPECT_EQ(Diagnose(WithProperty("!Sub '{{resolve:ssm:${AWS::Region}:${AWS::StackName}}}'")), "");
  std::string references;
  for (int i = 0; i < 61; ++i) references += "{{resolve:ssm:p}}";
  EXPECT_EQ(Diagnose(WithProperty(Concat("'", references, "'"))),
            "1:1 Template format error: Number of dynamic references, 61, is greater than maximum allowed, 60");
}

TEST(LoadTemplate, KeepsTheOrderOfTheTextAndAtMostTwenty) {
  std::string text = "Outputs: {O: {}}\nResources:\n";
  for (int i = 0; i < 30; ++i) text += Concat("  A", i, ": {}\n");
  const LoadResult loaded = LoadTemplate(text);
  ASSERT_EQ(loaded.diagnostics.size(), 20U);
  for (size_t i = 0; i < 20; ++i) EXPECT_EQ(loaded.diagnostics[i].mark.line, i == 0 ? 1 : static_cast<int>(i) + 2);
}

TEST(LoadTemplate, AcceptsWhatOnlyLooksLikeAMistake) {
  for (const char* property : {"{Condition: {StringEquals: {a: b}}}", "{Condition: text}", "{ref: x, fn: y}", "''",
                               "[]", "{}", "{Refs: {Type: 1}}", "!Sub '${!NotAName with blanks}'", "!Sub '$${A'",
                               "'{{resolve:ssm:x}}'", "!GetAZs", "!Cidr [!Ref AWS::Region, 2, '3']",
                               "!Select ['0', !Split [',', a]]", "!Base64 on", "!Join ['', !Split [a, b]]"}) {
    EXPECT_EQ(Diagnose(WithProperty(property)), "") << property;
  }
}

TEST(FormatDiagnostic, ReadsLikeACompiler) {
  Diagnostic diagnostic{{3, 5}, "/Resources/A", "message", ""};
  EXPECT_EQ(FormatDiagnostic("template.yaml", diagnostic), "template.yaml:3:5: error: message");
  diagnostic.hint = "Do this.";
  EXPECT_EQ(FormatDiagnostic("t", diagnostic), "t:3:5: error: message\n  hint: Do this.");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
