// SPDX-License-Identifier: Apache-2.0
#include "provider/function_properties.h"

#include <algorithm>

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/write.h"
#include "provider/definition_source.h"

namespace genesys_cfn::provider {
namespace {

constexpr int64_t kMaxSeconds = 15;
constexpr size_t kMaxDescription = 255;
constexpr std::string_view kPrefix = "genesys-cfn-";
constexpr std::string_view kEnding = ".zip";
// A local file header, or the end of a directory without entries.
constexpr std::string_view kZipStart("PK\x03\x04", 4);

std::optional<aws::S3Location> ReadZip(const PropertyReader& zip, const PropertyReader& function) {
  const auto bucket = zip.Text("Bucket");
  const auto key = zip.Text("Key");
  if (!bucket || !key) return std::nullopt;
  aws::S3Location location{*bucket, *key, zip.Text("VersionId")};
  const auto checked = aws::CheckS3Location(location);
  if (checked) return location;
  function.Report("Zip", checked.error().message);
  return std::nullopt;
}

int64_t ReadSeconds(const PropertyReader& function) {
  const json::Value* value = function.Find("TimeoutSeconds");
  if (value == nullptr) return kMaxSeconds;
  const std::string* text = value->AsString();
  const auto seconds = text != nullptr ? ParseInteger<int64_t>(*text) : value->AsInteger();
  if (!seconds) return kMaxSeconds;  // the table has told
  if (*seconds < 1 || *seconds > kMaxSeconds) {
    function.Report("TimeoutSeconds", Concat("must be 1 to ", kMaxSeconds), definition::Rule::kTimeout);
  }
  return *seconds;
}

void Add(std::vector<definition::FieldDifference>& out, std::string_view field, const std::string& before,
         const std::string& after) {
  if (before != after) out.push_back({Concat("function.", field), json::Quote(before), json::Quote(after)});
}

}  // namespace

std::optional<FunctionProperties> ReadFunction(const PropertyReader& properties,
                                               std::vector<definition::Problem>& problems) {
  const json::Value* value = properties.Find("Function");
  const json::Object* members = value == nullptr ? nullptr : value->AsObject();
  if (members == nullptr) return std::nullopt;
  const PropertyReader reader(*members, "/Function", problems);
  FunctionProperties function;
  function.settings.handler = reader.Text("Handler").value_or("");
  function.settings.runtime = reader.Text("Runtime").value_or("");
  function.settings.description = reader.Text("Description").value_or("");
  if (function.settings.description.size() > kMaxDescription) {
    reader.Report("Description", Concat("must have at most ", kMaxDescription, " bytes"));
  }
  function.settings.timeout_seconds = ReadSeconds(reader);
  const json::Value* zip = reader.Find("Zip");
  const json::Object* place = zip == nullptr ? nullptr : zip->AsObject();
  if (place == nullptr) return std::nullopt;
  const PropertyReader zip_reader(*place, "/Function/Zip", problems);
  function.digest = ReadDigest(zip_reader, "Digest", "the package");
  const auto location = ReadZip(zip_reader, reader);
  if (!location) return std::nullopt;
  function.zip = *location;
  return function;
}

bool IsFixed(const FunctionProperties& function) {
  return function.digest || (function.zip.version_id && *function.zip.version_id != "null");
}

FunctionState StateOf(const genesys::Function& function) {
  return {function.settings.value_or(genesys::FunctionSettings()), DigestIn(function.zip_name)};
}

FunctionState RecordedFunction(const FunctionProperties& old, const std::optional<FunctionProperties>& wanted,
                               const std::optional<FunctionState>& desired) {
  FunctionState recorded{old.settings, old.digest};
  const bool same_package = wanted && wanted->zip == old.zip;
  if (!recorded.digest && same_package && desired && IsFixed(old)) recorded.digest = desired->digest;
  return recorded;
}

std::string PackageName(std::string_view digest) {
  return Concat(kPrefix, digest, kEnding);
}

std::optional<std::string> DigestIn(std::string_view package_name) {
  if (!package_name.starts_with(kPrefix) || !package_name.ends_with(kEnding)) return std::nullopt;
  package_name.remove_prefix(kPrefix.size());
  package_name.remove_suffix(kEnding.size());
  return std::string(package_name);
}

std::vector<definition::FieldDifference> CompareFunctions(const FunctionState& before, const FunctionState& after) {
  std::vector<definition::FieldDifference> out;
  Add(out, "handler", before.settings.handler, after.settings.handler);
  Add(out, "runtime", before.settings.runtime, after.settings.runtime);
  Add(out, "description", before.settings.description, after.settings.description);
  Add(out, "timeoutSeconds", std::to_string(before.settings.timeout_seconds),
      std::to_string(after.settings.timeout_seconds));
  if (before.digest && after.digest) Add(out, "package", *before.digest, *after.digest);
  return out;
}

Result<genesys::FunctionRuntime> ChooseRuntime(const std::vector<genesys::FunctionRuntime>& runtimes,
                                               const std::string& wanted) {
  std::vector<std::string> usable;
  for (const genesys::FunctionRuntime& runtime : runtimes) {
    if (runtime.status != "Unavailable") usable.push_back(runtime.name);
  }
  const auto found =
      std::find_if(runtimes.begin(), runtimes.end(), [&](const auto& runtime) { return runtime.name == wanted; });
  if (found != runtimes.end() && found->status != "Unavailable") return *found;
  return Error{ErrorCode::kInvalidInput,
               Concat("Function.Runtime: ", wanted,
                      found == runtimes.end() ? " is no runtime of functions" : " can no longer be used",
                      "; there are ", Join(usable, ", "))};
}

Result<void> CheckPackage(std::string_view bytes, const std::optional<std::string>& stated) {
  if (stated && aws::Sha256Hex(bytes) != *stated) {
    return Error{ErrorCode::kInvalidInput,
                 "the package has another SHA-256 than Function.Zip.Digest: it was changed, or the digest is that of "
                 "another file"};
  }
  if (bytes.starts_with(kZipStart)) return {};
  return Error{ErrorCode::kInvalidInput,
               bytes.empty() ? "the package is empty" : "the package is no zip file with something in it"};
}

}  // namespace genesys_cfn::provider
