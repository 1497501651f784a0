// SPDX-License-Identifier: Apache-2.0
#include "template/parameter_types.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cloudformation {

std::vector<std::string> ParameterTypes() {
  std::vector<std::string> types = {"String", "Number", "CommaDelimitedList", "AWS::SSM::Parameter::Name"};
  for (const std::string_view item :
       {"String", "Number", "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id",
        "AWS::EC2::KeyPair::KeyName", "AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup::Id",
        "AWS::EC2::Subnet::Id", "AWS::EC2::VPC::Id", "AWS::EC2::Volume::Id", "AWS::Route53::HostedZone::Id"}) {
    if (item.starts_with("AWS::")) types.emplace_back(item);
    types.push_back(Concat("List<", item, '>'));
  }
  return types;
}

bool IsParameterType(std::string_view type) {
  const std::vector<std::string> types = ParameterTypes();
  const auto stored = StoredType(type);
  if (!stored) return std::find(types.begin(), types.end(), type) != types.end();
  // The types of what is stored are texts and lists of texts.
  const bool is_other = IsNumberType(*stored) || *stored == "AWS::SSM::Parameter::Name";
  return !is_other && std::find(types.begin(), types.end(), *stored) != types.end();
}

std::optional<std::string_view> StoredType(std::string_view type) {
  constexpr std::string_view kPrefix = "AWS::SSM::Parameter::Value<";
  if (!type.starts_with(kPrefix) || !type.ends_with('>')) return std::nullopt;
  type.remove_prefix(kPrefix.size());
  type.remove_suffix(1);
  return type;
}

bool IsListType(std::string_view type) {
  if (const auto stored = StoredType(type)) return IsListType(*stored);
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

bool IsNumberType(std::string_view type) {
  return type == "Number" || type == "List<Number>";
}

}  // namespace genesys_cfn::cloudformation
