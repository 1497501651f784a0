// SPDX-License-Identifier: Apache-2.0
#include "definition/mask_values.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "definition/normalise.h"

namespace genesys_cfn::definition {
namespace {

DataAction Action() {
  DataAction action;
  action.name = "Look up case";
  action.config = {{"request", json::Object{{"headers", json::Object{{"Authorization", "Bearer hunter2-token"}}},
                                            {"requestType", "POST"},
                                            {"requestTemplate", "gr\xC3\xBC\xC3\x9F\xC3\x9F\xC3\x9F"}}},
                   {"timeoutSeconds", json::Number{"31415"}}};
  action.contract = {{"input", json::Array{json::Value("inner-value")}}};
  return action;
}

TEST(MaskValues, TakesOutWhatStandsInTheDefinition) {
  const std::pair<const char*, const char*> cases[] = {
      {"HTTP 400: invalid header hunter2-token (id 5)", "HTTP 400: invalid head*** (id 5)"},
      {"unter2-tok", "***"},
      {"'inner-value' is wrong", "'***' is wrong"},
      {"timeoutSeconds is 31415", "timeoutSeconds is ***"},
      {"POST failed, POSTED not", "*** failed, POSTED not"},
      {"the name Look up case is taken", "the name *** is taken"},
      {"nothing of it", "nothing of it"},
      {"", ""},
  };
  for (const auto& [message, expected] : cases) EXPECT_EQ(MaskValues(message, Action()), expected);
}

TEST(MaskValues, LeavesNoHalfCharacters) {
  const std::string masked = MaskValues("x gr\xC3\xBC\xC3\x9F\xC3\x9F\xC3\xA4 y", Action());
  EXPECT_TRUE(IsValidUtf8(masked));
  EXPECT_EQ(masked.find("gr"), std::string::npos);
}

TEST(MaskValues, DifferencesCanBeDescribedWithoutValues) {
  const std::vector<FieldDifference> differences = {{"config.request.requestType", "\"GET\"", "\"PUT\""},
                                                    {"config.timeoutSeconds", "5", "(none)"}};
  EXPECT_EQ(Describe(differences, 1000, ShowValues::kNo),
            "config.request.requestType: *** -> ***; config.timeoutSeconds: *** -> (none)");
}

}  // namespace
}  // namespace genesys_cfn::definition
