// SPDX-License-Identifier: Apache-2.0
// json::Value: a JSON document as it was written. Objects keep their order and have no duplicate names; numbers keep
// their source text, so 1.10, 1e400 and a 30-digit integer come out as they went in. A regular value type.
//
// Equality here is of documents as written (order and number text included); json/canonical.h compares by meaning.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace genesys_cfn::json {

class Value;
struct NewMember;

struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};

// The source text of a number; always valid JSON.
struct Number {
  std::string text;
  friend bool operator==(const Number&, const Number&) = default;
};

using Array = std::vector<Value>;

// Members in the order of their insertion. Find is linear: documents here have few members an object.
class Object {
 public:
  using Member = std::pair<std::string, Value>;

  Object();
  Object(std::initializer_list<NewMember> members);
  // The names must differ.
  explicit Object(std::vector<Member> members);
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();

  [[nodiscard]] size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  // nullptr when there is no such member.
  [[nodiscard]] const Value* Find(std::string_view name) const;
  [[nodiscard]] Value* Find(std::string_view name);
  [[nodiscard]] bool Contains(std::string_view name) const { return Find(name) != nullptr; }
  // Replaces the value of an existing member in its place, or appends. Returns the stored value.
  Value& Set(std::string_view name, Value value);
  // Appends without looking for the name: for callers that know it is new.
  Value& Append(std::string name, Value value);
  // True when there was one.
  bool Remove(std::string_view name);

  [[nodiscard]] const Member* begin() const;
  [[nodiscard]] const Member* end() const;
  Member* begin();
  Member* end();

  friend bool operator==(const Object& a, const Object& b);

 private:
  std::vector<Member> members_;
};

class Value {
 public:
  Value() = default;
  Value(Null /*null*/) {}                                           // NOLINT(google-explicit-constructor)
  Value(bool flag) : data_(flag) {}                                 // NOLINT(google-explicit-constructor)
  Value(Number number) : data_(std::move(number)) {}                // NOLINT(google-explicit-constructor)
  Value(int64_t number) : data_(Number{std::to_string(number)}) {}  // NOLINT(google-explicit-constructor)
  Value(int number) : Value(static_cast<int64_t>(number)) {}        // NOLINT(google-explicit-constructor)
  Value(std::string text) : data_(std::move(text)) {}               // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : data_(std::string(text)) {}        // NOLINT(google-explicit-constructor)
  Value(const char* text) : data_(std::string(text)) {}             // NOLINT(google-explicit-constructor)
  Value(Array array) : data_(std::move(array)) {}                   // NOLINT(google-explicit-constructor)
  Value(Object object) : data_(std::move(object)) {}                // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(data_); }
  [[nodiscard]] bool is_number() const { return std::holds_alternative<Number>(data_); }
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(data_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(data_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(data_); }

  // nullptr when the value is of another type.
  [[nodiscard]] const bool* AsBool() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const Number* AsNumber() const { return std::get_if<Number>(&data_); }
  [[nodiscard]] const std::string* AsString() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const Array* AsArray() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] const Object* AsObject() const { return std::get_if<Object>(&data_); }
  std::string* AsString() { return std::get_if<std::string>(&data_); }
  Array* AsArray() { return std::get_if<Array>(&data_); }
  Object* AsObject() { return std::get_if<Object>(&data_); }

  // A number without fraction or exponent that fits; nullopt for everything else, strings included.
  [[nodiscard]] std::optional<int64_t> AsInteger() const;

  // The member of an object; nullptr when this is no object or has no such member.
  [[nodiscard]] const Value* Find(std::string_view name) const;
  // The text of the string member `name`; nullopt when there is none or it is of another type.
  [[nodiscard]] std::optional<std::string> FindString(std::string_view name) const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<Null, bool, Number, std::string, Array, Object> data_;
};

// One member of a braced list. The value is mutable because a list gives constant access only, and to copy what was
// built for it would be waste.
struct NewMember {
  std::string name;
  mutable Value value;
};

// "null", "boolean", "number", "string", "array" or "object".
std::string_view TypeName(const Value& value);

}  // namespace genesys_cfn::json
