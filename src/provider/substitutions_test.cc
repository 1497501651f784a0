// SPDX-License-Identifier: Apache-2.0
#include "provider/substitutions.h"

#include <gmock/gmock.h>

#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

using testing::HasSubstr;

constexpr size_t kPlenty = 1'000;

struct Outcome {
  std::string text;
  std::string problems;
};

Outcome Replace(const std::string& definition, const Substitutions& substitutions, size_t max_bytes = kPlenty) {
  auto value = json::Parse(definition);
  EXPECT_TRUE(value) << definition;
  Outcome outcome;
  for (const auto& problem : Substitute(*value, substitutions, max_bytes)) {
    outcome.problems += problem.pointer + ": " + problem.message + "\n";
  }
  outcome.text = json::Write(*value);
  return outcome;
}

TEST(Substitutions, AreReplacedInEveryStringValue) {
  const Outcome outcome =
      Replace(R"({"a":"https://@{Host}/x","b":[{"c":"@{Host}@{Port}"}],"n":5,"t":true,"v":"${x} @x {}"})",
              {{"Host", "crm.example.com"}, {"Port", ":8443"}});
  EXPECT_EQ(outcome.text, R"({"a":"https://crm.example.com/x","b":[{"c":"crm.example.com:8443"}],)"
                          R"("n":5,"t":true,"v":"${x} @x {}"})");
  EXPECT_EQ(outcome.problems, "");
}

TEST(Substitutions, WhatIsPutInIsNotLookedAtAgain) {
  const Outcome outcome = Replace(R"({"a":"@{A}","b":"@{At}{literal}"})", {{"A", "@{B} \"quoted\""}, {"At", "@"}});
  EXPECT_EQ(outcome.problems, "");
  EXPECT_EQ(outcome.text, R"({"a":"@{B} \"quoted\"","b":"@{literal}"})");
}

TEST(Substitutions, UnknownUnusedAndMalformedOnesAreNamed) {
  const Outcome outcome = Replace(R"({"a":"@{CrmHots}","b":"@{not a name}","c":"open @{CrmHost","@{CrmHost}":"x"})",
                                  {{"CrmHost", "canary"}, {"Spare", "canary"}});
  EXPECT_THAT(outcome.problems, HasSubstr("/a: @{CrmHots} is not among the Substitutions; did you mean @{CrmHost}?"));
  EXPECT_THAT(outcome.problems, HasSubstr("/b: \"@{\" must be followed by the name"));
  EXPECT_THAT(outcome.problems, HasSubstr("/c: \"@{\" must be followed by the name"));
  EXPECT_THAT(outcome.problems, HasSubstr("/@{CrmHost}: @{...} is replaced in values only"));
  EXPECT_THAT(outcome.problems, HasSubstr(": the substitution CrmHost is not used"));
  EXPECT_THAT(outcome.problems, HasSubstr(": the substitution Spare is not used"));
  EXPECT_THAT(outcome.problems, testing::Not(HasSubstr("canary")));
}

TEST(Substitutions, TheResultIsBounded) {
  const Substitutions long_one{{"A", std::string(10, 'x')}};
  EXPECT_EQ(Replace(R"({"a":"@{A}@{A}"})", long_one, 20).problems, "");
  EXPECT_THAT(Replace(R"({"a":"@{A}@{A}","b":"@{A}"})", long_one, 20).problems,
              HasSubstr("/b: the definition becomes"));
}

TEST(Substitutions, ATextOutsideOfADefinitionKeepsWhatIsNotKnown) {
  EXPECT_EQ(SubstituteKnown("@{A} @{B} @{", {{"A", "x"}}), "x @{B} @{");
  EXPECT_EQ(SubstituteKnown("", {}), "");
}

}  // namespace
}  // namespace genesys_cfn::provider
