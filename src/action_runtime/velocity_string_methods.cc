// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "action_runtime/java_pattern.h"
#include "action_runtime/java_text.h"
#include "action_runtime/velocity_methods.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

// A call whose arguments have been looked at: which are texts, which integers.
struct StringCall {
  const std::string& self;
  const MethodCall& call;

  [[nodiscard]] const std::string& Text(size_t index) const { return *call.arguments[index].AsString(); }
  [[nodiscard]] int64_t Integer(size_t index) const { return *call.arguments[index].AsInteger(); }
  [[nodiscard]] size_t size() const { return call.arguments.size(); }
};

CallFailure OutOfBounds(std::string_view method, size_t length) {
  return {Concat(method, " reaches beyond a text of ", length, " characters"), "Compare with length() first"};
}

CallResult Limited(std::string text, WorkBudget& budget) {
  if (!budget.TakeText(text.size())) return LimitReached(budget);
  return VelocityValue(std::move(text));
}

// ASCII and the letters of Latin-1, Greek and Cyrillic, whose cases stand in regular distances.
char16_t ChangeCase(char16_t unit, bool to_upper) {
  const auto within = [&](char16_t first, char16_t last) { return unit >= first && unit <= last; };
  const auto moved = [&](int distance) { return static_cast<char16_t>(unit + distance); };
  if (to_upper) {
    if (within('a', 'z') || (within(0xE0, 0xFE) && unit != 0xF7)) return moved(-32);
    if (unit == 0xFF) return 0x178;
    if (within(0x3B1, 0x3C9) && unit != 0x3C2) return moved(-32);
    if (unit == 0x3C2) return 0x3A3;
    if (within(0x430, 0x44F)) return moved(-32);
    if (within(0x450, 0x45F)) return moved(-80);
    if (within(0x100, 0x137) && unit % 2 == 1 && unit != 0x131) return moved(-1);
  } else {
    if (within('A', 'Z') || (within(0xC0, 0xDE) && unit != 0xD7)) return moved(32);
    if (within(0x391, 0x3A9) && unit != 0x3A2) return moved(32);
    if (within(0x410, 0x42F)) return moved(32);
    if (within(0x400, 0x40F)) return moved(80);
    if (within(0x100, 0x137) && unit % 2 == 0 && unit != 0x130) return moved(1);
  }
  return unit;
}

std::u16string ChangeCase(std::u16string_view text, bool to_upper) {
  std::u16string out;
  for (const char16_t unit : text) {
    if (to_upper && unit == 0xDF) {
      out += u"SS";
    } else {
      out += ChangeCase(unit, to_upper);
    }
  }
  return out;
}

std::u16string Folded(const std::string& text) {
  return ChangeCase(ToUtf16(text), false);
}

int64_t Compare(const std::u16string& a, const std::u16string& b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    if (a[i] != b[i]) return static_cast<int64_t>(a[i]) - static_cast<int64_t>(b[i]);
  }
  return static_cast<int64_t>(a.size()) - static_cast<int64_t>(b.size());
}

int64_t HashCode(const std::string& text) {
  uint32_t hash = 0;
  for (const char16_t unit : ToUtf16(text)) hash = hash * 31 + unit;
  return static_cast<int32_t>(hash);
}

CallResult Substring(const StringCall& call) {
  const std::u16string text = ToUtf16(call.self);
  const int64_t end = call.size() == 2 ? call.Integer(1) : static_cast<int64_t>(text.size());
  const int64_t begin = call.Integer(0);
  if (begin < 0 || end < begin || end > static_cast<int64_t>(text.size()))
    return OutOfBounds(call.call.name, text.size());
  return Limited(FromUtf16(text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin))),
                 call.call.budget);
}

CallResult CharAt(const StringCall& call) {
  const std::u16string text = ToUtf16(call.self);
  const int64_t index = call.Integer(0);
  if (index < 0 || index >= static_cast<int64_t>(text.size())) return OutOfBounds("charAt", text.size());
  return Limited(FromUtf16(text.substr(static_cast<size_t>(index), 1)), call.call.budget);
}

std::u16string TextOrCharacter(const StringCall& call) {
  if (call.call.arguments[0].AsString() != nullptr) return ToUtf16(call.Text(0));
  return {static_cast<char16_t>(call.Integer(0))};
}

// A search for a long text can take the product of the lengths.
bool TakeSearch(const StringCall& call) {
  const std::string* wanted = call.call.arguments[0].AsString();
  return wanted == nullptr || call.call.budget.TakeSteps((1 + call.self.size() / 64) * (wanted->size() / 64));
}

CallResult IndexOf(const StringCall& call) {
  if (!TakeSearch(call)) return LimitReached(call.call.budget);
  const int64_t from = call.size() == 2 ? std::max<int64_t>(call.Integer(1), 0) : 0;
  const size_t found = ToUtf16(call.self).find(TextOrCharacter(call), static_cast<size_t>(from));
  return VelocityValue(found == std::u16string::npos ? int64_t{-1} : static_cast<int64_t>(found));
}

CallResult LastIndexOf(const StringCall& call) {
  if (!TakeSearch(call)) return LimitReached(call.call.budget);
  const std::u16string wanted = TextOrCharacter(call);
  const std::u16string self = ToUtf16(call.self);
  if (call.size() == 2 && call.Integer(1) < 0) return VelocityValue(int64_t{-1});
  const size_t from = call.size() == 2 ? static_cast<size_t>(call.Integer(1)) : std::u16string::npos;
  const size_t found = self.rfind(wanted, from);
  return VelocityValue(found == std::u16string::npos ? int64_t{-1} : static_cast<int64_t>(found));
}

CallResult Contains(const StringCall& call) {
  if (!TakeSearch(call)) return LimitReached(call.call.budget);
  return VelocityValue(call.self.find(call.Text(0)) != std::string::npos);
}

CallResult Replace(const StringCall& call) {
  if (!TakeSearch(call)) return LimitReached(call.call.budget);
  const std::string& from = call.Text(0);
  const std::string& to = call.Text(1);
  const size_t limit = call.call.budget.text_bytes();
  std::string out;
  if (from.empty()) {  // in front of every character, and at the end
    for (const char byte : call.self) {
      if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) out += to;
      out += byte;
      if (out.size() > limit) break;
    }
    out += to;
    return Limited(std::move(out), call.call.budget);
  }
  size_t copied = 0;
  for (size_t found = call.self.find(from); found != std::string::npos && out.size() <= limit;
       found = call.self.find(from, copied)) {
    out.append(call.self, copied, found - copied);
    out += to;
    copied = found + from.size();
  }
  out.append(call.self, copied);
  return Limited(std::move(out), call.call.budget);
}

CallFailure RefusedPattern(std::string_view method, std::string_view reason) {
  return {
      Concat("the regular expression of ", method, " is not supported: ", reason),
      "Look-around, back references and possessive quantifiers are not there; use replace or contains for plain text"};
}

CallResult WithPattern(const StringCall& call, const std::function<CallResult(const JavaPattern&)>& use) {
  WorkBudget& budget = call.call.budget;
  if (!budget.TakeSteps(100 + 4 * call.Text(0).size())) return LimitReached(budget);
  const auto pattern = JavaPattern::Compile(call.Text(0));
  if (const std::string* reason = std::get_if<std::string>(&pattern)) return RefusedPattern(call.call.name, *reason);
  const auto& compiled = std::get<JavaPattern>(pattern);
  if (!budget.TakeSteps((1 + call.self.size() / 16) * (1 + compiled.size() / 32))) return LimitReached(budget);
  return use(compiled);
}

// Each match may look at all of the rest.
JavaPattern::Permission MatchPermission(const StringCall& call) {
  return [&budget = call.call.budget](size_t rest) { return budget.TakeSteps(1 + rest / 256); };
}

CallResult ReplacePattern(const StringCall& call, JavaPattern::Occurrences occurrences) {
  return WithPattern(call, [&](const JavaPattern& pattern) -> CallResult {
    auto out =
        pattern.Replace(call.self, call.Text(1), occurrences, call.call.budget.text_bytes(), MatchPermission(call));
    if (const auto* bad = std::get_if<JavaPattern::BadReplacement>(&out)) {
      return CallFailure{Concat(call.call.name, ": ", bad->message), "Write a plain $ as \\$"};
    }
    if (std::holds_alternative<JavaPattern::Stopped>(out)) return LimitReached(call.call.budget);
    return Limited(std::get<std::string>(std::move(out)), call.call.budget);
  });
}

CallResult Split(const StringCall& call) {
  return WithPattern(call, [&](const JavaPattern& pattern) -> CallResult {
    if (!call.call.budget.TakeText(call.self.size())) return LimitReached(call.call.budget);
    auto parts = pattern.Split(call.self, call.size() == 2 ? call.Integer(1) : 0, MatchPermission(call));
    if (!parts) return LimitReached(call.call.budget);
    auto list = std::make_shared<VelocityList>();
    for (std::string& part : *parts) list->items.emplace_back(std::move(part));
    if (!call.call.budget.TakeSteps(list->items.size())) return LimitReached(call.call.budget);
    return VelocityValue(std::move(list));
  });
}

CallResult Repeat(const StringCall& call) {
  const int64_t count = call.Integer(0);
  if (count < 0) return CallFailure{"repeat is called with a negative number", {}};
  if (!call.self.empty() && static_cast<uint64_t>(count) > call.call.budget.text_bytes() / call.self.size()) {
    (void)call.call.budget.TakeText(call.call.budget.text_bytes() + 1);
    return LimitReached(call.call.budget);
  }
  std::string out;
  if (!call.self.empty()) {
    for (int64_t i = 0; i < count; ++i) out += call.self;
  }
  return Limited(std::move(out), call.call.budget);
}

bool IsTrimmed(char byte) {
  return static_cast<unsigned char>(byte) <= ' ';
}

CallResult Strip(const StringCall& call, bool front, bool back) {
  std::string_view text = call.self;
  while (front && !text.empty() && IsTrimmed(text.front())) text.remove_prefix(1);
  while (back && !text.empty() && IsTrimmed(text.back())) text.remove_suffix(1);
  return Limited(std::string(text), call.call.budget);
}

using Handler = CallResult (*)(const StringCall&);
struct Method {
  std::vector<std::string_view> signatures;  // a letter an argument: s text, i integer, c text or integer, a any
  Handler handler;
};

VelocityValue Flag(bool flag) {
  return flag;
}

const std::map<std::string_view, Method>& Methods() {
  static const std::map<std::string_view, Method> methods = {
      {"charAt", {{"i"}, CharAt}},
      {"compareTo",
       {{"s"},
        [](const StringCall& c) -> CallResult { return VelocityValue(Compare(ToUtf16(c.self), ToUtf16(c.Text(0)))); }}},
      {"compareToIgnoreCase",
       {{"s"},
        [](const StringCall& c) -> CallResult { return VelocityValue(Compare(Folded(c.self), Folded(c.Text(0)))); }}},
      {"concat", {{"s"}, [](const StringCall& c) { return Limited(c.self + c.Text(0), c.call.budget); }}},
      {"contains", {{"s"}, Contains}},
      {"contentEquals", {{"s"}, [](const StringCall& c) -> CallResult { return Flag(c.self == c.Text(0)); }}},
      {"endsWith", {{"s"}, [](const StringCall& c) -> CallResult { return Flag(c.self.ends_with(c.Text(0))); }}},
      {"equals",
       {{"a"},
        [](const StringCall& c) -> CallResult {
          const std::string* other = c.call.arguments[0].AsString();
          return Flag(other != nullptr && *other == c.self);
        }}},
      {"equalsIgnoreCase",
       {{"s"}, [](const StringCall& c) -> CallResult { return Flag(Folded(c.self) == Folded(c.Text(0))); }}},
      {"hashCode", {{""}, [](const StringCall& c) -> CallResult { return VelocityValue(HashCode(c.self)); }}},
      {"indexOf", {{"c", "ci"}, IndexOf}},
      {"intern", {{""}, [](const StringCall& c) -> CallResult { return VelocityValue(c.self); }}},
      {"isBlank",
       {{""},
        [](const StringCall& c) -> CallResult { return Flag(std::all_of(c.self.begin(), c.self.end(), IsTrimmed)); }}},
      {"isEmpty", {{""}, [](const StringCall& c) -> CallResult { return Flag(c.self.empty()); }}},
      {"lastIndexOf", {{"c", "ci"}, LastIndexOf}},
      {"length",
       {{""},
        [](const StringCall& c) -> CallResult { return VelocityValue(static_cast<int64_t>(ToUtf16(c.self).size())); }}},
      {"matches",
       {{"s"},
        [](const StringCall& c) {
          return WithPattern(
              c, [&](const JavaPattern& pattern) -> CallResult { return Flag(pattern.MatchesWhole(c.self)); });
        }}},
      {"repeat", {{"i"}, Repeat}},
      {"replace", {{"ss"}, Replace}},
      {"replaceAll", {{"ss"}, [](const StringCall& c) { return ReplacePattern(c, JavaPattern::Occurrences::kAll); }}},
      {"replaceFirst",
       {{"ss"}, [](const StringCall& c) { return ReplacePattern(c, JavaPattern::Occurrences::kFirst); }}},
      {"split", {{"s", "si"}, Split}},
      {"startsWith",
       {{"s", "si"},
        [](const StringCall& c) -> CallResult {
          const std::u16string self = ToUtf16(c.self);
          const int64_t from = c.size() == 2 ? c.Integer(1) : 0;
          if (from < 0 || from > static_cast<int64_t>(self.size())) return Flag(false);
          return Flag(std::u16string_view(self).substr(static_cast<size_t>(from)).starts_with(ToUtf16(c.Text(0))));
        }}},
      {"strip", {{""}, [](const StringCall& c) { return Strip(c, true, true); }}},
      {"stripLeading", {{""}, [](const StringCall& c) { return Strip(c, true, false); }}},
      {"stripTrailing", {{""}, [](const StringCall& c) { return Strip(c, false, true); }}},
      {"subSequence", {{"ii"}, Substring}},
      {"substring", {{"i", "ii"}, Substring}},
      {"toLowerCase",
       {{""},
        [](const StringCall& c) { return Limited(FromUtf16(ChangeCase(ToUtf16(c.self), false)), c.call.budget); }}},
      {"toString", {{""}, [](const StringCall& c) -> CallResult { return VelocityValue(c.self); }}},
      {"toUpperCase",
       {{""},
        [](const StringCall& c) { return Limited(FromUtf16(ChangeCase(ToUtf16(c.self), true)), c.call.budget); }}},
      {"trim", {{""}, [](const StringCall& c) { return Strip(c, true, true); }}},
      {"valueOf",
       {{"a"},
        [](const StringCall& c) -> CallResult {
          auto text = LimitedText(c.call.arguments[0], c.call.budget);
          if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
          return VelocityValue(std::get<std::string>(std::move(text)));
        }}},
  };
  return methods;
}

constexpr std::array<std::string_view, 17> kUnsupported = {
    "chars",  "codePointAt", "codePointBefore",    "codePointCount", "codePoints", "describeConstable",
    "format", "formatted",   "getBytes",           "getChars",       "getClass",   "indent",
    "join",   "lines",       "offsetByCodePoints", "regionMatches",  "toCharArray"};

bool Fits(std::string_view signature, const std::vector<VelocityValue>& arguments) {
  if (signature.size() != arguments.size()) return false;
  for (size_t i = 0; i < signature.size(); ++i) {
    const VelocityValue& argument = arguments[i];
    const bool is_text = argument.AsString() != nullptr || argument.is_null();
    const bool is_integer = argument.AsInteger() != nullptr;
    const char wanted = signature[i];
    if (wanted != 'a' && !(wanted == 's' && is_text) && !(wanted == 'i' && is_integer) &&
        !(wanted == 'c' && (is_text || is_integer))) {
      return false;
    }
  }
  return true;
}

}  // namespace

CallResult CallStringMethod(const std::string& self, const MethodCall& call) {
  const auto found = Methods().find(call.name);
  if (found == Methods().end()) {
    if (std::find(kUnsupported.begin(), kUnsupported.end(), call.name) != kUnsupported.end()) {
      return CallFailure{Concat("the method ", call.name, " of texts is not supported here"),
                         "docs/velocity.md lists those that are"};
    }
    return NoSuchMethod();
  }
  for (const std::string_view signature : found->second.signatures) {
    if (!Fits(signature, call.arguments)) continue;
    size_t bytes = self.size();
    for (const VelocityValue& argument : call.arguments)
      bytes += argument.AsString() != nullptr ? argument.AsString()->size() : 0;
    if (!call.budget.TakeSteps(1 + bytes / 64)) return LimitReached(call.budget);
    for (size_t i = 0; i < signature.size(); ++i) {
      if (call.arguments[i].is_null() && signature[i] != 'a') {
        return CallFailure{Concat("argument ", i + 1, " of ", call.name, " has no value"),
                           "Test it with #if first, or use $!{...} in quotes"};
      }
    }
    return found->second.handler({self, call});
  }
  return NoSuchMethod();
}

bool IsKnownStringMethod(std::string_view name) {
  return Methods().contains(name);
}

}  // namespace genesys_cfn::action_runtime
