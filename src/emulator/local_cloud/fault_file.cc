// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/fault_file.h"

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "json/pointer.h"
#include "yaml/load.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kFaults = "/faults";

class FileReader {
 public:
  FileReader(const yaml::Document& document, std::string_view name) : document_(document), name_(name) {}

  Result<std::vector<Fault>> Read() {
    const json::Object* const root = document_.root.AsObject();
    const json::Value* const listed = root == nullptr ? nullptr : root->Find("faults");
    if (listed == nullptr || !listed->is_array()) {
      Note("", "the file must have `faults`, a list");
    } else {
      for (const auto& [member, value] : *root) {
        if (member != "faults") Note(json::AppendToken("", member), Concat(member, " is unknown: only faults is"));
      }
      for (size_t i = 0; i < listed->AsArray()->size(); ++i) {
        ReadFault((*listed->AsArray())[i], json::AppendIndex(kFaults, i));
      }
    }
    if (!mistakes_.empty()) return Error{ErrorCode::kInvalidInput, Join(mistakes_, "\n")};
    return std::move(faults_);
  }

 private:
  void ReadFault(const json::Value& value, const std::string& pointer) {
    if (!value.is_object()) return Note(pointer, Concat("a fault is an object, not ", TypeName(value)));
    auto fault = ParseFault(*value.AsObject());
    if (const auto* mistake = std::get_if<FaultMistake>(&fault)) {
      return Note(mistake->member.empty() ? pointer : json::AppendToken(pointer, mistake->member),
                  Concat(mistake->member, mistake->member.empty() ? "" : " ", mistake->message));
    }
    faults_.push_back(std::get<Fault>(std::move(fault)));
  }
  void Note(std::string_view pointer, std::string_view message) {
    const yaml::Mark mark = document_.positions.Find(pointer);
    mistakes_.push_back(Concat(name_, ":", mark.line, ":", mark.column, ": ", message));
  }

  const yaml::Document& document_;
  std::string_view name_;
  std::vector<Fault> faults_;
  std::vector<std::string> mistakes_;
};

}  // namespace

Result<std::vector<Fault>> ParseFaultFile(std::string_view text, std::string_view name) {
  const auto loaded = yaml::Load(text);
  if (const auto* wrong = std::get_if<yaml::SyntaxError>(&loaded)) {
    return Error{ErrorCode::kInvalidInput,
                 Concat(name, ":", wrong->mark.line, ":", wrong->mark.column, ": ", wrong->message)};
  }
  return FileReader(std::get<yaml::Document>(loaded), name).Read();
}

Result<std::vector<Fault>> ReadFaultFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file.is_open() || file.bad()) return Error{ErrorCode::kIo, Concat("the file ", path, " cannot be read")};
  return ParseFaultFile(text, path);
}

}  // namespace genesys_cfn::emulator
