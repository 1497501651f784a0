// SPDX-License-Identifier: Apache-2.0
// The request as it is rendered with sample values: GC108 where directives decide or inputs are absent, GC109, GC110.
#include <algorithm>
#include <set>

#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_references.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "lint/definition_rules.h"
#include "lint/sample_inputs.h"
#include "lint/template_trial.h"

namespace genesys_cfn::lint {
namespace {

using action_runtime::Reference;
using action_runtime::ReferenceUse;
using action_runtime::ReferenceVisit;

// What a string may hold that stands outside of quotation marks: a value, a member, nothing.
constexpr std::string_view kOpenSamples[] = {"0", "\"member\":0", ""};
constexpr size_t kMaxOpen = 4;  // strings of unknown form; all combinations are tried

bool HasDirectives(const action_runtime::VelocityTemplate& tree) {
  return std::any_of(tree.body.begin(), tree.body.end(), [](const action_runtime::Node& node) {
    return !std::holds_alternative<action_runtime::Text>(node.value) && !std::holds_alternative<Reference>(node.value);
  });
}

// $input.name alone; "" for everything else.
std::string_view PlainInput(const Reference& reference) {
  const bool is_plain = reference.root == "input" && reference.steps.size() == 1 &&
                        reference.steps.front().kind == action_runtime::StepKind::kProperty;
  return is_plain ? std::string_view(reference.steps.front().name) : std::string_view();
}

bool IsNameCharacter(char c) {
  return isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// The reference itself, also when a macro has encoded it.
bool PrintsItself(std::string_view printed, const std::string& name) {
  const std::string mark = Concat("input.", name);
  for (size_t at = printed.find(mark); at != std::string_view::npos; at = printed.find(mark, at + 1)) {
    const size_t end = at + mark.size();
    if (end == printed.size() || !IsNameCharacter(printed[end])) return true;
  }
  return false;
}

class RenderedRequest {
 public:
  explicit RenderedRequest(const ActionView& view)
      : view_(view), inputs_(InputsOf(view.Schema("/contract/input/inputSchema"))) {}

  void Run() {
    if (inputs_.empty()) return;
    const std::string request = "/config/request";
    if (Open(request + "/requestUrlTemplate")) {
      Url();
      Literals(Form::kText);
    }
    const json::Value* headers = view_.Find(request + "/headers");
    const json::Object* members = headers == nullptr ? nullptr : headers->AsObject();
    for (const auto& [name, value] : members == nullptr ? json::Object() : *members) {
      if (Open(json::AppendToken(request + "/headers", name))) Literals(Form::kText);
    }
    const json::Value* type = view_.Find(request + "/requestType");
    if (type != nullptr && *type == json::Value("GET")) return;
    if (!Open(request + "/requestTemplate")) return;
    const std::string_view trimmed = Trim(text_->text);
    const bool is_json = (trimmed.starts_with('{') || trimmed.starts_with('[') || trimmed.starts_with('#')) &&
                         SendsJson(view_) && !IsRawRequest();
    const bool has_literals = Literals(is_json ? Form::kJson : Form::kText);
    if (!is_json) return;
    if (HasDirectives(*tree_)) Json({}, "with sample values");
    std::set<std::string> absent;
    for (const ContractInput& input : inputs_) {
      if (input.is_optional && Uses(input.name)) absent.insert(input.name);
    }
    if (!absent.empty() && !has_literals) Json(absent, "when the inputs that may be absent are");
  }

 private:
  enum class Form { kText, kJson };

  // Makes the template at the pointer the one that is looked at; false when there is none that is wholly known.
  bool Open(const std::string& pointer) {
    if (view_.Find(pointer) == nullptr) return false;
    text_ = view_.Text(pointer);
    if (!text_ || IsUnknown(text_->text)) return false;
    auto parsed = action_runtime::ParseVelocity(text_->text);
    if (!std::holds_alternative<action_runtime::VelocityTemplate>(parsed)) return false;
    tree_ = std::move(std::get<action_runtime::VelocityTemplate>(parsed));
    return true;
  }

  [[nodiscard]] Range RangeOf(const Reference& reference) const {
    return text_->At(reference.span.offset, reference.span.offset + reference.span.length);
  }
  [[nodiscard]] bool IsRawRequest() const { return text_->text.find("rawRequest") != std::string::npos; }
  [[nodiscard]] bool Uses(const std::string& name) const {
    bool uses = false;
    action_runtime::VisitReferences(
        *tree_, [&](const ReferenceVisit& visit) { uses = uses || PlainInput(visit.reference) == name; });
    return uses;
  }

  void Url() {
    const size_t query = text_->text.find('?');
    const size_t scheme = text_->text.find("://");
    const size_t path = scheme == std::string::npos ? 1 : text_->text.find('/', scheme + 3);
    action_runtime::VisitReferences(*tree_, [&](const ReferenceVisit& visit) {
      const Reference& reference = visit.reference;
      const ContractInput* input = FindInput(inputs_, PlainInput(reference));
      if (visit.use != ReferenceUse::kPrinted || input == nullptr || !input->is_free) return;
      if (reference.span.offset < path) return;  // a host, or the beginning of the URL itself
      const bool is_path = reference.span.offset < query;
      view_.findings.Add("GC109", is_path ? Severity::kNote : Severity::kWarning, RangeOf(reference),
                         Concat(reference.source, " is a string that is not escaped: a ",
                                is_path ? "slash, a question mark or a blank" : "\"&\", a \"#\" or a blank",
                                " in it makes another URL"),
                         Concat("Write $esc.uriEncode(", reference.source, ")."));
    });
  }

  // True when an optional input prints its own reference.
  bool Literals(Form form) {
    bool found = false;
    const bool has_directives = HasDirectives(*tree_);
    std::set<std::string> all;
    for (const ContractInput& input : inputs_) {
      if (input.is_optional && Uses(input.name)) all.insert(input.name);
    }
    if (all.empty()) return false;
    const auto together = RenderTrial(text_->text, Names(all, {}));
    for (const std::string& name : all) {
      // An #if may ask for several.
      const auto trial = has_directives ? RenderTrial(text_->text, Names({name}, {})) : together;
      if (trial && AddLiteral(*trial, name, form)) found = true;
    }
    return found;
  }

  bool AddLiteral(const TrialText& trial, const std::string& name, Form form) {
    const std::vector<bool> inside = form == Form::kJson ? InsideStrings(trial.text) : std::vector<bool>();
    for (const TrialText::Printed& printed : trial.printed) {
      const std::string_view text = std::string_view(trial.text).substr(printed.begin, printed.end - printed.begin);
      if (!PrintsItself(text, name)) continue;
      const bool is_bare = form == Form::kJson && !inside[printed.begin];
      action_runtime::VisitReferences(*tree_, [&](const ReferenceVisit& visit) {
        const Reference& reference = visit.reference;
        const bool is_inside =
            reference.span.offset >= printed.source.offset &&
            reference.span.offset + reference.span.length <= printed.source.offset + printed.source.length;
        if (!is_inside || PlainInput(reference) != name || reference.quiet) return;
        Finding& finding = view_.findings.Add(
            "GC110", RangeOf(reference),
            Concat(reference.source, " is sent as it stands here when the input \"", name, "\" is absent"),
            is_bare ? "Make the input required, give it a default, or put the member into #if ... #end."
                    : Concat("Write ", Quiet(visit), ", which is empty then, or make the input required."));
        const std::string pointer = json::AppendToken("/contract/input/inputSchema/properties", name);
        finding.related.push_back(
            {view_.source.Name(view_.At(pointer)), "this input is not required and has no default"});
      });
      return true;
    }
    return false;
  }

  static std::string Quiet(const ReferenceVisit& visit) {
    const bool is_argument = visit.enclosing != nullptr && visit.use == ReferenceUse::kArgument;
    const std::string& source = is_argument ? visit.enclosing->source : visit.reference.source;
    return Concat("$!", source.substr(1));
  }

  // What the templates see without the inputs in `absent`, with other samples for those in `instead`.
  [[nodiscard]] json::Object Names(const std::set<std::string>& absent, const json::Object& instead) const {
    json::Object input;
    for (const ContractInput& one : inputs_) {
      if (absent.contains(one.name)) continue;
      const json::Value* other = instead.Find(one.name);
      input.Set(one.name, other == nullptr ? one.sample : *other);
    }
    input.Set("rawRequest", json::Write(input));
    json::Object credentials;
    json::Object answer;
    action_runtime::VisitReferences(*tree_, [&](const ReferenceVisit& visit) {
      if (visit.reference.steps.empty()) return;
      const std::string& name = visit.reference.steps.front().name;
      if (visit.reference.root == "credentials") credentials.Set(name, "0");
      if (visit.reference.root == "authResponse") answer.Set(name, "0");
    });
    return {{"input", std::move(input)}, {"credentials", std::move(credentials)}, {"authResponse", std::move(answer)}};
  }

  // Strings that were printed outside of quotation marks.
  [[nodiscard]] std::set<std::string> OpenInputs(const TrialText& trial) const {
    const std::vector<bool> inside = InsideStrings(trial.text);
    std::set<std::string> open;
    for (const TrialText::Printed& printed : trial.printed) {
      if (inside[printed.begin]) continue;
      action_runtime::VisitReferences(*tree_, [&](const ReferenceVisit& visit) {
        const bool is_it = visit.reference.span.offset >= printed.source.offset &&
                           visit.reference.span.offset < printed.source.offset + printed.source.length;
        const ContractInput* input = FindInput(inputs_, PlainInput(visit.reference));
        if (is_it && input != nullptr && input->is_free) open.insert(input->name);
      });
    }
    return open;
  }

  void Json(const std::set<std::string>& absent, std::string_view when) {
    const auto first = RenderTrial(text_->text, Names(absent, {}));
    if (!first) return;
    const std::string_view trimmed = Trim(first->text);
    if (!trimmed.starts_with('{') && !trimmed.starts_with('[')) return;
    const auto parsed = json::Parse(first->text);
    if (parsed) return;
    const std::set<std::string> open = OpenInputs(*first);
    if (open.size() > kMaxOpen) return;
    size_t combinations = 1;
    for (size_t i = 0; i < open.size(); ++i) combinations *= std::size(kOpenSamples);
    for (size_t combination = 1; combination < combinations; ++combination) {
      json::Object instead;
      size_t rest = combination;
      for (const std::string& name : open) {
        instead.Set(name, kOpenSamples[rest % std::size(kOpenSamples)]);
        rest /= std::size(kOpenSamples);
      }
      const auto trial = RenderTrial(text_->text, Names(absent, instead));
      if (!trial || json::Parse(trial->text)) return;
    }
    const SourceError error = JsonErrorIn({first->text, first->offsets}, parsed.error().message);
    view_.findings.Add("GC108", text_->At(error.range.begin, error.range.begin + 1),
                       Concat("the body is not JSON ", when, ": ", error.message));
  }

  const ActionView& view_;
  std::vector<ContractInput> inputs_;
  std::optional<MappedText> text_;
  std::optional<action_runtime::VelocityTemplate> tree_;
};

}  // namespace

bool SendsJson(const ActionView& view) {
  const json::Value* headers = view.Find("/config/request/headers");
  const json::Object* members = headers == nullptr ? nullptr : headers->AsObject();
  if (members == nullptr) return headers == nullptr;
  return std::all_of(members->begin(), members->end(), [](const auto& member) {
    const std::string* text = member.second.AsString();
    return !EqualsIgnoreCase(member.first, "Content-Type") || text == nullptr ||
           ToLower(*text).find("json") != std::string::npos;
  });
}

void CheckRenderedRequest(const ActionView& view) {
  RenderedRequest(view).Run();
}

}  // namespace genesys_cfn::lint
