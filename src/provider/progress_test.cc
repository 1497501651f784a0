// SPDX-License-Identifier: Apache-2.0
#include "provider/progress.h"

#include <gtest/gtest.h>

#include "custom_resource/physical_id.h"
#include "provider/answers.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::MarkerKind;
using custom_resource::RequestType;

TEST(Progress, RemembersTheLastStepAndAllThatIsDone) {
  Progress progress("marker");
  EXPECT_EQ(Describe(progress.Get()), "");
  progress.Doing("reading the secret");
  progress.Doing("creating the data action A");
  EXPECT_EQ(Describe(progress.Get()), "It was creating the data action A.");
  progress.Done("the data action custom_-_1 was created");
  progress.AnswerWith("custom_-_1");
  EXPECT_EQ(Describe(progress.Get()), "Done so far: the data action custom_-_1 was created.");
  progress.Done("the draft was published");
  progress.Doing("reading it back");
  EXPECT_EQ(Describe(progress.Get()),
            "It was reading it back. Done before: the data action custom_-_1 was created; the draft was published.");
  EXPECT_EQ(progress.Get().physical_id, "custom_-_1");
}

std::string IdOf(RequestType type, std::optional<std::string> incoming) {
  custom_resource::Request request;
  request.address.stack_id = "arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1";
  request.address.logical_id = "A";
  request.address.request_id = "r-1";
  request.address.physical_id = std::move(incoming);
  request.type = type;
  request.properties = {{"Name", "Look up"}};
  return IdForUnknownOutcome(request);
}

TEST(IdForUnknownOutcome, LetsTheDeleteLookWhereAnActionMayHaveBeenMade) {
  const std::string nothing = custom_resource::FormatMarker({MarkerKind::kNothing, "", "0123", ""});
  for (const std::string& id : {IdOf(RequestType::kCreate, std::nullopt), IdOf(RequestType::kUpdate, ""),
                                IdOf(RequestType::kUpdate, nothing)}) {
    const auto marker = custom_resource::ParseMarker(id);
    ASSERT_TRUE(marker) << id;
    EXPECT_EQ(marker->kind, MarkerKind::kUnknown);
    EXPECT_EQ(marker->name, "Look up");
  }
}

TEST(IdForUnknownOutcome, KeepsWhatCloudFormationHasRecorded) {
  const std::string nothing = custom_resource::FormatMarker({MarkerKind::kNothing, "", "0123", ""});
  const std::string unknown = custom_resource::FormatMarker({MarkerKind::kUnknown, "aa", "bb", "Look up"});
  EXPECT_EQ(IdOf(RequestType::kUpdate, "custom_-_7"), "custom_-_7");
  EXPECT_EQ(IdOf(RequestType::kUpdate, unknown), unknown);
  for (const std::string& id : {std::string("custom_-_7"), nothing, unknown}) {
    EXPECT_EQ(IdOf(RequestType::kDelete, id), id);
  }
}

}  // namespace
}  // namespace genesys_cfn::provider
