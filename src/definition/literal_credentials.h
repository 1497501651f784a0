// SPDX-License-Identifier: Apache-2.0
// Credentials that stand as they are in a request, where an expression (${credentials.apiKey}) belongs. What is a
// credential is guessed from the name that a value has: one guess for the linter, for what is shown of differences and
// for what is warned of. Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace genesys_cfn::definition {

struct LiteralCredential {
  size_t begin = 0;  // bytes of the text, [begin, end)
  size_t end = 0;
  std::string_view name;  // as the text has it: "api_key"; empty: the user information of a URL
  friend bool operator==(const LiteralCredential&, const LiteralCredential&) = default;
};

// Whether a parameter, member, element or header of this name holds a credential: "crmPassword", "x-api-key",
// "client_secret"; not "tokenize", "passwordPolicy" or "nextPageToken".
bool IsCredentialName(std::string_view name);

// In a URL, a form, JSON (also JSON inside of its strings), XML, and the Velocity around them: in the order of the
// text, without overlaps. Not literal are expressions of Velocity, substitutions ("@{Name}"), placeholders
// ("<your key>", "***"), words such as true and null, less than four bytes, and what holds U+E000, which stands for the
// unknown (lint/concrete.h). Of a value that is partly an expression: the other parts that are one word of letters and
// digits.
std::vector<LiteralCredential> FindLiteralCredentials(std::string_view text);

// In the value of a header, or of another member with a name.
std::vector<LiteralCredential> FindLiteralCredentials(std::string_view name, std::string_view value);

}  // namespace genesys_cfn::definition
