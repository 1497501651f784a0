// SPDX-License-Identifier: Apache-2.0
#include "provider/property_check.h"

#include <algorithm>

#include "base/text.h"
#include "json/pointer.h"
#include "provider/property_reader.h"
#include "provider/resource_tables.h"

namespace genesys_cfn::provider {
namespace {

using definition::Problem;
using definition::Rule;

bool IsFlag(const json::Value& value) {
  const std::string* text = value.AsString();
  return value.is_bool() || (text != nullptr && (EqualsIgnoreCase(*text, "true") || EqualsIgnoreCase(*text, "false")));
}

bool IsWholeNumber(const json::Value& value) {
  const std::string* text = value.AsString();
  return text != nullptr ? ParseInteger<int64_t>(*text).has_value() : value.AsInteger().has_value();
}

std::string Words(const PropertyRow& row) {
  return Join({row.words.begin(), row.words.end()}, ", ");
}

// "Bucket, Key and optionally VersionId"
std::string Members(const PropertyRow& row) {
  std::vector<std::string> required;
  std::vector<std::string> optional;
  for (const PropertyRow& member : row.members) {
    (member.presence == Presence::kRequired ? required : optional).emplace_back(member.name);
  }
  return Concat(Join(required, ", "), required.empty() || optional.empty() ? "" : " and optionally ",
                Join(optional, ", "));
}

std::string NotAText(const json::Value& value) {
  return Concat("must be a string, not ", json::TypeName(value),
                value.is_number() || value.is_bool() ? "; write it in quotation marks" : "");
}

// Why the value is not of the row's kind; "" when it is.
std::string WhyWrong(const PropertyRow& row, const json::Value& value) {
  const std::string* text = value.AsString();
  switch (row.kind) {
    case ValueKind::kTextOrObject:
      if (value.is_object()) return {};
      [[fallthrough]];
    case ValueKind::kText:
      if (text == nullptr) return NotAText(value);
      return Trim(*text).empty() ? "must not be empty" : "";
    case ValueKind::kAnyText:
      return text == nullptr ? NotAText(value) : "";
    case ValueKind::kFlag:
      return IsFlag(value) ? "" : "must be true or false";
    case ValueKind::kWholeNumber:
      return IsWholeNumber(value) ? "" : "must be a whole number";
    case ValueKind::kChoice:
      if (text != nullptr && std::find(row.words.begin(), row.words.end(), *text) != row.words.end()) return {};
      return Concat("must be one of ", Words(row));
    case ValueKind::kObject:
      return value.is_object() ? "" : Concat("must be an object with ", Members(row));
    case ValueKind::kTextMap:
      return value.is_object() ? "" : "must be an object of names and texts";
    case ValueKind::kFreeObject:
      return value.is_object() ? "" : Concat("must be an object, not ", json::TypeName(value));
    case ValueKind::kList:
      return value.is_array() ? "" : Concat("must be a list, not ", json::TypeName(value));
    case ValueKind::kDefinition:
    case ValueKind::kDataAction:
    case ValueKind::kJsonText:
    case ValueKind::kAnything:
      break;
  }
  return {};
}

void CheckRows(std::span<const PropertyRow> rows, const json::Object& object, const std::string& pointer,
               std::vector<Problem>& problems);

void CheckItems(const PropertyRow& row, const std::string& pointer, const json::Value& list,
                std::vector<Problem>& problems) {
  const json::Array* items = list.AsArray();
  for (size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const std::string place = json::AppendIndex(pointer, i);
    if (const json::Object* members = (*items)[i].AsObject()) {
      CheckRows(row.members, *members, place, problems);
    } else {
      problems.push_back({place, Concat("must be an object with ", Members(row))});
    }
  }
}

void CheckRows(std::span<const PropertyRow> rows, const json::Object& object, const std::string& pointer,
               std::vector<Problem>& problems) {
  const PropertyReader reader(object, pointer, problems);
  std::vector<std::string> known;
  for (const PropertyRow& row : rows) known.emplace_back(row.name);
  for (const auto& [name, value] : object) {
    const PropertyRow* row = FindRow(rows, name);
    if (row == nullptr) {
      const auto suggestion = Suggest(name, known);
      reader.Report(name,
                    suggestion ? Concat("unknown property; did you mean ", *suggestion, "?")
                               : Concat("unknown property; known are ", Join(known, ", ")),
                    Rule::kUnknownProperty);
      continue;
    }
    if (!row->alias_of.empty() && reader.Has(row->alias_of)) {
      reader.Report(name, Concat("give ", row->alias_of, " or ", name, ", not both"));
    }
    if (std::string why = WhyWrong(*row, value); !why.empty()) reader.Report(name, std::move(why));
    if (row->kind == ValueKind::kList && !row->members.empty())
      CheckItems(*row, json::AppendToken(pointer, name), value, problems);
    const json::Object* inner = value.AsObject();
    if (inner == nullptr) continue;
    const std::string place = json::AppendToken(pointer, name);
    if (!row->members.empty()) CheckRows(row->members, *inner, place, problems);
    if (row->kind != ValueKind::kTextMap) continue;
    for (const auto& [key, text] : *inner) {
      if (!text.is_string()) problems.push_back({json::AppendToken(place, key), NotAText(text)});
    }
  }
  for (const PropertyRow& row : rows) {
    if (row.presence == Presence::kRequired && !reader.Has(row.name)) reader.Report(row.name, "is missing");
  }
}

void CheckExclusive(const ExclusiveNames& exclusive, const PropertyReader& reader) {
  std::vector<std::string> given;
  for (const std::string_view name : exclusive.names) {
    if (reader.Has(name)) given.emplace_back(name);
  }
  const bool is_required = exclusive.presence == Presence::kRequired;
  if (is_required && given.empty()) {
    reader.Report(
        "",
        Concat("no ", exclusive.what, ": give one of ", Join({exclusive.names.begin(), exclusive.names.end()}, ", ")),
        exclusive.rule);
  } else if (is_required && given.size() > 1) {
    reader.Report("", Concat("more than one ", exclusive.what, ": ", Join(given, " and "), "; give exactly one"),
                  exclusive.rule);
  } else if (given.size() > 1) {
    reader.Report(given.back(), Concat("give ", Join(given, " or "), ", not both"), exclusive.rule);
  }
}

}  // namespace

void CheckProperties(const ResourceTable& table, const json::Object& properties, std::vector<Problem>& problems) {
  CheckRows(table.properties, properties, "", problems);
  const PropertyReader reader(properties, "", problems);
  for (const ExclusiveNames& exclusive : table.exclusive) CheckExclusive(exclusive, reader);
}

}  // namespace genesys_cfn::provider
