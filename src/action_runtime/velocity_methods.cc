// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_methods.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace genesys_cfn::action_runtime {

bool IsKnownStringMethod(std::string_view name);  // velocity_string_methods.cc

namespace {

constexpr size_t kMaxValueDepth = 50;
constexpr std::array<std::string_view, 31> kOtherMethods = {
    "add",       "addAll",      "clear",    "compareTo",    "contains", "containsKey", "doubleValue", "entrySet",
    "equals",    "floatValue",  "get",      "getOrDefault", "indexOf",  "intValue",    "isEmpty",     "keySet",
    "longValue", "parseDouble", "parseInt", "parseLong",    "put",      "putAll",      "remove",      "set",
    "size",      "subList",     "toString", "valueOf",      "values",   "getKey",      "getValue"};

// Arguments by type, as Java chooses a method: wrong types mean that there is none.
const int64_t* IntegerArgument(const MethodCall& call, size_t count, size_t index = 0) {
  return call.arguments.size() == count ? call.arguments[index].AsInteger() : nullptr;
}

CallResult Key(const VelocityValue& value, WorkBudget& budget, std::string& key) {
  auto text = LimitedText(value, budget);
  if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
  key = std::get<std::string>(std::move(text));
  return VelocityValue();
}

CallFailure BeyondList(size_t size) {
  return {Concat("the index is beyond a list of ", size, " items"), "Compare it with size() first"};
}

int64_t Find(const VelocityList& list, const VelocityValue& wanted) {
  for (size_t i = 0; i < list.items.size(); ++i) {
    if (list.items[i].TypeName() == wanted.TypeName() && IsEqual(list.items[i], wanted)) return static_cast<int64_t>(i);
  }
  return -1;
}

CallResult NumberFromText(const MethodCall& call, bool is_integer) {
  const std::string* text = call.arguments.size() == 1 ? call.arguments[0].AsString() : nullptr;
  if (text == nullptr) return NoSuchMethod();
  if (is_integer) {
    const auto value = ParseInteger<int64_t>(text->starts_with('+') ? std::string_view(*text).substr(1) : *text);
    if (value) return VelocityValue(*value);
  } else {
    double value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error == std::errc{} && end == text->data() + text->size()) return VelocityValue(value);
  }
  return CallFailure{Concat(call.name, " is called with a text that is no number"),
                     "Test it with matches(\"[0-9]+\") first"};
}

}  // namespace

WorkBudget::WorkBudget(size_t text_bytes, size_t work_bytes, size_t steps)
    : text_bytes_(text_bytes), work_bytes_(work_bytes), steps_(steps) {}

bool WorkBudget::TakeText(size_t bytes) {
  if (bytes > text_bytes_) {
    exceeded_ = Concat("a text has more than ", text_bytes_, " bytes");
  } else if (bytes > work_bytes_) {
    exceeded_ = "the texts on the way to the result are too large together";
  } else {
    work_bytes_ -= bytes;
    return true;
  }
  return false;
}

bool WorkBudget::TakeSteps(size_t steps) {
  if (steps > steps_) {
    exceeded_ = "the template takes too many steps";
    return false;
  }
  steps_ -= steps;
  return true;
}

CallFailure LimitReached(const WorkBudget& budget) {
  return {budget.exceeded(), "This is a limit of the local runtime; see docs/velocity.md"};
}

std::variant<std::string, CallFailure> LimitedText(const VelocityValue& value, WorkBudget& budget) {
  std::string text = TextOf(value, budget.text_bytes());
  if (!budget.TakeText(text.size()) || !budget.TakeSteps(1 + text.size() / 64)) return LimitReached(budget);
  return text;
}

std::variant<VelocityValue, CallFailure> CopyOf(const VelocityValue& value, WorkBudget& budget) {
  const auto list = value.AsList();
  const auto map = value.AsMap();
  if (!list && !map) return value;
  if (value.Depth() > kMaxValueDepth) {
    return CallFailure{Concat("lists and maps stand more than ", kMaxValueDepth, " levels inside each other"), {}};
  }
  if (list) {
    if (!budget.TakeSteps(list->items.size() + 1)) return LimitReached(budget);
    auto copy = std::make_shared<VelocityList>();
    for (const VelocityValue& item : list->items) {
      auto inner = CopyOf(item, budget);
      if (auto* failure = std::get_if<CallFailure>(&inner)) return std::move(*failure);
      copy->items.push_back(std::get<VelocityValue>(std::move(inner)));
    }
    return VelocityValue(std::move(copy));
  }
  if (!budget.TakeSteps(map->members.size() + 1)) return LimitReached(budget);
  auto copy = std::make_shared<VelocityMap>();
  for (const auto& [name, member] : map->members) {
    auto inner = CopyOf(member, budget);
    if (auto* failure = std::get_if<CallFailure>(&inner)) return std::move(*failure);
    copy->members.emplace_back(name, std::get<VelocityValue>(std::move(inner)));
  }
  return VelocityValue(std::move(copy));
}

CallResult CallScalarMethod(const VelocityValue& self, const MethodCall& call) {
  const std::string_view name = call.name;
  if (name == "toString" && call.arguments.empty()) return VelocityValue(TextOf(self, call.budget.text_bytes()));
  if (name == "equals" && call.arguments.size() == 1) {
    return VelocityValue(self.TypeName() == call.arguments[0].TypeName() && IsEqual(self, call.arguments[0]));
  }
  const auto number = self.AsDouble();
  if (!number) return NoSuchMethod();
  if (name == "parseInt" || name == "parseLong" || (name == "valueOf" && self.AsInteger() != nullptr)) {
    return NumberFromText(call, true);
  }
  if (name == "parseDouble" || name == "valueOf") return NumberFromText(call, false);
  if (name == "compareTo" && call.arguments.size() == 1 && call.arguments[0].TypeName() == self.TypeName()) {
    const double other = *call.arguments[0].AsDouble();
    return VelocityValue(static_cast<int64_t>(*number < other ? -1 : *number > other ? 1 : 0));
  }
  if (!call.arguments.empty()) return NoSuchMethod();
  if (name == "doubleValue" || name == "floatValue") return VelocityValue(*number);
  if (name == "intValue" || name == "longValue") {
    if (self.AsInteger() != nullptr) return self;
    const double limit = name == "intValue" ? 2147483647.0 : 9.2233720368547e18;
    return VelocityValue(
        static_cast<int64_t>(std::isnan(*number) ? 0.0 : std::clamp(std::trunc(*number), -limit, limit)));
  }
  return NoSuchMethod();
}

CallResult CallListMethod(VelocityList& self, const MethodCall& call) {
  const std::string_view name = call.name;
  const size_t count = call.arguments.size();
  const auto size = static_cast<int64_t>(self.items.size());
  if (name == "size" && count == 0) return VelocityValue(size);
  if (name == "isEmpty" && count == 0) return VelocityValue(self.items.empty());
  if (!call.budget.TakeSteps(1 + self.items.size() / 16)) return LimitReached(call.budget);
  if (name == "toString" && count == 0) {
    auto text = LimitedText(VelocityValue(std::make_shared<VelocityList>(self)), call.budget);
    if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
    return VelocityValue(std::get<std::string>(std::move(text)));
  }
  if (name == "clear" && count == 0) {
    self.items.clear();
    return VelocityValue(std::string());
  }
  if (name == "contains" && count == 1) return VelocityValue(Find(self, call.arguments[0]) >= 0);
  if (name == "indexOf" && count == 1) return VelocityValue(Find(self, call.arguments[0]));
  if (name == "add" && count == 1) {
    auto item = CopyOf(call.arguments[0], call.budget);
    if (auto* failure = std::get_if<CallFailure>(&item)) return std::move(*failure);
    self.items.push_back(std::get<VelocityValue>(std::move(item)));
    return VelocityValue(true);
  }
  if (name == "addAll" && count == 1 && call.arguments[0].AsList()) {
    auto copy = CopyOf(call.arguments[0], call.budget);
    if (auto* failure = std::get_if<CallFailure>(&copy)) return std::move(*failure);
    const auto& items = std::get<VelocityValue>(copy).AsList()->items;
    self.items.insert(self.items.end(), items.begin(), items.end());
    return VelocityValue(!items.empty());
  }
  if (name == "subList" && count == 2 && call.arguments[0].AsInteger() != nullptr &&
      call.arguments[1].AsInteger() != nullptr) {
    const int64_t begin = *call.arguments[0].AsInteger();
    const int64_t end = *call.arguments[1].AsInteger();
    if (begin < 0 || end < begin || end > size) return BeyondList(self.items.size());
    auto part = std::make_shared<VelocityList>();
    part->items.assign(self.items.begin() + begin, self.items.begin() + end);
    return VelocityValue(std::move(part));
  }
  const bool is_set = name == "set" && count == 2;
  if (is_set || ((name == "get" || name == "remove") && count == 1)) {
    const int64_t* index = IntegerArgument(call, count);
    if (index == nullptr) return NoSuchMethod();
    if (*index < 0 || *index >= size) return BeyondList(self.items.size());
    VelocityValue old = self.items[static_cast<size_t>(*index)];
    if (name == "remove") self.items.erase(self.items.begin() + *index);
    if (is_set) {
      auto item = CopyOf(call.arguments[1], call.budget);
      if (auto* failure = std::get_if<CallFailure>(&item)) return std::move(*failure);
      self.items[static_cast<size_t>(*index)] = std::get<VelocityValue>(std::move(item));
    }
    return old;
  }
  return NoSuchMethod();
}

CallResult CallMapMethod(VelocityMap& self, const MethodCall& call) {
  const std::string_view name = call.name;
  const size_t count = call.arguments.size();
  if (!call.budget.TakeSteps(1 + self.members.size() / 16)) return LimitReached(call.budget);
  if (count == 0) {
    if (name == "size") return VelocityValue(static_cast<int64_t>(self.members.size()));
    if (name == "isEmpty") return VelocityValue(self.members.empty());
    if (name == "toString") {
      auto text = LimitedText(VelocityValue(std::make_shared<VelocityMap>(self)), call.budget);
      if (auto* failure = std::get_if<CallFailure>(&text)) return std::move(*failure);
      return VelocityValue(std::get<std::string>(std::move(text)));
    }
    if (name == "clear") {
      self.members.clear();
      return VelocityValue(std::string());
    }
    if (const VelocityValue* entry = name == "getKey"     ? self.Find("key")
                                     : name == "getValue" ? self.Find("value")
                                                          : nullptr) {
      return *entry;
    }
    if (name != "keySet" && name != "values" && name != "entrySet") return NoSuchMethod();
    if (!call.budget.TakeSteps(self.members.size())) return LimitReached(call.budget);
    auto list = std::make_shared<VelocityList>();
    for (const auto& [key, value] : self.members) {
      if (name == "values") {
        list->items.push_back(value);
      } else if (name == "keySet") {
        list->items.emplace_back(key);
      } else {
        auto entry = std::make_shared<VelocityMap>();
        entry->Put("key", key);
        entry->Put("value", value);
        list->items.emplace_back(std::move(entry));
      }
    }
    return VelocityValue(std::move(list));
  }
  if (name == "putAll" && count == 1 && call.arguments[0].AsMap()) {
    auto copy = CopyOf(call.arguments[0], call.budget);
    if (auto* failure = std::get_if<CallFailure>(&copy)) return std::move(*failure);
    for (auto& [key, value] : std::get<VelocityValue>(copy).AsMap()->members) self.Put(key, value);
    return VelocityValue(std::string());
  }
  std::string key;
  if (auto made = Key(call.arguments[0], call.budget, key); std::holds_alternative<CallFailure>(made)) return made;
  const VelocityValue* found = self.Find(key);
  if (name == "get" && count == 1) return found == nullptr ? VelocityValue() : *found;
  if (name == "containsKey" && count == 1) return VelocityValue(found != nullptr);
  if (name == "getOrDefault" && count == 2) return found == nullptr ? call.arguments[1] : *found;
  if (name == "put" && count == 2) {
    auto value = CopyOf(call.arguments[1], call.budget);
    if (auto* failure = std::get_if<CallFailure>(&value)) return std::move(*failure);
    return self.Put(std::move(key), std::get<VelocityValue>(std::move(value)));
  }
  if (name == "remove" && count == 1) {
    if (found == nullptr) return VelocityValue();
    VelocityValue old = *found;
    std::erase_if(self.members, [&](const auto& member) { return member.first == key; });
    return old;
  }
  return NoSuchMethod();
}

CallResult CallMethod(const VelocityValue& self, const MethodCall& call) {
  if (!call.budget.TakeSteps(1)) return LimitReached(call.budget);
  if (const std::string* text = self.AsString()) return CallStringMethod(*text, call);
  if (const auto list = self.AsList()) return CallListMethod(*list, call);
  if (const auto map = self.AsMap()) return CallMapMethod(*map, call);
  if (self.is_null()) return NoSuchMethod();
  return CallScalarMethod(self, call);
}

bool IsKnownMethod(std::string_view name) {
  return IsKnownStringMethod(name) ||
         std::find(kOtherMethods.begin(), kOtherMethods.end(), name) != kOtherMethods.end();
}

}  // namespace genesys_cfn::action_runtime
