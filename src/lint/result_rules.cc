// SPDX-License-Identifier: Apache-2.0
#include "lint/result_rules.h"

#include <algorithm>

#include "action_runtime/json_path.h"
#include "action_runtime/velocity_references.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "lint/json_trial.h"
#include "lint/template_trial.h"

namespace genesys_cfn::lint {
namespace {

using action_runtime::Reference;

constexpr std::string_view kTemplate = "/config/response/successTemplate";
constexpr std::string_view kSchema = "/contract/output/successSchema";
constexpr int64_t kFirstSample = 7'000'000'000;  // no template writes such a number by itself

bool IsInteger(const json::Value& value) {
  return value.is_number() && value.AsNumber()->text.find_first_of(".eE") == std::string::npos;
}

bool Fits(const json::Value& value, std::string_view type) {
  if (type == "integer") return IsInteger(value);
  return type == "number" ? value.is_number() : json::TypeName(value) == type;
}

// The types that the schema allows; empty when it does not say or says what is not known.
std::vector<std::string> TypesOf(const json::Value& schema) {
  const json::Value* type = schema.Find("type");
  std::vector<std::string> types;
  if (type == nullptr) return types;
  if (type->is_string()) return IsUnknown(*type->AsString()) ? types : std::vector{*type->AsString()};
  for (const json::Value& one : type->is_array() ? *type->AsArray() : json::Array()) {
    if (!one.is_string() || IsUnknown(*one.AsString())) return {};
    types.push_back(*one.AsString());
  }
  return types;
}

class Result {
 public:
  Result(const ActionView& view, const ParsedTemplate& parsed, const json::Object* map)
      : view_(view), parsed_(parsed), map_(map) {}

  void Run() {
    // Whatever a name or a macro gives here is a value of JSON.
    std::vector<const Reference*> samples;
    const auto trial = TryAsJson(parsed_.text.text, parsed_.tree, [&](const Reference& reference) {
      samples.push_back(&reference);
      return std::to_string(kFirstSample + static_cast<int64_t>(samples.size()) - 1);
    });
    if (!trial) return Rendered();
    if (!trial->value) {
      view_.findings.Add("GC206", parsed_.text.At(trial->offset, trial->offset + 1),
                         Concat("the success template does not give JSON: ", trial->message));
      return;
    }
    for (const Reference* reference : trial->inside_strings) {
      if (!IsMapped(reference->root)) continue;
      view_.findings.Add("GC209", RangeOf(*reference),
                         Concat(reference->source, " stands in quotation marks, but a text arrives with its own"),
                         "Take the quotation marks around it away.");
    }
    const json::Value schema(view_.Schema(kSchema));
    if (trial->value->is_object() && schema.FindString("type") == "object") {
      Members(*trial->value->AsObject(), schema);
    }
    samples_ = std::move(samples);
    if (!IsUnknown(parsed_.text.text)) Types(*trial->value, schema, std::string(kSchema), "");
  }

 private:
  [[nodiscard]] bool IsMapped(std::string_view name) const { return map_ != nullptr && map_->Contains(name); }
  [[nodiscard]] Range RangeOf(const Reference& reference) const {
    return parsed_.text.At(reference.span.offset, reference.span.offset + reference.span.length);
  }

  // With directives it depends on the values: it is wrong when no sample of any kind gives JSON.
  void Rendered() {
    if (IsUnknown(parsed_.text.text)) return;
    std::optional<TrialText> first;
    for (const std::string_view sample : {"0", "\"0\"", "[\"0\"]", "{}", "null", "true"}) {
      json::Object names{{"rawResult", sample}};
      for (const auto& [name, path] : map_ == nullptr ? json::Object() : *map_) names.Set(name, sample);
      auto trial = RenderTrial(parsed_.text.text, names);
      if (!trial || json::Parse(trial->text)) return;
      if (!first) first = std::move(trial);
    }
    const SourceError error = JsonErrorIn({first->text, first->offsets}, json::Parse(first->text).error().message);
    view_.findings.Add("GC206", parsed_.text.At(error.range.begin, error.range.begin + 1),
                       Concat("the success template does not give JSON with sample values: ", error.message));
  }

  // Of an object, its members against the properties of the output schema.
  void Members(const json::Object& result, const json::Value& schema) {
    const json::Value* required = schema.Find("required");
    if (required != nullptr && required->is_array()) {
      for (size_t i = 0; i < required->AsArray()->size(); ++i) {
        const std::string* name = (*required->AsArray())[i].AsString();
        if (name == nullptr || IsUnknown(*name) || result.Contains(*name)) continue;
        view_.findings
            .Add("GC207", Severity::kError, view_.source.Value(view_.At(kTemplate)),
                 Concat("the output contract requires \"", *name, "\", which is not given"))
            .related.push_back(
                {view_.source.Value(view_.At(json::AppendIndex(Concat(kSchema, "/required"), i))), "required here"});
      }
    }
    const json::Value* properties = schema.Find("properties");
    const json::Object* declared = properties == nullptr ? nullptr : properties->AsObject();
    if (declared == nullptr || declared->empty()) return;
    std::vector<std::string> known;
    for (const auto& [name, property] : *declared) known.push_back(name);
    for (const auto& [name, value] : result) {
      if (declared->Contains(name)) continue;
      const auto meant = Suggest(name, known);
      view_.findings.Add(
          "GC207", NameInTemplate(name), Concat("the output contract has no property \"", name, "\""),
          meant ? Concat("Did you mean \"", *meant, "\"?") : "Flows see only what the contract declares.");
    }
  }

  [[nodiscard]] Range NameInTemplate(std::string_view name) const {
    const size_t at = name.empty() ? std::string::npos : parsed_.text.text.find(Concat("\"", name, "\""));
    return at == std::string::npos ? parsed_.text.Whole() : parsed_.text.At(at + 1, at + 1 + name.size());
  }

  void Types(const json::Value& value, const json::Value& schema, const std::string& pointer, std::string_view name) {
    const std::vector<std::string> types = TypesOf(schema);
    const auto number = value.is_number() ? value.AsInteger() : std::nullopt;
    const bool is_sample = number && *number >= kFirstSample;
    const bool fits = types.empty() || std::any_of(types.begin(), types.end(),
                                                   [&](const std::string& type) { return Fits(value, type); });
    if (is_sample) {
      const size_t index = static_cast<size_t>(*number - kFirstSample);
      if (index < samples_.size() && !types.empty()) Mapped(*samples_[index], types, pointer);
    } else if (!fits) {
      view_.findings
          .Add("GC207", Severity::kError, NameInTemplate(name),
               Concat(name.empty() ? std::string("the result") : Concat("\"", name, "\""), " is ",
                      json::TypeName(value), ", but the output contract says ", Join(types, " or ")))
          .related.push_back({view_.source.Value(view_.At(pointer + "/type")), "the contract's type"});
    } else if (const json::Object* members = value.AsObject()) {
      const json::Value* properties = schema.Find("properties");
      for (const auto& [member, inner] : *members) {
        const json::Value* own = properties == nullptr ? nullptr : properties->Find(member);
        if (own != nullptr) Types(inner, *own, json::AppendToken(pointer + "/properties", member), member);
      }
    } else if (const json::Array* items = value.AsArray()) {
      const json::Value* own = schema.Find("items");
      for (const json::Value& item : *items) {
        if (own != nullptr && own->is_object()) Types(item, *own, pointer + "/items", name);
      }
    }
  }

  // The value of a name of the translation map: what its path and its default give.
  void Mapped(const Reference& reference, const std::vector<std::string>& types, const std::string& schema) {
    if (!IsMapped(reference.root) || !reference.steps.empty()) return;
    const std::string path = json::AppendToken("/config/response/translationMap", reference.root);
    const auto path_text = view_.Text(path);
    const RelatedPlace contract{view_.source.Value(view_.At(schema + "/type")), "the contract's type"};
    if (path_text && !IsUnknown(path_text->text)) {
      const auto parsed = action_runtime::ParseJsonPath(path_text->text);
      const auto* steps = std::get_if<action_runtime::JsonPath>(&parsed);
      const bool takes_array = std::find(types.begin(), types.end(), "array") != types.end();
      if (steps != nullptr && !steps->IsDefinite() && !takes_array) {
        Finding& finding =
            view_.findings.Add("GC210", path_text->Whole(),
                               Concat("this path gives an array of what it finds, but the output contract says ",
                                      Join(types, " or "), " for it"),
                               Concat("Take the first with $successTemplateUtils.firstFromArray(\"", reference.source,
                                      "\"), or name one place in the path."));
        finding.related.push_back({RangeOf(reference), "used here as it is"});
        finding.related.push_back(contract);
      }
    }
    const std::string fallback = json::AppendToken("/config/response/translationMapDefaults", reference.root);
    const auto text = view_.Text(fallback);
    const auto value =
        text && !IsUnknown(text->text) ? json::Parse(text->text) : genesys_cfn::Result<json::Value>(json::Value());
    if (!text || IsUnknown(text->text) || !value || value->is_null()) return;
    if (std::any_of(types.begin(), types.end(), [&](const std::string& type) { return Fits(*value, type); })) return;
    view_.findings
        .Add("GC207", text->Whole(),
             Concat("the default is ", json::TypeName(*value), ", but the output contract says ", Join(types, " or "),
                    ": the action fails when it is used"))
        .related.push_back(contract);
  }

  const ActionView& view_;
  const ParsedTemplate& parsed_;
  const json::Object* map_;
  std::vector<const Reference*> samples_;
};

}  // namespace

void CheckResult(const ActionView& view, const ParsedTemplate& success_template, const json::Object* map) {
  Result(view, success_template, map).Run();
}

}  // namespace genesys_cfn::lint
