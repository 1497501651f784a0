// SPDX-License-Identifier: Apache-2.0
#include "provider/deletion_wishes.h"

#include <gtest/gtest.h>

namespace genesys_cfn::provider {
namespace {

TEST(DeletionWishes, NothingSaidIsTheCarefulWay) {
  const DeletionWishes wishes = DeletionWishesOf({});
  EXPECT_TRUE(wishes.tagged);
  EXPECT_FALSE(wishes.delete_when_used);
  EXPECT_EQ(wishes.adopt_action_id, std::nullopt);
  EXPECT_FALSE(wishes.delete_adopted);
  EXPECT_EQ(wishes.integration_id, "");
  EXPECT_EQ(wishes.integration_name, "");
}

TEST(DeletionWishes, EverythingSaid) {
  const DeletionWishes wishes = DeletionWishesOf({{"OwnershipTag", "Disabled"},
                                                  {"DeleteWhenUsed", "Allow"},
                                                  {"AdoptActionId", "custom_-_1"},
                                                  {"OnDelete", "Delete"},
                                                  {"IntegrationName", "Web"}});
  EXPECT_FALSE(wishes.tagged);
  EXPECT_TRUE(wishes.delete_when_used);
  EXPECT_EQ(wishes.adopt_action_id, "custom_-_1");
  EXPECT_TRUE(wishes.delete_adopted);
  EXPECT_EQ(wishes.integration_name, "Web");
}

TEST(DeletionWishes, WhatCannotBeReadIsAsIfItWasNotThere) {
  const json::Object strange = {{"OwnershipTag", json::Array{"Disabled"}},
                                {"DeleteWhenUsed", "allow"},
                                {"AdoptActionId", json::Object{}},
                                {"OnDelete", true},
                                {"IntegrationId", 7},
                                {"Definition", "{no json"},
                                {"OfTheFuture", "x"}};
  const DeletionWishes wishes = DeletionWishesOf(strange);
  EXPECT_TRUE(wishes.tagged);
  EXPECT_FALSE(wishes.delete_when_used);
  EXPECT_EQ(wishes.adopt_action_id, std::nullopt);
  EXPECT_FALSE(wishes.delete_adopted);
  EXPECT_EQ(wishes.integration_id, "");
}

TEST(DeletionWishes, TheDefinitionsIntegrationCountsWhenNoPropertyNamesOne) {
  const json::Object definition = {{"integrationId", "in-definition"}};
  EXPECT_EQ(DeletionWishesOf({{"Definition", definition}}).integration_id, "in-definition");
  EXPECT_EQ(DeletionWishesOf({{"DataAction", definition}}).integration_id, "in-definition");
  EXPECT_EQ(DeletionWishesOf({{"Definition", definition}, {"IntegrationId", "own"}}).integration_id, "own");
  EXPECT_EQ(DeletionWishesOf({{"Definition", definition}, {"IntegrationName", "Web"}}).integration_id, "");
}

TEST(DeletionWishes, TheDefinitionMayBeAString) {
  const char* text = R"({"integrationId":"in-definition"})";
  EXPECT_EQ(DeletionWishesOf({{"Definition", text}}).integration_id, "in-definition");
  EXPECT_EQ(DeletionWishesOf({{"DataActionPayload", text}}).integration_id, "in-definition");
}

// Else a Delete of an action that is gone would look for an integration of the name "@{Web}", and not find it.
TEST(DeletionWishes, TheDefinitionsIntegrationMayBeSubstituted) {
  const json::Object substitutions = {{"Web", "in-substitutions"}, {"Other", "x"}};
  for (const json::Value& definition :
       {json::Value(json::Object{{"integrationId", "@{Web}"}}), json::Value(R"({"integrationId":"@{Web}"})")}) {
    EXPECT_EQ(DeletionWishesOf({{"Definition", definition}, {"Substitutions", substitutions}}).integration_id,
              "in-substitutions");
  }
}

}  // namespace
}  // namespace genesys_cfn::provider
