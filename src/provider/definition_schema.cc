// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_schema.h"

#include <string_view>

#include "definition/members.h"

namespace genesys_cfn::provider {
namespace {

using definition::Member;
using definition::MemberKind;
using json::Array;
using json::Object;

class Maker {
 public:
  explicit Maker(Surrounding surrounding) : surrounding_(surrounding) {}

  [[nodiscard]] Object Of(std::span<const Member> members) const {
    Object properties;
    Array required;
    for (const Member& member : members) {
      properties.Append(std::string(member.name), SchemaOf(member));
      if (member.presence == definition::MemberPresence::kRequired) required.emplace_back(member.name);
    }
    Object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (surrounding_ == Surrounding::kTemplate) schema.Set("patternProperties", Object{{"^Fn::", true}});
    if (!required.empty()) schema.Set("required", std::move(required));
    return schema;
  }

 private:
  [[nodiscard]] json::Value SchemaOf(const Member& member) const {
    if (member.kind == MemberKind::kFromApi) return true;
    return Object{{"description", member.meaning}, {"anyOf", Alternatives(member)}};
  }

  [[nodiscard]] Array Alternatives(const Member& member) const {
    Array any;
    switch (member.kind) {
      case MemberKind::kText:
        any = {Object{{"type", "string"}}};
        break;
      case MemberKind::kFlag:
        any = {Object{{"type", "boolean"}}, Text("^(true|false)$")};
        break;
      case MemberKind::kSeconds:
        any = {Object{{"type", "integer"}, {"minimum", 1}, {"maximum", 60}}, Text("^([1-9]|[1-5][0-9]|60)$")};
        break;
      case MemberKind::kMethod:
        any = {Object{{"enum", Array(definition::kRequestTypes.begin(), definition::kRequestTypes.end())}}};
        break;
      case MemberKind::kTexts:
        any = {Object{{"type", "object"}, {"additionalProperties", TextValue()}}};
        break;
      case MemberKind::kSchema:
        any = {Object{{"type", "object"}}, Object{{"type", "string"}}};
        break;
      case MemberKind::kObject:
        any = {Of(member.members)};
        break;
      case MemberKind::kFromApi:
        break;
    }
    if (surrounding_ == Surrounding::kFile) return any;
    if (member.kind != MemberKind::kObject) any.emplace_back(Text("@\\{"));
    any.emplace_back(Object{{"$ref", "#/definitions/expression"}});
    return any;
  }

  [[nodiscard]] json::Value TextValue() const {
    if (surrounding_ == Surrounding::kFile) return Object{{"type", "string"}};
    return Object{{"anyOf", Array{Object{{"type", "string"}}, Object{{"$ref", "#/definitions/expression"}}}}};
  }

  static Object Text(std::string_view pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

  Surrounding surrounding_;
};

}  // namespace

json::Object DefinitionSchema(Surrounding surrounding) {
  return Maker(surrounding).Of(definition::kActionMembers);
}

json::Value DefinitionFileSchema() {
  Object schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "A data action of Genesys Cloud"}};
  for (auto& [name, value] : DefinitionSchema(Surrounding::kFile)) schema.Append(name, value);
  // An editor's own reference to its schema, in the file.
  schema.Find("properties")->AsObject()->Append("$schema", true);
  return schema;
}

}  // namespace genesys_cfn::provider
