// SPDX-License-Identifier: Apache-2.0
// What each keyword of JSON Schema (drafts 3 to 7) holds. The one place that knows it: type restoration, the contract
// rules and the normal form all walk a schema by this table, so they agree on what is a schema, what is a keyword's own
// value and what is an instance. A *property named* like a keyword is inside a kSchemaMap and therefore never taken for
// one.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::definition {

enum class KeywordKind {
  kOther,            // unknown, or checked by its own name: type, $ref
  kSchema,           // additionalProperties, not, ...: a schema, which may be a boolean
  kSchemaOrList,     // items
  kSchemaList,       // allOf, anyOf, oneOf
  kSchemaMap,        // properties, patternProperties, definitions
  kDependencies,     // a map to schemas or to lists of names
  kNumber,           // minimum, maximum, multipleOf
  kCount,            // minLength, maxItems, ...: a whole number from 0
  kNumberOrBoolean,  // exclusiveMinimum: a boolean in draft 4, a number later
  kBoolean,          // uniqueItems, readOnly, writeOnly
  kRequired,         // a list of names; a boolean in draft 3
  kInstance,         // default, const: a value that the schema describes
  kInstanceList,     // enum, examples
  kText,             // title, description, $schema, pattern, ...
};

KeywordKind KindOf(std::string_view keyword);

// Calls `visit` for each schema directly inside `schema` with its JSON pointer and the keyword that holds it.
using SchemaVisitor =
    std::function<void(const json::Value& schema, const std::string& pointer, std::string_view keyword)>;
void ForEachSubschema(const json::Object& schema, const std::string& pointer, const SchemaVisitor& visit);

// A copy of `schema` with `change` applied to each schema directly inside it.
using SchemaChange = std::function<json::Value(const json::Value& schema)>;
json::Object MapSubschemas(const json::Object& schema, const SchemaChange& change);

// True when `type` (a name or a list of names) admits `name`. False without a `type`.
bool AdmitsType(const json::Object& schema, std::string_view name);

}  // namespace genesys_cfn::definition
