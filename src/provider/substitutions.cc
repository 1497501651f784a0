// SPDX-License-Identifier: Apache-2.0
#include "provider/substitutions.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::string_view kOpen = "@{";
constexpr size_t kShownName = 40;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The pieces of a text in order: `literal` for what stays, `reference` for what stands between "@{" and "}" (nullopt
// when no "}" follows; the rest is then literal).
void Scan(std::string_view text, const std::function<void(std::string_view)>& literal,
          const std::function<void(std::optional<std::string_view>)>& reference) {
  for (;;) {
    const size_t open = text.find(kOpen);
    literal(text.substr(0, open));
    if (open == std::string_view::npos) return;
    text.remove_prefix(open + kOpen.size());
    const size_t close = text.find('}');
    if (close == std::string_view::npos) {
      reference(std::nullopt);
      literal(text);
      return;
    }
    reference(text.substr(0, close));
    text.remove_prefix(close + 1);
  }
}

class Replacer {
 public:
  Replacer(const Substitutions& substitutions, size_t max_bytes) : substitutions_(substitutions), left_(max_bytes) {
    for (const auto& [name, text] : substitutions) names_.push_back(name);
  }

  void Visit(json::Value& value, const std::string& pointer) {
    if (std::string* text = value.AsString()) *text = Replaced(*text, pointer);
    if (json::Array* items = value.AsArray()) {
      for (size_t i = 0; i < items->size(); ++i) Visit((*items)[i], json::AppendIndex(pointer, i));
    }
    json::Object* members = value.AsObject();
    if (members == nullptr) return;
    for (auto& [name, member] : *members) {
      const std::string place = json::AppendToken(pointer, name);
      if (name.find(kOpen) != std::string::npos) {
        problems_.push_back(
            {place, "@{...} is replaced in values only, not in the name of a member", definition::Rule::kSubstitution});
      }
      Visit(member, place);
    }
  }

  std::vector<definition::Problem> Finish() {
    for (const std::string& name : names_) {
      if (used_.contains(name)) continue;
      problems_.push_back({"", Concat("the substitution ", name, " is not used: there is no @{", name, "}"),
                           definition::Rule::kSubstitution});
    }
    return std::move(problems_);
  }

 private:
  std::string Replaced(const std::string& text, const std::string& pointer) {
    std::string out;
    Scan(
        text, [&](std::string_view literal) { Append(out, literal, pointer); },
        [&](std::optional<std::string_view> name) { Append(out, ValueOf(name, pointer), pointer); });
    return out;
  }

  void Append(std::string& out, std::string_view text, const std::string& pointer) {
    if (text.size() > left_) {
      if (!too_large_)
        problems_.push_back(
            {pointer, "the definition becomes too large with its substitutions", definition::Rule::kSubstitution});
      too_large_ = true;
      return;
    }
    left_ -= text.size();
    out += text;
  }

  std::string_view ValueOf(std::optional<std::string_view> name, const std::string& pointer) {
    if (!name || !IsSubstitutionName(*name)) {
      problems_.push_back({pointer,
                           "\"@{\" must be followed by the name of a substitution and \"}\"; a literal one is "
                           "written @{At}{, with a substitution At of the text @",
                           definition::Rule::kSubstitution});
      return {};
    }
    const auto found = substitutions_.find(*name);
    if (found != substitutions_.end()) {
      used_.insert(found->first);
      return found->second;
    }
    const auto suggestion = Suggest(*name, names_);
    const std::string shown(TruncateUtf8(*name, kShownName));
    problems_.push_back({pointer,
                         Concat("@{", shown, "} is not among the Substitutions",
                                suggestion ? Concat("; did you mean @{", *suggestion, "}?") : ""),
                         definition::Rule::kSubstitution});
    return {};
  }

  const Substitutions& substitutions_;
  std::vector<std::string> names_;
  std::set<std::string, std::less<>> used_;
  std::vector<definition::Problem> problems_;
  size_t left_;  // bytes that the strings may still take
  bool too_large_ = false;
};

}  // namespace

bool IsSubstitutionName(std::string_view name) {
  return !name.empty() && IsLetter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
    return IsLetter(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

std::vector<definition::Problem> Substitute(json::Value& definition, const Substitutions& substitutions,
                                            size_t max_bytes) {
  Replacer replacer(substitutions, max_bytes);
  replacer.Visit(definition, "");
  return replacer.Finish();
}

std::string SubstituteKnown(std::string_view text, const Substitutions& substitutions) {
  std::string out;
  Scan(
      text, [&](std::string_view literal) { out += literal; },
      [&](std::optional<std::string_view> name) {
        const auto found = name ? substitutions.find(*name) : substitutions.end();
        if (found != substitutions.end()) {
          out += found->second;
        } else {
          out += kOpen;
          if (name) out += Concat(*name, '}');
        }
      });
  return out;
}

}  // namespace genesys_cfn::provider
