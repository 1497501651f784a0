// SPDX-License-Identifier: Apache-2.0
#include "template/regions.h"

#include <gtest/gtest.h>

namespace genesys_cfn::cloudformation {
namespace {

TEST(PartitionOf, FollowsFromTheRegion) {
  EXPECT_EQ(PartitionOf("eu-west-1").name, "aws");
  EXPECT_EQ(PartitionOf("eu-west-1").url_suffix, "amazonaws.com");
  EXPECT_EQ(PartitionOf("cn-north-1").name, "aws-cn");
  EXPECT_EQ(PartitionOf("cn-north-1").url_suffix, "amazonaws.com.cn");
  EXPECT_EQ(PartitionOf("us-gov-west-1").name, "aws-us-gov");
  EXPECT_EQ(PartitionOf("us-gov-west-1").url_suffix, "amazonaws.com");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
