// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_permissions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

std::vector<std::string> Names(const std::vector<NeededPermission>& permissions) {
  std::vector<std::string> names;
  for (const NeededPermission& permission : permissions) names.emplace_back(permission.permission);
  return names;
}

// Of a template with one resource.
std::vector<std::string> NeededBy(std::string_view type, std::string_view properties = "{}") {
  const auto loaded = cloudformation::LoadTemplate(
      Concat(R"({"Resources": {"A": {"Type": ")", type, R"(", "Properties": )", properties, "}}}"));
  EXPECT_TRUE(loaded.value);
  return Names(NeededPermissions(&*loaded.value));
}

TEST(DoctorPermissions, AreThoseOfTheTypes) {
  const auto of_action =
      ElementsAre("integrations:action:add", "integrations:action:view", "integrations:action:edit",
                  "integrations:action:delete", "integrations:integration:view", "architect:dependencyTracking:view");
  EXPECT_THAT(Names(NeededPermissions(nullptr)), of_action);
  EXPECT_THAT(NeededBy("Custom::GenesysDataAction"), of_action);
  EXPECT_THAT(NeededBy("Custom::GenesysDataActionLookup"),
              ElementsAre("integrations:action:view", "integrations:integration:view"));
  EXPECT_THAT(NeededBy("Custom::GenesysCustomAuthAction"),
              ElementsAre("integrations:action:view", "integrations:action:edit"));
  EXPECT_THAT(NeededBy("Custom::GenesysCredential"),
              ElementsAre("integrations:integration:view", "integrations:integration:add",
                          "integrations:integration:edit", "integrations:integration:delete"));
  EXPECT_THAT(
      NeededBy("Custom::GenesysIntegration"),
      ElementsAre("integrations:integration:view", "integrations:integration:add", "integrations:integration:edit",
                  "integrations:integration:delete", "integrations:action:view"));
  EXPECT_THAT(NeededBy("Custom::Other"), IsEmpty());
}

TEST(DoctorPermissions, AreThoseOfTheProperties) {
  EXPECT_THAT(NeededBy("Custom::GenesysDataAction", R"({"Publish": "Validated", "Test": []})"),
              IsSupersetOf({"integrations:action:execute"}));
  EXPECT_THAT(NeededBy("Custom::GenesysDataAction", R"({"Function": {}})"),
              IsSupersetOf({"integrations:actionFunction:view", "integrations:actionFunction:edit"}));
}

TEST(DoctorPermissions, AnAnswerTells) {
  const NeededPermission view{"integrations:action:view", "/x"};
  EXPECT_EQ(JudgePermission(view, {200, {}, "{}"}).state, CheckState::kOk);
  EXPECT_EQ(JudgePermission(view, {404, {}, "{}"}).state, CheckState::kOk);
  EXPECT_EQ(JudgePermission(view, {503, {}, "{}"}).state, CheckState::kWarning);
  const Check missing = JudgePermission(view, {403, {}, R"({"code":"missing.permissions","message":"no"})"});
  EXPECT_EQ(missing.state, CheckState::kFailed);
  EXPECT_THAT(missing.remedy, HasSubstr("integrations:action:view"));
  EXPECT_EQ(JudgePermission({"architect:dependencyTracking:view", "/x"}, {403, {}, "{}"}).state, CheckState::kWarning);
}

TEST(DoctorPermissions, TheRolesTellWhatNoReadingCallDoes) {
  genesys::Grants grants{{{"integrations", "action", "add"}}, true};
  const NeededPermission add{"integrations:action:add", ""};
  const NeededPermission remove{"integrations:action:delete", ""};
  EXPECT_EQ(JudgeByRoles(add, grants)->state, CheckState::kOk);
  EXPECT_EQ(JudgeByRoles(remove, grants)->state, CheckState::kFailed);
  EXPECT_EQ(JudgeByRoles({"architect:dependencyTracking:view", ""}, grants)->state, CheckState::kWarning);
  grants.is_complete = false;
  EXPECT_EQ(JudgeByRoles(add, grants)->state, CheckState::kOk);
  EXPECT_EQ(JudgeByRoles(remove, grants), std::nullopt);
}

}  // namespace
}  // namespace genesys_cfn::cli
