// SPDX-License-Identifier: Apache-2.0
// AWS::Lambda::Function and EventInvokeConfig, with a registry that knows its functions.
#include <gmock/gmock.h>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

class KnownFunctions final : public FunctionRegistry {
 public:
  Result<std::string> PutFunction(const FunctionConfiguration& configuration) override {
    functions[configuration.name] = configuration;
    return "arn:" + configuration.name;
  }
  Result<void> DeleteFunction(std::string_view name) override {
    functions.erase(std::string(name));
    return {};
  }
  Result<void> InvokeAsync(std::string_view /*function_arn*/, std::string /*payload*/) override { return {}; }
  [[nodiscard]] std::optional<FunctionConfiguration> FindFunction(std::string_view name) const override {
    const auto found = functions.find(std::string(name));
    return found == functions.end() ? std::nullopt : std::optional(found->second);
  }
  Result<void> SetEventInvoke(std::string_view name, const EventInvokeSettings& settings) override {
    const auto found = functions.find(std::string(name));
    if (found == functions.end()) return Error{ErrorCode::kNotFound, "Function not found"};
    found->second.max_retry_attempts = *settings.max_retry_attempts;
    found->second.max_event_age_seconds = *settings.max_event_age_seconds;
    return {};
  }
  std::map<std::string, FunctionConfiguration> functions;
};

class LambdaTypesTest : public testing::Test {
 protected:
  static NativeResource Function(const std::string& stack = "arn:stack") {
    return {"AWS::Lambda::Function", "demo", stack, "F", "f"};
  }
  static json::Object Properties() {
    return {{"Runtime", "provided.al2023"},
            {"Role", "arn:role"},
            {"Description", "what"},
            {"Code", json::Object{{"S3Bucket", "code"}, {"S3Key", "f.zip"}}}};
  }
  std::unique_ptr<LocalResourceTypes> Types(const std::string& program = "/bin/true") {
    LocalResourceTypesOptions options;
    options.artifacts = {{"code/f.zip", program}};
    return std::make_unique<LocalResourceTypes>(functions_, options);
  }

  KnownFunctions functions_;
  std::unique_ptr<LocalResourceTypes> types_ = Types();
};

TEST_F(LambdaTypesTest, AFunctionOfSomebodyElseIsLeftAlone) {
  ASSERT_TRUE(types_->Create(Function("arn:first"), Properties()).has_value());
  ASSERT_TRUE(types_->Create(Function("arn:first"), Properties()).has_value());
  EXPECT_THAT(types_->Create(Function("arn:second"), Properties()).error().message,
              HasSubstr("Function already exist: f"));
  ASSERT_TRUE(types_->Delete(Function("arn:second"), Properties()).has_value());
  EXPECT_TRUE(functions_.functions.contains("f"));
  ASSERT_TRUE(types_->Delete(Function("arn:first"), Properties()).has_value());
  EXPECT_FALSE(functions_.functions.contains("f"));
}

TEST_F(LambdaTypesTest, SettingsReachTheFunctionAndThoseOfOthersStay) {
  json::Object properties = Properties();
  properties.Set("ReservedConcurrentExecutions", "2");
  ASSERT_TRUE(types_->Create(Function(), properties).has_value());
  FunctionConfiguration& made = functions_.functions.at("f");
  EXPECT_EQ(made.reserved_concurrency, 2);
  EXPECT_EQ(made.role, "arn:role");
  EXPECT_EQ(made.description, "what");
  EXPECT_EQ(made.timeout_seconds, 3);
  const NativeResource config{"AWS::Lambda::EventInvokeConfig", "demo", "arn:stack", "C", "c"};
  const json::Object wanted{{"FunctionName", "arn:aws:lambda:us-east-1:000000000000:function:f"},
                            {"Qualifier", "$LATEST"},
                            {"MaximumRetryAttempts", "0"}};
  ASSERT_TRUE(types_->Create(config, wanted).has_value());
  EXPECT_EQ(made.max_retry_attempts, 0);
  ASSERT_TRUE(types_->Update(Function(), Properties()).has_value());
  EXPECT_EQ(made.max_retry_attempts, 0);
  EXPECT_EQ(made.reserved_concurrency, std::nullopt);
  ASSERT_TRUE(types_->Delete(config, wanted).has_value());
  EXPECT_EQ(made.max_retry_attempts, 2);
  functions_.functions.clear();
  EXPECT_TRUE(types_->Delete(config, wanted).has_value());
  EXPECT_THAT(types_->Create(config, wanted).error().message, HasSubstr("Function not found"));
}

TEST_F(LambdaTypesTest, AVpcNeedsSubnetsAndSecurityGroups) {
  const auto made = [this](json::Array subnets, json::Array groups) {
    json::Object properties = Properties();
    properties.Set("VpcConfig",
                   json::Object{{"SubnetIds", std::move(subnets)}, {"SecurityGroupIds", std::move(groups)}});
    const auto created = types_->Create(Function(), properties);
    return created.has_value() ? std::string() : created.error().message;
  };
  EXPECT_EQ(made({"subnet-1", "subnet-2"}, {"sg-1"}), "");
  EXPECT_EQ(made({}, {}), "");
  EXPECT_THAT(made({"subnet-1"}, {}), HasSubstr("must coexist or be both empty list"));
  EXPECT_THAT(made({}, {"sg-1"}), HasSubstr("must coexist or be both empty list"));
  EXPECT_THAT(made({"subnet-1"}, {""}), HasSubstr("Value '' at 'VpcConfig.SecurityGroupIds'"));
  EXPECT_THAT(made({"sg-1"}, {"sg-1"}), HasSubstr("Value 'sg-1' at 'VpcConfig.SubnetIds'"));
  json::Object properties = Properties();
  properties.Set("VpcConfig", json::Object{{"SubnetIds", "subnet-1"}, {"SecurityGroupIds", json::Array{"sg-1"}}});
  EXPECT_THAT(types_->Create(Function(), properties).error().message, HasSubstr("must be a list"));
}

TEST_F(LambdaTypesTest, ARestartMovesTheProgramAndKeepsWhatWasChangedSince) {
  ASSERT_TRUE(types_->Create(Function(), Properties()).has_value());
  functions_.functions.at("f").timeout_seconds = 99;
  ASSERT_TRUE(Types("/bin/false")->Restore(Function(), Properties()).has_value());
  EXPECT_EQ(functions_.functions.at("f").executable, "/bin/false");
  EXPECT_EQ(functions_.functions.at("f").timeout_seconds, 99);
  functions_.functions.clear();
  ASSERT_TRUE(types_->Restore(Function(), Properties()).has_value());
  EXPECT_TRUE(functions_.functions.contains("f"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
