// SPDX-License-Identifier: Apache-2.0
// Environment variables as a dependency.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace genesys_cfn {

class Environment {
 public:
  virtual ~Environment() = default;
  // nullopt when the variable is absent; an empty one is a value.
  virtual std::optional<std::string> Get(std::string_view name) const = 0;

  // The value of the variable, or `fallback` when it is absent or empty.
  [[nodiscard]] std::string GetOr(std::string_view name, std::string_view fallback) const;
};

class ProcessEnvironment final : public Environment {
 public:
  std::optional<std::string> Get(std::string_view name) const override;
};

// A fixed set of variables, for tests and for child configurations.
class MapEnvironment final : public Environment {
 public:
  explicit MapEnvironment(std::map<std::string, std::string, std::less<>> variables)
      : variables_(std::move(variables)) {}
  std::optional<std::string> Get(std::string_view name) const override;

 private:
  std::map<std::string, std::string, std::less<>> variables_;
};

}  // namespace genesys_cfn
