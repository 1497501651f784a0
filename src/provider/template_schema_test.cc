// SPDX-License-Identifier: Apache-2.0
// What the schema accepts is tested with a real validator in tests/end_to_end/test_schema.py.
#include "provider/template_schema.h"

#include <gtest/gtest.h>

#include "json/pointer.h"
#include "json/write.h"
#include "provider/data_action_table.h"
#include "provider/resource_tables.h"

namespace genesys_cfn::provider {
namespace {

TEST(TemplateSchema, HasEveryPropertyOfEveryType) {
  const json::Value schema = TemplateSchema();
  for (const ResourceTable* table : AllTables()) {
    const json::Value* own = schema.Find("definitions")->Find(table->type);
    ASSERT_NE(own, nullptr) << table->type;
    const json::Object& properties = *own->Find("properties")->AsObject();
    EXPECT_EQ(properties.size(), table->properties.size() + ServiceProperties().size());
    for (const PropertyRow& row : table->properties) EXPECT_TRUE(properties.Contains(row.name)) << row.name;
  }
}

TEST(TemplateSchema, OfOneTypeIsTheSameAsInTheWhole) {
  const json::Value whole = TemplateSchema();
  const json::Value one = PropertiesSchema(kDataActionTable);
  const json::Value* part = whole.Find("definitions")->Find(kDataActionTable.type);
  for (const auto& [name, value] : *part->AsObject()) {
    ASSERT_NE(one.Find(name), nullptr) << name;
    EXPECT_EQ(json::Write(*one.Find(name)), json::Write(value)) << name;
  }
}

TEST(TemplateSchema, HelpIsPlainText) {
  const json::Value schema = PropertiesSchema(kDataActionTable);
  const auto help = json::Resolve(schema, "/properties/OnDrift")->FindString("description");
  EXPECT_EQ(help, "what an Update does when the action was changed outside of CloudFormation; see lifecycle.md");
  EXPECT_EQ(*json::Resolve(schema, "/properties/OnDrift/default"), json::Value("Fail"));
}

}  // namespace
}  // namespace genesys_cfn::provider
