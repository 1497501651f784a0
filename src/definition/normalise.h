// SPDX-License-Identifier: Apache-2.0
// One form for comparison: two definitions that mean the same to the platform normalise to equivalent JSON, whoever
// wrote them and whichever way they were read back. Defaults are filled in, number forms and member order do not count,
// the ownership tag and the platform's own additions (errorSchema, ...Uri) are gone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// {"name", "category"?, "secure", "integrationId"?, "config": {...}, "contract": {...}}: every member present that the
// platform has a default for: empty maps, requestTemplate and successTemplate "${input.rawRequest}" / "${rawResult}",
// secure false. timeoutSeconds stays absent when not stated.
json::Value Normalise(const DataAction& action);
// Its "contract" alone.
json::Object NormaliseContract(const json::Object& contract);

// What the platform answers to GET ...?expand=contract&includeConfig=true, with the two templates fetched, in the same
// form. `live` is the Action model; templates are the texts of requesttemplate.vm and successtemplate.vm, nullopt when
// the answer carried them inline.
Result<DataAction> FromLive(const json::Value& live, const std::optional<std::string>& request_template,
                            const std::optional<std::string>& success_template);

// A field that differs, as text for people.
struct FieldDifference {
  std::string field;  // "config.request.requestUrlTemplate"
  std::string before;
  std::string after;  // both shortened to 80 bytes; "(none)" when absent
};

// Differences between `before` and `after` at positions that `before` states explicitly; what it leaves to the platform
// (category, timeoutSeconds, ...) is not compared. Values compare as by json::Equivalent on normalised forms, text
// templates with line ends and trailing blanks normalised. Header values are shown as "***", and literal
// credentials in the other parts of the request (mask_credentials.h). The integration is the resource's property, not
// the definition's, and is not compared here.
std::vector<FieldDifference> Compare(const DataAction& before, const DataAction& after);

// The same differences as values, for whoever acts on them: "/config/request/headers/Accept"; absent: no such member.
// Values as the actions have them; a list that differs anywhere is one value.
struct ValueDifference {
  std::string pointer;
  std::optional<json::Value> before;
  std::optional<json::Value> after;
};
std::vector<ValueDifference> CompareValues(const DataAction& before, const DataAction& after);

// Members of `config` that `recorded` stated and `desired` no longer does, where `live` still has something else than
// `desired` means (before: live, after: desired). Compare(desired, live) cannot see them: removing `headers` from a
// definition must remove them from the action. Nothing more is to be written only when both are empty.
std::vector<FieldDifference> CompareRemoved(const DataAction& recorded, const DataAction& desired,
                                            const DataAction& live);

// What only a replacement can change. An unstated `secure`, on either side, is no difference: an update that first
// states it shows as one between the desired action and the live one, which always states it.
struct ReplacementCheck {
  bool contract_differs = false;
  bool secure_differs = false;
};
ReplacementCheck CompareForReplacement(const DataAction& before, const DataAction& after);

// kNo: a definition whose values are confidential.
enum class ShowValues { kYes, kNo };
// "config.request.requestUrlTemplate: \"/a\" -> \"/b\"; ...", at most `limit` bytes. Without values each is "***", but
// "(none)" stays.
std::string Describe(const std::vector<FieldDifference>& differences, size_t limit, ShowValues show = ShowValues::kYes);

}  // namespace genesys_cfn::definition
