// SPDX-License-Identifier: Apache-2.0
#include "aws/ini_file.h"

#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

Error AtLine(int line, std::string_view problem) {
  return {ErrorCode::kInvalidInput, Concat("line ", line, " ", problem)};
}

class IniReader {
 public:
  Result<IniFile> Read(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    int line = 0;
    for (const std::string_view written : Split(text, '\n')) {
      if (const auto read = ReadLine(++line, written); !read) return read.error();
    }
    return std::move(file_);
  }

 private:
  Result<void> ReadLine(int line, std::string_view written) {
    const std::string_view content = Trim(written);
    if (content.empty() || content.front() == '#' || content.front() == ';') return {};
    const bool is_indented = written.front() == ' ' || written.front() == '\t';
    if (is_indented && value_ != nullptr) {
      if (!value_->empty()) value_->append("\n").append(content);
      return {};
    }
    return content.front() == '[' ? ReadSection(line, content) : ReadSetting(line, content);
  }

  Result<void> ReadSection(int line, std::string_view content) {
    const size_t end = content.find(']');
    if (end == std::string_view::npos) return AtLine(line, "begins a section without the bracket that ends its name");
    section_ = &file_[std::string(Trim(content.substr(1, end - 1)))];
    value_ = nullptr;
    return {};
  }

  Result<void> ReadSetting(int line, std::string_view content) {
    if (section_ == nullptr) return AtLine(line, "stands before the first [section]");
    const size_t sign = content.find_first_of("=:");
    if (sign == 0 || sign == std::string_view::npos) return AtLine(line, "is no setting: it should be NAME = VALUE");
    value_ = &(*section_)[ToLower(Trim(content.substr(0, sign)))];
    *value_ = Trim(content.substr(sign + 1));
    return {};
  }

  IniFile file_;
  IniSection* section_ = nullptr;
  std::string* value_ = nullptr;  // of the setting before
};

}  // namespace

Result<IniFile> ParseIni(std::string_view text) {
  return IniReader().Read(text);
}

}  // namespace genesys_cfn::aws
