// SPDX-License-Identifier: Apache-2.0
#include "template/cidr.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

std::string Blocks(std::string_view block, int64_t count, std::optional<int64_t> bits) {
  const auto blocks = CidrBlocks(block, count, bits);
  return blocks ? Join(*blocks, " ") : blocks.error().message;
}

TEST(CidrBlocks, CutsABlock) {
  EXPECT_EQ(Blocks("192.168.0.0/24", 6, 5),
            "192.168.0.0/27 192.168.0.32/27 192.168.0.64/27 192.168.0.96/27 192.168.0.128/27 192.168.0.160/27");
  EXPECT_EQ(Blocks("10.0.255.0/16", 2, std::nullopt), "10.0.0.0/24 10.0.1.0/24");
  EXPECT_EQ(Blocks("10.0.0.0/24", 1, 8), "10.0.0.0/24");
  EXPECT_EQ(Blocks("10.0.0.254/31", 2, 0), "10.0.0.254/32 10.0.0.255/32");
  EXPECT_EQ(Blocks("2001:db8::/56", 2, 64), "2001:db8::/64 2001:db8:0:1::/64");
}

TEST(CidrBlocks, ManyBlocksCarryOver) {
  const auto blocks = CidrBlocks("10.0.0.0/8", 256, 12);
  ASSERT_TRUE(blocks);
  EXPECT_EQ(blocks->at(255), "10.15.240.0/20");
}

TEST(CidrBlocks, RefusesWhatDoesNotFit) {
  EXPECT_EQ(Blocks("10.0.0.0/24", 9, 5), "Template error: Fn::Cidr: 10.0.0.0/24 has no room for 9 blocks of 5 bits");
  EXPECT_EQ(Blocks("10.0.0.0/24", 1, 9), "Template error: Fn::Cidr: 10.0.0.0/24 has no room for 1 blocks of 9 bits");
  EXPECT_EQ(Blocks("10.0.0.0/24", 1, -1), "Template error: Fn::Cidr: 10.0.0.0/24 has no room for 1 blocks of -1 bits");
  for (const char* block : {"", "10.0.0.0", "10.0.0/24", "10.0.0.0/33", "10.0.0.0/-1", "x/8", "::/129"}) {
    EXPECT_EQ(Blocks(block, 1, 8), Concat("Template error: Fn::Cidr: ", block, " is no IP block"));
  }
  const std::string shape =
      "Template error: every Fn::Cidr object requires an IP block, a count from 1 to 256 and, for blocks of IPv6, the "
      "number of subnet bits";
  EXPECT_EQ(Blocks("10.0.0.0/8", 0, 8), shape);
  EXPECT_EQ(Blocks("10.0.0.0/8", 257, 8), shape);
  EXPECT_EQ(Blocks("::/56", 1, std::nullopt), shape);
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
