// SPDX-License-Identifier: Apache-2.0
#include "cli/accept_drift.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "aws/sigv4.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/recorded_stack.h"
#include "cli/written_credentials.h"
#include "json/pointer.h"
#include "project/definition_edit.h"
#include "project/unified_diff.h"
#include "provider/action_lookup_table.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "yaml/load.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;
using project::FieldChange;

constexpr std::string_view kHeaders = "/config/request/headers/";
constexpr std::string_view kFunction = "/function/";
constexpr std::array<std::string_view, 3> kInlineSources = {"Definition", "DataAction", "DataActionPayload"};

std::string FieldName(std::string_view pointer) {
  std::string field;
  for (const std::string_view token : Split(pointer.substr(std::min<size_t>(1, pointer.size())), '/')) {
    field += Concat(field.empty() ? "" : ".", ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~"));
  }
  return field;
}

// "/properties/url" -> "/Properties/url": properties are called as the members that they state, in capitals.
std::string Capitalised(std::string pointer) {
  if (pointer.size() > 1 && pointer[1] >= 'a' && pointer[1] <= 'z')
    pointer[1] = static_cast<char>(pointer[1] - 'a' + 'A');
  return pointer;
}

// The place of a data action's field that has a property of its own.
std::optional<std::string> PropertyFor(const json::Object& properties, std::string_view field) {
  const auto first_of = [&](std::initializer_list<std::string_view> names) -> std::optional<std::string> {
    const auto* found = std::find_if(names.begin(), names.end(), [&](auto name) { return properties.Contains(name); });
    return found == names.end() ? std::nullopt : std::optional(Concat("/", *found));
  };
  if (field == "/name") return first_of({"Name", "DataActionName"});
  if (field == "/category") return first_of({"Category"});
  if (field == "/secure") return first_of({"Secure"});
  if (field.starts_with(kFunction)) {
    return Concat("/Function", Capitalised(std::string(field.substr(kFunction.size() - 1))));
  }
  return std::nullopt;
}

// Where the template has it; nullopt: in a data action's definition.
std::optional<std::string> PlaceInResource(std::string_view type, const json::Object& properties,
                                           std::string_view field) {
  if (type == provider::kCustomAuthActionTable.type) return Concat("/Definition", field);
  if (type == provider::kCredentialTable.type && field == "/type") return "/CredentialType";
  if (type != kDataActionType) return Capitalised(std::string(field));
  return PropertyFor(properties, field);
}

// What differs although no file says it.
std::string_view WhyInNoFile(std::string_view type, std::string_view field) {
  if (field == "integrationId") return "is a property of the resource: change it by hand";
  if (field == "function.package") return "stands in S3: put the package that is wanted there, and refer to that";
  if (type != provider::kActionLookupTable.type) return "";
  if (field == "id") return "is looked up: give the resource another Version and deploy, or change what is looked up";
  if (field == "actions of this name") return "cannot be accepted: give Category, or IntegrationId";
  return field == "integrations of this name" ? "cannot be accepted: give IntegrationId" : "";
}

struct Text {
  std::string before;
  std::string now;
  std::vector<FieldChange> headers;  // those that were changed
};
using Texts = std::map<fs::path, Text>;

class Accepter {
 public:
  Accepter(const fs::path& template_path, const TemplateFile& file) : template_path_(template_path), file_(file) {
    texts_[template_path_] = {file.text, file.text, {}};
  }

  void Accept(const ResourceDrift& drift) {
    const Texts saved = texts_;
    const size_t refused = acceptance_.refused.size();
    if (!drift.values.empty()) Take(drift);
    for (const definition::FieldDifference& difference : drift.differences) {
      if (const std::string_view why = WhyInNoFile(drift.type, difference.field); !why.empty()) {
        Refuse(drift, difference.field, std::string(why));
      }
    }
    if (acceptance_.refused.size() > refused) {
      texts_ = saved;
    } else {
      acceptance_.accepted.push_back(drift.logical_id);
    }
  }

  Acceptance Finish() {
    RenewDigests();
    // The template last: it may hold the others' digests.
    for (auto& [path, text] : texts_) {
      if (path != template_path_) AddFile(path, text);
    }
    AddFile(template_path_, texts_[template_path_]);
    return std::move(acceptance_);
  }

 private:
  void AddFile(const fs::path& path, const Text& text) {
    if (text.now == text.before) return;
    std::vector<FieldChange> before;
    std::vector<FieldChange> after;
    for (const FieldChange& header : text.headers) {
      if (header.recorded) before.push_back({header.pointer, header.recorded, json::Value("***")});
      if (header.live) after.push_back({header.pointer, header.live, json::Value("*** (live)")});
    }
    const auto masked = project::EditDefinition(text.before, before, yaml::Functions::kNone);
    const auto masked_now = project::EditDefinition(text.now, after, yaml::Functions::kNone);
    const bool is_masked = masked.refused.empty() && masked_now.refused.empty();
    std::string diff;
    if (is_masked) {
      const MaskedTexts shown = MaskCredentialsOf(path.string(), masked.text, masked_now.text);
      diff = project::UnifiedDiff(path.string(), shown.before, shown.now);
    }
    acceptance_.files.push_back(
        {path, text.before, text.now, std::move(diff), NewCredentialsIn(path.string(), text.before, text.now)});
  }

  void Take(const ResourceDrift& drift) {
    const auto* resource = file_.loaded.FindResource(drift.logical_id);
    if (resource == nullptr) {
      return Refuse(drift, "", Concat("is not in ", template_path_.string(), "; is it the template of this stack?"));
    }
    const json::Object& properties = resource->properties;
    const std::string base = Concat("/Resources/", json::AppendToken("", drift.logical_id).substr(1), "/Properties");
    const auto inline_source = std::find_if(kInlineSources.begin(), kInlineSources.end(),
                                            [&](std::string_view name) { return properties.Contains(name); });
    for (const definition::ValueDifference& difference : drift.values) {
      FieldChange change{difference.pointer, difference.before, difference.after};
      std::optional<std::string> place = PlaceInResource(drift.type, properties, difference.pointer);
      if (!place && inline_source != kInlineSources.end()) place = Concat("/", *inline_source, difference.pointer);
      if (place) {
        change.pointer = base + *place;
        Change(drift, difference.pointer, template_path_, std::move(change), yaml::Functions::kRefused);
      } else {
        ChangeFile(drift, properties, std::move(change));
      }
    }
  }

  // The definition stands in a file beside the template, or where this program does not write.
  void ChangeFile(const ResourceDrift& drift, const json::Object& properties, FieldChange change) {
    const json::Value* uri = properties.Find("DefinitionUri");
    const std::string* path = uri == nullptr ? nullptr : uri->AsString();
    if (path == nullptr || path->starts_with("s3://")) {
      const std::string_view where = path != nullptr                              ? std::string_view(*path)
                                     : properties.Contains("DefinitionSecretId")  ? "a secret"
                                     : properties.Contains("DefinitionParameter") ? "a parameter"
                                                                                  : "S3";
      return Refuse(
          drift, FieldName(change.pointer),
          Concat("stands in ", where,
                 ", which is not written from here: `genesys-cfn export --to DIR` writes the live definition; "
                 "put it there as a new version and refer to that"));
    }
    const fs::path file = template_path_.parent_path() / *path;
    if (!texts_.contains(file)) {
      auto text = ReadFile(file);
      if (!text) return Refuse(drift, FieldName(change.pointer), text.error().message);
      texts_[file] = {*text, *text, {}};
    }
    if (const json::Value* digest = properties.Find("DefinitionDigest")) digests_[drift.logical_id] = {file, *digest};
    const std::string pointer = change.pointer;
    Change(drift, pointer, file, std::move(change), yaml::Functions::kNone);
  }

  void Change(const ResourceDrift& drift, std::string_view field, const fs::path& path, FieldChange change,
              yaml::Functions functions) {
    Text& text = texts_[path];
    if (field == "/name") AllowExportEnding(text.now, change);
    if (field.starts_with(kHeaders)) text.headers.push_back(change);
    auto edited = project::EditDefinition(text.now, {change}, functions);
    text.now = std::move(edited.text);
    for (const project::FieldRefusal& refusal : edited.refused) {
      acceptance_.refused.push_back({drift.logical_id, path, refusal.mark, FieldName(field), refusal.message});
    }
  }

  // A name is recorded without " - Exported DATE @ TIME".
  static void AllowExportEnding(const std::string& text, FieldChange& change) {
    const auto loaded = yaml::Load(text);
    const auto* document = std::get_if<yaml::Document>(&loaded);
    const json::Value* written = document == nullptr ? nullptr : json::Resolve(document->root, change.pointer);
    const std::string* name = written == nullptr ? nullptr : written->AsString();
    if (name != nullptr && change.recorded == json::Value(definition::StripExportEnding(*name)))
      change.recorded = *name;
  }

  void RenewDigests() {
    for (const std::string& logical_id : acceptance_.accepted) {
      const auto found = digests_.find(logical_id);
      if (found == digests_.end()) continue;
      const auto& [path, digest] = found->second;
      ResourceDrift drift;
      drift.logical_id = logical_id;
      Change(drift, "/DefinitionDigest", template_path_,
             {Concat("/Resources/", logical_id, "/Properties/DefinitionDigest"), digest,
              json::Value(aws::Sha256Hex(texts_[path].now))},
             yaml::Functions::kRefused);
    }
  }

  void Refuse(const ResourceDrift& drift, std::string field, std::string message) {
    const yaml::Mark mark = file_.loaded.positions.Find(Concat("/Resources/", drift.logical_id));
    acceptance_.refused.push_back({drift.logical_id, template_path_, mark, std::move(field), std::move(message)});
  }

  const fs::path& template_path_;
  const TemplateFile& file_;
  Texts texts_;
  std::map<std::string, std::pair<fs::path, json::Value>> digests_;  // of definitions' files, by logical id
  Acceptance acceptance_;
};

}  // namespace

Acceptance PlanAcceptance(const fs::path& template_path, const TemplateFile& file,
                          const std::vector<const ResourceDrift*>& drifted) {
  Accepter accepter(template_path, file);
  for (const ResourceDrift* drift : drifted) accepter.Accept(*drift);
  return accepter.Finish();
}

Result<void> WriteAcceptance(const Acceptance& acceptance) {
  for (const AcceptedFile& file : acceptance.files) {
    TRY_ASSIGN(const std::string now, ReadFile(file.path));
    if (now != file.before) {
      return Error{ErrorCode::kConflict,
                   Concat(file.path.string(),
                          " was changed while its stack was looked at; it was not written. Run the "
                          "command again.")};
    }
    // The file itself, not a link to it.
    std::error_code problem;
    const fs::path real = fs::canonical(file.path, problem);
    TRY(WriteFileAtomically(problem ? file.path : real, file.after));
  }
  return {};
}

}  // namespace genesys_cfn::cli
