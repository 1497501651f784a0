// SPDX-License-Identifier: Apache-2.0
// A resource type as a table: its properties and its attributes. Everything that has to know them reads this one table:
// the provider's check (property_check.h), `genesys-cfn validate`, the JSON schema for editors (template_schema.h) and
// the reference in docs/. A type has one header with its table (data_action_table.h) and a line in resource_tables.cc.
#pragma once

#include <span>
#include <string_view>

#include "definition/data_action.h"

namespace genesys_cfn::provider {

// CloudFormation delivers every number and boolean of a custom resource as a string, at any depth.
enum class ValueKind {
  kText,          // a string that holds something
  kAnyText,       // a string, which may be empty
  kFlag,          // true or false, also as a string
  kWholeNumber,   // digits, also as a number
  kChoice,        // one of `words`
  kObject,        // an object with `members` and no others
  kTextOrObject,  // a string, or the same
  kTextMap,       // an object of strings, with names of the user's choosing
  kFreeObject,    // an object of any members
  kList,          // a list of anything, or of objects with `members`
  kDefinition,    // an object, or a string of JSON that holds one; judged by who reads it
  kDataAction,    // the same; an editor is told the members of a data action
  kJsonText,      // a string of JSON; judged by who reads it
  kAnything,      // never looked at
};

enum class Presence { kOptional, kRequired };

struct PropertyRow {
  std::string_view name;
  ValueKind kind = ValueKind::kText;
  std::string_view meaning = {};  // a line of Markdown, for the reference and for editors
  Presence presence = Presence::kOptional;
  std::span<const std::string_view> words = {};  // of kChoice, in the order of the enumeration that they become
  std::string_view fallback = {};                // the word that holds without the property; "" for none
  std::span<const PropertyRow> members = {};     // of kObject, kTextOrObject and kList
  std::string_view alias_of = {};                // this row is another spelling of that property; both are too many
  std::string_view section = {};                 // the table of the reference that the row stands in
};

// Properties of which one at most may be given, or exactly one.
struct ExclusiveNames {
  std::span<const std::string_view> names;
  Presence presence = Presence::kOptional;
  std::string_view what;  // "definition", for the message
  definition::Rule rule = definition::Rule::kOther;
};

struct AttributeRow {
  std::string_view name;
  std::string_view meaning;
};

struct ResourceTable {
  std::string_view type;     // "Custom::GenesysDataAction"
  std::string_view summary;  // a sentence for editors
  std::span<const PropertyRow> properties;
  std::span<const ExclusiveNames> exclusive;
  // For Fn::GetAtt; the order is that of the answer, whose end is left out when it would be too long.
  std::span<const AttributeRow> attributes;
};

}  // namespace genesys_cfn::provider
