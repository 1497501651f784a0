// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/physical_id.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"
#include "custom_resource/answer.h"

namespace genesys_cfn::custom_resource {
namespace {

Marker Unknown(std::string name) {
  return {MarkerKind::kUnknown, "0123456789abcdef", "fedcba9876543210", std::move(name)};
}

TEST(PhysicalIdTest, WritesTheTwoForms) {
  EXPECT_EQ(FormatMarker({MarkerKind::kNothing, "", "fedcba9876543210", ""}), "genesys-cfn:nothing:fedcba9876543210");
  EXPECT_EQ(FormatMarker(Unknown("Lookup case: A.B")),
            "genesys-cfn:unknown:0123456789abcdef.fedcba9876543210:Lookup%20case%3A%20A.B");
}

TEST(PhysicalIdTest, ReadsBackWhatItWrote) {
  for (const char* name : {"", "Lookup case", "a:b:c", "100%", "%41", "Zürich 東京 🙂", "\x01\xff\n"}) {
    EXPECT_EQ(ParseMarker(FormatMarker(Unknown(name))), Unknown(name)) << name;
  }
  const Marker nothing{MarkerKind::kNothing, "", "fedcba9876543210", ""};
  EXPECT_EQ(ParseMarker(FormatMarker(nothing)), nothing);
}

TEST(PhysicalIdTest, IsNoMarkerUnlessFormatMarkerCouldHaveWrittenIt) {
  for (const char* id :
       {"", "custom_-_6b1f7a52-0d6e-4a38-9a7e-0c1d2e3f4a5b", "genesys-cfn", "genesys-cfn:", "genesys-cfn:other:1",
        "Genesys-cfn:nothing:1", " genesys-cfn:nothing:1", "genesys-cfn:nothing:a b", "genesys-cfn:nothing:a%",
        "genesys-cfn:nothing:%61", "genesys-cfn:nothing:a:b", "genesys-cfn:unknown:", "genesys-cfn:unknown:a:b",
        "genesys-cfn:unknown:a.b", "genesys-cfn:unknown:a.b.c:d", "genesys-cfn:unknown:a.b:c:d",
        "genesys-cfn:unknown:a.b:c d", "genesys-cfn:unknown:a.b:%2f", "genesys-cfn:unknown:a.b:%zz"}) {
    EXPECT_EQ(ParseMarker(id), std::nullopt) << id;
  }
}

TEST(PhysicalIdTest, CutsALongNameBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 500; ++i) name += "ü";
  const std::string id = FormatMarker(Unknown(name));
  EXPECT_LE(id.size(), kMaxPhysicalIdBytes);
  EXPECT_GT(id.size(), kMaxPhysicalIdBytes - 12);
  const auto marker = ParseMarker(id);
  ASSERT_TRUE(marker.has_value());
  EXPECT_TRUE(IsValidUtf8(marker->name));
  EXPECT_TRUE(name.starts_with(marker->name));
}

TEST(PhysicalIdTest, StaysWithinItsLimitAndReadableForAnyInput) {
  SeededRandom random(7);
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (int round = 0; round < 500; ++round) {
    const auto text = [&](uint64_t longest) { return RandomText(random, bytes, RandomBelow(random, longest)); };
    const Marker marker{round % 2 == 0 ? MarkerKind::kNothing : MarkerKind::kUnknown, text(100), text(100),
                        text(2'000)};
    const std::string id = FormatMarker(marker);
    ASSERT_LE(id.size(), kMaxPhysicalIdBytes);
    const auto read = ParseMarker(id);
    ASSERT_TRUE(read.has_value()) << id;
    EXPECT_EQ(read->kind, marker.kind);
    EXPECT_TRUE(marker.request.starts_with(read->request));
    EXPECT_TRUE(marker.name.starts_with(read->name));
  }
}

}  // namespace
}  // namespace genesys_cfn::custom_resource
