// SPDX-License-Identifier: Apache-2.0
// The rules for one data action, GC003 to GC2xx. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "definition/data_action.h"
#include "lint/concrete.h"
#include "lint/rules.h"

namespace genesys_cfn::lint {

// Of the template's integration that an action is on.
struct KnownIntegration {
  std::string name;                           // its logical id
  std::optional<std::string> type;            // nullopt: not known
  std::optional<RelatedPlace> without_login;  // why there is no ${authResponse}; nullopt: there may be one
};

struct DefinitionContext {
  // Of the template around it; empty for a file of its own.
  std::set<std::string> template_names;
  // "@{Name}" stands for a text that is not known.
  bool has_substitutions = false;
  std::optional<KnownIntegration> integration = {};
};

// What definition::Load or provider::ParseProperties said, at its place; what depends on unknown values is left out.
void AddProblems(const std::vector<definition::Problem>& problems, const Concrete& source, Findings& findings);

// What goes beyond what the provider refuses. `place` is the pointer of the definition in `source`; the definition may
// be a string of JSON.
void CheckDefinition(const Concrete& source, const std::string& place, const DefinitionContext& context,
                     Findings& findings);

// The parts of CheckDefinition; `action` is the definition as an object.
struct ActionView {
  const Concrete& source;
  std::string place;
  const json::Value& action;
  const DefinitionContext& context;
  Findings& findings;

  [[nodiscard]] const json::Value* Find(std::string_view pointer) const;
  [[nodiscard]] std::string At(std::string_view pointer) const { return place + std::string(pointer); }
  // The template's own integration decides; otherwise what the definition says of the one that it comes from.
  [[nodiscard]] std::optional<std::string> IntegrationType() const;
  // The schema as an object, also when it is a string of JSON; an empty object when there is none.
  [[nodiscard]] json::Object Schema(std::string_view pointer) const;
  // The template's text with unknown parts marked; nullopt when there is none.
  [[nodiscard]] std::optional<MappedText> Text(std::string_view pointer) const;
};
void CheckRequest(const ActionView& view);
void CheckSchemas(const ActionView& view);
// True when every template can be read and refers to nothing unknown.
bool CheckVelocity(const ActionView& view);
// For such templates only.
void CheckRenderedRequest(const ActionView& view);
void CheckResponse(const ActionView& view);
// Unless a Content-Type says otherwise.
bool SendsJson(const ActionView& view);

}  // namespace genesys_cfn::lint
