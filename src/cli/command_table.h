// SPDX-License-Identifier: Apache-2.0
// Which commands and options there are, as the parser knows them. CLI11 stays behind command_line.h.
#pragma once

#include <string>
#include <vector>

namespace genesys_cfn::cli {

enum class ValueKind { kNone, kText, kFile, kDirectory, kStack, kChoice };

struct OptionEntry {
  std::vector<std::string> names;  // "--output", "-h"; empty: stands by its place
  std::string about;
  ValueKind kind = ValueKind::kNone;
  std::vector<std::string> choices;  // of kChoice
  bool is_list = false;              // takes several values, or stands several times
};

struct CommandEntry {
  std::string name;
  std::string about;
  std::vector<OptionEntry> options;
};

struct CommandTable {
  std::vector<OptionEntry> common;  // may stand before and behind the command
  std::vector<CommandEntry> commands;
};

}  // namespace genesys_cfn::cli
