// SPDX-License-Identifier: Apache-2.0
#include "provider/properties.h"

#include <gmock/gmock.h>

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kDefinition =
    R"({"name":"Look up case","config":{"request":{"requestType":"GET","requestUrlTemplate":"/x"},"response":{}},)"
    R"("contract":{"input":{"inputSchema":{"type":"object","properties":{}}},)"
    R"("output":{"successSchema":{"type":"object"}}}})";

json::Object Properties(const std::string& members) {
  const auto parsed = json::Parse("{" + members + "}");
  EXPECT_TRUE(parsed) << members;
  return parsed ? *parsed->AsObject() : json::Object();
}

std::string ProblemsOf(const std::string& members) {
  const PropertiesResult result = ParseProperties(Properties(members));
  EXPECT_EQ(result.properties.has_value(), result.problems.empty());
  std::string text;
  for (const definition::Problem& problem : result.problems) text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

TEST(Properties, ReadsTheWholeSet) {
  const PropertiesResult result = ParseProperties(Properties(
      std::string(R"("IntegrationName":"Web Services","DataActionName":"Other name","Category":"CRM","Secure":"true",)"
                  R"("OnDrift":"Overwrite","OwnershipTag":"Disabled","Version":"3","Definition":)") +
      kDefinition));
  ASSERT_TRUE(result.properties);
  EXPECT_EQ(result.properties->action.name, "Other name");
  EXPECT_EQ(result.properties->action.category, "CRM");
  EXPECT_EQ(result.properties->action.secure, true);
  EXPECT_EQ(result.properties->integration_name, "Web Services");
  EXPECT_EQ(result.properties->on_drift, OnDrift::kOverwrite);
  EXPECT_EQ(result.properties->tagging, OwnershipTagging::kDisabled);
}

TEST(Properties, TheDefinitionsOwnIntegrationIdIsTheLastResort) {
  std::string definition = kDefinition;
  definition.insert(1, R"("integrationId":"from-definition",)");
  const PropertiesResult result = ParseProperties(Properties("\"Definition\":" + definition));
  ASSERT_TRUE(result.properties);
  EXPECT_EQ(result.properties->integration_id, "from-definition");
}

TEST(Properties, AnActionMayBeAdopted) {
  const auto parse = [](const std::string& members) {
    return ParseProperties(Properties(members + R"("IntegrationId":"i","Definition":)" + kDefinition));
  };
  const PropertiesResult adopting =
      parse(R"("AdoptActionId":"custom_-_1","OnDelete":"Delete","DeleteWhenUsed":"Allow",)");
  ASSERT_TRUE(adopting.properties);
  EXPECT_EQ(adopting.properties->adopt_action_id, "custom_-_1");
  ASSERT_TRUE(parse(R"("AdoptActionId":"custom_-_1","OnDelete":"Release","DeleteWhenUsed":"Refuse",)").properties);
  EXPECT_EQ(parse("").properties->adopt_action_id, std::nullopt);
}

// A Delete takes a word that it does not know for none: it is told here, while there is time.
TEST(Properties, WordsThatOnlyADeleteUsesAreCheckedBefore) {
  const std::string problems = ProblemsOf(
      std::string(
          R"("IntegrationId":"i","DeleteWhenUsed":"allow","AdoptActionId":"","OnDelete":"Keep","Definition":)") +
      kDefinition);
  EXPECT_THAT(problems, HasSubstr("/DeleteWhenUsed: "));
  EXPECT_THAT(problems, HasSubstr("Refuse"));
  EXPECT_THAT(problems, HasSubstr("/AdoptActionId: "));
  EXPECT_THAT(problems, HasSubstr("/OnDelete: "));
  EXPECT_THAT(problems, HasSubstr("Release"));
  EXPECT_THAT(ProblemsOf(std::string(R"("IntegrationId":"i","OnDelete":"Delete","Definition":)") + kDefinition),
              HasSubstr("/OnDelete: says what becomes of an adopted action; without AdoptActionId it has no meaning"));
}

TEST(Properties, NamesEveryMistakeAtOnce) {
  const std::string problems =
      ProblemsOf(std::string(R"("IntegrationId":"i","IntegrationName":"n","Defintion":"x","OnDrift":"Ignore",)"
                             R"("Secure":"perhaps","Name":"","Definition":)") +
                 kDefinition);
  EXPECT_NE(problems.find("/Defintion: unknown property; did you mean Definition?"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/OnDrift: must be one of Fail, Overwrite, Recreate"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/Secure: must be true or false"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/Name: must not be empty"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/IntegrationName: give IntegrationId or IntegrationName, not both"), std::string::npos);
}

TEST(Properties, ExactlyOneSource) {
  EXPECT_NE(ProblemsOf(R"("IntegrationId":"i")").find("no definition"), std::string::npos);
  EXPECT_NE(
      ProblemsOf(std::string(R"("IntegrationId":"i","DataAction":)") + kDefinition + ",\"Definition\":" + kDefinition)
          .find("more than one definition: Definition and DataAction"),
      std::string::npos);
  EXPECT_NE(ProblemsOf(std::string(R"("IntegrationId":"i","DataActionPayload":)") + kDefinition)
                .find("/DataActionPayload: must be a JSON string"),
            std::string::npos);
}

TEST(Properties, AMissingIntegrationIsNamed) {
  EXPECT_NE(ProblemsOf(std::string("\"Definition\":") + kDefinition).find("no integration: give IntegrationId"),
            std::string::npos);
}

TEST(Properties, PointersLeadIntoTheDefinition) {
  const std::string problems = ProblemsOf(
      R"("IntegrationId":"i","Name":"n","Definition":{"config":{"request":{"requestType":"FETCH"}},"contract":{}})");
  EXPECT_NE(problems.find("/Definition/config/request/requestType"), std::string::npos) << problems;
}

TEST(Properties, BrokenJsonInAStringKeepsLineAndColumn) {
  const std::string problems = ProblemsOf(R"("IntegrationId":"i","DataActionPayload":"{\n  \"name\": }")");
  EXPECT_NE(problems.find("/DataActionPayload"), std::string::npos) << problems;
  EXPECT_NE(problems.find("line 2, column 11"), std::string::npos) << problems;
}

// The problems of a definition that stands elsewhere, with its text.
std::string ProblemsOfText(const std::string& members, std::string_view text) {
  PropertiesResult result = ParseProperties(Properties(members));
  EXPECT_TRUE(result.pending) << definition::Describe(result.problems, 1000);
  if (!result.pending) return "";
  result = CompleteProperties(*std::move(result.pending), text);
  EXPECT_EQ(result.properties.has_value(), result.problems.empty());
  std::string problems;
  for (const definition::Problem& problem : result.problems)
    problems += problem.pointer + ": " + problem.message + "\n";
  return problems;
}

TEST(References, ReadTheirPlace) {
  const std::string integration = R"("IntegrationId":"i",)";
  const std::pair<std::string, DefinitionReference> cases[] = {
      {R"("DefinitionS3":{"Bucket":"bucket","Key":"a b.json"})",
       {"DefinitionS3", aws::S3Location{"bucket", "a b.json", {}}, {}}},
      {R"("DefinitionS3":{"Bucket":"bucket","Key":"k","VersionId":"v1"})",
       {"DefinitionS3", aws::S3Location{"bucket", "k", "v1"}, {}}},
      {R"("DefinitionUri":"s3://bucket/k?versionId=v1")", {"DefinitionUri", aws::S3Location{"bucket", "k", "v1"}, {}}},
      {R"("DefinitionParameter":"/a:3")", {"DefinitionParameter", ParameterReference{"/a:3"}, {}}},
      {R"("DefinitionSecretId":"s")", {"DefinitionSecretId", SecretReference{"s", {}}, {}}},
      {R"("DefinitionSecretId":{"SecretId":"s","VersionId":"v"})",
       {"DefinitionSecretId", SecretReference{"s", "v"}, {}}},
      {R"("DefinitionParameter":"/a","DefinitionDigest":")" + std::string(64, 'A') + "\"",
       {"DefinitionParameter", ParameterReference{"/a"}, std::string(64, 'a')}},
  };
  for (const auto& [members, expected] : cases) {
    const PropertiesResult result = ParseProperties(Properties(integration + members));
    ASSERT_TRUE(result.pending) << members << definition::Describe(result.problems, 1000);
    EXPECT_FALSE(result.properties);
    EXPECT_TRUE(result.pending->reference == expected) << members;
    EXPECT_EQ(result.pending->properties.confidential, IsConfidential(expected)) << members;
  }
}

TEST(References, WrongOnesAreNamedBeforeAnythingIsFetched) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("DefinitionS3":"bucket/key")", "/DefinitionS3: must be an object with Bucket, Key"},
      {R"("DefinitionS3":{"Bucket":"bucket"})", "/DefinitionS3/Key: is missing"},
      {R"("DefinitionS3":{"Bucket":"bucket","Key":"k","Version":"1"})", "/DefinitionS3/Version: unknown property; did"},
      {R"("DefinitionS3":{"Bucket":"b/d","Key":"k"})", "/DefinitionS3: the bucket must be"},
      {R"("DefinitionS3":{"Bucket":"bucket","Key":"k","VersionId":""})", "/DefinitionS3/VersionId: must not be empty"},
      {R"("DefinitionUri":"https://x/y")", "/DefinitionUri: must have the form s3://bucket/key"},
      {R"("DefinitionParameter":{"Name":"n"})", "/DefinitionParameter: must be a string"},
      {R"("DefinitionSecretId":{"Name":"n"})", "/DefinitionSecretId/SecretId: is missing"},
      {R"("DefinitionSecretId":" ")", "/DefinitionSecretId: must not be empty"},
      {R"("DefinitionParameter":"/a","DefinitionDigest":"abc")", "/DefinitionDigest: must be the SHA-256"},
      {R"("DefinitionParameter":"/a","DefinitionUri":"s3://bucket/k")", "more than one definition"},
  };
  for (const auto& [members, expected] : cases) {
    EXPECT_THAT(ProblemsOf(Concat(R"("IntegrationId":"i",)", members)), HasSubstr(expected)) << members;
  }
  EXPECT_THAT(ProblemsOf(Concat(R"("IntegrationId":"i","DefinitionDigest":")", std::string(64, 'a'),
                                R"(","Definition":)", kDefinition)),
              HasSubstr("/DefinitionDigest: belongs to a definition that stands elsewhere"));
}

TEST(References, OwnCredentialsAreRefused) {
  const OwnCredentials own{"/genesys/oauth/credentials", ""};
  const auto result =
      ParseProperties(Properties(R"("IntegrationId":"i","DefinitionSecretId":"/genesys/oauth/credentials")"), own);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0].message, HasSubstr("own Genesys Cloud credentials"));
}

TEST(References, ATextMakesThePropertiesComplete) {
  PropertiesResult result = ParseProperties(
      Properties(R"("IntegrationId":"i","Name":"Mine","Secure":"true","DefinitionUri":"s3://bucket/k")"));
  ASSERT_TRUE(result.pending);
  for (const std::string& text : {std::string(kDefinition), Concat("\xEF\xBB\xBF", kDefinition, "\r\n")}) {
    const PropertiesResult complete = CompleteProperties(*result.pending, text);
    ASSERT_TRUE(complete.properties) << definition::Describe(complete.problems, 1000);
    EXPECT_EQ(complete.properties->action.name, "Mine");
    EXPECT_EQ(complete.properties->action.secure, true);
    EXPECT_FALSE(complete.properties->confidential);
  }
}

TEST(References, TheDigestIsThatOfTheStoredBytes) {
  const std::string members = R"("IntegrationId":"i","DefinitionUri":"s3://bucket/k","DefinitionDigest":")";
  const std::string text = Concat("\xEF\xBB\xBF", kDefinition);
  EXPECT_EQ(ProblemsOfText(Concat(members, aws::Sha256Hex(text), "\""), text), "");
  EXPECT_THAT(ProblemsOfText(Concat(members, aws::Sha256Hex(kDefinition), "\""), text),
              HasSubstr("/DefinitionDigest: the text behind DefinitionUri has another SHA-256"));
}

TEST(References, OtherEncodingsAreNamed) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, const char*> cases[] = {
      {""sv, "the text is empty"},
      {"\xEF\xBB\xBF \n"sv, "the text is empty"},
      {"\xFF\xFE{\0}\0"sv, "it is UTF-16"},
      {"\xFE\xFF\0{\0}"sv, "it is UTF-16"},
      {"{\0}\0"sv, "it is UTF-16 or UTF-32"},
      {"\xFF\xFE\0\0{\0\0\0"sv, "it is UTF-32"},
      {"\x1F\x8B\x08"sv, "compressed with gzip"},
      {"{\"name\":\"M\xFCller\"}"sv, "another encoding"},
      {"[1]"sv, "not a JSON array"},
      {"\"{}\""sv, "not a JSON string"},
      {"{\"a\": }"sv, "the text is not JSON: line 1, column 7: unexpected"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_THAT(ProblemsOfText(R"("IntegrationId":"i","DefinitionUri":"s3://bucket/k")", text),
                HasSubstr(Concat("/DefinitionUri: ")))
        << expected;
    EXPECT_THAT(ProblemsOfText(R"("IntegrationId":"i","DefinitionUri":"s3://bucket/k")", text), HasSubstr(expected));
  }
}

TEST(References, NoValueOfAConfidentialDefinitionIsInAMessage) {
  const std::string wrong =
      R"({"name":"Look up","actionType":"canary","config":{"request":{"requestType":"canary","headers":{"k":["canary"]}},)"
      R"("response":{},"timeoutSeconds":"canary"},"contract":{"input":{"inputSchema":"{canary"},)"
      R"("output":{"successSchema":{"type":"canary"}}},"other":"canary","secure":"canary"})";
  const std::string texts[] = {
      wrong,        R"({"name": "canary)", R"({"canary":1,"canary":2})", R"({"name": canary})", "canary",
      "\"canary\"", "[\"canary\"]"};
  for (const char* source : {R"("DefinitionParameter":"/a")", R"("DefinitionSecretId":"a")"}) {
    for (const std::string& text : texts) {
      const std::string problems = ProblemsOfText(Concat(R"("IntegrationId":"i",)", source), text);
      EXPECT_THAT(problems, Not(HasSubstr("canary"))) << text;
      EXPECT_THAT(problems, Not(testing::IsEmpty())) << text;
    }
    EXPECT_THAT(ProblemsOfText(Concat(R"("IntegrationId":"i",)", source), wrong),
                HasSubstr("/config/request/requestType: is wrong here"));
    EXPECT_THAT(ProblemsOfText(Concat(R"("IntegrationId":"i",)", source), texts[1]),
                HasSubstr("the text is not JSON: line 1, column 17"));
    EXPECT_THAT(ProblemsOfText(Concat(R"("IntegrationId":"i","Substitutions":{"Canary2":"x"},)", source),
                               R"({"name":"@{canary}"})"),
                testing::AllOf(Not(HasSubstr("canary")), HasSubstr("/name: is wrong here"),
                               HasSubstr("/Substitutions: the substitution Canary2 is not used")));
  }
}

TEST(SubstitutionsProperty, AppliesToEverySource) {
  const std::string definition = ReplaceAll(kDefinition, "\"/x\"", "\"/x/@{Path}\"");
  const std::string rest = R"("IntegrationId":"i","Substitutions":{"Path":"p"},)";
  const auto url = [](const PropertiesResult& result) {
    EXPECT_TRUE(result.properties) << definition::Describe(result.problems, 1000);
    if (!result.properties) return std::string();
    return result.properties->action.config.Find("request")->FindString("requestUrlTemplate").value_or("");
  };
  EXPECT_EQ(url(ParseProperties(Properties(Concat(rest, "\"Definition\":", definition)))), "/x/p");
  for (const char* source : {"Definition", "DataAction", "DataActionPayload"}) {
    EXPECT_EQ(url(ParseProperties(Properties(Concat(rest, "\"", source, "\":", json::Quote(definition))))), "/x/p");
  }
  PropertiesResult pending = ParseProperties(Properties(rest + R"("DefinitionParameter":"/a")"));
  ASSERT_TRUE(pending.pending);
  EXPECT_EQ(url(CompleteProperties(*std::move(pending.pending), definition)), "/x/p");
}

TEST(SubstitutionsProperty, WithoutItNothingIsLookedFor) {
  const std::string definition = ReplaceAll(kDefinition, "\"/x\"", "\"/x/@{Path}\"");
  EXPECT_EQ(ProblemsOf(R"("IntegrationId":"i","Definition":)" + definition), "");
  EXPECT_THAT(ProblemsOf(R"("IntegrationId":"i","Substitutions":{},"Definition":)" + definition),
              HasSubstr("/Definition/config/request/requestUrlTemplate: @{Path} is not among the Substitutions"));
}

TEST(SubstitutionsProperty, ItsOwnMistakesAreNamed) {
  const std::string end = std::string(",\"IntegrationId\":\"i\",\"Definition\":") + kDefinition;
  EXPECT_THAT(ProblemsOf(R"("Substitutions":"x")" + end), HasSubstr("/Substitutions: must be an object"));
  EXPECT_THAT(ProblemsOf(R"("Substitutions":{"a-b":"x","c":["x"],"d":"x"})" + end),
              testing::AllOf(HasSubstr("/Substitutions/a-b: is no name"),
                             HasSubstr("/Substitutions/c: must be a string, not array"),
                             HasSubstr("/Substitutions: the substitution d is not used")));
  EXPECT_THAT(ProblemsOf(R"("IntegrationId":"i","Substitutions":{},"DataActionPayload":"{")"),
              HasSubstr("/DataActionPayload: the definition is a string that is not JSON: line 1"));
}

TEST(DynamicReferences, ThatCloudFormationDoesNotResolveAreRefusedEverywhere) {
  for (const char* literal : {"{{resolve:secretsmanager:canary:SecretString:key}}", "x{{resolve:ssm-secure:canary}}"}) {
    const std::string problems = ProblemsOf(
        Concat(R"("IntegrationId":"i","Category":")", literal, R"(","Substitutions":{"Path":")", literal,
               R"("},"Definition":)", ReplaceAll(kDefinition, "\"/x\"", Concat("\"@{Path}", literal, "\""))));
    EXPECT_THAT(problems, HasSubstr("/Category: holds {{resolve:"));
    EXPECT_THAT(problems, HasSubstr("/Substitutions/Path: holds"));
    EXPECT_THAT(problems, HasSubstr("/Definition/config/request/requestUrlTemplate: holds"));
    EXPECT_THAT(problems, HasSubstr("DefinitionSecretId"));
    EXPECT_THAT(problems, Not(HasSubstr("canary")));
    EXPECT_THAT(ProblemsOfText(R"("IntegrationId":"i","DefinitionUri":"s3://bucket/k")",
                               ReplaceAll(kDefinition, "/x", literal)),
                HasSubstr("/DefinitionUri/config/request/requestUrlTemplate: holds"));
  }
  EXPECT_EQ(ProblemsOf(Concat(R"("IntegrationId":"i","Category":"{{resolve:ssm:plain}}","Definition":)", kDefinition)),
            "");
  // What a former version let through and wrote is still read as a record.
  const auto old = ParseProperties(
      Properties(Concat(R"("IntegrationId":"i","Category":"{{resolve:ssm-secure:x}}","Definition":)", kDefinition)), {},
      Whose::kOld);
  EXPECT_TRUE(old.properties);
}

TEST(NameForMessages, IsReadWithoutTheNetwork) {
  EXPECT_EQ(NameForMessages(Properties(R"("Name":"n","DefinitionUri":"s3://bucket/k")")), "n");
  EXPECT_EQ(NameForMessages(Properties(R"("DefinitionUri":"s3://bucket/k")")), "");
  EXPECT_EQ(NameForMessages(Properties(R"("DataAction":{"name":"a - Exported 2024-10-11 @ 11:24"})")), "a");
  EXPECT_EQ(NameForMessages(Properties(R"("DataActionPayload":"{\"name\":\"a\"}")")), "a");
  EXPECT_EQ(NameForMessages(Properties(R"("DataActionPayload":"{")")), "");
  EXPECT_EQ(NameForMessages(Properties(R"("Substitutions":{"E":"test","x y":1},"Definition":{"name":"a @{E} @{F}"})")),
            "a test @{F}");
}

}  // namespace
}  // namespace genesys_cfn::provider
