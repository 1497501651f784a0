// SPDX-License-Identifier: Apache-2.0
// YAML tags, as CloudFormation understands them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace genesys_cfn::yaml {

// "!Ref" is "Ref", "!Sub" is "Fn::Sub"; nullopt when the tag is not one of CloudFormation's.
std::optional<std::string> LongForm(std::string_view tag);

enum class CoreTag { kNone, kString, kPlain, kSequence, kMapping };
// The tags that say no more than the value itself (!!str, !!int, !!map, ...); kPlain is resolved like an untagged plain
// scalar. kNone for every other tag.
CoreTag CoreTagOf(std::string_view tag);

// Why a tag is refused, with the one that was probably meant.
std::string UnknownTagMessage(std::string_view tag);

}  // namespace genesys_cfn::yaml
