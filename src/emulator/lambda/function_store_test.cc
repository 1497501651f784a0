// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/function_store.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

FunctionConfiguration Valid() {
  return {.name = "provider", .executable = "/bin/sh", .environment = {{"NAME", "value"}}};
}

std::string RefusalOf(const FunctionConfiguration& configuration) {
  const auto checked = CheckFunction(configuration);
  if (checked.has_value()) return "accepted";
  EXPECT_EQ(checked.error().code, ErrorCode::kInvalidInput);
  return checked.error().message;
}

TEST(CheckFunction, MakesTheProgramAbsolute) {
  std::filesystem::current_path("/");
  FunctionConfiguration configuration = Valid();
  configuration.executable = "bin/../bin/sh";
  const auto checked = CheckFunction(configuration);
  ASSERT_TRUE(checked.has_value());
  EXPECT_EQ(checked->executable, "/bin/sh");
}

TEST(CheckFunction, RefusesAProgramThatCannotRunAndNamesIt) {
  FunctionConfiguration configuration = Valid();
  configuration.executable = "/nowhere/bootstrap";
  EXPECT_EQ(RefusalOf(configuration), "the function's program /nowhere/bootstrap: No such file or directory");
  configuration.executable = "/etc/passwd";
  EXPECT_EQ(RefusalOf(configuration), "the function's program /etc/passwd cannot be executed: set its mode to 0755");
  configuration.executable = "/etc";
  EXPECT_EQ(RefusalOf(configuration), "the function's program /etc is not a regular file");
}

TEST(CheckFunction, RefusesANameThatCouldLeaveTheLogDirectory) {
  FunctionConfiguration configuration = Valid();
  for (const std::string name : {"", "../x", "a/b", "a.b", "name:1"}) {
    configuration.name = name;
    EXPECT_NE(RefusalOf(configuration).find("function name"), std::string::npos) << name;
  }
}

TEST(CheckFunction, HoldsLambdasLimits) {
  FunctionConfiguration configuration = Valid();
  configuration.timeout_seconds = 901;
  EXPECT_EQ(RefusalOf(configuration), "the timeout in seconds must be from 1 to 900, and is 901");
  configuration = Valid();
  configuration.memory_megabytes = 64;
  EXPECT_EQ(RefusalOf(configuration), "the memory size in megabytes must be from 128 to 10240, and is 64");
  configuration = Valid();
  configuration.max_retry_attempts = 3;
  EXPECT_EQ(RefusalOf(configuration), "the maximum number of retry attempts must be from 0 to 2, and is 3");
}

TEST(CheckFunction, RefusesReservedAndMalformedVariablesWithoutTheirValues) {
  FunctionConfiguration configuration = Valid();
  configuration.environment = {{"AWS_REGION", "hunter2"}};
  EXPECT_EQ(RefusalOf(configuration), "the environment variable AWS_REGION is reserved: Lambda sets it; remove it");
  for (const std::string name : {"1A", "_A", "A=B", "A", ""}) {
    configuration.environment = {{name, "hunter2"}};
    const std::string refusal = RefusalOf(configuration);
    EXPECT_NE(refusal.find("must be a letter"), std::string::npos) << name;
    EXPECT_EQ(refusal.find("hunter2"), std::string::npos);
  }
  configuration.environment = {{"NAME", std::string(4093, 'x')}};
  EXPECT_EQ(RefusalOf(configuration), "the environment variables have 4097 bytes together; Lambda allows 4096");
}

TEST(FunctionStore, KeepsEveryPartOfAFunction) {
  const auto database = Database::OpenInMemory(FunctionStore::Schema(), 1);
  ASSERT_TRUE(database.has_value());
  FunctionStore store(**database);
  FunctionConfiguration configuration = Valid();
  configuration.environment["QUOTED"] = "a\"b=c\n";
  configuration.timeout_seconds = 7;
  configuration.memory_megabytes = 512;
  configuration.max_retry_attempts = 1;
  configuration.max_event_age_seconds = 90;
  configuration.reserved_concurrency = 0;
  configuration.role = "arn:role";
  configuration.description = "what it does";
  configuration.code_sha256 = "abc=";
  configuration.code_bytes = 12;
  configuration.owner = "stack/F";
  ASSERT_TRUE(store.Save(Valid()).has_value());
  ASSERT_TRUE(store.Save(configuration).has_value());
  const auto loaded = store.Load();
  ASSERT_TRUE(loaded.has_value());
  ASSERT_EQ(loaded->size(), 1U);
  const FunctionConfiguration& read = loaded->front();
  EXPECT_EQ(read.name, "provider");
  EXPECT_EQ(read.executable, "/bin/sh");
  EXPECT_EQ(read.environment, configuration.environment);
  EXPECT_EQ(read.timeout_seconds, 7);
  EXPECT_EQ(read.memory_megabytes, 512);
  EXPECT_EQ(read.max_retry_attempts, 1);
  EXPECT_EQ(read.max_event_age_seconds, 90);
  EXPECT_EQ(read.reserved_concurrency, 0);
  EXPECT_EQ(read.runtime, "provided.al2023");
  EXPECT_EQ(read.role, "arn:role");
  EXPECT_EQ(read.description, "what it does");
  EXPECT_EQ(read.code_sha256, "abc=");
  EXPECT_EQ(read.code_bytes, 12);
  EXPECT_EQ(read.owner, "stack/F");
  ASSERT_TRUE(store.Remove("provider").has_value());
  ASSERT_TRUE(store.Remove("provider").has_value());
  EXPECT_TRUE(store.Load()->empty());
}

}  // namespace
}  // namespace genesys_cfn::emulator
