// SPDX-License-Identifier: Apache-2.0
#include "provider/config_schema.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>

#include "base/text.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

const json::Object* ObjectAt(const json::Object& object, std::string_view name) {
  const json::Value* value = object.Find(name);
  return value == nullptr ? nullptr : value->AsObject();
}

// The names of `type`; empty when the schema allows any.
std::set<std::string> TypesOf(const json::Object& schema) {
  std::set<std::string> names;
  const json::Value* type = schema.Find("type");
  if (type == nullptr) return names;
  if (type->is_string()) names.insert(*type->AsString());
  if (type->is_array()) {
    for (const json::Value& name : *type->AsArray()) {
      if (name.is_string()) names.insert(*name.AsString());
    }
  }
  return names;
}

bool IsWhole(const json::Value& number) {
  return json::CanonicalNumber(number.AsNumber()->text).find("e-") == std::string::npos;
}

bool Fits(const json::Value& value, const std::set<std::string>& types) {
  if (types.empty()) return true;
  if (value.is_number() && types.contains("integer") && IsWhole(value)) return true;
  return types.contains(std::string(json::TypeName(value)));
}

// Of any size: a bound of a schema needs no more than a double holds.
double AsDouble(const json::Value& number) {
  return std::strtod(number.AsNumber()->text.c_str(), nullptr);
}

class Checker {
 public:
  explicit Checker(std::vector<definition::Problem>& problems) : problems_(problems) {}

  void Check(const json::Value& value, const json::Object& schema, const std::string& pointer) {
    const auto types = TypesOf(schema);
    if (!Fits(value, types)) {
      return Report(pointer,
                    Concat("must be ", Join({types.begin(), types.end()}, " or "), ", not ", json::TypeName(value)));
    }
    CheckChoice(value, schema, pointer);
    if (value.is_number()) CheckBounds(AsDouble(value), schema, "minimum", "maximum", "", pointer);
    if (value.is_string()) {
      CheckBounds(static_cast<double>(value.AsString()->size()), schema, "minLength", "maxLength", "its length ",
                  pointer);
    }
    if (value.is_object()) CheckMembers(*value.AsObject(), schema, pointer);
    const json::Object* items = ObjectAt(schema, "items");
    if (!value.is_array() || items == nullptr) return;
    for (size_t i = 0; i < value.AsArray()->size(); ++i) {
      Check((*value.AsArray())[i], *items, json::AppendIndex(pointer, i));
    }
  }

 private:
  void Report(const std::string& pointer, std::string message) { problems_.push_back({pointer, std::move(message)}); }

  void CheckChoice(const json::Value& value, const json::Object& schema, const std::string& pointer) {
    const json::Value* choices = schema.Find("enum");
    if (choices == nullptr || !choices->is_array()) return;
    std::vector<std::string> names;
    for (const json::Value& choice : *choices->AsArray()) {
      if (json::Equivalent(choice, value)) return;
      names.push_back(choice.is_string() ? *choice.AsString() : json::Write(choice));
    }
    Report(pointer, Concat("must be one of ", Join(names, ", ")));
  }

  void CheckBounds(double measure, const json::Object& schema, std::string_view least, std::string_view most,
                   std::string_view what, const std::string& pointer) {
    const json::Value* lower = schema.Find(least);
    const json::Value* upper = schema.Find(most);
    if (lower != nullptr && lower->is_number() && measure < AsDouble(*lower)) {
      Report(pointer, Concat(what, "must be at least ", lower->AsNumber()->text));
    }
    if (upper != nullptr && upper->is_number() && measure > AsDouble(*upper)) {
      Report(pointer, Concat(what, "must be at most ", upper->AsNumber()->text));
    }
  }

  void CheckMembers(const json::Object& value, const json::Object& schema, const std::string& pointer) {
    static const json::Object kNone;
    const json::Object* named = ObjectAt(schema, "properties");
    const json::Object& known = named == nullptr ? kNone : *named;
    std::vector<std::string> names;
    for (const auto& [name, member] : known) names.push_back(name);
    const json::Value* others = schema.Find("additionalProperties");
    const bool closed = others != nullptr && others->is_bool() && !*others->AsBool();
    for (const auto& [name, member] : value) {
      const std::string at = json::AppendToken(pointer, name);
      if (const json::Object* its_own = ObjectAt(known, name)) {
        Check(member, *its_own, at);
      } else if (!known.Contains(name)) {
        const auto near = closed || others == nullptr ? Suggest(name, names) : std::nullopt;
        if (near) {
          Report(at, Concat("unknown; did you mean ", *near, "?"));
        } else if (closed) {
          Report(at, names.empty() ? "unknown; the type takes none" : Concat("unknown; known are ", Join(names, ", ")));
        }
      }
    }
    const json::Value* required = schema.Find("required");
    if (required == nullptr || !required->is_array()) return;
    for (const json::Value& name : *required->AsArray()) {
      if (name.is_string() && !value.Contains(*name.AsString())) {
        Report(json::AppendToken(pointer, *name.AsString()), "is missing");
      }
    }
  }

  std::vector<definition::Problem>& problems_;
};

json::Value RestoredScalar(const std::string& text, const std::set<std::string>& types) {
  if (types.empty() || types.contains("string")) return text;
  if (types.contains("boolean") && (text == "true" || text == "false")) return text == "true";
  const bool numeric = types.contains("number") || types.contains("integer");
  const auto parsed = numeric ? json::Parse(text) : Result<json::Value>(json::Value());
  return parsed && parsed->is_number() ? *parsed : json::Value(text);
}

}  // namespace

json::Value RestoreBySchema(const json::Value& value, const json::Object& schema) {
  if (const std::string* text = value.AsString()) return RestoredScalar(*text, TypesOf(schema));
  if (const json::Object* members = value.AsObject()) {
    const json::Object* named = ObjectAt(schema, "properties");
    json::Object restored;
    for (const auto& [name, member] : *members) {
      const json::Object* its_own = named == nullptr ? nullptr : ObjectAt(*named, name);
      if (its_own == nullptr) its_own = ObjectAt(schema, "additionalProperties");
      restored.Append(name, its_own == nullptr ? member : RestoreBySchema(member, *its_own));
    }
    return restored;
  }
  const json::Object* items = ObjectAt(schema, "items");
  if (!value.is_array() || items == nullptr) return value;
  json::Array restored;
  for (const json::Value& item : *value.AsArray()) restored.push_back(RestoreBySchema(item, *items));
  return restored;
}

void CheckBySchema(const json::Value& value, const json::Object& schema, const std::string& pointer,
                   std::vector<definition::Problem>& problems) {
  Checker(problems).Check(value, schema, pointer);
}

}  // namespace genesys_cfn::provider
