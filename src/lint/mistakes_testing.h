// SPDX-License-Identifier: Apache-2.0
// For tests: a mistake is an edit of a right file of testdata.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/files.h"
#include "base/text.h"
#include "lint/report.h"
#include "lint/validate.h"

namespace genesys_cfn::lint {

// `from` becomes `to`, in which "<<" and ">>" stand around what is underlined.
struct Mistake {
  std::string code;
  std::string from;
  std::string to;
};

inline std::string ReadRight(const std::string& name) {
  const auto text = ReadFile(Concat(GENESYS_CFN_SOURCE_DIR "/src/lint/testdata/", name));
  EXPECT_TRUE(text) << name;
  return text ? *text : std::string();
}

inline void ExpectFound(const std::string& name, const Mistake& mistake) {
  std::string text = ReadRight(name);
  const size_t at = text.find(mistake.from);
  ASSERT_NE(at, std::string::npos) << mistake.from;
  ASSERT_EQ(text.find(mistake.from, at + 1), std::string::npos) << "more than once: " << mistake.from;
  text.replace(at, mistake.from.size(), mistake.to);
  const size_t begin = text.find("<<");
  ASSERT_NE(begin, std::string::npos) << mistake.to;
  text.erase(begin, 2);
  const size_t end = text.find(">>", begin);
  ASSERT_NE(end, std::string::npos) << mistake.to;
  text.erase(end, 2);
  const CheckedFile file = Validate(name, text, Origin::kNamed);
  const bool is_found = std::any_of(file.findings.begin(), file.findings.end(), [&](const Finding& finding) {
    return finding.code == mistake.code && finding.range == Range{begin, end};
  });
  std::string ranges;
  for (const Finding& finding : file.findings) {
    ranges +=
        Concat(finding.code, " [", text.substr(finding.range.begin, finding.range.end - finding.range.begin), "]\n");
  }
  EXPECT_TRUE(is_found) << mistake.code << " for " << mistake.to << "\n" << TextReport({file}, Colour::kOff) << ranges;
}

}  // namespace genesys_cfn::lint
