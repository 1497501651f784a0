// SPDX-License-Identifier: Apache-2.0
// Secret<T>: a value that cannot be printed, logged, compared into a message or serialised by accident. Reading it
// takes the word Reveal(), so that every place where a secret leaves its wrapper can be found.
#pragma once

#include <ostream>
#include <utility>

namespace genesys_cfn {

template <typename T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_(std::move(value)) {}

  [[nodiscard]] const T& Reveal() const { return value_; }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret& /*hidden*/) { return out << "***"; }

 private:
  T value_{};
};

}  // namespace genesys_cfn
