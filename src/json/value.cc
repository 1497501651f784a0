// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::json {
namespace {

// Room that an object has from its first member on; most have two to five.
constexpr size_t kFirstMembers = 4;

}  // namespace

Object::Object() = default;
Object::Object(std::initializer_list<NewMember> members) {
  members_.reserve(members.size());
  for (const NewMember& member : members) Set(member.name, std::move(member.value));
}
Object::Object(std::vector<Member> members) : members_(std::move(members)) {}
Object::Object(const Object&) = default;
Object::Object(Object&&) noexcept = default;
Object& Object::operator=(const Object&) = default;
Object& Object::operator=(Object&&) noexcept = default;
Object::~Object() = default;

size_t Object::size() const {
  return members_.size();
}

const Value* Object::Find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.first == name; });
  return found == members_.end() ? nullptr : &found->second;
}

Value* Object::Find(std::string_view name) {
  return const_cast<Value*>(std::as_const(*this).Find(name));
}

Value& Object::Set(std::string_view name, Value value) {
  if (Value* existing = Find(name)) return *existing = std::move(value);
  return Append(std::string(name), std::move(value));
}

Value& Object::Append(std::string name, Value value) {
  if (members_.capacity() == 0) members_.reserve(kFirstMembers);
  return members_.emplace_back(std::move(name), std::move(value)).second;
}

bool Object::Remove(std::string_view name) {
  return std::erase_if(members_, [&](const Member& m) { return m.first == name; }) > 0;
}

const Object::Member* Object::begin() const {
  return members_.data();
}
const Object::Member* Object::end() const {
  return members_.data() + members_.size();
}
Object::Member* Object::begin() {
  return members_.data();
}
Object::Member* Object::end() {
  return members_.data() + members_.size();
}

bool operator==(const Object& a, const Object& b) {
  return a.members_ == b.members_;
}

std::optional<int64_t> Value::AsInteger() const {
  const Number* number = AsNumber();
  if (number == nullptr) return std::nullopt;
  return ParseInteger<int64_t>(number->text);
}

const Value* Value::Find(std::string_view name) const {
  const Object* object = AsObject();
  return object == nullptr ? nullptr : object->Find(name);
}

std::optional<std::string> Value::FindString(std::string_view name) const {
  const Value* member = Find(name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return *member->AsString();
}

std::string_view TypeName(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_number()) return "number";
  if (value.is_string()) return "string";
  if (value.is_array()) return "array";
  return "object";
}

}  // namespace genesys_cfn::json
