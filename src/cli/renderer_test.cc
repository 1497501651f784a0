// SPDX-License-Identifier: Apache-2.0
#include "cli/renderer.h"

#include <gtest/gtest.h>

#include <sstream>

namespace genesys_cfn::cli {
namespace {

const aws::StackEvent kEvent{"e-1",
                             "demo",
                             "LookupCase",
                             "custom_-_1",
                             "Custom::GenesysDataAction",
                             "2026-01-02T03:04:05.678Z",
                             "CREATE_FAILED",
                             "no permission"};

TEST(Renderer, AnEventIsOneLine) {
  std::ostringstream out;
  std::ostringstream err;
  Renderer(out, err, OutputFormat::kText, Renderer::Colour::kOff).Event(kEvent);
  EXPECT_EQ(out.str(), "03:04:05  LookupCase            CREATE_FAILED        no permission\n");
}

TEST(Renderer, ColourIsForTerminalsOnly) {
  std::ostringstream out;
  std::ostringstream err;
  Renderer(out, err, OutputFormat::kText, Renderer::Colour::kOn).Event(kEvent);
  EXPECT_NE(out.str().find("\x1b[31mCREATE_FAILED"), std::string::npos);
}

TEST(Renderer, TablesAlignByCharacters) {
  std::ostringstream out;
  std::ostringstream err;
  Renderer(out, err, OutputFormat::kText, Renderer::Colour::kOff).Table({"NAME", "ID"}, {{"é", "1"}, {"longer", "2"}});
  EXPECT_EQ(out.str(), "NAME    ID\né       1\nlonger  2\n");
}

TEST(Renderer, JsonIsOneDocumentAndNothingElse) {
  std::ostringstream out;
  std::ostringstream err;
  Renderer renderer(out, err, OutputFormat::kJson, Renderer::Colour::kOff);
  renderer.Line("for people");
  renderer.Event(kEvent);
  renderer.Table({"A"}, {{"b"}});
  renderer.Document(json::Object{{"ok", true}});
  EXPECT_EQ(out.str(), "{\n  \"ok\": true\n}\n");
  renderer.Failure({ErrorCode::kNotFound, "the stack x does not exist"});
  EXPECT_NE(err.str().find("\"message\": \"the stack x does not exist\""), std::string::npos);
}

TEST(Renderer, SeveralErrorsHaveThePrefixInTextOnly) {
  std::ostringstream out;
  std::ostringstream err;
  Renderer(out, err, OutputFormat::kText, Renderer::Colour::kOff).Errors({"a was not deleted", "b was\x1b not"});
  EXPECT_EQ(err.str(), "error: a was not deleted\nerror: b was\\x1b not\n");
  err.str("");
  Renderer(out, err, OutputFormat::kJson, Renderer::Colour::kOff).Errors({"a was not deleted"});
  EXPECT_NE(err.str().find("\"a was not deleted\""), std::string::npos) << err.str();
  err.str("");
  Renderer(out, err, OutputFormat::kJson, Renderer::Colour::kOff).Errors({});
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace genesys_cfn::cli
