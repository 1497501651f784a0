// SPDX-License-Identifier: Apache-2.0
#include "template/stored_parameters.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"
#include "template/parameters.h"

namespace genesys_cfn::cloudformation {
namespace {

Result<std::optional<StoredParameter>> Lookup(std::string_view name) {
  const std::map<std::string, StoredParameter, std::less<>> stored = {
      {"/text", {"String", "value-2"}},       {"/text:1", {"String", "value-1"}},      {"/commas", {"String", "x,y"}},
      {"/list", {"StringList", "a,b, c ,d"}}, {"/secret", {"SecureString", "s3cr3t"}},
  };
  if (name == "/broken") return Error{ErrorCode::kIo, "the disk is full"};
  const auto found = stored.find(name);
  return found == stored.end() ? std::nullopt : std::optional(found->second);
}

// The text that P has in the end, or the error.
std::string Fetched(std::string_view declaration, const std::string& text) {
  const LoadResult loaded =
      LoadTemplate(Concat("Parameters: {P: ", declaration, "}\nResources: {A: {Type: Custom::X}}\n"));
  if (!loaded.value) return loaded.diagnostics.front().message;
  const auto texts = ResolveParameters(*loaded.value, {{"P", {text}}}, {});
  if (!texts) return texts.error().message;
  const auto fetched = FetchStoredParameters(*loaded.value, *texts, Lookup);
  if (!fetched) return fetched.error().message;
  if (!fetched->contains("P")) return "(as given)";
  return json::Write(ParameterValue(loaded.value->parameters.front(), fetched->at("P")));
}

TEST(FetchStoredParameters, TakesWhatIsStored) {
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/text"), R"("value-2")");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/text:1"), R"("value-1")");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/commas"), R"("x,y")");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>}", "/text"), R"("value-2")");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<List<String>>}", "/list"), R"(["a","b","c","d"])");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<CommaDelimitedList>}", "/list"), R"(["a","b","c","d"])");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Name}", "/text"), "(as given)");
  EXPECT_EQ(Fetched("{Type: String}", "/text"), "(as given)");
}

TEST(FetchStoredParameters, ConstraintsAreThoseOfTheName) {
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>, AllowedPattern: '/.*'}", "/text"), R"("value-2")");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>, AllowedPattern: 'value.*'}", "/text"),
            "Parameter 'P' must match pattern value.*");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<CommaDelimitedList>, AllowedValues: ['/list']}", "/list"),
            R"(["a","b","c","d"])");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>, MaxLength: 2}", "/text"),
            "Parameter 'P' must contain at most 2 characters");
}

TEST(FetchStoredParameters, RefusesWithTheServicesTexts) {
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/gone"),
            "Unable to fetch parameters [/gone] from parameter store for this account.");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/text:99"),
            "Unable to fetch parameters [/text:99] from parameter store for this account.");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/secret"),
            "Parameters [/secret] referenced by template have types not supported by CloudFormation.");
  const std::string incompatible = "] defined in CFN template and SSM are incompatible";
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<List<String>>}", "/commas"),
            "Types for SSM parameters [/commas" + incompatible);
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/list"),
            "Types for SSM parameters [/list" + incompatible);
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Name}", "/gone"),
            "Parameter validation failed: parameter value /gone for parameter name P does not exist");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<String>}", "/broken"), "the disk is full");
  EXPECT_EQ(Fetched("{Type: AWS::SSM::Parameter::Value<Number>}", "/text"),
            "Template format error: Unrecognized parameter type: AWS::SSM::Parameter::Value<Number>");
}

TEST(FetchStoredParameters, ResolvesReferencesWithAVersionInTexts) {
  EXPECT_EQ(Fetched("{Type: String}", "<{{resolve:ssm:/text:1}}>"), R"("<value-1>")");
  EXPECT_EQ(Fetched("{Type: String}", "{{resolve:ssm:/text}}"),
            "Template error: parameter P should not contain ssm versionless resolver");
  EXPECT_EQ(Fetched("{Type: String}", "{{resolve:secretsmanager:x}}"), "(as given)");
}

TEST(ResolveSsm, RefusesSecureParameters) {
  DynamicReference reference;
  reference.name = "/secret";
  const auto value = ResolveSsm(reference, Lookup);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message, "Non-secure ssm prefix was used for secure parameter /secret");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
