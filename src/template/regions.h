// SPDX-License-Identifier: Apache-2.0
// What follows from a region's name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::cloudformation {

struct Partition {
  std::string_view name;        // AWS::Partition
  std::string_view url_suffix;  // AWS::URLSuffix
};
Partition PartitionOf(std::string_view region);

// Three zones for every region: "eu-west-1a", "eu-west-1b", "eu-west-1c".
std::vector<std::string> AvailabilityZonesOf(std::string_view region);

}  // namespace genesys_cfn::cloudformation
