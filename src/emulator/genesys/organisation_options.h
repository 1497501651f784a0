// SPDX-License-Identifier: Apache-2.0
// Switches for what is not known of the platform (genesys-cloud-api.md 12), and for what it does on bad days. The
// defaults are the readings of docs/fidelity.md; everything that makes calls fail or lag is off.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// What is stored of the description of an action's input schema: all, nothing, or all but white space at its end.
enum class DescriptionStorage { kKept, kDropped, kTrimmed };
// Whether a template is stored as it came, or with \n as its only line end and without blanks at the end of a line or
// line ends at the end of the text.
enum class TemplateStorage { kKept, kNormalised };
enum class RetryAfter { kSent, kOmitted };
// The types of credentials as a bare array, or as the object with a listing that the platform answered before 2026-04.
enum class CredentialTypeAnswer { kArray, kListing };
// Whether a new integration brings the static actions of its type.
enum class StaticActions { kAbsent, kShipped };

struct OrganisationOptions {
  int version_conflict_status = 409;     // or 400
  int invalid_client_status = 400;       // or 401
  int deleted_integration_status = 404;  // or 200: GET and lists show it with the intendedState DELETED
  int delete_in_use_status = 204;        // or 409: an action that a published flow uses stays
  // A larger request body is answered with 413.
  size_t max_body_bytes = size_t{4} << 20;

  // Eventual consistency, by the clock; 0: none. Writes see the true state at once.
  Milliseconds read_lag{0};    // until a new action can be read by its id
  Milliseconds list_lag{0};    // until lists show that an action was made, edited or deleted
  Milliseconds delete_lag{0};  // how long a deleted action can still be read by its id
  Milliseconds edit_lag{0};    // until an action that is read by its id shows an edit
  // How long the past is kept when nothing lags, for stale reads that a request's header asks for (fault.h).
  Milliseconds past_kept{0};

  Milliseconds activation_lag{0};  // until an integration is ACTIVE or INACTIVE, as its intendedState wants
  Milliseconds function_lag{0};    // until the uploaded package of a function is Available

  StaticActions static_actions = StaticActions::kAbsent;
  CredentialTypeAnswer credential_types = CredentialTypeAnswer::kArray;
  DescriptionStorage descriptions = DescriptionStorage::kKept;
  TemplateStorage templates = TemplateStorage::kKept;

  // Limits in fixed windows of a minute; 0: none.
  int64_t requests_per_minute = 0;        // API calls of each token, then 429
  int64_t token_requests_per_minute = 0;  // tokens of each client
  int token_throttle_status = 400;        // or 429
  RetryAfter retry_after = RetryAfter::kSent;

  // Limits of the organisation, shown at /api/v2/organizations/limits; 0: none.
  int64_t actions_per_integration = 0;  // actions.integration.max
  int64_t actions_total = 0;            // actions.total.max

  // How long what was edited or deleted must be kept for readers that are behind.
  [[nodiscard]] Milliseconds LongestLag() const;
};

// Every switch by its name (docs/local-genesys.md): durations as milliseconds, choices as words.
json::Object ShowOptions(const OrganisationOptions& options);
// `value` as text, as on a command line. kInvalidInput names the switches, or what the value must be.
Result<void> SetOption(OrganisationOptions& options, std::string_view name, std::string_view value);

}  // namespace genesys_cfn::emulator
