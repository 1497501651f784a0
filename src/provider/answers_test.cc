// SPDX-License-Identifier: Apache-2.0
#include "provider/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "custom_resource/physical_id.h"
#include "definition/ownership_tag.h"
#include "json/parse.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::MarkerKind;
using custom_resource::Request;
using custom_resource::RequestType;
using ::testing::ElementsAre;
using ::testing::Pair;

Request MakeRequest(RequestType type, std::string request_id, std::optional<std::string> physical_id = std::nullopt) {
  Request request;
  request.type = type;
  request.address.stack_id = "arn:stack";
  request.address.logical_id = "Action";
  request.address.request_id = std::move(request_id);
  request.address.physical_id = std::move(physical_id);
  return request;
}

Request MakeUpdate(std::string request_id, std::string physical_id, const char* wanted, const char* old) {
  Request request = MakeRequest(RequestType::kUpdate, std::move(request_id), std::move(physical_id));
  request.properties = *json::Parse(wanted)->AsObject();
  request.old_properties = *json::Parse(old)->AsObject();
  return request;
}

TEST(CreationDigest, OfACreateIsThatOfItsRequestId) {
  const Request first = MakeRequest(RequestType::kCreate, "one");
  Request other_properties = first;
  other_properties.properties = {{"Name", "x"}};
  EXPECT_EQ(CreationDigest(first), definition::TagDigest("one"));
  EXPECT_EQ(CreationDigest(first), CreationDigest(other_properties));
  EXPECT_NE(CreationDigest(first), CreationDigest(MakeRequest(RequestType::kCreate, "two")));
}

TEST(CreationDigest, TheUpdateThatRollsBackNamesWhatTheUndoneOneMade) {
  const Request forward = MakeUpdate("one", "custom_-_1", R"({"Name":"new"})", R"({"Name":"old"})");
  const Request back = MakeUpdate("two", "custom_-_1", R"({"Name":"old"})", R"({"Name":"new"})");
  EXPECT_EQ(UndoneCreationDigest(back), CreationDigest(forward));
  EXPECT_NE(CreationDigest(back), CreationDigest(forward));
  // And the other way round: which of the two rolls back is not in the event (StillWanted tells).
  EXPECT_EQ(UndoneCreationDigest(forward), CreationDigest(back));
}

TEST(CreationDigest, OfAnUpdateIsThatOfItsRepetitionAndOfItsRetry) {
  const Request first = MakeUpdate("one", "custom_-_1", R"({"Name":"new"})", R"({"Name":"old"})");
  const Request retry = MakeUpdate("two", "custom_-_1", R"({"Name":"new"})", R"({"Name":"older"})");
  EXPECT_EQ(CreationDigest(first), CreationDigest(retry));
}

TEST(CreationDigest, OfAnUpdateIsOfNoOtherIdAndNoOtherProperties) {
  const Request update = MakeUpdate("one", "custom_-_1", R"({"Name":"new"})", "{}");
  EXPECT_NE(CreationDigest(update), CreationDigest(MakeUpdate("one", "custom_-_2", R"({"Name":"new"})", "{}")));
  EXPECT_NE(CreationDigest(update), CreationDigest(MakeUpdate("one", "custom_-_1", R"({"Name":"neu"})", "{}")));
  EXPECT_NE(CreationDigest(update), CreationDigest(MakeUpdate("one", "", R"({"Name":"new"})", "{}")));
}

TEST(CreationDigest, TheOrderOfKeysDoesNotMatter) {
  const Request one = MakeUpdate("1", "id", R"({"A":{"x":"1","y":["2","3"]},"B":"4"})", "{}");
  const Request two = MakeUpdate("2", "id", R"({"B":"4","A":{"y":["2","3"],"x":"1"}})", "{}");
  const Request other = MakeUpdate("3", "id", R"({"B":"4","A":{"y":["3","2"],"x":"1"}})", "{}");
  EXPECT_EQ(CreationDigest(one), CreationDigest(two));
  EXPECT_NE(CreationDigest(one), CreationDigest(other)) << "that of elements does";
}

TEST(OwnerDigest, IsOfStackAndLogicalId) {
  custom_resource::AnswerAddress address = MakeRequest(RequestType::kCreate, "one").address;
  const std::string owner = OwnerDigest(address);
  address.request_id = "two";
  address.physical_id = "custom_-_1";
  EXPECT_EQ(OwnerDigest(address), owner);
  address.logical_id = "Other";
  EXPECT_NE(OwnerDigest(address), owner);
}

TEST(Markers, AnUnknownOneNamesTheTagOfTheCreation) {
  for (const Request& request : {MakeRequest(RequestType::kCreate, "one"),
                                 MakeUpdate("one", "genesys-cfn:nothing:0", R"({"Name":"new"})", "{}")}) {
    const auto marker = custom_resource::ParseMarker(UnknownMarker(request, "Look up"));
    ASSERT_TRUE(marker);
    EXPECT_EQ(marker->kind, MarkerKind::kUnknown);
    EXPECT_EQ(marker->owner, OwnerDigest(request.address));
    EXPECT_EQ(marker->request, CreationDigest(request));
    EXPECT_EQ(marker->name, "Look up");
  }
  const Request create = MakeRequest(RequestType::kCreate, "one");
  EXPECT_EQ(UnknownMarker(create, "x"), UnknownMarker(create.address, "x"))
      << "the address alone is enough for a Create";
}

TEST(IdForFailure, IsTheIncomingOneOrANothingMarker) {
  EXPECT_EQ(IdForFailure(MakeRequest(RequestType::kUpdate, "one", "custom_-_1")), "custom_-_1");
  for (const auto& none : {std::optional<std::string>(), std::optional<std::string>("")}) {
    const auto marker = custom_resource::ParseMarker(IdForFailure(MakeRequest(RequestType::kCreate, "one", none)));
    ASSERT_TRUE(marker);
    EXPECT_EQ(marker->kind, MarkerKind::kNothing);
  }
}

TEST(ActionAnswer, HasTheAttributesThatThePlatformGave) {
  const auto answer = ActionAnswer(*json::Parse(
      R"({"id":"custom_-_1","name":"n","category":"c","integrationId":"i","version":3,"selfUri":"/x","secure":true})"));
  EXPECT_EQ(answer.status, custom_resource::Status::kSuccess);
  EXPECT_EQ(answer.physical_id, "custom_-_1");
  EXPECT_THAT(answer.attributes, ElementsAre(Pair("DataActionId", "custom_-_1"), Pair("Id", "custom_-_1"),
                                             Pair("Name", "n"), Pair("IntegrationId", "i"), Pair("Version", "3"),
                                             Pair("Category", "c"), Pair("SelfUri", "/x")));
  EXPECT_EQ(ActionAnswer(*json::Parse(R"({"id":"custom_-_1","name":7})")).attributes.size(), 2U);
}

}  // namespace
}  // namespace genesys_cfn::provider
