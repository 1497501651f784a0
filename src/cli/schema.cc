// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "json/write.h"
#include "provider/resource_tables.h"
#include "provider/template_schema.h"

namespace genesys_cfn::cli {

Result<int> RunSchema(CommandContext& context, const SchemaCommand& command) {
  if (!command.type) {
    context.surroundings.out << json::WritePretty(provider::TemplateSchema()) << "\n";
    return kDone;
  }
  const provider::ResourceTable* table = provider::FindTable(*command.type);
  if (table == nullptr) {
    std::vector<std::string> types;
    for (const provider::ResourceTable* known : provider::AllTables()) types.emplace_back(known->type);
    context.surroundings.err << "error: there is no type " << *command.type << "; there are " << Join(types, ", ")
                             << "\n";
    return kUsage;
  }
  context.surroundings.out << json::WritePretty(provider::PropertiesSchema(*table)) << "\n";
  return kDone;
}

}  // namespace genesys_cfn::cli
