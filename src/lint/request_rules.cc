// SPDX-License-Identifier: Apache-2.0
// The request and the contract by themselves: GC020 to GC025.
#include "base/text.h"
#include "definition/literal_credentials.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "lint/definition_rules.h"

namespace genesys_cfn::lint {
namespace {

constexpr std::string_view kRequest = "/config/request";

void AddCredentials(const ActionView& view, const MappedText& text,
                    const std::vector<definition::LiteralCredential>& found) {
  for (const definition::LiteralCredential& one : found) {
    const std::string what = one.name.empty() ? "the user information of the URL" : Concat("the value of ", one.name);
    view.findings.Add("GC021", text.At(one.begin, one.end), Concat(what, " is a credential in the clear"),
                      "Keep it in the credentials of the integration, and write ${credentials.NAME} here.");
  }
}

void CheckUrl(const ActionView& view, const MappedText& url) {
  const auto type = view.IntegrationType();
  AddCredentials(view, url, definition::FindLiteralCredentials(url.text));
  if (!type || url.text.empty() || url.text.starts_with(kUnknown)) return;
  const Range start = url.At(0, std::min(url.text.size(), url.text.find_first_of("?$", 1)));
  const bool is_absolute = url.text.find("://") != std::string::npos || url.text.starts_with("$");
  if (*type == "purecloud-data-actions" && !url.text.starts_with("/api/v2/") && !url.text.starts_with("$")) {
    view.findings.Add("GC022", start, "an action of Genesys Cloud itself calls a path that starts with /api/v2/",
                      "Host and authorization are added by the platform.");
  } else if (*type == "custom-rest-actions" && !is_absolute) {
    view.findings.Add("GC022", start, "a web service action needs the whole URL, with https:// and the host");
  } else if (*type == "salesforce-datadip" && !url.text.starts_with("/services/") && !url.text.starts_with("$")) {
    view.findings.Add("GC022", start, "an action of Salesforce calls a path that starts with /services/");
  }
}

bool FitsType(const json::Value& value, std::string_view type) {
  if (type == "integer")
    return value.is_number() && json::CanonicalNumber(value.AsNumber()->text).find("e-") == std::string::npos;
  if (type == "number") return value.is_number();
  return json::TypeName(value) == type;
}

void CheckProperty(const ActionView& view, const json::Value& property, const std::string& pointer) {
  const auto type = property.FindString("type");
  const json::Value* fallback = property.Find("default");
  // CloudFormation's strings stand for numbers and booleans.
  if (type && *type != "string" && fallback != nullptr && !fallback->is_string() && !FitsType(*fallback, *type)) {
    view.findings
        .Add("GC025", view.source.Value(view.At(pointer + "/default")),
             Concat("the default is of the type ", json::TypeName(*fallback), ", but ", *type, " is stated"))
        .related.push_back({view.source.Value(view.At(pointer + "/type")), "the stated type"});
  }
  const json::Value* allowed = property.Find("enum");
  const json::Array* values = allowed == nullptr ? nullptr : allowed->AsArray();
  if (fallback == nullptr || values == nullptr) return;
  const bool is_allowed = std::any_of(values->begin(), values->end(),
                                      [&](const json::Value& value) { return json::Equivalent(value, *fallback); });
  const bool is_unknown = view.source.IsUnknownAt(view.At(pointer + "/default")) ||
                          std::any_of(values->begin(), values->end(), [](const json::Value& value) {
                            return value.is_string() && IsUnknown(*value.AsString());
                          });
  if (is_allowed || is_unknown) return;
  view.findings
      .Add("GC025", view.source.Value(view.At(pointer + "/default")),
           "the default is not one of the values that enum allows")
      .related.push_back({view.source.Name(view.At(pointer + "/enum")), "the values that are allowed"});
}

void CheckSchema(const ActionView& view, const std::string& pointer) {
  const json::Value schema(view.Schema(pointer));
  const json::Value* properties = schema.Find("properties");
  const json::Object* declared = properties == nullptr ? nullptr : properties->AsObject();
  const json::Value* required = schema.Find("required");
  const json::Array* names = required == nullptr ? nullptr : required->AsArray();
  if (names != nullptr && (properties == nullptr || declared != nullptr)) {
    std::vector<std::string> known;
    if (declared != nullptr) {
      for (const auto& [name, value] : *declared) known.push_back(name);
    }
    for (size_t i = 0; i < names->size(); ++i) {
      const std::string* name = (*names)[i].AsString();
      if (name == nullptr || IsUnknown(*name) || std::find(known.begin(), known.end(), *name) != known.end()) continue;
      const auto meant = Suggest(*name, known);
      Finding& finding =
          view.findings.Add("GC020", view.source.Value(view.At(json::AppendIndex(pointer + "/required", i))),
                            Concat("\"", *name, "\" is required, but properties does not declare it"),
                            meant ? Concat("Did you mean \"", *meant, "\"?") : "");
      if (meant) {
        const std::string place = json::AppendToken(pointer + "/properties", *meant);
        finding.related.push_back({view.source.Name(view.At(place)), "declared here"});
      }
    }
  }
  if (declared == nullptr) return;
  for (const auto& [name, property] : *declared) {
    CheckProperty(view, property, json::AppendToken(pointer + "/properties", name));
  }
}

}  // namespace

void CheckRequest(const ActionView& view) {
  const std::string request(kRequest);
  if (const auto url = view.Text(request + "/requestUrlTemplate")) CheckUrl(view, *url);
  const json::Value* headers = view.Find(request + "/headers");
  const json::Object* members = headers == nullptr ? nullptr : headers->AsObject();
  if (members != nullptr) {
    for (const auto& [name, value] : *members) {
      const auto text = view.Text(json::AppendToken(request + "/headers", name));
      if (!text) continue;
      AddCredentials(view, *text, definition::FindLiteralCredentials(name, text->text));
      const bool names_json = ToLower(text->text).find("json") != std::string::npos || text->text == "*/*";
      if (EqualsIgnoreCase(name, "Accept") && !names_json && text->text.find('$') == std::string::npos &&
          !IsUnknown(text->text)) {
        view.findings.Add("GC023", text->Whole(), "Accept must be a JSON media type: the platform reads nothing else",
                          "Write application/json, or leave the header out.");
      }
    }
  }
  const json::Value* type = view.Find(request + "/requestType");
  const auto body = view.Text(request + "/requestTemplate");
  if (!body) return;
  AddCredentials(view, *body, definition::FindLiteralCredentials(body->text));
  if (type == nullptr || *type != json::Value("GET") || Trim(body->text) == "${input.rawRequest}" ||
      Trim(body->text).empty() || IsUnknown(body->text)) {
    return;
  }
  view.findings.Add("GC024", view.source.Name(view.At(request + "/requestTemplate")),
                    "a GET request has no body: the platform ignores this template",
                    "Take it out, or choose another requestType.");
}

void CheckSchemas(const ActionView& view) {
  const json::Value* timeout = view.Find("/config/timeoutSeconds");
  const int64_t seconds = timeout == nullptr ? 0 : timeout->AsInteger().value_or(0);
  if (view.IntegrationType() == "function-data-actions" && seconds > 15 && seconds <= 60) {
    view.findings.Add("GC007", view.source.Value(view.At("/config/timeoutSeconds")),
                      "timeoutSeconds: a function may take 15 seconds at most");
  }
  CheckSchema(view, "/contract/input/inputSchema");
  CheckSchema(view, "/contract/output/successSchema");
}

}  // namespace genesys_cfn::lint
