// SPDX-License-Identifier: Apache-2.0
#include "template/dynamic_references.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::cloudformation {
namespace {

std::string Shown(std::string_view text) {
  const auto parts = ParseDynamicReferences(text);
  if (!parts) return parts.error().message;
  std::string shown;
  for (const DynamicPart& part : *parts) {
    if (!part.reference) {
      shown += part.literal;
      continue;
    }
    const DynamicReference& reference = *part.reference;
    shown += Concat('<', static_cast<int>(reference.service), ' ', reference.name, '|', reference.version, '|',
                    reference.json_key, '|', reference.version_stage, '|', reference.version_id, '>');
  }
  return shown;
}

TEST(DynamicReferences, AreFoundAnywhereInAText) {
  const std::pair<std::string, std::string> cases[] = {
      {"plain", "plain"},
      {"", ""},
      {"{{resolve:ssm:name}}", "<0 name||||>"},
      {"a{{resolve:ssm:/a/b:3}}-{{resolve:ssm-secure:c:1}}z", "a<0 /a/b|3|||>-<1 c|1|||>z"},
      {"{{resolve:ssm:arn:aws:ssm:eu-west-1:1:parameter/a:3}}", "<0 arn:aws:ssm:eu-west-1:1:parameter/a|3|||>"},
      {"{{resolve:secretsmanager:s}}", "<2 s||||>"},
      {"{{resolve:secretsmanager:s:SecretString:k:AWSPREVIOUS}}", "<2 s||k|AWSPREVIOUS|>"},
      {"{{resolve:secretsmanager:s:SecretString:::v1}}", "<2 s||||v1>"},
      {"{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf:SecretString:k}}",
       "<2 arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf||k||>"},
      {"{{resolve:other:x}}", "{{resolve:other:x}}"},
      {"{{resolve:ssm:open", "{{resolve:ssm:open"},
      {"{{x}}", "{{x}}"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(Shown(text), expected) << text;
}

TEST(DynamicReferences, OfAWrongFormAreRefused) {
  for (const std::string text : {"{{resolve:ssm:}}", "{{resolve:ssm:name:prod}}", "{{resolve:ssm:name:1:2}}",
                                 "{{resolve:ssm:name:}}", "{{resolve:ssm-secure:name:prod}}"}) {
    EXPECT_EQ(Shown(Concat("a", text)),
              Concat("Incorrect format is used in the following SSM reference: [", text, "]"));
  }
  for (const std::string text :
       {"{{resolve:secretsmanager:}}", "{{resolve:secretsmanager:s:SecretBinary}}",
        "{{resolve:secretsmanager:arn:aws:secretsmanager}}", "{{resolve:secretsmanager:s:SecretString:a:b:c:d}}"}) {
    EXPECT_EQ(Shown(text), Concat("Incorrect format is used in the following Secrets Manager reference: [", text, "]"));
  }
}

TEST(DynamicReferences, AreReplacedOnceAndLeftWhereTheResolverSaysSo) {
  const auto value =
      json::Parse(R"({"a":"x{{resolve:ssm:p}}y","b":[1,"{{resolve:secretsmanager:s}}",{"c":"{{resolve:ssm:q}}"}]})");
  ASSERT_TRUE(value);
  const auto resolve = [](const DynamicReference& reference) -> Result<std::optional<std::string>> {
    if (reference.service == DynamicService::kSecretsManager) return std::optional<std::string>();
    if (reference.name == "q") return std::optional<std::string>("{{resolve:ssm:p}}");
    return std::optional<std::string>("1");
  };
  const auto replaced = ReplaceDynamicReferences(*value, resolve);
  ASSERT_TRUE(replaced);
  EXPECT_EQ(json::Write(*replaced), R"({"a":"x1y","b":[1,"{{resolve:secretsmanager:s}}",{"c":"{{resolve:ssm:p}}"}]})");
}

TEST(DynamicReferences, AreAtMostSixty) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "{{resolve:ssm:p}}";
  const auto resolve = [](const DynamicReference&) -> Result<std::optional<std::string>> {
    return std::optional<std::string>("1");
  };
  EXPECT_TRUE(ReplaceDynamicReferences(json::Value(text), resolve));
  const auto refused = ReplaceDynamicReferences(json::Value(text + text), resolve);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "Template format error: Number of dynamic references, 61, is greater than maximum allowed, 60");
}

TEST(SecretPart, IsTheTextOrAValueInIt) {
  DynamicReference reference;
  EXPECT_EQ(SecretPart("plain", reference).value(), "plain");
  reference.json_key = "k";
  EXPECT_EQ(SecretPart(R"({"k":"v"})", reference).value(), "v");
  EXPECT_EQ(SecretPart(R"({"k":[1]})", reference).value(), "[1]");
  EXPECT_EQ(SecretPart("plain", reference).error().message, "Could not parse SecretString JSON");
  EXPECT_EQ(SecretPart("{}", reference).error().message,
            "Could not find a value associated with JSONKey in SecretString");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
