// SPDX-License-Identifier: Apache-2.0
#include "cli/orphan_search.h"

#include <gtest/gtest.h>

#include "cli/recorded_stack.h"

namespace genesys_cfn::cli {
namespace {

constexpr const char* kStack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1";

aws::StackResource Resource(const std::string& logical_id, const std::string& physical_id, const std::string& status) {
  return {logical_id, physical_id, std::string(kDataActionType), status, "", ""};
}

definition::OwnershipTag TagOf(const std::string& logical_id) {
  return {definition::TagDigest("111122223333\neu-west-1"),
          definition::TagDigest(std::string(kStack) + "\n" + logical_id), "0", "67748580"};
}

TEST(StackBook, KnowsWhatStacksHave) {
  StackBook book;
  book.AddStack({kStack, "demo", "UPDATE_COMPLETE"},
                {Resource("A", "a", "CREATE_COMPLETE"), Resource("B", "b", "DELETE_COMPLETE")});
  ASSERT_NE(book.RecordedBy("a"), nullptr);
  EXPECT_EQ(*book.RecordedBy("a"), "demo.A");
  EXPECT_EQ(book.RecordedBy("b"), nullptr);
  EXPECT_TRUE(book.IsOfThisScope(TagOf("A")));
  EXPECT_FALSE(book.IsOfThisScope({"0123456789abcdef", "", "", ""}));
}

TEST(StackBook, AStackThatIsGoneHasNothing) {
  StackBook book;
  book.AddStack({kStack, "demo", "DELETE_COMPLETE"},
                {Resource("A", "a", "DELETE_SKIPPED"), Resource("B", "b", "DELETE_FAILED")});
  EXPECT_EQ(book.RecordedBy("b"), nullptr);
  EXPECT_EQ(book.Judge("a", "", TagOf("A")).kind, OrphanKind::kRetained);
  const Orphan orphan = book.Judge("b", "name", TagOf("B"));
  EXPECT_EQ(orphan.kind, OrphanKind::kOrphan);
  EXPECT_EQ(orphan.stack_name, "demo");
  EXPECT_EQ(orphan.logical_id, "B");
  EXPECT_EQ(orphan.created, FromEpochMilliseconds(int64_t{0x67748580} * 1'000));
}

TEST(StackBook, EventsTellOfResourcesThatTheTemplateHadBefore) {
  StackBook book;
  book.AddStack({kStack, "demo", "UPDATE_COMPLETE"}, {});
  EXPECT_EQ(book.Judge("a", "", TagOf("A")).stack_name, "");
  aws::StackEvent event;
  event.logical_id = "A";
  event.physical_id = "a";
  event.resource_type = kDataActionType;
  event.status = "DELETE_SKIPPED";
  book.AddEvents({kStack, "demo", "UPDATE_COMPLETE"}, {event});
  EXPECT_EQ(book.Judge("a", "", TagOf("A")).kind, OrphanKind::kRetained);
  EXPECT_EQ(book.Judge("other", "", TagOf("A")).kind, OrphanKind::kOrphan);
  EXPECT_EQ(book.Judge("other", "", TagOf("A")).logical_id, "A");
}

TEST(StackBook, WhatIsBeingChangedIsNotSettled) {
  StackBook book;
  book.AddStack({kStack, "demo", "UPDATE_IN_PROGRESS"}, {Resource("A", "a", "UPDATE_IN_PROGRESS")});
  EXPECT_EQ(book.Judge("new", "", TagOf("A")).kind, OrphanKind::kInProgress);
}

TEST(StackBook, ATimeThatIsNoneIsLeftOut) {
  StackBook book;
  definition::OwnershipTag tag = TagOf("A");
  tag.time = "ffffffffffffffff";
  EXPECT_FALSE(book.Judge("a", "", tag).created);
}

TEST(StackBook, WhatALookUpFindsIsNotItsStacks) {
  StackBook book;
  book.AddStack({kStack, "demo", "CREATE_COMPLETE"},
                {{"Same", "a", "Custom::GenesysDataActionLookup", "CREATE_COMPLETE", "", ""}});
  EXPECT_EQ(book.RecordedBy("a"), nullptr);
  EXPECT_EQ(book.LookedUpBy("a"), std::vector<std::string>{"demo.Same"});
  EXPECT_TRUE(book.LookedUpBy("b").empty());
}

TEST(StackBook, IntegrationsAndCredentialsAreKnownByTheirTags) {
  StackBook book;
  book.AddStack({kStack, "demo", "UPDATE_COMPLETE"},
                {{"Crm", "i1", "Custom::GenesysIntegration", "DELETE_SKIPPED", "", ""}});
  aws::StackEvent event;
  event.logical_id = "Login";
  event.resource_type = "Custom::GenesysCredential";
  book.AddEvents({kStack, "demo", "UPDATE_COMPLETE"}, {event});
  EXPECT_EQ(book.Judge("i1", "", TagOf("Crm")).kind, OrphanKind::kRetained);
  EXPECT_EQ(book.Judge("c1", "", TagOf("Login")).logical_id, "Login");
}

}  // namespace
}  // namespace genesys_cfn::cli
