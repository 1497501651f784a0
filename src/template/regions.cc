// SPDX-License-Identifier: Apache-2.0
#include "template/regions.h"

#include "base/text.h"

namespace genesys_cfn::cloudformation {

Partition PartitionOf(std::string_view region) {
  if (region.starts_with("cn-")) return {"aws-cn", "amazonaws.com.cn"};
  if (region.starts_with("us-gov-")) return {"aws-us-gov", "amazonaws.com"};
  if (region.starts_with("us-isob-")) return {"aws-iso-b", "sc2s.sgov.gov"};
  if (region.starts_with("us-iso-")) return {"aws-iso", "c2s.ic.gov"};
  return {"aws", "amazonaws.com"};
}

std::vector<std::string> AvailabilityZonesOf(std::string_view region) {
  return {Concat(region, 'a'), Concat(region, 'b'), Concat(region, 'c')};
}

}  // namespace genesys_cfn::cloudformation
