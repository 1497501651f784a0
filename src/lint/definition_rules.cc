// SPDX-License-Identifier: Apache-2.0
#include "lint/definition_rules.h"

#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "provider/data_action_table.h"

namespace genesys_cfn::lint {
namespace {

using definition::Rule;

std::string_view CodeOf(Rule rule) {
  switch (rule) {
    case Rule::kSyntax:
      return "GC001";
    case Rule::kUnknownMember:
      return "GC003";
    case Rule::kMissingMember:
      return "GC004";
    case Rule::kType:
      return "GC005";
    case Rule::kName:
      return "GC006";
    case Rule::kTimeout:
      return "GC007";
    case Rule::kRequestType:
      return "GC008";
    case Rule::kActionType:
      return "GC009";
    case Rule::kDepth:
      return "GC010";
    case Rule::kLinkAlone:
      return "GC011";
    case Rule::kInputRoot:
      return "GC012";
    case Rule::kInputName:
      return "GC013";
    case Rule::kReservedName:
      return "GC014";
    case Rule::kInputType:
      return "GC015";
    case Rule::kOutputRoot:
      return "GC016";
    case Rule::kNestedArray:
      return "GC017";
    case Rule::kReference:
      return "GC018";
    case Rule::kKeyword:
      return "GC019";
    case Rule::kUnknownProperty:
      return "GC306";
    case Rule::kSource:
      return "GC308";
    case Rule::kIntegration:
      return "GC309";
    case Rule::kSubstitution:
      return "GC316";
    case Rule::kUnresolved:
      return "GC312";
    case Rule::kTest:
    case Rule::kOther:
      break;
  }
  return "GC307";
}

bool IsAboutTheName(Rule rule) {
  return rule == Rule::kUnknownMember || rule == Rule::kUnknownProperty || rule == Rule::kInputName ||
         rule == Rule::kReservedName || rule == Rule::kReference;
}

std::string Unescaped(std::string_view token) {
  return ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~");
}

bool HasSubstitution(const Concrete& source, const std::string& pointer) {
  const json::Value* properties = source.value().Find("Substitutions");
  const auto text = properties == nullptr ? std::nullopt : source.Text(pointer);
  return text && text->text.find("@{") != std::string::npos;
}

// The "@{Name}" that the message begins with.
Range SubstitutionAt(const Concrete& source, const definition::Problem& problem) {
  const size_t close = problem.message.find('}');
  const auto text = source.Text(problem.pointer);
  if (text && problem.message.starts_with("@{") && close != std::string::npos) {
    const size_t at = text->text.find(problem.message.substr(0, close + 1));
    if (at != std::string::npos) return text->At(at, at + close + 1);
  }
  return source.Value(problem.pointer);
}

// Those of properties that exclude each other which are given, without the one that is underlined.
std::vector<RelatedPlace> GivenTogether(Rule rule, const Concrete& source, Range underlined) {
  std::vector<RelatedPlace> places;
  for (const provider::ExclusiveNames& exclusive : provider::kDataActionTable.exclusive) {
    if (exclusive.rule != rule) continue;
    for (const std::string_view name : exclusive.names) {
      const std::string pointer = json::AppendToken("", name);
      const bool is_it = source.Value(pointer) == underlined || source.Name(pointer) == underlined;
      if (source.value().Find(name) == nullptr || is_it) continue;
      places.push_back({source.Name(pointer), Concat(name, " is given here")});
    }
  }
  return places;
}

}  // namespace

void AddProblems(const std::vector<definition::Problem>& problems, const Concrete& source, Findings& findings) {
  for (const definition::Problem& problem : problems) {
    const std::string& pointer = problem.pointer;
    const bool is_unknown = source.IsUnknownAt(pointer) || HasSubstitution(source, pointer);
    if (is_unknown && problem.rule != Rule::kSubstitution) continue;
    Range range = IsAboutTheName(problem.rule) ? source.Name(pointer) : source.Value(pointer);
    std::string message = problem.message;
    if (problem.rule == Rule::kSyntax) {
      const auto text = source.Text(pointer);
      const auto parsed = text ? json::Parse(text->text) : Result<json::Value>(json::Value());
      if (!parsed) {
        const SourceError error = JsonErrorIn(*text, parsed.error().message);
        range = error.range;
        message = Concat("this string must be JSON: ", error.message);
      }
    } else if (problem.rule == Rule::kSubstitution) {
      range = SubstitutionAt(source, problem);
    } else if (!pointer.empty()) {
      message = Concat(Unescaped(pointer.substr(pointer.rfind('/') + 1)), ": ", message);
    }
    std::string hint;
    const size_t remedy = message.rfind("; did you mean ");
    if (remedy != std::string::npos) {
      hint = Concat("Did", message.substr(remedy + 5));
      message.resize(remedy);
    }
    Finding& finding = findings.Add(CodeOf(problem.rule), range, std::move(message), std::move(hint));
    if (problem.rule == Rule::kSource || problem.rule == Rule::kIntegration) {
      finding.related = GivenTogether(problem.rule, source, range);
    }
  }
}

const json::Value* ActionView::Find(std::string_view pointer) const {
  return json::Resolve(action, pointer);
}

std::optional<std::string> ActionView::IntegrationType() const {
  if (context.integration && context.integration->type) return context.integration->type;
  const json::Value* type = Find("/integrationType");
  return type == nullptr || !type->is_string() ? std::nullopt : std::optional(*type->AsString());
}

json::Object ActionView::Schema(std::string_view pointer) const {
  const json::Value* schema = Find(pointer);
  if (schema == nullptr) return {};
  if (const std::string* text = schema->AsString()) {
    const auto parsed = json::Parse(*text);
    return parsed && parsed->is_object() ? *parsed->AsObject() : json::Object();
  }
  return schema->is_object() ? *schema->AsObject() : json::Object();
}

std::optional<MappedText> ActionView::Text(std::string_view pointer) const {
  const json::Value* value = Find(pointer);
  if (value == nullptr || !value->is_string() || *value == json::Value(kUnknown)) return std::nullopt;
  auto text = source.Text(At(pointer));
  if (!text || !context.has_substitutions) return text;
  // "@{Name}" becomes the mark of what is not known.
  MappedText out;
  for (size_t at = 0; at < text->text.size();) {
    const size_t close = text->text.compare(at, 2, "@{") == 0 ? text->text.find('}', at) : std::string::npos;
    const bool is_name = close != std::string::npos;
    const std::string_view bytes = is_name ? kUnknown : std::string_view(text->text).substr(at, 1);
    out.text += bytes;
    out.offsets.insert(out.offsets.end(), bytes.size(), text->offsets[at]);
    at = is_name ? close + 1 : at + 1;
  }
  out.offsets.push_back(text->offsets.back());
  return out;
}

void CheckDefinition(const Concrete& source, const std::string& place, const DefinitionContext& context,
                     Findings& findings) {
  const json::Value* value = json::Resolve(source.value(), place);
  if (value == nullptr) return;
  json::Value parsed;
  if (const std::string* text = value->AsString()) {
    auto inner = json::Parse(*text);
    if (!inner) return;
    parsed = *std::move(inner);
    value = &parsed;
  }
  if (!value->is_object()) return;
  const ActionView view{source, place, *value, context, findings};
  CheckRequest(view);
  CheckSchemas(view);
  if (CheckVelocity(view)) CheckRenderedRequest(view);
  CheckResponse(view);
}

}  // namespace genesys_cfn::lint
