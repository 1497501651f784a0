// SPDX-License-Identifier: Apache-2.0
#include "json/canonical.h"

#include <algorithm>

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::json {
namespace {

void Collect(std::vector<Difference>& out, const std::string& pointer, const Value& before, const Value& after) {
  const Object* old_object = before.AsObject();
  const Object* new_object = after.AsObject();
  if (old_object != nullptr && new_object != nullptr) {
    for (const auto& [name, value] : *old_object) {
      const Value* other = new_object->Find(name);
      if (other != nullptr) {
        Collect(out, AppendToken(pointer, name), value, *other);
      } else {
        out.push_back({AppendToken(pointer, name), &value, nullptr});
      }
    }
    for (const auto& [name, value] : *new_object) {
      if (!old_object->Contains(name)) out.push_back({AppendToken(pointer, name), nullptr, &value});
    }
    return;
  }
  const Array* old_array = before.AsArray();
  const Array* new_array = after.AsArray();
  if (old_array != nullptr && new_array != nullptr && old_array->size() == new_array->size()) {
    for (size_t i = 0; i < old_array->size(); ++i) {
      Collect(out, AppendIndex(pointer, i), (*old_array)[i], (*new_array)[i]);
    }
    return;
  }
  if (!Equivalent(before, after)) out.push_back({pointer, &before, &after});
}

}  // namespace

std::string CanonicalNumber(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t exponent_at = text.find_first_of("eE");
  std::string exponent_text(exponent_at == std::string_view::npos ? "0" : text.substr(exponent_at + 1));
  if (!exponent_text.empty() && exponent_text.front() == '+') exponent_text.erase(0, 1);
  const std::string_view mantissa = text.substr(0, exponent_at);
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits(mantissa.substr(0, point));
  const std::string_view fraction = point < mantissa.size() ? mantissa.substr(point + 1) : std::string_view();
  digits += fraction;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  const size_t kept = digits.find_last_not_of('0') + 1;
  const auto zeros = static_cast<int64_t>(digits.size() - kept);
  digits.resize(kept);
  const auto exponent = ParseInteger<int32_t>(exponent_text);
  // An exponent beyond 32 bits is compared as it is written: such numbers are equal only when spelt alike.
  if (!exponent) return Concat(negative ? "-" : "", digits, "e", exponent_text, "+", zeros, "-", fraction.size());
  const int64_t scaled = *exponent + zeros - static_cast<int64_t>(fraction.size());
  return Concat(negative ? "-" : "", digits, scaled == 0 ? "" : Concat("e", scaled));
}

Value Canonical(const Value& value) {
  if (const Number* number = value.AsNumber()) return Number{CanonicalNumber(number->text)};
  if (const Array* array = value.AsArray()) {
    Array out;
    out.reserve(array->size());
    for (const Value& item : *array) out.push_back(Canonical(item));
    return out;
  }
  if (const Object* object = value.AsObject()) return Canonical(*object);
  return value;
}

Object Canonical(const Object& object) {
  std::vector<const Object::Member*> members;
  members.reserve(object.size());
  for (const Object::Member& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  Object out;
  for (const Object::Member* member : members) out.Append(member->first, Canonical(member->second));
  return out;
}

bool Equivalent(const Value& a, const Value& b) {
  const Number* number = a.AsNumber();
  const Number* other_number = b.AsNumber();
  if (number != nullptr && other_number != nullptr) {
    return CanonicalNumber(number->text) == CanonicalNumber(other_number->text);
  }
  const Array* array = a.AsArray();
  const Array* other_array = b.AsArray();
  if (array != nullptr && other_array != nullptr) {
    return std::equal(array->begin(), array->end(), other_array->begin(), other_array->end(),
                      [](const Value& item, const Value& other) { return Equivalent(item, other); });
  }
  const Object* object = a.AsObject();
  const Object* other_object = b.AsObject();
  if (object != nullptr && other_object != nullptr) return Equivalent(*object, *other_object);
  return a == b;
}

bool Equivalent(const Object& a, const Object& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&b](const Object::Member& member) {
    const Value* other = b.Find(member.first);
    return other != nullptr && Equivalent(member.second, *other);
  });
}

std::vector<Difference> Diff(const Value& before, const Value& after) {
  std::vector<Difference> out;
  Collect(out, "", before, after);
  return out;
}

}  // namespace genesys_cfn::json
