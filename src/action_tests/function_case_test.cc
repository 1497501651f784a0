// SPDX-License-Identifier: Apache-2.0
// Cases that call a function: what it gets, and what comes of its answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "action_runtime/function_call.h"
#include "action_tests/test_support.h"

namespace genesys_cfn::action_tests {
namespace {

using testing::HasSubstr;

constexpr char kDefinition[] = R"json({
  "name": "Score",
  "config": {
    "request": {"requestType": "POST", "headers": {"x-key": "k-${input.level}"},
                "requestTemplate": "{\"level\": ${input.level}}"},
    "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}
  },
  "contract": {
    "input": {"inputSchema": {"type": "object", "properties": {"level": {"type": "integer"}}}},
    "output": {"successSchema": {"type": "object", "properties": {"score": {"type": "number"}}}}
  }
})json";
constexpr char kTemplate[] = R"json({"Resources": {"Score": {"Type": "Custom::GenesysDataAction", "Properties": {
  "ServiceToken": "t", "Name": "Score", "Category": "c", "IntegrationId": "i", "Definition": {
    "config": {"request": {"requestType": "POST", "headers": {}, "requestTemplate": "${input.rawRequest}"},
               "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
    "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                 "output": {"successSchema": {"type": "object", "properties": {}}}}},
  "Function": {"Zip": {"Bucket": "packages", "Key": "k"}, "Handler": "src/a.b", "Runtime": "nodejs22.x",
               "TimeoutSeconds": 3}}}}})json";

struct Call {
  FunctionCode code;
  action_runtime::OutgoingRequest request;
};

class FunctionCase : public testing::Test {
 protected:
  FileResult Run(const std::string& test) {
    files_["dir/score.json"] = kDefinition;
    files_["dir/template.json"] = kTemplate;
    const auto call = [this](const FunctionCode& code, const action_runtime::OutgoingRequest& request) {
      calls_.push_back({code, request});
      return answer_;
    };
    return RunTestFile("dir/score.test.yaml", test, nullptr, ReaderOf(files_), call);
  }
  static std::string FirstFailure(const FileResult& result) {
    if (!result.diagnostics.empty()) return Lines(result.diagnostics);
    return DescribeFailure(result.cases.at(0), "", Colour::kOff);
  }

  Files files_;
  std::vector<Call> calls_;
  CannedResponse answer_ = action_runtime::FunctionReturned(R"({"score":0.5})");
};

constexpr char kHead[] = "function: {code: score, handler: src/index.handler, timeoutSeconds: 4}\ncases:\n";

TEST_F(FunctionCase, ACaseWithoutAResponseCallsIt) {
  const FileResult result = Run(Concat(kHead, "- {name: a, inputs: {level: 2}, output: {score: 0.5}}\n"));
  EXPECT_EQ(FirstFailure(result), "");
  ASSERT_EQ(calls_.size(), 1u);
  EXPECT_EQ(calls_[0].code.path, "dir/score");
  EXPECT_EQ(calls_[0].code.handler, "src/index.handler");
  EXPECT_EQ(calls_[0].code.timeout_seconds, 4);
  EXPECT_EQ(calls_[0].request.body, R"({"level": 2})");
  EXPECT_EQ(calls_[0].request.headers.at(0).second, "k-2");
  EXPECT_TRUE(result.coverage->complete());
}

TEST_F(FunctionCase, NothingIsCalledForAResponseOrForTheRequestAlone) {
  const FileResult result =
      Run(Concat(kHead, "- {name: a, inputs: {level: 2}, response: {body: {score: 7}}, output: {score: 7}}\n",
                 "- {name: b, inputs: {level: 2}, request: {body: {level: 2}}}\n"));
  EXPECT_EQ(FirstFailure(result), "");
  EXPECT_TRUE(calls_.empty());
}

TEST_F(FunctionCase, ItsFailuresAreErrorsOfTheAction) {
  answer_ = action_runtime::FunctionFailed("TypeError: x");
  EXPECT_EQ(FirstFailure(Run(Concat(kHead,
                                    "- {name: a, error: {at: send, status: 500, code: internal.server.error, "
                                    "message: 'the function failed: TypeError: x'}}\n"))),
            "");
  answer_ = action_runtime::RemoteFailure{"", true};
  EXPECT_EQ(FirstFailure(Run(Concat(kHead, "- {name: a, error: {status: 504, message: within 4 seconds}}\n"))), "");
  answer_ = action_runtime::FunctionReturned(R"({"score":"high"})");
  EXPECT_THAT(FirstFailure(Run(Concat(kHead, "- {name: a, output: {score: 1}}\n"))),
              HasSubstr("/score must be of type number"));
  answer_ = action_runtime::FunctionReturned(R"({"score":1})");
  EXPECT_THAT(FirstFailure(Run(Concat(kHead, "- {name: a, error: x}\n"))), HasSubstr("the output is"));
}

TEST_F(FunctionCase, ATemplateHasTheSettings) {
  EXPECT_EQ(FirstFailure(Run("template: template.json\nfunction: {code: ../zip/score.zip}\ncases:\n"
                             "- {name: a, output: {score: 0.5}}\n")),
            "");
  EXPECT_EQ(calls_.at(0).code.path, "zip/score.zip");
  EXPECT_EQ(calls_.at(0).code.handler, "src/a.b");
  EXPECT_EQ(calls_.at(0).code.timeout_seconds, 3);
}

TEST_F(FunctionCase, MistakesAreNamed) {
  const std::string cases = "\ncases: [{name: a, output: {}}]\n";
  EXPECT_THAT(FirstFailure(Run("function: {code: score}" + cases)), HasSubstr("1:11: the function has no handler"));
  EXPECT_THAT(FirstFailure(Run("function: {handler: a.b}" + cases)), HasSubstr("the function has no code"));
  EXPECT_THAT(FirstFailure(Run("integration: custom-rest-actions\nfunction: {code: score, handler: a.b}" + cases)),
              HasSubstr("2:1: the integration is no function-data-actions"));
  EXPECT_THAT(FirstFailure(Run("integration: function-data-actions" + cases)), HasSubstr("needs a response"));
  const auto without =
      RunTestFile("dir/score.test.yaml", Concat(kHead, "- {name: a, output: {}}\n"), nullptr, ReaderOf(files_));
  EXPECT_THAT(Lines(without.diagnostics), HasSubstr("functions cannot be run here"));
}

}  // namespace
}  // namespace genesys_cfn::action_tests
