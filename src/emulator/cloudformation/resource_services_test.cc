// SPDX-License-Identifier: Apache-2.0
// The native types by themselves: names, checks, attributes, and what they ask of the other services.
#include <gmock/gmock.h>

#include "base/text.h"
#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class FakeSecrets final : public SecretResources {
 public:
  Result<void> Put(const WantedSecret& secret, std::string_view owner) override {
    if (taken) return Error{ErrorCode::kConflict, "exists"};
    put = secret;
    owners.emplace_back(owner);
    return {};
  }
  Result<void> Delete(std::string_view arn, std::string_view /*owner*/) override {
    deleted = arn;
    return {};
  }
  bool taken = false;
  WantedSecret put;
  std::vector<std::string> owners;
  std::string deleted;
};

class FakeParameters final : public ParameterResources {
 public:
  Result<void> Put(const WantedParameter& parameter, std::string_view /*owner*/) override {
    if (taken) return Error{ErrorCode::kConflict, "exists"};
    put = parameter;
    return {};
  }
  Result<void> Delete(std::string_view name, std::string_view /*owner*/) override {
    deleted = name;
    return {};
  }
  bool taken = false;
  WantedParameter put;
  std::string deleted;
};

class FakeBuckets final : public BucketResources {
 public:
  Result<void> Make(std::string_view bucket, Versions wanted, std::string_view /*owner*/) override {
    made = bucket;
    versions = wanted;
    return {};
  }
  Result<void> Delete(std::string_view /*bucket*/, std::string_view /*owner*/) override {
    return Error{ErrorCode::kConflict, "objects"};
  }
  std::string made;
  Versions versions = Versions::kNone;
};

class NativeTypesTest : public testing::Test {
 protected:
  static NativeResource Resource(const std::string& type, const std::string& id = "demo-R-x") {
    return {type, "demo", "arn:stack", "R", id};
  }
  std::string NewId(const std::string& type, const json::Object& properties) {
    const auto id = types_.NewPhysicalId(Resource(type), properties, random_);
    return id.has_value() ? *id : id.error().message;
  }
  std::string Attribute(const std::string& type, const json::Object& properties, std::string_view name) {
    const auto id = types_.NewPhysicalId(Resource(type), properties, random_);
    if (!id.has_value()) return id.error().message;
    const auto attributes = types_.Create(Resource(type, *id), properties);
    if (!attributes.has_value()) return attributes.error().message;
    const json::Value* value = attributes->Find(name);
    return value == nullptr ? "absent" : json::Write(*value);
  }

  SeededRandom random_{1};
  FakeFunctions functions_;
  FakeSecrets secrets_;
  FakeParameters parameters_;
  FakeBuckets buckets_;
  LocalResourceTypes types_{functions_,
                            {.identity = {},
                             .artifacts = {{"code/f.zip", "/bin/true"}},
                             .function_environment = {},
                             .services = {&secrets_, &parameters_, &buckets_, nullptr, &random_}}};
};

TEST_F(NativeTypesTest, GeneratedIdsHaveTheFormOfTheirService) {
  EXPECT_THAT(NewId("AWS::S3::Bucket", {}), MatchesRegex("demo-r-[a-z0-9]{12}"));
  EXPECT_THAT(NewId("AWS::SQS::Queue", {}),
              MatchesRegex("https://sqs.us-east-1.amazonaws.com/000000000000/demo-R-[A-Za-z0-9]{12}"));
  EXPECT_THAT(NewId("AWS::SecretsManager::Secret", {}),
              MatchesRegex("arn:aws:secretsmanager:us-east-1:000000000000:secret:R-[A-Za-z0-9]{12}-[A-Za-z0-9]{6}"));
  EXPECT_THAT(NewId("AWS::SSM::Parameter", {{"Type", "String"}, {"Value", "v"}}),
              MatchesRegex("CFN-R-[A-Za-z0-9]{12}"));
  EXPECT_THAT(NewId("AWS::IAM::Policy", {{"PolicyName", "p"}, {"PolicyDocument", json::Object{}}}),
              MatchesRegex("demo-R-[A-Z0-9]{13}"));
  EXPECT_THAT(NewId("AWS::IAM::ManagedPolicy", {{"PolicyDocument", json::Object{}}}),
              MatchesRegex("arn:aws:iam::000000000000:policy/demo-R-[A-Za-z0-9]{12}"));
  const NativeResource long_name{"AWS::S3::Bucket", std::string(90, 's'), "arn", "R", ""};
  EXPECT_EQ(types_.NewPhysicalId(long_name, {}, random_)->size(), 63U);
}

TEST_F(NativeTypesTest, AttributesAreThoseOfTheService) {
  EXPECT_EQ(Attribute("AWS::S3::Bucket", {{"BucketName", "files"}}, "Arn"), "\"arn:aws:s3:::files\"");
  EXPECT_EQ(Attribute("AWS::S3::Bucket", {{"BucketName", "files"}}, "RegionalDomainName"),
            "\"files.s3.us-east-1.amazonaws.com\"");
  EXPECT_EQ(Attribute("AWS::SQS::Queue", {{"QueueName", "q"}}, "Arn"), "\"arn:aws:sqs:us-east-1:000000000000:q\"");
  EXPECT_EQ(Attribute("AWS::SQS::Queue", {{"QueueName", "q"}}, "QueueName"), "\"q\"");
  const json::Object alarm{
      {"AlarmName", "a"}, {"ComparisonOperator", "GreaterThanThreshold"}, {"EvaluationPeriods", "1"}};
  EXPECT_EQ(Attribute("AWS::CloudWatch::Alarm", alarm, "Arn"), "\"arn:aws:cloudwatch:us-east-1:000000000000:alarm:a\"");
  const json::Object role{{"RoleName", "r"}, {"Path", "/app/"}, {"AssumeRolePolicyDocument", json::Object{}}};
  EXPECT_EQ(Attribute("AWS::IAM::Role", role, "Arn"), "\"arn:aws:iam::000000000000:role/app/r\"");
  EXPECT_EQ(Attribute("AWS::Logs::LogGroup", {{"LogGroupName", "/a"}}, "Arn"),
            "\"arn:aws:logs:us-east-1:000000000000:log-group:/a:*\"");
  EXPECT_EQ(Attribute("AWS::SSM::Parameter", {{"Type", "StringList"}, {"Value", "a,b"}}, "Value"), "\"a,b\"");
}

TEST_F(NativeTypesTest, MissingUnknownAndMisshapenPropertiesAreNamed) {
  EXPECT_EQ(NewId("AWS::SSM::Parameter", {{"Typ", "String"}, {"Value", json::Array{}}}),
            "Properties validation failed for resource R with message:\n#: required key [Type] not found\n"
            "#: extraneous key [Typ] is not permitted\n#/Value: expected type: String, found: JSONArray");
  EXPECT_THAT(NewId("AWS::Lambda::Function", {}), HasSubstr("required key [Role] not found"));
  EXPECT_THAT(NewId("AWS::SQS::Queue", {{"DelaySeconds", "soon"}}),
              HasSubstr("#/DelaySeconds: expected type: Integer"));
  EXPECT_THAT(Attribute("AWS::IAM::Role",
                        {{"AssumeRolePolicyDocument", json::Object{}},
                         {"Policies", json::Array{json::Object{{"PolicyName", "p"}}}}},
                        "Arn"),
              HasSubstr("#/Policies: required key [PolicyDocument] not found"));
  EXPECT_FALSE(types_.Update(Resource("AWS::SQS::Queue"), {{"Unknown", 1}}).has_value());
}

TEST_F(NativeTypesTest, NamesReplaceAndSettingsDoNot) {
  EXPECT_TRUE(types_.NeedsReplacement("AWS::S3::Bucket", {{"BucketName", "a"}}, {{"BucketName", "b"}}));
  EXPECT_TRUE(types_.NeedsReplacement("AWS::SecretsManager::Secret", {}, {{"Name", "b"}}));
  EXPECT_FALSE(types_.NeedsReplacement("AWS::SSM::Parameter", {{"Value", "a"}}, {{"Value", "b"}}));
  EXPECT_TRUE(types_.NeedsReplacement("AWS::IAM::ManagedPolicy", {{"Description", "a"}}, {{"Description", "b"}}));
}

TEST_F(NativeTypesTest, CapabilitiesOfIam) {
  EXPECT_EQ(types_.RequiredCapability("AWS::IAM::Policy", {{"PolicyName", "p"}}), "CAPABILITY_IAM");
  EXPECT_EQ(types_.RequiredCapability("AWS::IAM::ManagedPolicy", {{"ManagedPolicyName", "p"}}), "CAPABILITY_NAMED_IAM");
  EXPECT_EQ(types_.RequiredCapability("AWS::IAM::Group", {}), "CAPABILITY_IAM");
  EXPECT_EQ(types_.RequiredCapability("AWS::S3::Bucket", {}), "");
}

TEST_F(NativeTypesTest, ASecretHasItsTextOrAPasswordAfterTheRules) {
  const json::Object named{{"Name", "app/key"}, {"SecretString", "s3cret"}, {"Description", "what"}};
  const std::string arn = NewId("AWS::SecretsManager::Secret", named);
  const NativeResource resource = Resource("AWS::SecretsManager::Secret", arn);
  EXPECT_EQ(*types_.Create(resource, named)->Find("Id"), json::Value(arn));
  EXPECT_EQ(secrets_.put.name, "app/key");
  EXPECT_EQ(secrets_.put.arn, arn);
  EXPECT_EQ(secrets_.put.value, "s3cret");
  EXPECT_EQ(secrets_.put.description, "what");
  EXPECT_EQ(secrets_.owners.back(), "arn:stack/R");
  EXPECT_THAT(secrets_.put.value_source, testing::Not(HasSubstr("s3cret")));

  const json::Object rules{{"PasswordLength", 12},
                           {"ExcludePunctuation", true},
                           {"ExcludeUppercase", "true"},
                           {"ExcludeCharacters", "abc"},
                           {"SecretStringTemplate", R"({"user":"u"})"},
                           {"GenerateStringKey", "password"}};
  ASSERT_TRUE(types_.Create(resource, {{"GenerateSecretString", rules}}).has_value());
  EXPECT_THAT(secrets_.put.value, MatchesRegex(R"(\{"user":"u","password":"[d-z0-9]{12}"\})"));
  const std::string source = secrets_.put.value_source;
  ASSERT_TRUE(types_.Update(resource, {{"Description", "other"}, {"GenerateSecretString", rules}}).has_value());
  EXPECT_EQ(secrets_.put.value_source, source);
  ASSERT_TRUE(types_.Create(resource, {}).has_value());
  EXPECT_EQ(secrets_.put.value.size(), 32U);

  ASSERT_TRUE(types_.Delete(resource, {}).has_value());
  EXPECT_EQ(secrets_.deleted, arn);
}

TEST_F(NativeTypesTest, WrongSecretsAreRefused) {
  const NativeResource resource = Resource("AWS::SecretsManager::Secret", "arn:aws:secretsmanager:r:a:secret:n-abcdef");
  const auto refusal = [&](const json::Object& properties) {
    return types_.Create(resource, properties).error().message;
  };
  EXPECT_THAT(refusal({{"SecretString", "a"}, {"GenerateSecretString", json::Object{}}}),
              HasSubstr("both SecretString and GenerateSecretString"));
  EXPECT_THAT(refusal({{"GenerateSecretString", json::Object{{"PasswordLength", 2}}}}), HasSubstr("too short"));
  EXPECT_THAT(refusal({{"GenerateSecretString", json::Object{{"GenerateStringKey", "k"}}}}), HasSubstr("together"));
  secrets_.taken = true;
  EXPECT_EQ(refusal({{"SecretString", "a"}}),
            "Resource handler returned message: \"The operation failed because the secret n already exists. (Service: "
            "SecretsManager, Status Code: 400)\" (HandlerErrorCode: AlreadyExists)");
}

TEST_F(NativeTypesTest, ParametersAndBuckets) {
  const NativeResource parameter = Resource("AWS::SSM::Parameter", "/app/key");
  ASSERT_TRUE(types_.Create(parameter, {{"Type", "String"}, {"Value", 5}}).has_value());
  EXPECT_EQ(parameters_.put.name, "/app/key");
  EXPECT_EQ(parameters_.put.value, "5");
  EXPECT_THAT(types_.Create(parameter, {{"Type", "SecureString"}, {"Value", "x"}}).error().message,
              HasSubstr("SecureString is not a valid enum value"));
  ASSERT_TRUE(types_.Delete(parameter, {}).has_value());
  EXPECT_EQ(parameters_.deleted, "/app/key");
  EXPECT_THAT(types_.Create(Resource("AWS::S3::Bucket", "Not_Valid"), {}).error().message,
              HasSubstr("The specified bucket is not valid."));
  ASSERT_TRUE(types_.Create(Resource("AWS::S3::Bucket", "files"), {}).has_value());
  EXPECT_EQ(buckets_.made, "files");
  EXPECT_EQ(buckets_.versions, BucketResources::Versions::kNone);
  ASSERT_TRUE(types_
                  .Update(Resource("AWS::S3::Bucket", "files"),
                          {{"VersioningConfiguration", json::Object{{"Status", "Enabled"}}}})
                  .has_value());
  EXPECT_EQ(buckets_.versions, BucketResources::Versions::kKept);
  EXPECT_THAT(types_.Delete(Resource("AWS::S3::Bucket", "files"), {}).error().message,
              HasSubstr("The bucket you tried to delete is not empty"));
}

TEST_F(NativeTypesTest, WithoutAServiceItsTypesSaySo) {
  LocalResourceTypes alone(functions_, {});
  EXPECT_THAT(alone.Create(Resource("AWS::S3::Bucket", "files"), {}).error().message, HasSubstr("there is no S3 here"));
}

TEST_F(NativeTypesTest, AnotherTypeIsAStandIn) {
  EXPECT_FALSE(types_.Knows("AWS::EC2::VPC"));
  EXPECT_EQ(types_.StandInNote("AWS::S3::Bucket"), "");
  EXPECT_THAT(types_.StandInNote("AWS::EC2::VPC"), HasSubstr("Stand-in: the local cloud does not offer AWS::EC2::VPC"));
  const auto attributes = types_.Create(Resource("AWS::EC2::VPC"), {{"CidrBlock", "10.0.0.0/16"}});
  EXPECT_EQ(StandInAttribute(*attributes, "VpcId"), "stand-in:AWS::EC2::VPC:VpcId");
  EXPECT_EQ(StandInAttribute({{"Arn", "x"}}, "VpcId"), std::nullopt);
}

class StandInStackTest : public TestCloud {};

TEST_F(StandInStackTest, TheCapabilityAcceptsAnyTypeAndTheStatusSaysSo) {
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = R"({"Resources":{"V":{"Type":"AWS::EC2::VPC"}},
      "Outputs":{"Ref":{"Value":{"Ref":"V"}},"Id":{"Value":{"Fn::GetAtt":["V","VpcId"]}}}})";
  EXPECT_FALSE(engine->CreateStack(request).has_value());
  request.capabilities = {std::string(kAllowUnsupported)};
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  const StackDescription stack = engine->DescribeStack("demo").value();
  EXPECT_EQ(stack.status, StackStatus::kCreateComplete);
  EXPECT_THAT(stack.outputs[0].value, MatchesRegex("demo-V-[A-Za-z0-9]{12}"));
  EXPECT_EQ(stack.outputs[1].value, "stand-in:AWS::EC2::VPC:VpcId");
  EXPECT_THAT(engine->DescribeResources("demo")->at(0).status_reason, HasSubstr("Stand-in"));
  Restart();
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_EQ(Status(stack.id), "DELETE_COMPLETE");
}

}  // namespace
}  // namespace genesys_cfn::emulator
