// SPDX-License-Identifier: Apache-2.0
// The members of a definition, by the object that holds them: what the check takes for known (member_reader.h), and
// what a JSON schema for editors shows (provider/definition_schema.h).
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace genesys_cfn::definition {

enum class MemberKind {
  kText,
  kFlag,
  kSeconds,  // 1 to 60
  kMethod,   // of HTTP, in upper case
  kTexts,    // an object of strings, with names of the author's choosing
  kSchema,   // a JSON Schema as an object, or as a string of JSON
  kObject,   // with `members`
  kFromApi,  // what reading the API adds; ignored
};

enum class MemberPresence { kOptional, kRequired };

struct Member {
  std::string_view name;
  MemberKind kind = MemberKind::kText;
  std::string_view meaning = {};  // for editors
  MemberPresence presence = MemberPresence::kOptional;
  std::span<const Member> members = {};
};

inline constexpr std::array<std::string_view, 5> kRequestTypes = {"GET", "PUT", "POST", "PATCH", "DELETE"};

inline constexpr std::array<Member, 5> kRequestMembers = {{
    {"requestUrlTemplate", MemberKind::kText,
     "the URL (Velocity). A path below /api/v2/ for Genesys Cloud itself, with https:// and host for web services"},
    {"requestType", MemberKind::kMethod, "the HTTP method; POST unless stated"},
    {"headers", MemberKind::kTexts, "header fields; the values are Velocity templates"},
    {"requestTemplate", MemberKind::kText, "the body (Velocity); ${input.rawRequest} unless stated. A GET has none"},
    {"requestTemplateUri", MemberKind::kFromApi},
}};

inline constexpr std::array<Member, 4> kResponseMembers = {{
    {"translationMap", MemberKind::kTexts, "names and the JSONPath of each in the response"},
    {"translationMapDefaults", MemberKind::kTexts,
     "names and what stands for them when the path does not resolve, as JSON text: \"\\\"\\\"\" for an empty string"},
    {"successTemplate", MemberKind::kText, "the result (Velocity), as JSON; ${rawResult} unless stated"},
    {"successTemplateUri", MemberKind::kFromApi},
}};

inline constexpr std::array<Member, 3> kConfigMembers = {{
    {"request", MemberKind::kObject, "what is sent", MemberPresence::kOptional, kRequestMembers},
    {"response", MemberKind::kObject, "what is made of the answer", MemberPresence::kOptional, kResponseMembers},
    {"timeoutSeconds", MemberKind::kSeconds, "how long the remote may take, 1 to 60 seconds; 15 for a function"},
}};

inline constexpr std::array<Member, 3> kInputMembers = {{
    {"inputSchema", MemberKind::kSchema, "an object of flat inputs: string, integer, number, boolean or null",
     MemberPresence::kRequired},
    {"inputSchemaUri", MemberKind::kFromApi},
    {"inputSchemaFlattened", MemberKind::kFromApi},
}};

inline constexpr std::array<Member, 6> kOutputMembers = {{
    {"successSchema", MemberKind::kSchema, "an object or an array; no array inside an array",
     MemberPresence::kRequired},
    {"successSchemaUri", MemberKind::kFromApi},
    {"successSchemaFlattened", MemberKind::kFromApi},
    {"errorSchema", MemberKind::kFromApi},
    {"errorSchemaUri", MemberKind::kFromApi},
    {"errorSchemaFlattened", MemberKind::kFromApi},
}};

inline constexpr std::array<Member, 2> kContractMembers = {{
    {"input", MemberKind::kObject, "what a flow gives", MemberPresence::kRequired, kInputMembers},
    {"output", MemberKind::kObject, "what a flow gets", MemberPresence::kRequired, kOutputMembers},
}};

inline constexpr std::array<Member, 11> kActionMembers = {{
    {"name", MemberKind::kText, "the action's name, at most 256 characters"},
    {"category", MemberKind::kText, "where the action stands in lists, at most 256 characters"},
    {"integrationId", MemberKind::kText, "the id of its integration, when nothing else names one"},
    {"integrationType", MemberKind::kText, "the integration's type, in exports of the user interface; not sent"},
    {"actionType", MemberKind::kText, "custom"},
    {"config", MemberKind::kObject, "the request and the response", MemberPresence::kRequired, kConfigMembers},
    {"contract", MemberKind::kObject, "the input and the output schema", MemberPresence::kRequired, kContractMembers},
    {"secure", MemberKind::kFlag, "whether flows treat its data as secure"},
    {"id", MemberKind::kFromApi},
    {"version", MemberKind::kFromApi},
    {"selfUri", MemberKind::kFromApi},
}};

}  // namespace genesys_cfn::definition
