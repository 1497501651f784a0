// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/evaluation.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

class FakeStoredValues final : public StoredValues {
 public:
  Result<std::optional<cloudformation::StoredParameter>> FindParameter(std::string_view name) override {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::nullopt : std::optional(found->second);
  }
  Result<std::optional<std::string>> FindSecret(const cloudformation::DynamicReference& reference) override {
    const auto found = secrets.find(reference.name);
    return found == secrets.end() ? std::nullopt : std::optional(found->second);
  }

  std::map<std::string, cloudformation::StoredParameter, std::less<>> parameters = {
      {"/host", {"String", "api.example.com"}}, {"/host:1", {"String", "old"}},
      {"/list", {"StringList", "a, b"}},        {"/port", {"String", "443"}},
      {"/secure", {"SecureString", "s3c"}},
  };
  std::map<std::string, std::string, std::less<>> secrets = {{"db", R"({"password":"pw"})"}};
};

class EvaluationTest : public testing::Test {
 protected:
  // "" or the error.
  std::string Prepare(std::string_view body, const ParameterTexts& given = {}) {
    stack_ = StackState();
    StackRecord& record = stack_.record;
    record.id = "arn:stack";
    record.name = "stack";
    record.notification_arns = {"arn:topic"};
    record.input.template_body = body;
    auto loaded = cloudformation::LoadTemplate(body);
    if (!loaded.value) return loaded.diagnostics.front().message;
    std::map<std::string, cloudformation::GivenParameter> parameters;
    for (const auto& [name, value] : given) parameters[name] = {value};
    for (const auto& parameter : loaded.value->parameters) {
      if (parameter.no_echo) record.input.no_echo.insert(parameter.name);
    }
    const auto resolved = ResolveInput(*loaded.value, parameters, {}, stored(), record.input);
    if (!resolved) return resolved.error().message;
    auto prepared = PrepareTemplate(record, identity_, stored());
    if (!prepared) return prepared.error().message;
    stack_.prepared = *std::move(prepared);
    return "";
  }

  // The properties of A.
  std::string Evaluated(std::string_view property, std::string_view type = "Custom::X") {
    std::string problem =
        Prepare(Concat("Resources:\n  A:\n    Type: ", type, "\n    Properties:\n      P: ", property));
    if (!problem.empty()) return problem;
    const auto evaluated = EvaluateResource(stack_, "A", identity_, exports_);
    return evaluated ? json::Write(evaluated->properties) : evaluated.error().message;
  }

  StoredValues* stored() { return has_store_ ? &stored_ : nullptr; }

  FakeStoredValues stored_;
  bool has_store_ = true;
  CloudIdentity identity_;
  StackState stack_;
  ExportLookup exports_ = [](std::string_view name) -> Result<std::string> {
    return Error{ErrorCode::kNotFound, Concat("No export named ", name, " found.")};
  };
};

TEST_F(EvaluationTest, ReadsParameterStoreInProperties) {
  EXPECT_EQ(Evaluated("'https://{{resolve:ssm:/host}}:{{resolve:ssm:/port:1}}'"),
            "Unable to fetch parameters [/port:1] from parameter store for this account.");
  EXPECT_EQ(Evaluated("['https://{{resolve:ssm:/host}}/', {a: '{{resolve:ssm:/host:1}}'}]"),
            R"({"P":["https://api.example.com/",{"a":"old"}]})");
  EXPECT_EQ(Evaluated("!Sub '{{resolve:ssm:/${Name}}}'"),
            "Template format error: Unresolved resource dependencies [Name] in the Resources block of the template");
  EXPECT_EQ(Evaluated("!Join ['', ['{{resolve:ssm:', /host, '}}']]"), R"({"P":"api.example.com"})");
  EXPECT_EQ(Evaluated("'{{resolve:ssm:/list}}'"), R"({"P":"a, b"})");
  EXPECT_EQ(Evaluated("'{{resolve:ssm:/secure}}'"), "Non-secure ssm prefix was used for secure parameter /secure");
  EXPECT_EQ(Evaluated("!Sub ['{{resolve:ssm:/host:${v}}}', {v: prod}]"),
            "Incorrect format is used in the following SSM reference: [{{resolve:ssm:/host:prod}}]");
  has_store_ = false;
  EXPECT_EQ(Evaluated("'{{resolve:ssm:/host}}'"),
            "Unable to fetch parameters [/host] from parameter store for this account.");
}

TEST_F(EvaluationTest, LeavesSecureReferencesToCustomResources) {
  const std::string text = "{{resolve:ssm-secure:/secure}}{{resolve:secretsmanager:db:SecretString:password}}";
  EXPECT_EQ(Evaluated(Concat("'", text, "'")), Concat(R"({"P":")", text, R"("})"));
}

TEST_F(EvaluationTest, GivesSecretsToNativeResourcesOnly) {
  const std::string secret = "{{resolve:secretsmanager:db:SecretString:password}}";
  EXPECT_EQ(Evaluated(Concat("'", secret, "'"), "AWS::SSM::Parameter"), Concat(R"({"P":")", secret, R"("})"));
  const auto resolved = ResolveSecrets({{"P", Concat("<", secret, ">")}}, &stored_);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(json::Write(*resolved), R"({"P":"<pw>"})");
  const auto missing = ResolveSecrets({{"P", "{{resolve:secretsmanager:gone}}"}}, &stored_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "Secrets Manager can't find the specified secret.");
  const auto no_key = ResolveSecrets({{"P", "{{resolve:secretsmanager:db:SecretString:x}}"}}, &stored_);
  ASSERT_FALSE(no_key);
  EXPECT_EQ(no_key.error().message, "Could not find a value associated with JSONKey in SecretString");
}

TEST_F(EvaluationTest, RefusesSecureParametersInNativeResources) {
  EXPECT_EQ(Evaluated("{Q: ['{{resolve:ssm-secure:/secure:1}}']}", "AWS::SSM::Parameter"),
            "SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/P/Q/0]");
}

TEST_F(EvaluationTest, TakesParametersFromParameterStore) {
  const std::string body = R"(
Parameters:
  Host: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /host}
  Hidden: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /port, NoEcho: true}
  List: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /list}
Resources: {A: {Type: 'Custom::X', Properties: {H: !Ref Host, P: !Ref Hidden, L: !Ref List}}}
)";
  ASSERT_EQ(Prepare(body), "");
  EXPECT_EQ(stack_.record.input.parameters.at("Host"), "/host");
  EXPECT_EQ(stack_.record.input.stored.at("Host"), "api.example.com");
  const auto evaluated = EvaluateResource(stack_, "A", identity_, exports_);
  ASSERT_TRUE(evaluated);
  EXPECT_EQ(json::Write(evaluated->properties), R"({"H":"api.example.com","P":"443","L":["a","b"]})");
  EXPECT_EQ(evaluated->masked, R"({"H":"api.example.com","P":"****","L":["a","b"]})");
  EXPECT_EQ(Prepare(body, {{"Host", "/gone"}}),
            "Unable to fetch parameters [/gone] from parameter store for this account.");
}

TEST_F(EvaluationTest, RulesSeeWhatIsStored) {
  const std::string body = R"(
Parameters: {BootstrapVersion: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /version}}
Rules:
  CheckBootstrapVersion:
    Assertions:
      - Assert: {Fn::Not: [{Fn::Contains: [['1', '2', '3', '4', '5'], !Ref BootstrapVersion]}]}
        AssertDescription: CDK bootstrap stack version 6 required.
Resources: {A: {Type: 'Custom::X'}}
)";
  EXPECT_EQ(Prepare(body), "Unable to fetch parameters [/version] from parameter store for this account.");
  stored_.parameters["/version"] = {"String", "5"};
  EXPECT_EQ(Prepare(body),
            "Template error: Rule CheckBootstrapVersion failed: CDK bootstrap stack version 6 required.");
  stored_.parameters["/version"] = {"String", "21"};
  EXPECT_EQ(Prepare(body), "");
}

TEST_F(EvaluationTest, PoliciesFollowParameters) {
  const std::string body = R"(
Transform: AWS::LanguageExtensions
Parameters: {Live: {Type: String}}
Conditions: {IsLive: !Equals [!Ref Live, 'yes']}
Resources: {A: {Type: 'Custom::X', DeletionPolicy: !If [IsLive, Retain, Delete]}}
)";
  ASSERT_EQ(Prepare(body, {{"Live", "yes"}}), "");
  EXPECT_EQ(stack_.prepared->active.at("A")->deletion_policy, cloudformation::DeletionPolicy::kRetain);
  ASSERT_EQ(Prepare(body, {{"Live", "no"}}), "");
  EXPECT_EQ(stack_.prepared->active.at("A")->deletion_policy, cloudformation::DeletionPolicy::kDelete);
}

TEST_F(EvaluationTest, PseudoParametersFollowTheStackAndItsRegion) {
  const std::string property =
      "!Join ['|', [!Ref AWS::Partition, !Ref AWS::URLSuffix, !Select [0, !Ref AWS::NotificationARNs]]]";
  EXPECT_EQ(Evaluated(property), R"({"P":"aws|amazonaws.com|arn:topic"})");
  identity_.region = "cn-north-1";
  EXPECT_EQ(Evaluated(property), R"({"P":"aws-cn|amazonaws.com.cn|arn:topic"})");
}

TEST_F(EvaluationTest, RefusesReferencesToWhatIsNotDeployed) {
  EXPECT_EQ(
      Prepare("Conditions: {Isnt: !Equals [a, b]}\n"
              "Resources: {A: {Type: 'Custom::X', Properties: {P: !Ref B}}, B: {Type: 'Custom::X', Condition: Isnt}}"),
      "Template format error: Unresolved resource dependencies [B] in the Resources block of the template");
}

}  // namespace
}  // namespace genesys_cfn::emulator
