// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an Error, for everything that can fail in normal life. A subset of C++23's std::expected, so
// that it can be swapped for it when the toolchain has it. Accessing the wrong side is a bug and asserts.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace genesys_cfn {

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const& {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] Error&& error() && {
    assert(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const Error& error() const {
    assert(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace genesys_cfn

#define GENESYS_CFN_CONCAT_INNER(a, b) a##b
#define GENESYS_CFN_CONCAT(a, b) GENESYS_CFN_CONCAT_INNER(a, b)

// TRY(expression): returns the error of a Result from the enclosing function; otherwise goes on.
#define TRY(expression)                                                                      \
  do {                                                                                       \
    auto&& try_result = (expression);                                                        \
    if (!try_result.has_value()) return ::genesys_cfn::Error(std::move(try_result).error()); \
  } while (false)

// TRY_ASSIGN(declaration, expression): the same, and binds the value: TRY_ASSIGN(const auto text, ReadFile(path));
#define TRY_ASSIGN(declaration, expression) \
  TRY_ASSIGN_INNER(GENESYS_CFN_CONCAT(try_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_INNER(name, declaration, expression)                        \
  auto name = (expression);                                                    \
  if (!name.has_value()) return ::genesys_cfn::Error(std::move(name).error()); \
  declaration = std::move(name).value()
