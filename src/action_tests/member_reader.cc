// SPDX-License-Identifier: Apache-2.0
#include "action_tests/member_reader.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::action_tests {
namespace {

constexpr size_t kMostProblems = 20;

std::string WithArticle(const json::Value& value) {
  const std::string_view type = json::TypeName(value);
  if (value.is_null()) return "null";
  return Concat(type == "object" || type == "array" ? "an " : "a ", type);
}

}  // namespace

void Problems::Add(std::string_view pointer, std::string message, std::string hint) {
  found_.push_back(file_.At(file_.ValuePlace(pointer), std::move(message), std::move(hint)));
}

void Problems::AddAtName(std::string_view pointer, std::string message, std::string hint) {
  found_.push_back(file_.At(file_.NamePlace(pointer), std::move(message), std::move(hint)));
}

Diagnostics Problems::Take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  if (found_.size() > kMostProblems) found_.resize(kMostProblems);
  return std::move(found_);
}

std::string Hint(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto suggestion = Suggest(word, candidates)) return Concat("Did you mean ", *suggestion, "?");
  return Concat("Possible here: ", Join(candidates, ", "), ".");
}

std::optional<MemberReader> MemberReader::Of(const json::Value& value, std::string pointer, Problems& problems) {
  if (const json::Object* const object = value.AsObject()) return MemberReader(*object, std::move(pointer), problems);
  problems.Add(pointer, Concat("this must be an object, not ", WithArticle(value)));
  return std::nullopt;
}

std::string MemberReader::PointerTo(std::string_view name) const {
  return json::AppendToken(pointer_, name);
}

void MemberReader::Add(std::string_view name, std::string message, std::string hint) const {
  problems_->Add(PointerTo(name), std::move(message), std::move(hint));
}

bool MemberReader::RefuseOthers(const std::vector<std::string>& known) const {
  bool is_right = true;
  for (const auto& [name, value] : *object_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    is_right = false;
    problems_->AddAtName(PointerTo(name), Concat("there is no member \"", TruncateUtf8(name, 80), "\" here"),
                         Hint(name, known));
  }
  return is_right;
}

std::optional<std::string> MemberReader::Text(std::string_view name) const {
  const json::Value* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  const std::string* const text = value->AsString();
  if (text == nullptr) {
    const bool is_scalar = value->is_bool() || value->is_number();
    Add(name, Concat(name, " must be a text, not ", WithArticle(*value)), is_scalar ? "Put it in quotes." : "");
    return std::nullopt;
  }
  if (!text->empty()) return *text;
  Add(name, Concat(name, " must not be empty"));
  return std::nullopt;
}

std::optional<std::string> MemberReader::OneOf(std::string_view name, const std::vector<std::string>& words) const {
  auto text = Text(name);
  if (!text || std::find(words.begin(), words.end(), *text) != words.end()) return text;
  Add(name, Concat(name, " cannot be \"", TruncateUtf8(*text, 80), "\""), Hint(*text, words));
  return std::nullopt;
}

std::optional<int> MemberReader::Integer(std::string_view name, int least, int most) const {
  const json::Value* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->AsInteger();
  if (number && *number >= least && *number <= most) return static_cast<int>(*number);
  Add(name, Concat(name, " must be a whole number from ", least, " to ", most));
  return std::nullopt;
}

std::optional<json::Object> MemberReader::Object(std::string_view name) const {
  const auto inner = Inner(name);
  return inner ? std::optional(*inner->object_) : std::nullopt;
}

std::optional<MemberReader> MemberReader::Inner(std::string_view name) const {
  const json::Value* const value = Find(name);
  return value == nullptr ? std::nullopt : Of(*value, PointerTo(name), *problems_);
}

MemberReader::Texts MemberReader::TextsAt(std::string_view name, Nulls nulls) const {
  Texts texts;
  const auto inner = Inner(name);
  if (!inner) return texts;
  for (const auto& [key, value] : *inner->object_) {
    if (const std::string* const text = value.AsString()) {
      texts.emplace_back(key, *text);
    } else if (const json::Number* const number = value.AsNumber()) {
      texts.emplace_back(key, number->text);
    } else if (value.is_null() && nulls == Nulls::kKept) {
      texts.emplace_back(key, std::nullopt);
    } else {
      inner->Add(key, Concat("this must be a text, not ", WithArticle(value)),
                 value.is_bool() ? "Put it in quotes." : "");
    }
  }
  return texts;
}

std::map<std::string, std::string, std::less<>> MemberReader::TextMap(std::string_view name) const {
  std::map<std::string, std::string, std::less<>> map;
  for (auto& [key, text] : TextsAt(name, Nulls::kRefused)) map.emplace(key, *text);
  return map;
}

}  // namespace genesys_cfn::action_tests
