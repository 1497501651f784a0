// SPDX-License-Identifier: Apache-2.0
#include "provider/read_properties.h"

#include <algorithm>

#include "base/text.h"
#include "provider/definition_text.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kOldPatience{5'000};

}  // namespace

NewProperties PropertiesReader::ReadNew(const json::Object& properties) {
  PropertiesResult parsed = ParseProperties(properties, parts_.own, Whose::kNew);
  if (parsed.pending) {
    const DefinitionReference reference = parsed.pending->reference;
    const auto text = Fetch(reference, deadline_);
    if (!text) return {std::nullopt, {{Concat("/", reference.property), text.error().message}}, true};
    parsed = CompleteProperties(*std::move(parsed.pending), text->Reveal());
  }
  return {std::move(parsed.properties), std::move(parsed.problems), false};
}

OldProperties PropertiesReader::ReadOld(const json::Object& properties) {
  using State = OldProperties::State;
  PropertiesResult parsed = ParseProperties(properties, parts_.own, Whose::kOld);
  if (parsed.pending) {
    const DefinitionReference reference = parsed.pending->reference;
    if (!IsFixed(reference)) return {State::kNotJudged, std::nullopt};
    const auto text = Fetch(reference, std::min<SteadyTime>(deadline_, parts_.clock.SteadyNow() + kOldPatience));
    if (!text || !DigestMatches(reference, text->Reveal())) return {State::kNotJudged, std::nullopt};
    parsed = CompleteProperties(*std::move(parsed.pending), text->Reveal());
  }
  if (!parsed.properties) return {State::kInvalid, std::nullopt};
  return {State::kKnown, std::move(parsed.properties)};
}

Result<Secret<std::string>> PropertiesReader::Fetch(const DefinitionReference& reference, SteadyTime deadline) {
  // The digest is ours, not the place's: it says nothing of what is fetched.
  if (last_ && last_->first.place == reference.place) return last_->second;
  TRY_ASSIGN(Secret<std::string> text, parts_.definitions.Read(reference, deadline));
  last_.emplace(reference, text);
  return text;
}

}  // namespace genesys_cfn::provider
